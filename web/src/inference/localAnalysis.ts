import {
  type FaceResult,
  type FrameResult,
  type FrameTiming,
  type Probabilities,
  type SpeechResult,
  sharedEmotions,
} from '../protocol/types';
import { FileSpeech } from './audio/fileSpeech';
import { LiveSpeech } from './audio/liveSpeech';
import { SoundPairing } from './audio/soundPairing';
import { microsecondsOf, type SpeechWindow } from './audio/speechWindower';
import { EmotionSmoother } from './emotion/emotionSmoother';
import { fuseOpinions, speechWeight } from './emotion/lateFusion';
import { SharedProjection } from './emotion/sharedProjection';
import { fiveOf, type Landmarks68, type TrackedFace } from './faces/face';
import { type FaceQuality, measureFaceQuality } from './faces/faceQuality';
import { FaceTracker } from './faces/faceTracker';
import { LandmarkSmoother } from './faces/landmarkSmoother';
import { areaOf } from './geometry';
import type { RgbImage } from './image/rgbImage';
import type { LocalModels } from './localModels';

/** The settings of an analysis; the defaults are those of Mien.Analysis' LiveOptions. */
export interface LocalAnalysisOptions {
  /** The most faces of a frame: the largest ones. */
  readonly maxFaces: number;
  /** Whether results carry the 68 points of each face. */
  readonly landmarks: boolean;
  /** Time constant of the smoothing of each person's emotions, in seconds. */
  readonly smoothingSeconds: number;
  /** Quality of a face from which on its emotion counts as told reliably, 0..1. */
  readonly minQuality: number;
}

export const ANALYSIS_DEFAULTS: LocalAnalysisOptions = {
  maxFaces: 10,
  landmarks: false,
  smoothingSeconds: 0.4,
  minQuality: 0.3,
};

/** A face that was read but not yet joined with the sound. */
interface ReadFace {
  readonly face: TrackedFace;
  readonly landmarks: Landmarks68 | null;
  readonly quality: FaceQuality;
  readonly probabilities: Float32Array;
}

/**
 * One live stream or film in this thread: faces are found, followed and read frame by frame, joined with the speech that was heard by then
 * (of a film: the speech around them), and smoothed; what Mien.Analysis' LiveSession does at full quality, and its Analyzer with films, with
 * the same models and the same numbers. One call at a time.
 */
export class LocalAnalysis {
  private readonly models: LocalModels;
  private readonly options: LocalAnalysisOptions;
  private readonly clock: () => number;
  private readonly tracker = new FaceTracker();
  private readonly landmarkSmoother = new LandmarkSmoother();
  private readonly emotionSmoother: EmotionSmoother;
  private readonly faceProjection: SharedProjection;
  private readonly speechProjection: SharedProjection | null;
  private readonly speech: LiveSpeech | null;
  private film: FileSpeech | null = null;
  private readonly pairing = new SoundPairing();
  private sequence = 0;

  /** @param clock Milliseconds, for what stages take. */
  constructor(
    models: LocalModels,
    options: Partial<LocalAnalysisOptions> = {},
    clock: () => number = () => performance.now(),
  ) {
    this.models = models;
    this.options = { ...ANALYSIS_DEFAULTS, ...options };
    this.clock = clock;
    this.emotionSmoother = new EmotionSmoother(this.options.smoothingSeconds);
    this.faceProjection = new SharedProjection(models.faces.labels);
    this.speechProjection = models.speech && new SharedProjection(models.speech.classifier.labels);
    this.speech = models.speech && new LiveSpeech(models.speech.classifier);
  }

  /**
   * Takes the next sound, before the frames that it belongs to; passed over where there is no speech model.
   * @param samples Mono sound at the speech model's rate, -1..1.
   * @param timeUs Time of its first sample, in microseconds.
   */
  async pushAudio(samples: Float32Array, timeUs: number): Promise<void> {
    if (this.models.speech && this.speech) {
      this.pairing.heard(
        timeUs,
        timeUs + microsecondsOf(samples.length, this.models.speech.classifier.spec.sampleRateHz),
      );
      await this.speech.push(samples, timeUs);
    }
  }

  /**
   * Takes the whole sound of a film, before its frames, or of a recording without any; passed over where there is no speech model.
   * @param samples Mono sound at the speech model's rate, -1..1, from the beginning of the film.
   * @returns What is heard in each window, in the order of time.
   */
  async hear(samples: Float32Array): Promise<SpeechResult[]> {
    this.film = this.models.speech && (await FileSpeech.of(samples, this.models.speech.classifier));
    return this.film?.windows.map(window => this.tellSpeech(window)) ?? [];
  }

