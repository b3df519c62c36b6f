/**
 * Brings times of an audio context to `performance.now()`. The sound card has a clock of its own, and messages from the
 * worklet arrive late by a changing amount, never early: the smallest difference of the last seconds is the offset between
 * the clocks, and it follows their drift.
 */
export class ContextClock {
  private readonly offsets: { atMs: number; offsetMs: number }[] = [];

  constructor(private readonly windowMs = 10_000) {}

  /**
   * Takes note of a message.
   * @param contextMs The context's time when the worklet sent it.
   * @param nowMs Time of its arrival.
   */
  observe(contextMs: number, nowMs: number): void {
    const offsetMs = nowMs - contextMs;
    // Ascending offsets: what is older and no smaller than this one can never be the smallest again.
    let last = this.offsets.at(-1);
    while (last && last.offsetMs >= offsetMs) {
      this.offsets.pop();
      last = this.offsets.at(-1);
    }
    this.offsets.push({ atMs: nowMs, offsetMs });
    while (this.offsets[0] && this.offsets[0].atMs < nowMs - this.windowMs) {
      this.offsets.shift();
    }
  }

  /** A time of the context on the page's clock; before the first message NaN. */
  toPageMs(contextMs: number): number {
    return contextMs + (this.offsets[0]?.offsetMs ?? Number.NaN);
  }
}
