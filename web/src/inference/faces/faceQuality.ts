import type { RgbImage } from '../image/rgbImage';
import { clamp, float } from '../rounding';
import { type FaceDetection, type Landmarks68, occlusionOf } from './face';
import { estimateHeadPose, type HeadPose } from './headPose';

const GRID = 48;
const FULL_SIZE_PIXELS = 64;
const HALF_SHARP_VARIANCE = 60;
const YAW_SCALE_DEGREES = 55;
const PITCH_SCALE_DEGREES = 45;
const MOST_POINTS = 3;

/** How well the picture of a face can be read, and what that depends on. */
export interface FaceQuality {
  /** 0..1, the whole. */
  readonly score: number;
  /** Shorter side of the face's box in pixels. */
  readonly size: number;
  /** 0 (sharp) to 1. */
  readonly blur: number;
  /** Mean luma of the face, 0..255. */
  readonly brightness: number;
  /** Null where no landmarks were found. */
  readonly pose: HeadPose | null;
  /** Share of the face that something hides, 0..1; null where no landmarks were found. */
  readonly occlusion: number | null;
}

/**
 * Measures one face by the formula of docs/analyze.md (Mien.Analysis' FaceQualityMeter):
 * quality = (confidence * size * (1 - blur) * exposure)^(1/4) * frontality * (1 - occlusion).
 */
export function measureFaceQuality(frame: RgbImage, face: FaceDetection, landmarks: Landmarks68 | null): FaceQuality {
  const { box } = face;
  const pose = landmarks && estimateHeadPose(landmarks, frame.width, frame.height),
    occlusion = landmarks && occlusionOf(landmarks);
  if (!(box.width > 0 && box.height > 0)) {
    return { score: 0, size: 0, blur: 1, brightness: 0, pose, occlusion };
  }
  const luma = new Float32Array(GRID * GRID);
  const brightness = sampleLuma(frame, face, luma),
    side = Math.min(box.width, box.height);
  const variance = laplacianVariance(luma),
    sharpness = variance / (variance + HALF_SHARP_VARIANCE);
  const exposure = clamp(Math.min(brightness / 60, (255 - brightness) / 40), 0, 1);
  const picture = (clamp(face.confidence, 0, 1) * Math.min(1, side / FULL_SIZE_PIXELS) * sharpness * exposure) ** 0.25;
  return {
    score: picture * frontality(pose) * (1 - (occlusion ?? 0)),
    size: side,
    blur: 1 - sharpness,
    brightness,
    pose,
    occlusion,
  };
}

function frontality(pose: HeadPose | null): number {
  if (!pose) {
    return 1;
  }
  const yaw = pose.yaw / YAW_SCALE_DEGREES,
    pitch = pose.pitch / PITCH_SCALE_DEGREES;
  return Math.exp(-yaw * yaw - pitch * pitch);
}

/** Fills the grid with the face's luma (ITU-R BT.601), each cell averaged over up to 3 x 3 points; returns the mean. */
function sampleLuma(frame: RgbImage, { box }: FaceDetection, luma: Float32Array): number {
  const { data, width, height } = frame;
  const points = clamp(Math.ceil(Math.min(box.width, box.height) / GRID), 1, MOST_POINTS);
  const stepX = float(box.width / (GRID * points)),
    stepY = float(box.height / (GRID * points));
  const place = (start: number, index: number, step: number, last: number): number =>
    clamp(Math.trunc(float(start + float((index + 0.5) * step))), 0, last);
  let total = 0;
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      let sum = 0;
      for (let i = 0; i < points; i++) {
        const y = place(box.y, row * points + i, stepY, height - 1);
        for (let j = 0; j < points; j++) {
          const pixel = (y * width + place(box.x, column * points + j, stepX, width - 1)) * 3;
          sum += 77 * data[pixel]! + 150 * data[pixel + 1]! + 29 * data[pixel + 2]!;
        }
      }
      const value = float(sum / (256 * points * points));
      luma[row * GRID + column] = value;
      total += value;
    }
  }
  return total / luma.length;
}

/** Variance of the 4-neighbour Laplacian over the grid's inside. */
function laplacianVariance(luma: Float32Array): number {
  let sum = 0,
    squares = 0;
  for (let row = 1; row < GRID - 1; row++) {
    for (let i = row * GRID + 1; i < row * GRID + GRID - 1; i++) {
      const value = luma[i - GRID]! + luma[i + GRID]! + luma[i - 1]! + luma[i + 1]! - 4 * luma[i]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = (GRID - 2) * (GRID - 2),
    mean = sum / count;
  return squares / count - mean * mean;
}
