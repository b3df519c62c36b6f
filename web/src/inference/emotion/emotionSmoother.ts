// Beyond this many time constants an old state no longer shows (exp(-20) = 2e-9), so it is dropped to bound memory.
const FORGOTTEN_AFTER = 20;

interface Past {
  timeUs: number;
  readonly state: Float32Array;
}

/**
 * Smooths each person's estimates over time by an exponential moving average that heeds the true time between frames (Mien.Analysis'
 * EmotionSmoother): s += (1 - exp(-dt / tau)) (p - s). A person's first estimate is taken as it is.
 */
export class EmotionSmoother {
  private readonly timeConstantUs: number;
  private readonly people = new Map<number, Past>();
  private nextSweepUs = 0;

  /** @param timeConstantSeconds tau: after a jump, 63 % of the way is gone in this time. */
  constructor(timeConstantSeconds: number) {
    this.timeConstantUs = timeConstantSeconds * 1e6;
  }

  /** People whose past is remembered. */
  get trackedCount(): number {
    return this.people.size;
  }

  /** The smoothed estimate of a person; times must not go back for one person. */
  smooth(personId: number, timeUs: number, probabilities: Float32Array): Float32Array {
    this.sweep(timeUs);
    const past = this.people.get(personId);
    if (!past) {
      this.people.set(personId, { timeUs, state: probabilities.slice() });
      return probabilities.slice();
    }
    const gain = 1 - Math.exp(-Math.max(0, (timeUs - past.timeUs) / this.timeConstantUs));
    past.timeUs = timeUs;
    for (let i = 0; i < past.state.length; i++) {
      past.state[i]! += gain * (probabilities[i]! - past.state[i]!);
    }
    return past.state.slice();
  }

  private sweep(nowUs: number): void {
    if (nowUs < this.nextSweepUs) {
      return;
    }
    const forgottenUs = this.timeConstantUs * FORGOTTEN_AFTER;
    for (const [id, past] of this.people) {
      if (nowUs - past.timeUs > forgottenUs) {
        this.people.delete(id);
      }
    }
    this.nextSweepUs = nowUs + forgottenUs;
  }
}
