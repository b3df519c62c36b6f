import type { Probabilities } from '../protocol/types';

/** A pause in the data that is shown as a gap, in seconds. */
const gapSeconds = 1.5;

/** Probabilities over time, in the columns that the chart takes: times in seconds, then one column a label. */
export class EmotionSeries {
  private times: number[] = [];
  private readonly columns: (number | null)[][];

  constructor(readonly labels: readonly string[]) {
    this.columns = labels.map(() => []);
  }

  get length(): number {
    return this.times.length;
  }

  /** Time of the last value; null without values. */
  get lastSeconds(): number | null {
    return this.times.at(-1) ?? null;
  }

  /** Adds values; earlier than the last ones they are left out. */
  add(seconds: number, values: Probabilities): void {
    const last = this.lastSeconds;
    if (last !== null && seconds <= last) {
      return;
    }
    if (last !== null && seconds - last > gapSeconds) {
      this.push((last + seconds) / 2, null);
    }
    this.push(seconds, values);
  }

  /** Forgets what is older. */
  forgetBefore(seconds: number): void {
    const first = this.times.findIndex(time => time >= seconds);
    const count = first < 0 ? this.times.length : first;
    if (count > 0) {
      this.times.splice(0, count);
      for (const column of this.columns) {
        column.splice(0, count);
      }
    }
  }

  /** What the chart takes. */
  data(): [number[], ...(number | null)[][]] {
    return [this.times, ...this.columns];
  }

  private push(seconds: number, values: Probabilities | null): void {
    this.times.push(seconds);
    for (const [i, label] of this.labels.entries()) {
      this.columns[i]?.push(values?.[label] ?? null);
    }
  }
}
