import { float, roundHalfEven } from '../rounding';
import { analysisWindow, RealFft } from './realFft';

// The values of Mien.Preprocessing's VoiceActivityOptions.
const MARGIN_DB = 8;
const LEAST_LEVEL_DB = -60;
const RANGE_DB = 38;
const MOST_FLATNESS = float(0.4);
const NOISE_RISE_DB_PER_SECOND = 4;
const ONSET_SECONDS = 0.048;
const HANGOVER_SECONDS = 0.25;

const LOWEST_HZ = 200;
const HIGHEST_HZ = 4000;
const HIGHEST_FIRST_FLOOR_DB = -50;
const FALL_SHARE = float(0.3);
const KEPT_FLATNESS = float(0.6);
const PEAK_FALL_DB_PER_SECOND = 3;
const LEAST_POWER = 1e-12;

/**
 * Finds speech in a stream by its level over an adaptive noise floor and by its spectral shape; the rules and numbers of
 * Mien.Preprocessing's VoiceActivityDetector, whose remarks hold the formulas. Frames of about 32 ms begin every 16 ms.
 */
export class VoiceActivityDetector {
  /** Samples from one frame to the next. */
  readonly frameSamples: number;
  private readonly frameSeconds: number;
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly weighed: Float64Array;
  private readonly power: Float64Array;
  private readonly samples: Float32Array; // the start of the next frame
  private readonly firstBin: number;
  private readonly lastBin: number;
  private readonly fullScale: number;
  private readonly onsetFrames: number;
  private readonly hangoverFrames: number;
  private known = 0;
  private begun = false;
  private floorDb = 0;
  private peakDb = -Infinity;
  private flatness = 1;
  private voicedRun = 0;
  private hangoverLeft = 0;

  constructor(sampleRateHz: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.trunc((sampleRateHz * 3) / 125))); // 24 ms, rounded up: 32 ms at 16 kHz
    this.frameSamples = size / 2;
    this.frameSeconds = float(this.frameSamples / sampleRateHz);
    this.fft = new RealFft(size);
    this.window = analysisWindow('hann', size, size);
    this.weighed = new Float64Array(size);
    this.power = new Float64Array(this.fft.bins);
    this.samples = new Float32Array(size);
    this.firstBin = Math.ceil((LOWEST_HZ * size) / sampleRateHz);
    this.lastBin = Math.min(Math.trunc((HIGHEST_HZ * size) / sampleRateHz), size / 2 - 1);
    // A sine of amplitude 1 has the power (sum of the window / 2)^2 at its bin; the bins around it hold 3/2 of it for a Hann window.
    this.fullScale = 1.5 * (this.window.reduce((sum, value) => sum + value, 0) / 2) ** 2;
    const framesPerSecond = sampleRateHz / this.frameSamples;
    this.onsetFrames = Math.max(1, roundHalfEven(ONSET_SECONDS * framesPerSecond));
    this.hangoverFrames = roundHalfEven(HANGOVER_SECONDS * framesPerSecond);
  }

  /**
   * Takes the next samples of the stream.
   * @param take Gets for each frame that was decided whether it is speech, onset and hangover considered.
   */
  push(chunk: Float32Array, take: (isSpeech: boolean) => void): void {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.samples.length - this.known);
      this.samples.set(part, this.known);
      this.known += part.length;
      at += part.length;
      if (this.known < this.samples.length) {
        return;
      }
      take(this.decide());
      this.samples.copyWithin(0, this.frameSamples);
      this.known -= this.frameSamples;
    }
  }

  private decide(): boolean {
    const { level, flatness } = this.measure();
    this.followNoise(level);
    this.peakDb = Math.max(level, float(this.peakDb - float(PEAK_FALL_DB_PER_SECOND * this.frameSeconds)));
    this.flatness = float(float(KEPT_FLATNESS * this.flatness) + float(float(1 - KEPT_FLATNESS) * flatness));
    const voiced =
      level > this.floorDb + MARGIN_DB &&
      level > LEAST_LEVEL_DB &&
      level > this.peakDb - RANGE_DB &&
      this.flatness < MOST_FLATNESS;
    this.voicedRun = voiced ? this.voicedRun + 1 : 0;
    // Within speech every voiced frame prolongs it; before it, only a sound that has lasted.
    if (this.voicedRun >= this.onsetFrames || (voiced && this.hangoverLeft > 0)) {
      this.hangoverLeft = this.hangoverFrames + 1;
    } else if (this.hangoverLeft > 0) {
      this.hangoverLeft--;
    }
    return this.hangoverLeft > 0;
  }

  private measure(): { level: number; flatness: number } {
    for (let n = 0; n < this.weighed.length; n++) {
      this.weighed[n] = this.samples[n]! * this.window[n]!;
    }
    this.fft.powerSpectrum(this.weighed, this.power);
    let sum = 0,
      weighted = 0,
      logarithms = 0;
    for (let k = this.firstBin; k <= this.lastBin; k++) {
      const power = this.power[k]! + LEAST_POWER,
        whitened = power * Math.sqrt(k);
      sum += power;
      weighted += whitened;
      logarithms += Math.log(whitened);
    }
    const bins = this.lastBin - this.firstBin + 1;
    return {
      level: float(10 * Math.log10(sum / this.fullScale)),
      flatness: float((Math.exp(logarithms / bins) * bins) / weighted),
    };
  }

  private followNoise(level: number): void {
    if (!this.begun) {
      this.begun = true;
      this.floorDb = Math.min(level, HIGHEST_FIRST_FLOOR_DB);
    } else if (level < this.floorDb) {
      this.floorDb = float(this.floorDb + float(FALL_SHARE * float(level - this.floorDb)));
    } else {
      this.floorDb = Math.min(level, float(this.floorDb + float(NOISE_RISE_DB_PER_SECOND * this.frameSeconds)));
    }
  }
}
