import { areaOf, intersectionOverUnion } from '../geometry';
import type { RgbImage } from '../image/rgbImage';
import type { FaceDetection, TrackedFace } from './face';
import { FaceMatcher } from './faceMatcher';
import { FaceTrack } from './faceTrack';
import { solveAssignment } from './linearAssignment';
import { type FaceTrackerOptions, TRACKER_DEFAULTS } from './trackerOptions';

// A track that is not seen and lies this much over one that is, is the same face: it is not shown beside it.
const SAME_PLACE_OVERLAP = 0.3;

// A bridged frame is less sure than any that was seen.
const BRIDGED_SHARE = 0.5;

// So many times the usual sightings make a person of a face that resembles somebody who is missing.
const LONG_DOUBT = 3;

/**
 * Gives faces stable numbers over a stream, smooths their boxes and landmarks, and bridges frames in which the detector misses one; the
 * rules of Mien.Vision's FaceTracker. Detections go to tracks so that all matches together are the best: by overlap, by distance to where the
 * track's speed would have taken it, and by look. One stream.
 */
export class FaceTracker {
  private readonly options: FaceTrackerOptions;
  private readonly matcher: FaceMatcher;
  private tracks: FaceTrack[] = [];
  private lastTimeUs: number | null = null;
  private lastId = 0;

  constructor(options: Partial<FaceTrackerOptions> = {}) {
    this.options = { ...TRACKER_DEFAULTS, ...options };
    this.matcher = new FaceMatcher(this.options);
  }

  /**
   * Takes the next frame's detections.
   * @returns The people in the frame by rising number: those seen, and those bridged, whose confidence is at most half of when they were last seen.
   * @throws RangeError where the time is not later than the last frame's.
   */
  update(timeUs: number, detections: readonly FaceDetection[], frame: RgbImage): TrackedFace[] {
    if (this.lastTimeUs !== null && timeUs <= this.lastTimeUs) {
      throw new RangeError(
        `Frames must come in the order of time, and ${timeUs} us is not after ${this.lastTimeUs} us.`,
      );
    }
    this.lastTimeUs = timeUs;
    this.matcher.begin(timeUs, detections, frame);
    const taken = new Set<number>(),
      hit = new Set<FaceTrack>();
    const known = this.tracks;
    // Confirmed people choose first, so that a false box beside a face cannot take the face's detection.
    this.match(timeUs, detections, taken, hit, true);
    this.match(timeUs, detections, taken, hit, false);
    for (const track of known) {
      if (!hit.has(track)) {
        track.miss();
      }
    }
    this.tracks = known.filter(track => !this.isOver(track, timeUs));
    detections.forEach((face, i) => {
      if (!taken.has(i) && face.confidence >= this.options.newTrackConfidence && areaOf(face.box) > 0) {
        this.tracks.push(new FaceTrack(this.options, face, timeUs, this.matcher.appearanceOf(i), this.doubtHits(i)));
      }
    });
    for (const track of this.tracks) {
      if (track.id === 0 && this.isConfirmed(track)) {
        track.id = ++this.lastId;
      }
    }
    return this.describe(timeUs);
  }

  private match(
    timeUs: number,
    detections: readonly FaceDetection[],
    taken: Set<number>,
    hit: Set<FaceTrack>,
    confirmed: boolean,
  ): void {
    const faces = detections.length,
      { tracks } = this;
    if (faces === 0 || tracks.length === 0) {
      return;
    }
    const gains = new Float32Array(tracks.length * faces);
    tracks.forEach((track, t) => {
      if (track.id > 0 !== confirmed) {
        return;
      }
      for (let f = 0; f < faces; f++) {
        // Squared, so that one good match is worth more than two poor ones: a newcomer does not make neighbours swap.
        const similarity = taken.has(f) ? 0 : this.matcher.similarity(track, f, tracks);
        gains[t * faces + f] = similarity * similarity;
      }
    });
    // Not greedily: where two tracks want one face, the second-best for one of them may be the only one for the other.
    solveAssignment(gains, tracks.length, faces).forEach((f, t) => {
      if (f < 0) {
        return;
      }
      const track = tracks[t]!;
      track.hit(detections[f]!, timeUs, this.matcher.appearanceOf(f), this.matcher.isCrowded(f, track, tracks));
      hit.add(track);
      taken.add(f);
    });
  }

  // A face where a person was expected who looks otherwise may be a cut to somebody else or a flash of light; one that resembles
  // somebody who is missing may come out from behind something: it is looked at longer.
  private doubtHits(face: number): number {
    const { confirmationHits } = this.options;
    let hits = 0;
    for (const track of this.tracks) {
      if (track.id === 0 || track.misses === 0) {
        continue;
      }
      const { inPlace, perhaps } = this.matcher.doubt(face, track, this.tracks);
      hits = Math.max(hits, perhaps ? LONG_DOUBT * confirmationHits : inPlace ? confirmationHits : 0);
    }
    return hits;
  }

  private isConfirmed(track: FaceTrack): boolean {
    return track.doubtHits > 0
      ? track.hits >= track.doubtHits
      : track.hits >= this.options.confirmationHits ||
          (track.hasLandmarks && track.confidence >= this.options.immediateConfidence);
  }

  // A face that was never confirmed must be seen in nearly every frame; a person may be away for a while.
  private isOver(track: FaceTrack, timeUs: number): boolean {
    return track.id === 0
      ? track.misses > 1
      : track.misses > 2 && (timeUs - track.lastSeenUs) / 1e6 > this.options.maximumLostSeconds;
  }

  private describe(timeUs: number): TrackedFace[] {
    const { tracks } = this;
    const people = tracks
      .filter(track => track.id > 0 && track.misses === 0)
      .map(track => ({ id: track.id, detection: track.describe(timeUs, track.confidence) }));
    const seen = people.length;
    for (const track of tracks) {
      if (track.id === 0 || track.misses === 0) {
        continue;
      }
      const away = (timeUs - track.lastSeenUs) / 1e6 / this.options.maximumBridgeSeconds;
      if (!(away <= 1)) {
        continue;
      }
      const face = track.describe(timeUs, track.confidence * BRIDGED_SHARE * (1 - away / 2));
      const covered =
        people
          .slice(0, seen)
          .some(person => intersectionOverUnion(person.detection.box, face.box) > SAME_PLACE_OVERLAP) ||
        tracks.some(
          other =>
            other.id === 0 &&
            other.doubtHits > 0 &&
            other.misses === 0 &&
            intersectionOverUnion(other.predict(timeUs), face.box) > SAME_PLACE_OVERLAP,
        );
      if (!covered) {
        people.push({ id: track.id, detection: face });
      }
    }
    return people.sort((left, right) => left.id - right.id);
  }
}
