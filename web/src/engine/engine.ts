import type { FrameResult, QualityLevel } from '../protocol/types';

/** A frame of the camera, as the video element shows it now. */
export interface CapturedFrame {
  readonly video: HTMLVideoElement;
  /** Capture time in microseconds on the session's clock. */
  readonly timeUs: number;
  /** Now, in milliseconds of `performance.now()`. */
  readonly nowMs: number;
}

/** The size in pixels that frames are analysed at. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** What an engine is doing. */
export type EngineState =
  | { readonly kind: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'running' }
  /** It cannot work now and tries again by itself. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly retryMs: number }
  /** It gave up; `asks` says what would help. */
  | { readonly kind: 'failed'; readonly reason: string; readonly asks: 'token' | 'nothing' };

/** What an engine tells. */
export interface EngineEvents {
  state(state: EngineState): void;
  result(result: FrameResult): void;
  level(level: QualityLevel): void;
  notice(sentence: string): void;
}

/** Where frames and sound are analysed: on the server or in this page. */
export interface Engine {
  /** Frames that were left out because earlier ones were not answered. */
  readonly leftOut: number;
  /** Sessions so far: one more after each lost connection, with person numbers of its own. */
  readonly session: number;
  /** Begins; what follows is told through the events. */
  start(size: FrameSize, withAudio: boolean): void;
  /** Offers a frame, which is analysed or left out, never kept. */
  offerFrame(frame: CapturedFrame): void;
  /** Takes mono sound of -1..1 at 16 kHz; `timeUs` is the time of its first sample. */
  offerAudio(samples: Float32Array, timeUs: number): void;
  /** Nothing is offered for a while. */
  pause(): void;
  /** Frames and sound will be offered again. */
  resume(): void;
  /** Ends; nothing is told afterwards. */
  stop(): Promise<void>;
}
