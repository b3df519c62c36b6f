/** Growing delays between attempts to reach a server: each about twice the last, with a random part so that pages do not come back together. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly firstMs = 500,
    private readonly mostMs = 15_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const full = Math.min(this.mostMs, this.firstMs * 2 ** Math.min(this.attempts, 30));
    this.attempts++;
    return full * (0.75 + 0.25 * this.random());
  }

  /** Begins anew, after a success. */
  reset(): void {
    this.attempts = 0;
  }
}
