import type { Box, Point } from '../geometry';
import { float } from '../rounding';

/** Five facial points: left eye, right eye, nose, left and right corner of the mouth; left is left in the picture. */
export type FivePoints = readonly [leftEye: Point, rightEye: Point, nose: Point, leftMouth: Point, rightMouth: Point];

/** A face as a detector found it in one frame. */
export interface FaceDetection {
  /** In source pixels. */
  readonly box: Box;
  /** The detector's confidence, 0..1. */
  readonly confidence: number;
  /** Null where they are not known. */
  readonly landmarks: FivePoints | null;
}

/** A face with the number that the tracker gave its person, from 1. */
export interface TrackedFace {
  readonly id: number;
  readonly detection: FaceDetection;
}

/** The 68 points of iBUG's annotation of one face: 0-16 jaw, 17-26 brows, 27-35 nose, 36-47 eyes, 48-67 mouth. */
export interface Landmarks68 {
  /** In source pixels. */
  readonly points: readonly Point[];
  /** For each point how probable it is that something hides it, 0..1. */
  readonly hidden: readonly number[];
}

export const LANDMARK_COUNT = 68;

const FIRST_AFTER_JAW = 17;

/** Share of the face that is hidden, 0..1: the mean over the points, but for the jaw. */
export function occlusionOf(landmarks: Landmarks68): number {
  let sum = 0;
  for (let point = FIRST_AFTER_JAW; point < LANDMARK_COUNT; point++) {
    sum = float(sum + landmarks.hidden[point]!);
  }
  return float(sum / (LANDMARK_COUNT - FIRST_AFTER_JAW));
}

/** The five points that detectors give: means of the eyes' outlines, tip of the nose, corners of the mouth. */
export function fiveOf(points: readonly Point[]): FivePoints {
  return [mean(points.slice(36, 42)), mean(points.slice(42, 48)), points[30]!, points[48]!, points[54]!];
}

function mean(points: readonly Point[]): Point {
  let x = 0,
    y = 0;
  for (const point of points) {
    x = float(x + float(point.x / points.length));
    y = float(y + float(point.y / points.length));
  }
  return { x, y };
}
