import type { Point } from '../geometry';
import { float } from '../rounding';
import type { FaceDetection } from './face';

/** Numbers a cell. */
export const CELL_LENGTH = 15;

// Nothing is larger than a few thousand pixels; beyond, the exponential would only make infinities.
const LARGEST_LOG_SIZE = 8;

/** One of the detector's output maps: (15, rows, columns). */
export interface FaceMap {
  readonly data: Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** Input pixels a cell. */
  readonly stride: number;
}

/**
 * Adds the faces of one map, in frame pixels. A cell (column c, row r) of stride s holds a score z, its box's centre
 * (c + 0.5 + dx, r + 0.5 + dy) s and size exp(dw, dh) s, and five points (c + 0.5 + x, r + 0.5 + y) s; its confidence is
 * 1 / (1 + exp(-z)) (Mien.Vision's FaceMapDecoder).
 * @param scoreThreshold Cells of lower confidence are skipped, above 0 and below 1.
 * @param scaleX Frame pixels for one input pixel, across.
 * @param scaleY Frame pixels for one input pixel, down.
 */
export function decodeFaceMap(
  map: FaceMap,
  scoreThreshold: number,
  scaleX: number,
  scaleY: number,
  faces: FaceDetection[],
): void {
  const { data, columns, stride } = map;
  const plane = columns * map.rows;
  // Nearly every cell is far below: comparing logits spares its exponential.
  const threshold = float(Math.log(float(float(scoreThreshold) / float(1 - float(scoreThreshold)))));
  for (let cell = 0; cell < plane; cell++) {
    const score = data[cell]!;
    if (!(score >= threshold)) {
      continue;
    }
    const x0 = (cell % columns) + 0.5,
      y0 = Math.floor(cell / columns) + 0.5;
    const at = (channel: number): number => data[channel * plane + cell]!;
    const width = float(float(Math.exp(Math.min(at(3), LARGEST_LOG_SIZE))) * stride);
    const height = float(float(Math.exp(Math.min(at(4), LARGEST_LOG_SIZE))) * stride);
    const left = float(float(float(x0 + at(1)) * stride) - width / 2),
      top = float(float(float(y0 + at(2)) * stride) - height / 2);
    if (!Number.isFinite(left + top + width + height)) {
      continue;
    }
    const point = (channel: number): Point => ({
      x: float(float(float(x0 + at(channel)) * stride) * scaleX),
      y: float(float(float(y0 + at(channel + 1)) * stride) * scaleY),
    });
    faces.push({
      box: {
        x: float(left * scaleX),
        y: float(top * scaleY),
        width: float(width * scaleX),
        height: float(height * scaleY),
      },
      confidence: float(1 / float(1 + float(Math.exp(-score)))),
      landmarks: [point(5), point(7), point(9), point(11), point(13)],
    });
  }
}
