import type { FaceResult, FrameResult, Probabilities } from '../protocol/types';

/** One face in one frame (or a frame without a face), with the names of docs/analyze.md; what is not known is absent. */
export interface TimelineRow {
  readonly frame?: number;
  readonly time_s: number;
  /** Of live rows: which connection the row comes from; persons are counted anew in each. */
  readonly session?: number;
  readonly face_id?: number;
  readonly face_confidence?: number;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
  readonly size?: number;
  readonly blur?: number;
  readonly brightness?: number;
  readonly occlusion?: number;
  readonly quality?: number;
  readonly reliable?: boolean;
  /** Shared labels, fused and smoothed. */
  readonly emotions?: Probabilities;
  readonly dominant_emotion?: string;
  readonly dominant_probability?: number;
  /** The face model's own labels. */
  readonly face?: Probabilities;
  readonly speech_window?: { readonly start_s: number; readonly end_s: number; readonly presence: number };
  /** The speech model's own labels. */
  readonly speech?: Probabilities;
}

/** A live result as rows. */
export function toRows(result: FrameResult, session: number): TimelineRow[] {
  const shared: TimelineRow = {
    frame: result.sequence,
    time_s: result.time / 1e6,
    session,
    ...(result.speech && {
      speech_window: {
        start_s: result.speech.start / 1e6,
        end_s: result.speech.end / 1e6,
        presence: result.speech.presence,
      },
      ...(result.speech.probabilities && { speech: result.speech.probabilities }),
    }),
  };
  return result.faces.length === 0 ? [shared] : result.faces.map(face => ({ ...shared, ...faceColumns(face) }));
}

function faceColumns(face: FaceResult): Partial<TimelineRow> {
  const [x, y, width, height] = face.box;
  const probability = face.emotion ? face.smoothed?.[face.emotion] : undefined;
  return {
    face_id: face.id,
    face_confidence: face.score,
    x,
    y,
    width,
    height,
    ...face.quality,
    ...(face.smoothed && { emotions: face.smoothed }),
    ...(face.emotion && { dominant_emotion: face.emotion }),
    ...(probability !== undefined && { dominant_probability: probability }),
    ...(face.probabilities && { face: face.probabilities }),
  };
}
