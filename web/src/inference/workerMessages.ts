import type { FrameResult, SpeechResult } from '../protocol/types';

/** What the page tells the engine's worker. The first message is `load`. */
export type WorkerRequest =
  | {
      readonly type: 'load';
      readonly modelsUrl: string;
      readonly audio: boolean;
      readonly maxFaces: number;
      readonly landmarks: boolean;
      readonly threads: number;
    }
  | {
      readonly type: 'frame';
      readonly rgba: Uint8ClampedArray;
      readonly width: number;
      readonly height: number;
      readonly timeUs: number;
      /** When it was handed in, in milliseconds since the epoch, which page and worker share. */
      readonly sentMs: number;
    }
  | { readonly type: 'audio'; readonly samples: Float32Array; readonly timeUs: number }
  | { readonly type: 'hear'; readonly samples: Float32Array };

/** What the worker tells the page. Every `frame` is answered by one `result` or one `failed`, every `hear` by one `heard` or one `failed`, in order. */
export type WorkerReply =
  | { readonly type: 'progress'; readonly loaded: number; readonly total: number }
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly result: FrameResult }
  | { readonly type: 'heard'; readonly windows: readonly SpeechResult[] }
  /** What went wrong with one request, as one sentence. */
  | { readonly type: 'failed'; readonly request: WorkerRequest['type']; readonly message: string };
