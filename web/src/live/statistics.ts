/** Percentiles of the last values. */
export class RecentValues {
  private readonly values: number[] = [];
  private next = 0;

  constructor(private readonly capacity = 100) {}

  add(value: number): void {
    this.values[this.next] = value;
    this.next = (this.next + 1) % this.capacity;
  }

  clear(): void {
    this.values.length = 0;
    this.next = 0;
  }

  /** The value that the given share (0..1) of the values do not exceed (nearest rank); null without values. */
  percentile(share: number): number | null {
    const sorted = [...this.values].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  }
}

/** Events a second, over the last seconds. */
export class RateMeter {
  private readonly times: number[] = [];

  constructor(private readonly windowMs = 3000) {}

  add(nowMs: number): void {
    this.times.push(nowMs);
    this.forget(nowMs);
  }

  perSecond(nowMs: number): number {
    this.forget(nowMs);
    return (this.times.length * 1000) / this.windowMs;
  }

  private forget(nowMs: number): void {
    while (this.times[0] !== undefined && this.times[0] < nowMs - this.windowMs) {
      this.times.shift();
    }
  }
}