  /**
   * Analyses the next frame.
   * @param timeUs Its capture time in microseconds, whole and later than the last one's.
   * @param queueMs How long it waited for its turn.
   */
  async analyze(frame: RgbImage, timeUs: number, queueMs = 0): Promise<FrameResult> {
    const begun = this.clock();
    const window = (this.film ?? this.speech)?.at(timeUs) ?? null;
    const tracked = this.largest(this.tracker.update(timeUs, await this.models.detector.detect(frame), frame));
    const detected = this.clock();
    const faces = await this.read(frame, timeUs, tracked);
    const read = this.clock();
    const results = faces.map(face => this.tell(face, timeUs, window, faces.length));
    const timing: FrameTiming = {
      queueMs,
      detectMs: detected - begun,
      readMs: read - detected,
      totalMs: queueMs + this.clock() - begun,
    };
    return {
      type: 'result',
      sequence: this.sequence++,
      time: timeUs,
      faces: results,
      speech: window && this.tellSpeech(window),
      sync: this.pairing.at(timeUs),
      level: { index: 0, name: 'full' },
      timing,
    };
  }

  private largest(faces: readonly TrackedFace[]): TrackedFace[] {
    return [...faces]
      .sort((left, right) => areaOf(right.detection.box) - areaOf(left.detection.box))
      .slice(0, this.options.maxFaces)
      .sort((left, right) => left.id - right.id);
  }

  private async read(frame: RgbImage, timeUs: number, faces: readonly TrackedFace[]): Promise<ReadFace[]> {
    const points: (Landmarks68 | null)[] = [];
    for (const { id, detection } of faces) {
      const found = areaOf(detection.box) > 0 ? await this.models.landmarks.estimate(frame, detection) : null;
      points.push(found && this.landmarkSmoother.smooth(id, timeUs, found, Math.sqrt(areaOf(detection.box))));
    }
    const aligned = faces.map(({ detection }, i) => {
      const landmarks = points[i];
      return landmarks ? { ...detection, landmarks: fiveOf(landmarks.points) } : detection;
    });
    const probabilities = await this.models.faces.classify(frame, aligned);
    return faces.map((face, i) => {
      const landmarks = points[i] ?? null;
      return {
        face,
        landmarks,
        quality: measureFaceQuality(frame, face.detection, landmarks),
        probabilities: probabilities[i]!,
      };
    });
  }

  private tell(
    { face, landmarks, quality, probabilities }: ReadFace,
    timeUs: number,
    window: SpeechWindow | null,
    faceCount: number,
  ): FaceResult {
    const ofFace = {
      probabilities: this.faceProjection.project(probabilities),
      weight: this.models.faceReliability * quality.score,
    };
    const fused = fuseOpinions(ofFace, this.opinionOf(window, faceCount));
    const smoothed = fused && this.emotionSmoother.smooth(face.id, timeUs, fused);
    const { box } = face.detection;
    return {
      id: face.id,
      box: [box.x, box.y, box.width, box.height],
      score: face.detection.confidence,
      emotion: smoothed && dominantOf(smoothed),
      probabilities: named(this.models.faces.labels, probabilities),
      smoothed: smoothed && named(sharedEmotions, smoothed),
      fused: fused && named(sharedEmotions, fused),
      quality: {
        ...(quality.pose ?? {}),
        size: quality.size,
        blur: quality.blur,
        brightness: quality.brightness,
        ...(quality.occlusion === null ? {} : { occlusion: quality.occlusion }),
        quality: quality.score,
        reliable: quality.score >= this.options.minQuality,
      },
      ...(this.options.landmarks && landmarks ? { landmarks: landmarks.points.flatMap(({ x, y }) => [x, y]) } : {}),
    };
  }

  private opinionOf(
    window: SpeechWindow | null,
    faceCount: number,
  ): { probabilities: Float32Array; weight: number } | null {
    const { speech } = this.models;
    return window?.probabilities && speech && this.speechProjection
      ? {
          probabilities: this.speechProjection.project(window.probabilities),
          weight: speechWeight(speech.reliability, window.presence, faceCount),
        }
      : null;
  }

  private tellSpeech({ presence, probabilities, startUs, endUs }: SpeechWindow): SpeechResult {
    const labels = this.models.speech?.classifier.labels ?? [];
    const shared = probabilities && this.speechProjection?.project(probabilities);
    return {
      presence,
      probabilities: probabilities && named(labels, probabilities),
      ...(shared && { shared: named(sharedEmotions, shared) }),
      start: startUs,
      end: endUs,
    };
  }
}

function dominantOf(probabilities: Float32Array): string {
  return sharedEmotions[probabilities.indexOf(Math.max(...probabilities))]!;
}

function named(labels: readonly string[], probabilities: Float32Array): Probabilities {
  return Object.fromEntries(labels.map((label, i) => [label, probabilities[i]!]));
}
