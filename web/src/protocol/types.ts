/**
 * The messages of the protocol `mien.v1` (docs/stream-protocol.md). The engine in the browser answers with the same
 * `FrameResult`, so that whatever shows results need not know where they were made.
 */

/** The seven emotions that face and voice share, in the order of `labels`. */
export const sharedEmotions = ['neutral', 'happy', 'sad', 'surprise', 'fear', 'disgust', 'anger'] as const;

/** The rate of the sound that engines take, in Hz. */
export const soundHz = 16_000;

/** A shared emotion's name. */
export type Emotion = (typeof sharedEmotions)[number];

/** Probabilities 0..1 by label; a model's own labels may be others than the shared ones. */
export type Probabilities = Readonly<Record<string, number>>;

/** A box in pixels of the frame that was sent: x, y, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** What the picture of a face is worth; the keys are those of docs/analyze.md. Absent: not known. */
export interface FaceQuality {
  /** Degrees, to the picture's right. */
  readonly yaw?: number;
  /** Degrees, nose up. */
  readonly pitch?: number;
  /** Degrees, top of the head to the right. */
  readonly roll?: number;
  /** Shorter side of the box in pixels. */
  readonly size?: number;
  /** 0 (sharp) to 1. */
  readonly blur?: number;
  /** Mean luma of the face, 0..255. */
  readonly brightness?: number;
  /** Share of the face that something hides, 0..1. */
  readonly occlusion?: number;
  /** How well the face can be read, 0..1. */
  readonly quality: number;
  /** Whether that suffices for its emotion to be relied on. */
  readonly reliable: boolean;
}

/** A face in a frame. */
export interface FaceResult {
  /** The person's number, from 1, the same over the whole session. */
  readonly id: number;
  readonly box: Box;
  /** The detector's confidence, 0..1. */
  readonly score: number;
  /** The greatest of `smoothed`; null or absent where that is. */
  readonly emotion?: string | null;
  /** The face model's own labels for this frame alone; null without a face model. */
  readonly probabilities?: Probabilities | null;
  /** Shared labels: face and voice joined, steadied over time for each person; null where neither is known. */
  readonly smoothed?: Probabilities | null;
  /** Shared labels: face and voice joined, for this frame alone; told by the engine in the browser only. */
  readonly fused?: Probabilities | null;
  readonly quality?: FaceQuality;
  /** 68 points (iBUG's order) as x, y, x, y, ... in pixels of the frame. */
  readonly landmarks?: readonly number[];
}

/** The window of sound that ended last before a frame. */
export interface SpeechResult {
  /** Share of speech in the window, 0..1. */
  readonly presence: number;
  /** The speech model's own labels; null where nobody speaks. */
  readonly probabilities?: Probabilities | null;
  /** Shared labels; told by the engine in the browser only. */
  readonly shared?: Probabilities;
  /** Microseconds on the session's clock. */
  readonly start: number;
  readonly end: number;
}

/** How frames and sound go together. */
export interface SyncState {
  /** From the nearest sound to the frame in microseconds, positive where the sound is older; null for a frame without sound. */
  readonly differenceUs: number | null;
  /** How much faster the sound's clock runs than the frames', in parts per million; null: not known yet. */
  readonly driftPpm: number | null;
  /** Frames that had their sound so far. */
  readonly paired: number;
  /** Frames and chunks of sound dropped so far. */
  readonly dropped: number;
}

/** The quality level that a frame was analysed with. */
export interface QualityLevel {
  /** 0 is the best. */
  readonly index: number;
  readonly name: string;
  /** Why this level, in words; absent at the start. */
  readonly reason?: string | null;
}

/** How long the stages took, in milliseconds. */
export interface FrameTiming {
  /** From the frame's arrival to its turn, waiting for its sound included. */
  readonly queueMs: number;
  readonly decodeMs?: number;
  readonly detectMs: number;
  readonly readMs: number;
  /** From the frame's arrival to its reply. */
  readonly totalMs: number;
}

