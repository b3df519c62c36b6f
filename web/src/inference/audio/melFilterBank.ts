import type { AudioSpec } from '../model/preprocessingSpec';

// Slaney, "Auditory Toolbox" (1998): linear below 1000 Hz (15 mel), then 27 mel for a factor of 6.4.
const LINEAR_HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** Mel of a frequency; HTK's formula or Slaney's. */
export function melFromHz(hz: number, htk: boolean): number {
  if (htk) {
    return 2595 * Math.log10(1 + hz / 700);
  }
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/** Frequency of a mel; the inverse of {@link melFromHz}. */
export function hzFromMel(mel: number, htk: boolean): number {
  if (htk) {
    return 700 * (10 ** (mel / 2595) - 1);
  }
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/** Triangular filters whose corners are evenly spaced in mel; the weights are those of `librosa.filters.mel`. */
export class MelFilterBank {
  private readonly weights: readonly Float64Array[]; // of each band, over its own bins only
  private readonly firstBins: readonly number[];

  constructor(spec: AudioSpec) {
    const { fftSize, melBands, sampleRateHz, htkMel } = spec;
    const lowest = melFromHz(spec.minHz, htkMel),
      highest = melFromHz(spec.maxHz ?? sampleRateHz / 2, htkMel);
    const corner = (i: number): number => hzFromMel(lowest + ((highest - lowest) * i) / (melBands + 1), htkMel);
    const weights: Float64Array[] = [],
      firstBins: number[] = [];
    for (let band = 0; band < melBands; band++) {
      const lower = corner(band),
        middle = corner(band + 1),
        upper = corner(band + 2);
      const scale = spec.slaneyNorm ? 2 / (upper - lower) : 1;
      const all = Float64Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
        const hz = (bin * sampleRateHz) / fftSize;
        return scale * Math.max(0, Math.min((hz - lower) / (middle - lower), (upper - hz) / (upper - middle)));
      });
      const first = Math.max(
          0,
          all.findIndex(weight => weight > 0),
        ),
        last = all.findLastIndex(weight => weight > 0);
      firstBins.push(first);
      weights.push(all.slice(first, last + 1));
    }
    this.weights = weights;
    this.firstBins = firstBins;
  }

  /**
   * Weighs one power spectrum.
   * @param mel Takes one value a band.
   */
  apply(power: Float64Array, mel: Float64Array): void {
    for (let band = 0; band < this.weights.length; band++) {
      const weights = this.weights[band]!,
        first = this.firstBins[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        sum += weights[i]! * power[first + i]!;
      }
      mel[band] = sum;
    }
  }
}
