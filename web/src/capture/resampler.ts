/**
 * Brings sound from one sample rate to another as a stream: a low-pass sinc with a Blackman window, one row of weights for
 * each place that an output sample can have between two input samples. Pieces of any length give the same samples as the whole.
 */
export class Resampler {
  /** The rates without their common divisor: `up` outputs for each `down` inputs. */
  private readonly up: number;
  private readonly down: number;
  /** Input samples on each side of an output sample. */
  private readonly half: number;
  /** `up` rows of `2 * half` weights. */
  private readonly weights: Float32Array;
  private history: Float32Array;
  /** Place of the next output sample in `history`: the input sample at or before it, and how many `up`-ths after that. */
  private base: number;
  private phase = 0;

  /** @param zeroCrossings Half the filter's length; more make its slope steeper. */
  constructor(fromHz: number, toHz: number, zeroCrossings = 16) {
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.up = toHz / divisor;
    this.down = fromHz / divisor;
    // A little below the lower of both Nyquist frequencies, so that the filter's slope ends about there.
    const cutoff = Math.min(1, toHz / fromHz) * 0.94;
    this.half = Math.ceil(zeroCrossings / cutoff);
    this.weights = new Float32Array(this.up * 2 * this.half);
    for (let phase = 0; phase < this.up; phase++) {
      for (let tap = 0; tap < 2 * this.half; tap++) {
        this.weights[phase * 2 * this.half + tap] = this.kernel(tap - this.half + 1 - phase / this.up, cutoff);
      }
    }
    // As if silence had gone before, so that the first output sample lies on the first input sample.
    this.history = new Float32Array(this.half);
    this.base = this.half;
  }

  /** Takes input and gives what can be computed of the output; the rest needs what comes next. */
  process(input: Float32Array): Float32Array {
    if (this.up === this.down) {
      return input;
    }
    const samples = new Float32Array(this.history.length + input.length);
    samples.set(this.history);
    samples.set(input, this.history.length);
    const output: number[] = [];
    while (this.base + this.half < samples.length) {
      let sum = 0;
      const first = this.base - this.half + 1;
      const row = this.phase * 2 * this.half;
      for (let tap = 0; tap < 2 * this.half; tap++) {
        sum += (samples[first + tap] ?? 0) * (this.weights[row + tap] ?? 0);
      }
      output.push(sum);
      this.phase += this.down;
      this.base += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const keepFrom = Math.max(0, this.base - this.half);
    this.history = samples.slice(keepFrom);
    this.base -= keepFrom;
    return Float32Array.from(output);
  }

  private kernel(x: number, cutoff: number): number {
    const angle = (Math.PI * x) / this.half;
    const window = 0.42 + 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
    const phase = Math.PI * cutoff * x;
    return cutoff * window * (Math.abs(phase) < 1e-9 ? 1 : Math.sin(phase) / phase);
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
