import { areaOf, type Box, centerOf, intersectionOverUnion } from '../geometry';
import type { RgbImage } from '../image/rgbImage';
import type { FaceDetection } from './face';
import { FaceAppearance } from './faceAppearance';
import type { FaceTrack } from './faceTrack';
import type { FaceTrackerOptions } from './trackerOptions';

// Two boxes, each made larger by this, that touch are faces whose looks mix.
const CROWD_MARGIN = 0.25;

// Of the difference that is allowed, what is left where people are near each other: better nobody for a few frames than the wrong one.
const CROWDED_ALLOWANCE = 0.7;

// Somebody who is missing and differs by less than this many times what is allowed may be half hidden still.
const PERHAPS_ALLOWANCE = 2.5;

// After this, a face may have moved as far again as between two frames, and so on.
const REACH_SECONDS = 0.5;

// How long an absence makes a look count in full.
const RETURN_SECONDS = 2;

// Of the difference that an absence allows, what is left at the farthest place.
const FAR_ALLOWANCE = 0.6;

/** Says how well the faces of a frame continue tracks: by nearness to where motion would have taken a face, by overlap and by look. */
export class FaceMatcher {
  private readonly options: FaceTrackerOptions;
  private appearances: FaceAppearance[] = [];
  private detections: readonly FaceDetection[] = [];
  private timeUs = 0;

  constructor(options: FaceTrackerOptions) {
    this.options = options;
  }

  /** Takes the faces of the next frame. */
  begin(timeUs: number, detections: readonly FaceDetection[], frame: RgbImage): void {
    this.timeUs = timeUs;
    this.detections = detections;
    this.appearances = detections.map(face => FaceAppearance.of(frame, face.box));
  }

  /** How a face of the frame looks. */
  appearanceOf(face: number): FaceAppearance {
    return this.appearances[face]!;
  }

  /** Whether another face, or where another person may be, in sight or not, is so near that their looks mix. */
  isCrowded(face: number, track: FaceTrack, tracks: readonly FaceTrack[]): boolean {
    const own = this.detections[face]!.box,
      box = grown(own);
    if (this.detections.some((other, i) => i !== face && meet(box, grown(other.box)))) {
      return true;
    }
    const near = (1 + 2 * CROWD_MARGIN) * Math.sqrt(areaOf(own));
    return tracks.some(
      other => other !== track && other.id > 0 && other.distanceFromWay(centerOf(own), this.timeUs) < near,
    );
  }

  /** 0 where a face cannot be a track's next; else up to 1: half motion and overlap, half look. */
  similarity(track: FaceTrack, face: number, tracks: readonly FaceTrack[]): number {
    const { changedAppearance, maximumDistance } = this.options;
    const { box } = this.detections[face]!,
      expected = track.predict(this.timeUs);
    const look = track.appearanceDistance(this.appearanceOf(face)),
      { distance, reach } = this.place(track, box, expected);
    if (!(distance < reach) || !this.areOfOneSize(expected, box)) {
      return 0;
    }
    const allowed = this.allowedDifference(track, distance, reach);
    if (look > allowed || (look > allowed * CROWDED_ALLOWANCE && this.isCrowded(face, track, tracks))) {
      return 0;
    }
    // A wide reach is a thin one: a person who was seen a moment ago comes before one who might be anywhere.
    const nearness = ((1 - distance / reach) * maximumDistance) / reach;
    const motion = (intersectionOverUnion(expected, box) + nearness) / 2;
    return (motion + Math.max(0, 1 - look / changedAppearance)) / 2;
  }

  /**
   * How sure it is that a face which no track explains is nobody who is missing: whether it lies where a person was seen a moment ago, and
   * whether it may be a person who comes back but is not to be seen whole yet.
   */
  doubt(face: number, track: FaceTrack, tracks: readonly FaceTrack[]): { inPlace: boolean; perhaps: boolean } {
    const { box } = this.detections[face]!,
      expected = track.predict(this.timeUs);
    const look = track.appearanceDistance(this.appearanceOf(face)),
      { distance, reach } = this.place(track, box, expected);
    const perhaps =
      distance < reach &&
      (look <= this.allowedDifference(track, distance, reach) * PERHAPS_ALLOWANCE ||
        this.isCrowded(face, track, tracks));
    return { inPlace: distance < this.options.maximumDistance && this.secondsAway(track) <= REACH_SECONDS, perhaps };
  }

  // How far a face is from where it is expected, and how far it may be, in face sizes. A face may come back from behind something
  // anywhere on its way, but then its look must speak for it.
  private place(track: FaceTrack, box: Box, expected: Box): { distance: number; reach: number } {
    const size = Math.sqrt(Math.max(areaOf(expected), areaOf(box))),
      from = centerOf(expected),
      to = centerOf(box);
    const distance = Math.sqrt((from.x - to.x) * (from.x - to.x) + (from.y - to.y) * (from.y - to.y)) / size;
    const reach = this.options.maximumDistance * (1 + this.secondsAway(track) / REACH_SECONDS);
    return { distance: Math.min(distance, track.distanceFromWay(to, this.timeUs) / size), reach };
  }

  private allowedDifference(track: FaceTrack, distance: number, reach: number): number {
    const { changedAppearance, returningAppearance, maximumDistance } = this.options;
    const absence = Math.min(1, this.secondsAway(track) / RETURN_SECONDS);
    const allowed = changedAppearance + absence * (returningAppearance - changedAppearance);
    const excess = Math.max(0, distance - maximumDistance) / (reach - maximumDistance + 1e-6);
    return allowed * (1 - (1 - FAR_ALLOWANCE) * excess);
  }

  private areOfOneSize(expected: Box, box: Box): boolean {
    const size = Math.sqrt(areaOf(expected)),
      other = Math.sqrt(areaOf(box));
    return size > 0 && other > 0 && Math.max(size / other, other / size) <= this.options.maximumSizeRatio;
  }

  private secondsAway(track: FaceTrack): number {
    return (this.timeUs - track.lastSeenUs) / 1e6;
  }
}

function grown(box: Box): Box {
  return {
    x: box.x - CROWD_MARGIN * box.width,
    y: box.y - CROWD_MARGIN * box.height,
    width: box.width * (1 + 2 * CROWD_MARGIN),
    height: box.height * (1 + 2 * CROWD_MARGIN),
  };
}

function meet(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
