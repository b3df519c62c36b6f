import { clamp } from '../rounding';
import { SHARED_COUNT } from './sharedProjection';

/** Seven probabilities with the weight of their modality, at least 0. */
export interface Opinion {
  readonly probabilities: Float32Array;
  readonly weight: number;
}

/**
 * How far a model's answers can be trusted, 0..1, from its held-out unweighted average recall: (UAR - 1/K) / (1 - 1/K) for K labels, that is
 * 0 at chance and 1 for a perfect model.
 */
export function aboveChance(recall: number, labelCount: number): number {
  return labelCount < 2 ? 0 : clamp((recall - 1 / labelCount) / (1 - 1 / labelCount), 0, 1);
}

/** Weight of the voice for one of the faces: it belongs to at most one of them, and sound alone does not say to which. */
export function speechWeight(reliability: number, presence: number, faceCount: number): number {
  return (reliability * presence) / Math.max(1, faceCount);
}

/**
 * Joins what face and voice say by the linear opinion pool (Mien.Inference's LateFusion): the weighted mean over those that are present; where
 * every one weighs nothing, they count alike.
 * @returns Null where nothing is present.
 */
export function fuseOpinions(face: Opinion | null, speech: Opinion | null): Float32Array | null {
  const present = [face, speech].filter(opinion => opinion !== null);
  if (present.length === 0) {
    return null;
  }
  const sum = present.reduce((total, opinion) => total + opinion.weight, 0);
  const weightOf = (opinion: Opinion): number => (sum > 0 ? opinion.weight : 1);
  const total = sum > 0 ? sum : present.length;
  return Float32Array.from(
    { length: SHARED_COUNT },
    (_, i) => present.reduce((value, opinion) => value + weightOf(opinion) * opinion.probabilities[i]!, 0) / total,
  );
}
