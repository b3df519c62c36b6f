import type { AudioSpec } from '../model/preprocessingSpec';
import { float } from '../rounding';
import { decibelsOf } from './decibels';
import { MelFilterBank } from './melFilterBank';
import { analysisWindow, RealFft } from './realFft';

/**
 * Sound in, in chunks of any size; mel frames in decibels out, as soon as their last sample is there (Mien.Preprocessing's StreamingLogMel).
 * Values are relative to a power of 1: what depends on a whole window is applied by `assembleLogMel`.
 */
export class StreamingLogMel {
  private readonly spec: AudioSpec;
  private readonly fft: RealFft;
  private readonly filters: MelFilterBank;
  private readonly window: Float64Array;
  private readonly weighed: Float64Array;
  private readonly power: Float64Array;
  private readonly mel: Float64Array;
  private readonly samples: Float32Array; // a sliding stretch of the (padded) signal
  private frameStart = 0; // of the next frame, in samples
  private end = 0; // of what is known, in samples
  private received = 0;
  private made = 0; // frames
  private previous = 0;
  private begun = false;

  constructor(spec: AudioSpec) {
    this.spec = spec;
    this.fft = new RealFft(spec.fftSize);
    this.filters = new MelFilterBank(spec);
    this.window = analysisWindow(spec.window, spec.windowSamples ?? spec.fftSize, spec.fftSize);
    this.weighed = new Float64Array(spec.fftSize);
    this.power = new Float64Array(this.fft.bins);
    this.mel = new Float64Array(spec.melBands);
    // Room for a frame, the half frame before the first, and as much new sound.
    this.samples = new Float32Array(4 * spec.fftSize);
  }

  /**
   * Takes the next samples of the stream.
   * @param chunk Mono samples at the spec's rate; any number.
   * @param take Gets each frame that became complete: `melBands` values in dB, valid during the call.
   */
  push(chunk: Float32Array, take: (frame: Float32Array) => void): void {
    for (let at = 0; at < chunk.length; at += this.spec.fftSize) {
      this.append(chunk.subarray(at, at + this.spec.fftSize));
      if (!this.begun && this.canBegin()) {
        this.begin();
      }
      if (this.begun) {
        this.makeFrames(take);
      }
    }
  }

  /**
   * Ends the stream: the last frames reach beyond it. Nothing may be pushed afterwards.
   * @param take Gets the last frames, as from `push`.
   */
  flush(take: (frame: Float32Array) => void): void {
    if (this.received > 0) {
      if (!this.begun) {
        this.begin();
      }
      this.appendEnd();
      this.makeFrames(take);
    }
  }

  private canBegin(): boolean {
    return !this.spec.center || this.spec.padMode === 'constant' || this.received > this.spec.fftSize / 2;
  }

  private append(part: Float32Array): void {
    this.makeRoom(part.length);
    this.samples.set(part, this.end);
    const { preEmphasis } = this.spec;
    if (preEmphasis !== null) {
      // y[n] = x[n] - a x[n-1]; before the stream there is silence.
      for (let n = 0; n < part.length; n++) {
        const before = n === 0 ? this.previous : part[n - 1]!;
        this.samples[this.end + n] = part[n]! - float(float(preEmphasis) * before);
      }
      this.previous = part[part.length - 1]!;
    }
    this.end += part.length;
    this.received += part.length;
  }

  // Frames are centred: half a frame lies before the first sample.
  private begin(): void {
    this.begun = true;
    if (!this.spec.center) {
      return;
    }
    const padding = this.spec.fftSize / 2,
      known = this.end;
    this.samples.copyWithin(padding, 0, known);
    this.samples.fill(0, 0, padding);
    if (this.spec.padMode === 'reflect') {
      for (let n = 0; n < padding; n++) {
        this.samples[n] = this.samples[padding + reflected(n - padding, known)]!;
      }
    }
    this.end += padding;
  }

  private appendEnd(): void {
    const { fftSize } = this.spec;
    if (!this.spec.center) {
      // A sound shorter than one frame still gives one, filled up with silence.
      if (this.made === 0 && this.end < fftSize) {
        this.samples.fill(0, this.end, fftSize);
        this.end = fftSize;
      }
      return;
    }
    const padding = fftSize / 2,
      known = Math.min(this.received, padding + 1);
    this.makeRoom(padding);
    this.samples.fill(0, this.end, this.end + padding);
    if (this.spec.padMode === 'reflect') {
      for (let n = 0; n < padding; n++) {
        this.samples[this.end + n] = this.samples[this.end - known + reflected(known + n, known)]!;
      }
    }
    this.end += padding;
  }

  private makeRoom(count: number): void {
    if (this.end + count > this.samples.length) {
      // What the next frame needs stays, and what reflection at the end would need.
      const keepFrom = Math.max(0, Math.min(this.frameStart, this.end - (this.spec.fftSize / 2 + 1)));
      this.samples.copyWithin(0, keepFrom, this.end);
      this.end -= keepFrom;
      this.frameStart -= keepFrom;
    }
  }

  private makeFrames(take: (frame: Float32Array) => void): void {
    const frame = new Float32Array(this.spec.melBands);
    for (; this.frameStart + this.spec.fftSize <= this.end; this.frameStart += this.spec.hopSamples) {
      for (let n = 0; n < this.weighed.length; n++) {
        this.weighed[n] = this.samples[this.frameStart + n]! * this.window[n]!;
      }
      this.fft.powerSpectrum(this.weighed, this.power);
      this.filters.apply(this.power, this.mel);
      for (let band = 0; band < frame.length; band++) {
        frame[band] = decibelsOf(this.mel[band]!);
      }
      take(frame);
      this.made++;
    }
  }
}

/** Index in a signal of a length where it is mirrored at both ends as often as needed (numpy's `reflect`). */
function reflected(index: number, length: number): number {
  if (length === 1) {
    return 0;
  }
  const period = 2 * (length - 1),
    within = ((index % period) + period) % period;
  return within < length ? within : period - within;
}
