/** Speaks to screen readers through a live region, seldom enough that a person can listen. */
export class Announcer {
  private lastMs = Number.NEGATIVE_INFINITY;
  private lastText = '';

  constructor(
    private readonly region: HTMLElement,
    private readonly everyMs = 5000,
  ) {}

  /** Says a text if it is another one than the last and that is some time ago. */
  say(text: string, nowMs: number = performance.now()): void {
    if (text !== this.lastText && nowMs - this.lastMs >= this.everyMs) {
      this.lastText = text;
      this.lastMs = nowMs;
      this.region.textContent = text;
    }
  }
}
