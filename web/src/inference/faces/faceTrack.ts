import { areaOf, type Box, centerOf, type Point } from '../geometry';
import { clamp, float } from '../rounding';
import type { FaceDetection, FivePoints } from './face';
import type { FaceAppearance } from './faceAppearance';
import { OneEuroFilter } from './oneEuroFilter';
import type { FaceTrackerOptions } from './trackerOptions';

const LANDMARKS = 5;

// Beyond this, a face's speed of a moment ago says nothing about where it is now.
const MAXIMUM_EXTRAPOLATION_SECONDS = 0.5;

// What a person looks like changes in minutes; the light, and where the head is turned, in seconds.
const APPEARANCE_SECONDS = 1;

// Beside another face a box holds a part of that one too.
const CROWDED_APPEARANCE_SECONDS = 8;

/** One face that is followed: its smoothed place, its speed, and how often and when it was seen. */
export class FaceTrack {
  /** The person's number from 1 on; 0 until the track is confirmed. */
  id = 0;
  /** Frames that showed the face. */
  hits = 0;
  /** Frames since then that did not. */
  misses = 0;
  /** When the face was last seen, in microseconds. */
  lastSeenUs = 0;
  /** How sure the detector was then. */
  confidence = 0;
  hasLandmarks = false;

  /** How often a face must be seen that may be somebody who is missing and looks otherwise for now; 0 where nobody is. */
  readonly doubtHits: number;
  private readonly options: FaceTrackerOptions;
  private readonly centerX = new OneEuroFilter();
  private readonly centerY = new OneEuroFilter();
  private readonly width = new OneEuroFilter();
  private readonly height = new OneEuroFilter();
  private landmarks: OneEuroFilter[] = [];
  private measured: Box = { x: 0, y: 0, width: 0, height: 0 };
  private usual: FaceAppearance;
  private latest: FaceAppearance;

  constructor(
    options: FaceTrackerOptions,
    face: FaceDetection,
    timeUs: number,
    appearance: FaceAppearance,
    doubtHits: number,
  ) {
    this.options = options;
    this.doubtHits = doubtHits;
    this.take(face, 1, timeUs);
    this.usual = appearance.copy();
    this.latest = appearance.copy();
  }

  /** Where a measured box should be now: the last one moved on with the track's speed. */
  predict(timeUs: number): Box {
    const { x, y } = this.moved(timeUs);
    return { ...this.measured, x: float(this.measured.x + x), y: float(this.measured.y + y) };
  }

  /**
   * How far a point is from where the face may be after an absence: from the way between where it was last seen and where its speed would
   * have taken it, in pixels.
   */
  distanceFromWay(point: Point, timeUs: number): number {
    const seconds = clamp((timeUs - this.lastSeenUs) / 1e6, 0, this.options.maximumLostSeconds);
    const dx = this.centerX.speed * seconds,
      dy = this.centerY.speed * seconds,
      from = centerOf(this.measured);
    const x = point.x - from.x,
      y = point.y - from.y,
      length = dx * dx + dy * dy;
    const share = length > 0 ? clamp((x * dx + y * dy) / length, 0, 1) : 0;
    return Math.sqrt((x - share * dx) * (x - share * dx) + (y - share * dy) * (y - share * dy));
  }

  /** How different a face looks from this one's latest and from its usual look, whichever is nearer. */
  appearanceDistance(appearance: FaceAppearance): number {
    return Math.min(this.usual.distanceTo(appearance), this.latest.distanceTo(appearance));
  }

  /**
   * Takes the detection of this frame.
   * @param crowded Whether another face is so near that its look is mixed in.
   */
  hit(face: FaceDetection, timeUs: number, appearance: FaceAppearance, crowded: boolean): void {
    const seconds = Math.max(1e-3, (timeUs - this.lastSeenUs) / 1e6);
    this.take(face, seconds, timeUs);
    const rate = seconds / (crowded ? CROWDED_APPEARANCE_SECONDS : APPEARANCE_SECONDS);
    this.usual.moveTowards(appearance, float(1 - Math.exp(-Math.min(rate, 1))));
    if (!crowded) {
      this.latest.moveTowards(appearance, 1);
    }
  }

  /** Notes that this frame does not show the face. */
  miss(): void {
    this.misses++;
  }

  /** The smoothed face; where it was not seen in this frame, moved on with its speed. */
  describe(timeUs: number, confidence: number): FaceDetection {
    const { x, y } = this.moved(timeUs),
      width = float(this.width.value),
      height = float(this.height.value);
    const box = {
      x: float(float(this.centerX.value + x) - width / 2),
      y: float(float(this.centerY.value + y) - height / 2),
      width,
      height,
    };
    const point = (index: number): Point => ({
      x: float(this.landmarks[2 * index]!.value + x),
      y: float(this.landmarks[2 * index + 1]!.value + y),
    });
    const landmarks: FivePoints | null = this.hasLandmarks ? [point(0), point(1), point(2), point(3), point(4)] : null;
    return { box, confidence, landmarks };
  }

  private moved(timeUs: number): Point {
    const seconds = clamp((timeUs - this.lastSeenUs) / 1e6, 0, MAXIMUM_EXTRAPOLATION_SECONDS);
    return { x: this.centerX.speed * seconds, y: this.centerY.speed * seconds };
  }

  private take(face: FaceDetection, seconds: number, timeUs: number): void {
    const { box, landmarks } = face;
    const unit = Math.max(1, Math.sqrt(areaOf(box))),
      center = centerOf(box);
    const smooth = (filter: OneEuroFilter, value: number): void =>
      filter.update(value, seconds, unit, this.options.minimumCutoffHz, this.options.cutoffSlope);
    smooth(this.centerX, center.x);
    smooth(this.centerY, center.y);
    smooth(this.width, box.width);
    smooth(this.height, box.height);
    if (landmarks) {
      if (!this.hasLandmarks) {
        this.landmarks = Array.from({ length: 2 * LANDMARKS }, () => new OneEuroFilter());
      }
      landmarks.forEach((point, i) => {
        smooth(this.landmarks[2 * i]!, point.x);
        smooth(this.landmarks[2 * i + 1]!, point.y);
      });
    }
    this.hasLandmarks = landmarks !== null;
    this.measured = box;
    this.lastSeenUs = timeUs;
    this.confidence = face.confidence;
    this.misses = 0;
    this.hits++;
  }
}