/** What was found in one frame. */
export interface FrameResult {
  readonly type: 'result';
  /** The frame's number, from 0. */
  readonly sequence: number;
  /** The frame's capture time in microseconds on the session's clock. */
  readonly time: number;
  readonly faces: readonly FaceResult[];
  readonly speech: SpeechResult | null;
  readonly sync: SyncState;
  /** The level of this frame. */
  readonly level: QualityLevel;
  /** Whether this frame was not analysed, and the faces are those of the one before. */
  readonly skipped?: boolean;
  readonly timing: FrameTiming;
}

/** What a local engine needs to know. */
export interface LocalEngineOptions {
  /** Where the models lie, ending with a slash: `face-detector.onnx`, `face-landmarks.onnx`, `face-emotion.onnx`, `speech-emotion.onnx`. */
  readonly modelsUrl: string;
  /** At most so many faces of a frame, the largest. */
  readonly maxFaces?: number;
  /** Whether results carry the 68 points of each face. */
  readonly landmarks?: boolean;
  /** Whether sound will be pushed, so that the speech model is loaded. */
  readonly audio?: boolean;
  /** Told while models load: bytes so far and in all (0: not known). */
  readonly onProgress?: (loaded: number, total: number) => void;
  /** Gives up loading. */
  readonly signal?: AbortSignal;
}

/** Analyses frames and sound inside this page; nothing leaves it. The state of one stream or film. */
export interface LocalEngine {
  /** Analyses one frame; one at a time. `timeUs`: capture time in microseconds since the session's start. */
  analyzeFrame(rgba: ImageData, timeUs: number): Promise<FrameResult>;
  /** Takes mono sound, -1..1, at 16 kHz; `timeUs` is the time of its first sample. */
  pushAudio(samples: Float32Array, timeUs: number): void;
  /** Takes the whole sound of a film, likewise, before its first frame; gives what is heard in each window. */
  hear(samples: Float32Array): Promise<readonly SpeechResult[]>;
  /** Frees the models. */
  dispose(): void;
}

/** What the client sends first. */
export interface StartMessage {
  readonly type: 'start';
  readonly video: { readonly format: 'jpeg' | 'rgb24'; readonly width: number; readonly height: number } | null;
  readonly audio: { readonly format: 's16le' | 'f32le'; readonly sampleRateHz: number } | null;
  readonly options: { readonly maxFaces?: number; readonly landmarks?: boolean };
}

/** The server's answer to `start`. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly session: string;
  readonly version: string;
  readonly labels: readonly string[];
  readonly faceModel?: Readonly<Record<string, unknown>> | null;
  readonly speechModel?: Readonly<Record<string, unknown>> | null;
  readonly limits: {
    readonly maxFrameBytes: number;
    readonly maxFramesPerSecond: number;
    readonly maxSessionSeconds: number;
    /** A session without a message for so long is closed. */
    readonly idleSeconds?: number;
  };
  readonly level: QualityLevel;
}

/** The reply to a frame that could not be answered with a result, or (without a number) what is wrong with the session. */
export interface ErrorMessage {
  readonly type: 'error';
  readonly sequence?: number;
  readonly code: string;
  readonly message: string;
}

/** The quality level changed. */
export interface LevelMessage extends QualityLevel {
  readonly type: 'level';
}

/** Something worth telling that answers no frame, such as sound that cannot be used. */
export interface NoticeMessage {
  readonly type: 'notice';
  readonly code: string;
  readonly message: string;
}

/** The last message of a session that the client ended. */
export interface EndMessage {
  readonly type: 'end';
  readonly frames: number;
  readonly results: number;
  readonly errors: number;
}

/** Every message that a server sends. */
export type ServerMessage = ReadyMessage | FrameResult | ErrorMessage | LevelMessage | NoticeMessage | EndMessage;
