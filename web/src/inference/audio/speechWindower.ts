import { float, roundHalfEven } from '../rounding';
import { assembleLogMel } from './logMelWindow';
import { SlidingBuffer } from './slidingBuffer';
import type { SpeechClassifier } from './speechClassifier';
import { StreamingLogMel } from './streamingLogMel';
import { VoiceActivityDetector } from './voiceActivityDetector';

/** How speech is cut into windows: the defaults of Mien.Analysis' LiveOptions. */
export interface SpeechOptions {
  /** Length of a window in seconds. */
  readonly windowSeconds: number;
  /** Time from one window to the next in seconds. */
  readonly hopSeconds: number;
  /** Share of a window that must be speech for its emotion to be told, 0..1. */
  readonly minPresence: number;
  /** Whether windows end at every hop from the first on, shorter ones at the beginning; otherwise the first is whole. */
  readonly endsEarly: boolean;
}

export const SPEECH_DEFAULTS: SpeechOptions = { windowSeconds: 4, hopSeconds: 1, minPresence: 0.15, endsEarly: true };

/** One window of sound. */
export interface SpeechWindow {
  /** Time of the window's first sample, in microseconds. */
  readonly startUs: number;
  /** Time just after its last sample. */
  readonly endUs: number;
  /** Share of the window in which somebody speaks, 0..1. */
  readonly presence: number;
  /** What the model says, in its own labels; null where there is too little speech to say anything. */
  readonly probabilities: Float32Array | null;
}

/** The time at which a sample begins, in microseconds after the first. */
export function microsecondsOf(sample: number, sampleRateHz: number): number {
  return roundHalfEven((sample * 1e6) / sampleRateHz);
}

/**
 * Cuts a stream of sound into overlapping windows, tells in each how much is speech, and asks the model about those with enough of it
 * (Mien.Analysis' SpeechWindower). One stream.
 */
export class SpeechWindower {
  private readonly classifier: SpeechClassifier;
  private readonly logMel: StreamingLogMel;
  private readonly voice: VoiceActivityDetector;
  private readonly mel = new SlidingBuffer(); // (frames, melBands)
  private readonly speech = new SlidingBuffer(); // 1 or 0 for each frame of the voice detector
  private readonly features: Float32Array;
  private readonly startUs: number;
  private readonly windowSamples: number;
  private readonly hopSamples: number;
  private readonly minPresence: number;
  private received = 0;
  private nextEnd: number; // sample after the next window
  private emittedEnd = 0; // sample after the last window

  /** @param startUs Time of the first sample, in microseconds. */
  constructor(classifier: SpeechClassifier, options: SpeechOptions, startUs: number) {
    const { spec } = classifier;
    this.classifier = classifier;
    this.logMel = new StreamingLogMel(spec);
    this.voice = new VoiceActivityDetector(spec.sampleRateHz);
    this.features = new Float32Array(spec.melBands * spec.frames);
    this.startUs = startUs;
    // More than the network takes would be cut off unheard.
    const seconds = Math.min(options.windowSeconds, (spec.frames * spec.hopSamples) / spec.sampleRateHz);
    this.windowSamples = Math.max(spec.hopSamples, Math.trunc(seconds * spec.sampleRateHz));
    this.hopSamples = Math.max(1, Math.trunc(options.hopSeconds * spec.sampleRateHz));
    this.minPresence = options.minPresence;
    this.nextEnd = options.endsEarly ? Math.min(this.hopSamples, this.windowSamples) : this.windowSamples;
  }

  /**
   * Takes the next samples.
   * @returns The windows that became complete.
   */
  async push(samples: Float32Array): Promise<SpeechWindow[]> {
    this.received += samples.length;
    this.logMel.push(samples, frame => this.mel.append(frame));
    this.voice.push(samples, isSpeech => this.speech.append([isSpeech ? 1 : 0]));
    // A mel frame is complete half a transform after its centre, the voice detector a frame after; wait for both.
    return this.takeComplete(this.received - this.classifier.spec.fftSize);
  }

  /**
   * Ends the stream.
   * @returns The windows that are left; the last one ends with the sound, however short it is.
   */
  async complete(): Promise<SpeechWindow[]> {
    this.logMel.flush(frame => this.mel.append(frame));
    const windows = await this.takeComplete(this.received);
    if (this.received > this.emittedEnd) {
      windows.push(await this.observe(Math.max(0, this.received - this.windowSamples), this.received));
    }
    return windows;
  }

  private async takeComplete(until: number): Promise<SpeechWindow[]> {
    const windows: SpeechWindow[] = [];
    while (this.nextEnd <= until) {
      windows.push(await this.observe(Math.max(0, this.nextEnd - this.windowSamples), this.nextEnd));
      this.nextEnd += this.hopSamples;
      // The window at the end of the sound may reach back by a whole window from there.
      const needed = Math.min(this.nextEnd, this.emittedEnd) - this.windowSamples;
      this.mel.dropBefore(this.melFrameAt(needed) * this.classifier.spec.melBands);
      this.speech.dropBefore(Math.trunc(needed / this.voice.frameSamples));
    }
    return windows;
  }

  private async observe(from: number, to: number): Promise<SpeechWindow> {
    this.emittedEnd = to;
    const { spec } = this.classifier,
      { frameSamples } = this.voice;
    const speech = this.speech.between(Math.floor(from / frameSamples), Math.ceil(to / frameSamples));
    const presence = speech.length === 0 ? 0 : float(speech.reduce((sum, value) => sum + value, 0) / speech.length);
    let probabilities: Float32Array | null = null;
    if (presence > 0 && presence >= this.minPresence) {
      const mel = this.mel.between(
        this.melFrameAt(from) * spec.melBands,
        (Math.floor(to / spec.hopSamples) + 1) * spec.melBands,
      );
      assembleLogMel(spec, mel, this.features);
      probabilities = await this.classifier.classify(this.features);
    }
    return { startUs: this.timeOf(from), endUs: this.timeOf(to), presence, probabilities };
  }

  private melFrameAt(sample: number): number {
    return Math.ceil(Math.max(0, sample) / this.classifier.spec.hopSamples);
  }

  private timeOf(sample: number): number {
    return this.startUs + microsecondsOf(sample, this.classifier.spec.sampleRateHz);
  }
}
