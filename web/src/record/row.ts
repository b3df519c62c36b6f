import type { FaceResult, FrameResult, Probabilities, SpeechResult } from '../protocol/types';

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

/**
 * A result as rows.
 * @param session Which connection a live one comes from.
 */
export function toRows(result: FrameResult, session?: number): TimelineRow[] {
  const common: TimelineRow = {
    frame: result.sequence,
    time_s: result.time / 1e6,
    ...(session !== undefined && { session }),
    ...speechColumns(result.speech),
  };
  return result.faces.length === 0
    ? [{ ...common, ...emotionColumns(result.speech?.shared) }]
    : result.faces.map(face => ({ ...common, ...faceColumns(face) }));
}

/** A window of sound without pictures as a row, at the window's middle. */
export function toSoundRow(speech: SpeechResult): TimelineRow {
  return {
    time_s: Math.trunc((speech.start + speech.end) / 2) / 1e6,
    ...speechColumns(speech),
    ...emotionColumns(speech.shared),
  };
}

function speechColumns(speech: SpeechResult | null): Partial<TimelineRow> {
  return speech
    ? {
        speech_window: { start_s: speech.start / 1e6, end_s: speech.end / 1e6, presence: speech.presence },
        ...(speech.probabilities && { speech: speech.probabilities }),
      }
    : {};
}

/** Of shared labels, fused or, in a row without a face, of the voice alone. */
function emotionColumns(emotions: Probabilities | null | undefined): Partial<TimelineRow> {
  if (!emotions) {
    return {};
  }
  const [label, probability] = Object.entries(emotions).reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return { emotions, dominant_emotion: label, dominant_probability: probability };
}

function faceColumns(face: FaceResult): Partial<TimelineRow> {
  const [x, y, width, height] = face.box;
  return {
    face_id: face.id,
    face_confidence: face.score,
    x,
    y,
    width,
    height,
    ...face.quality,
    ...emotionColumns(face.smoothed),
    ...(face.probabilities && { face: face.probabilities }),
  };
}
