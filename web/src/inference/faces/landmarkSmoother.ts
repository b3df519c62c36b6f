import type { Point } from '../geometry';
import { float } from '../rounding';
import { LANDMARK_COUNT, type Landmarks68 } from './face';
import { OneEuroFilter } from './oneEuroFilter';

// Mien.Vision's LandmarkSmootherOptions: loose enough that a blink, over in a tenth of a second, is not smoothed away.
const MINIMUM_CUTOFF_HZ = 2.5;
const CUTOFF_SLOPE = 20;
const SPEED_CUTOFF_HZ = 6;
const MAXIMUM_GAP_US = 500_000;

interface Past {
  timeUs: number;
  readonly x: readonly OneEuroFilter[];
  readonly y: readonly OneEuroFilter[];
}

/** Smooths each person's 68 landmarks over time with a one-euro filter a coordinate. One stream. */
export class LandmarkSmoother {
  private readonly people = new Map<number, Past>();

  /**
   * Takes a person's landmarks of this frame.
   * @param size The face's size in pixels: what a speed of one face size a second is.
   * @returns Smoothed.
   * @throws RangeError where the time is not later than the person's last.
   */
  smooth(personId: number, timeUs: number, landmarks: Landmarks68, size: number): Landmarks68 {
    this.forget(timeUs);
    let past = this.people.get(personId);
    if (past && timeUs <= past.timeUs) {
      throw new RangeError(`Frames must come in the order of time, and ${timeUs} us is not after ${past.timeUs} us.`);
    }
    if (!past) {
      past = { timeUs, x: filters(), y: filters() };
      this.people.set(personId, past);
    }
    const seconds = Math.max(1e-3, (timeUs - past.timeUs) / 1e6),
      unit = Math.max(1, size);
    past.timeUs = timeUs;
    const points: Point[] = [];
    for (let i = 0; i < LANDMARK_COUNT; i++) {
      const point = landmarks.points[i]!,
        x = past.x[i]!,
        y = past.y[i]!;
      x.update(point.x, seconds, unit, MINIMUM_CUTOFF_HZ, CUTOFF_SLOPE, SPEED_CUTOFF_HZ);
      y.update(point.y, seconds, unit, MINIMUM_CUTOFF_HZ, CUTOFF_SLOPE, SPEED_CUTOFF_HZ);
      points.push({ x: float(x.value), y: float(y.value) });
    }
    return { ...landmarks, points };
  }

  // Who was away for longer than a blink starts afresh; the past of who is gone is not kept.
  private forget(nowUs: number): void {
    for (const [id, past] of this.people) {
      if (nowUs - past.timeUs > MAXIMUM_GAP_US) {
        this.people.delete(id);
      }
    }
  }
}

function filters(): OneEuroFilter[] {
  return Array.from({ length: LANDMARK_COUNT }, () => new OneEuroFilter());
}
