const SHORTEST = 64;

/**
 * The power spectrum of real signals whose length is a power of two, by an iterative radix-2 transform in doubles. The N reals are taken as
 * N/2 complex numbers, transformed, and separated.
 */
export class RealFft {
  readonly size: number;
  /** Number of frequencies from 0 to half the sample rate: size / 2 + 1. */
  readonly bins: number;
  private readonly half: number;
  private readonly cosines: Float64Array; // cos and sin of -2 pi j / size, j < size / 2
  private readonly sines: Float64Array;
  private readonly order: Uint32Array; // bit-reversed places
  private readonly real: Float64Array;
  private readonly imaginary: Float64Array;

  /** @param size Length of the signals: a power of two, at least 64. */
  constructor(size: number) {
    if (size < SHORTEST || !Number.isInteger(Math.log2(size))) {
      throw new RangeError(
        `The length of a Fourier transform must be a power of two of at least ${SHORTEST}, not ${size}.`,
      );
    }
    this.size = size;
    this.half = size / 2;
    this.bins = this.half + 1;
    this.cosines = Float64Array.from({ length: this.half }, (_, j) => Math.cos((-2 * Math.PI * j) / size));
    this.sines = Float64Array.from({ length: this.half }, (_, j) => Math.sin((-2 * Math.PI * j) / size));
    this.order = new Uint32Array(this.half);
    for (let i = 1; i < this.half; i++) {
      this.order[i] = (this.order[i >> 1]! >> 1) | (i & 1 ? this.half >> 1 : 0);
    }
    this.real = new Float64Array(this.half);
    this.imaginary = new Float64Array(this.half);
  }

  /**
   * The power |X[k]|^2 of one signal.
   * @param signal `size` samples.
   * @param power Takes `bins` values.
   */
  powerSpectrum(signal: Float64Array, power: Float64Array): void {
    if (signal.length !== this.size || power.length !== this.bins) {
      throw new RangeError(
        `A transform of ${this.size} samples gives ${this.bins} values; ${signal.length} and ${power.length} were given.`,
      );
    }
    const { half, real, imaginary } = this;
    for (let n = 0; n < half; n++) {
      const to = this.order[n]!;
      real[to] = signal[2 * n]!;
      imaginary[to] = signal[2 * n + 1]!;
    }
    this.transform();
    // With Z the transform of even + i odd samples: even = (Z[k] + conj Z[M-k]) / 2, odd = (Z[k] - conj Z[M-k]) / 2i,
    // X[k] = even + exp(-2 pi i k / N) odd, M = N / 2.
    for (let k = 0; k <= half; k++) {
      const same = k & (half - 1),
        mirrored = (half - k) & (half - 1);
      const evenReal = (real[same]! + real[mirrored]!) / 2,
        evenImaginary = (imaginary[same]! - imaginary[mirrored]!) / 2;
      const oddReal = (imaginary[same]! + imaginary[mirrored]!) / 2,
        oddImaginary = (real[mirrored]! - real[same]!) / 2;
      const cosine = k === half ? -1 : this.cosines[k]!,
        sine = k === half ? 0 : this.sines[k]!;
      const x = evenReal + oddReal * cosine - oddImaginary * sine,
        y = evenImaginary + oddReal * sine + oddImaginary * cosine;
      power[k] = x * x + y * y;
    }
  }

  private transform(): void {
    const { half, real, imaginary, cosines, sines } = this;
    for (let length = 2; length <= half; length *= 2) {
      const step = this.size / length,
        middle = length / 2;
      for (let first = 0; first < half; first += length) {
        for (let j = 0, root = 0; j < middle; j++, root += step) {
          const low = first + j,
            high = low + middle,
            cosine = cosines[root]!,
            sine = sines[root]!;
          const turnedReal = real[high]! * cosine - imaginary[high]! * sine,
            turnedImaginary = real[high]! * sine + imaginary[high]! * cosine;
          real[high] = real[low]! - turnedReal;
          imaginary[high] = imaginary[low]! - turnedImaginary;
          real[low]! += turnedReal;
          imaginary[low]! += turnedImaginary;
        }
      }
    }
  }
}

/**
 * A periodic window in the middle of a frame, zero elsewhere (as `librosa.stft` places a short window).
 * @param samples Length of the window.
 * @param frameSamples Length of the frame.
 */
export function analysisWindow(shape: 'hann' | 'hamming', samples: number, frameSamples: number): Float64Array {
  const level = shape === 'hann' ? 0.5 : 0.54,
    first = Math.trunc((frameSamples - samples) / 2);
  const values = new Float64Array(frameSamples);
  for (let n = 0; n < samples; n++) {
    values[first + n] = level - (1 - level) * Math.cos((2 * Math.PI * n) / samples);
  }
  return values;
}
