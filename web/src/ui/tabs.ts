/** Tabs by the ARIA pattern: arrow keys move between them, the chosen one alone is in the order of the Tab key. */
export class Tabs {
  private readonly tabs: HTMLElement[];

  constructor(list: HTMLElement) {
    this.tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
    for (const [i, tab] of this.tabs.entries()) {
      tab.addEventListener('click', () => this.select(tab.id));
      tab.addEventListener('keydown', event => this.move(event, i));
    }
  }

  /** Shows the panel of a tab. */
  select(id: string): void {
    for (const tab of this.tabs) {
      const isChosen = tab.id === id;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel) {
        panel.hidden = !isChosen;
      }
    }
  }

  private move(event: KeyboardEvent, from: number): void {
    const steps: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      Home: 0,
      End: this.tabs.length - 1,
    };
    const to = steps[event.key];
    const tab = to === undefined ? undefined : this.tabs[(to + this.tabs.length) % this.tabs.length];
    if (tab) {
      event.preventDefault();
      this.select(tab.id);
      tab.focus();
    }
  }
}
