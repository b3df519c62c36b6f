import { sharedEmotions } from '../../protocol/types';
import { float } from '../rounding';

const SHARED: readonly string[] = sharedEmotions;

/** Number of emotions that face and voice share. */
export const SHARED_COUNT = SHARED.length;

/**
 * Carries a model's own probabilities over to the seven shared emotions (Mien.Inference's SharedEmotionProjection). A label keeps its name;
 * `calm` joins `neutral`. Probability on a label without a counterpart is spread evenly over those the model knows. A shared emotion that the
 * model cannot express gets 1/7, and the known ones are scaled to the rest.
 */
export class SharedProjection {
  private readonly target: readonly number[]; // own label -> shared label, or -1
  private readonly known: readonly boolean[];
  private readonly knownCount: number;

  constructor(labels: readonly string[]) {
    this.target = labels.map(label => SHARED.indexOf(label === 'calm' ? 'neutral' : label));
    this.known = SHARED.map((_, index) => this.target.includes(index));
    this.knownCount = this.known.filter(known => known).length;
    if (this.knownCount === 0) {
      throw new Error(
        `The model's labels (${labels.join(', ')}) hold none of the shared emotions (${SHARED.join(', ')}).`,
      );
    }
  }

  /** The seven probabilities of one distribution. */
  project(own: Float32Array): Float32Array {
    if (own.length !== this.target.length) {
      throw new RangeError(`Expected ${this.target.length} probabilities, got ${own.length}.`);
    }
    const shared = new Float32Array(SHARED_COUNT);
    let homeless = 0;
    this.target.forEach((to, from) => {
      if (to >= 0) {
        shared[to]! += own[from]!;
      } else {
        homeless = float(homeless + own[from]!);
      }
    });
    const scale = float(this.knownCount / SHARED_COUNT),
      each = float(homeless / this.knownCount);
    return shared.map((value, i) => (this.known[i] ? float(value + each) * scale : 1 / SHARED_COUNT));
  }
}
