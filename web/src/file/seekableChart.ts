import { EmotionChart } from '../timeline/emotionChart';
import type { EmotionSeries } from '../timeline/emotionSeries';
import { make } from '../ui/dom';
import { clockTime } from '../ui/format';

/** Seconds that an arrow key goes. */
const stepSeconds = 1;

/** A chart of a whole file with a mark at the moment that is shown: click it, or use the keys of a slider, to go elsewhere. */
export class SeekableChart {
  readonly element: HTMLElement;
  private readonly chart: EmotionChart;
  private seconds = 0;

  /** @param name What the chart shows, for screen readers. */
  constructor(
    parent: HTMLElement,
    name: string,
    series: EmotionSeries,
    private readonly durationSeconds: number,
    private readonly onSeek: (seconds: number) => void,
  ) {
    this.element = make('div', 'chart seekable');
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'slider');
    this.element.setAttribute('aria-label', `${name}: the moment that is shown`);
    this.element.setAttribute('aria-valuemin', '0');
    this.element.setAttribute('aria-valuemax', String(Math.round(durationSeconds)));
    this.element.addEventListener('keydown', event => this.press(event));
    parent.append(this.element);
    this.chart = new EmotionChart(this.element, series, {
      height: 190,
      formatTime: clockTime,
      onSeek: seconds => this.seek(seconds),
    });
    this.chart.draw(0, Math.max(durationSeconds, 0.1));
    this.show(0, '');
  }

  /**
   * Puts the mark.
   * @param verdict What is seen then, in words.
   */
  show(seconds: number, verdict: string): void {
    this.seconds = seconds;
    this.chart.mark(seconds);
    this.element.setAttribute('aria-valuenow', seconds.toFixed(1));
    this.element.setAttribute(
      'aria-valuetext',
      `${clockTime(seconds)} of ${clockTime(this.durationSeconds)}${verdict ? `, ${verdict}` : ''}`,
    );
  }

  recolor(): void {
    this.chart.recolor();
  }

  destroy(): void {
    this.chart.destroy();
    this.element.remove();
  }

  private press(event: KeyboardEvent): void {
    const page = this.durationSeconds / 10;
    const targets: Record<string, number> = {
      ArrowLeft: this.seconds - stepSeconds,
      ArrowDown: this.seconds - stepSeconds,
      ArrowRight: this.seconds + stepSeconds,
      ArrowUp: this.seconds + stepSeconds,
      PageDown: this.seconds - page,
      PageUp: this.seconds + page,
      Home: 0,
      End: this.durationSeconds,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      this.seek(target);
    }
  }

  private seek(seconds: number): void {
    this.onSeek(Math.max(0, Math.min(this.durationSeconds, seconds)));
  }
}
