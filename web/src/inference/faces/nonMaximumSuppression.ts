import { intersectionOverUnion } from '../geometry';
import type { FaceDetection } from './face';

/**
 * Keeps the surest of boxes that overlap: greedy non-maximum suppression.
 * @param threshold Boxes whose intersection over union is above this are the same face.
 * @param maximum At most so many are kept.
 * @returns Those kept, the surest first.
 */
export function suppressNonMaximum(
  faces: readonly FaceDetection[],
  threshold: number,
  maximum: number,
): FaceDetection[] {
  const kept: FaceDetection[] = [];
  for (const face of [...faces].sort((left, right) => right.confidence - left.confidence)) {
    if (kept.length === maximum) {
      break;
    }
    if (kept.every(surer => intersectionOverUnion(surer.box, face.box) <= threshold)) {
      kept.push(face);
    }
  }
  return kept;
}
