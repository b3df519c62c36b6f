import type { Probabilities } from '../protocol/types';
import { make } from './dom';
import { percent } from './format';

/** A list of labels with bars and percentages. */
export class EmotionBars {
  readonly element: HTMLUListElement;
  private readonly rows = new Map<string, { fill: HTMLElement; value: HTMLElement; item: HTMLElement }>();

  constructor(labels: readonly string[]) {
    this.element = make('ul', 'bars');
    for (const label of labels) {
      const fill = make('span', 'fill');
      fill.style.backgroundColor = `var(--emotion-${label}, var(--emotion-neutral))`;
      const value = make('span', 'value', '–');
      const item = make('li', '', make('span', 'name', label), make('span', 'track', fill), value);
      this.rows.set(label, { fill, value, item });
      this.element.append(item);
    }
  }

  /** Shows probabilities; null shows that there are none. */
  show(values: Probabilities | null | undefined): void {
    const greatest = Math.max(...Object.values(values ?? { none: 0 }));
    for (const [label, { fill, value, item }] of this.rows) {
      const share = values?.[label];
      fill.style.width = `${(share ?? 0) * 100}%`;
      value.textContent = share === undefined ? '–' : percent(share);
      item.classList.toggle('greatest', share !== undefined && share === greatest);
    }
  }
}
