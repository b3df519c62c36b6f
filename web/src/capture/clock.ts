/** The session's clock: microseconds since its start, on the browser's one monotonic clock, for frames and sound alike. */
export class SessionClock {
  constructor(private readonly startMs: number = performance.now()) {}

  /** A time of `performance.now()` in microseconds of the session. */
  toUs(performanceMs: number): number {
    return (performanceMs - this.startMs) * 1000;
  }

  /** Milliseconds from a time of the session until now. */
  sinceMs(timeUs: number, nowMs: number = performance.now()): number {
    return nowMs - this.startMs - timeUs / 1000;
  }
}
