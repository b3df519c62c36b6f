import type { SpeechClassifier } from './speechClassifier';
import {
  microsecondsOf,
  SPEECH_DEFAULTS,
  type SpeechOptions,
  type SpeechWindow,
  SpeechWindower,
} from './speechWindower';

// Capture times of browsers and devices tremble by less.
const JITTER_US = 50_000;
const LONGEST_FILL_US = 1_000_000;

// More windows than frames take are of no use; the oldest go first.
const MOST_WINDOWS = 8;

/**
 * The sound of one live stream: chunks with capture times in, windows of speech out (Mien.Analysis' LiveSpeech). Where times and samples
 * disagree by more than jitter, what is missing is filled with silence and what came twice is cut; after a longer gap the windows begin afresh.
 */
export class LiveSpeech {
  private readonly classifier: SpeechClassifier;
  private readonly options: SpeechOptions;
  private readonly ahead: SpeechWindow[] = [];
  private windower: SpeechWindower | null = null;
  private startUs = 0;
  private samples = 0; // since the start, silence filled in included
  private current: SpeechWindow | null = null;

  constructor(classifier: SpeechClassifier, options: Partial<SpeechOptions> = {}) {
    this.classifier = classifier;
    this.options = { ...SPEECH_DEFAULTS, ...options };
  }

  /**
   * Takes the next chunk; one call at a time.
   * @param chunk Mono sound at the model's rate.
   * @param timeUs Time of its first sample, in microseconds.
   * @returns The windows that became complete.
   */
  async push(chunk: Float32Array, timeUs: number): Promise<SpeechWindow[]> {
    if (!this.windower || Math.abs(timeUs - this.expectedUs()) > LONGEST_FILL_US) {
      this.windower = new SpeechWindower(this.classifier, this.options, timeUs);
      this.startUs = timeUs;
      this.samples = 0;
    }
    const difference = timeUs - this.expectedUs(),
      windows: SpeechWindow[] = [];
    if (difference > JITTER_US) {
      windows.push(...(await this.pushPart(this.windower, new Float32Array(this.samplesOf(difference)))));
    }
    const cut = difference < -JITTER_US ? this.samplesOf(-difference) : 0;
    windows.push(...(await this.pushPart(this.windower, chunk.subarray(cut))));
    this.ahead.push(...windows);
    this.ahead.splice(0, Math.max(0, this.ahead.length - MOST_WINDOWS));
    return windows;
  }

  /** The window that stands for a moment: the last one that ended by then, unless that is long ago. Moments must not go back. */
  at(timeUs: number): SpeechWindow | null {
    while (this.ahead[0] && this.ahead[0].endUs <= timeUs) {
      this.current = this.ahead.shift()!;
    }
    return this.current && timeUs - this.current.endUs <= 2e6 * this.options.hopSeconds ? this.current : null;
  }

  private async pushPart(windower: SpeechWindower, samples: Float32Array): Promise<SpeechWindow[]> {
    this.samples += samples.length;
    return windower.push(samples);
  }

  private expectedUs(): number {
    return this.startUs + microsecondsOf(this.samples, this.classifier.spec.sampleRateHz);
  }

  private samplesOf(us: number): number {
    return Math.trunc((us / 1e6) * this.classifier.spec.sampleRateHz);
  }
}
