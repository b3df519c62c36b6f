import type { AudioSpec } from '../model/preprocessingSpec';
import { float } from '../rounding';
import { decibelsOf } from './decibels';

/**
 * Makes a model's input from mel frames: takes the first `frames` of them, applies reference and range over just these, fills up at the end
 * with their quietest possible level, and normalises (Mien.Preprocessing's LogMelWindow).
 * @param decibels (n, melBands) in dB, as `StreamingLogMel` gives them.
 * @param features Takes (melBands, frames).
 */
export function assembleLogMel(spec: AudioSpec, decibels: Float32Array, features: Float32Array): void {
  const bands = spec.melBands;
  if (decibels.length % bands !== 0 || features.length !== bands * spec.frames) {
    throw new RangeError(
      `Mel frames of ${bands} bands make ${bands} x ${spec.frames} values; ${decibels.length} and ${features.length} were given.`,
    );
  }
  const frames = Math.min(decibels.length / bands, spec.frames),
    used = decibels.subarray(0, frames * bands);
  const silence = decibelsOf(0);
  const highest = used.length === 0 ? silence : used.reduce((high, value) => Math.max(high, value), -Infinity);
  // Without a range the quietest level is that of no power at all.
  const floor = spec.topDb === null ? silence : Math.max(silence, float(highest - spec.topDb));
  const offset = float((spec.reference === 'maximum' ? highest : 0) + float(spec.mean)),
    scale = float(1 / float(spec.std));
  const filling = float(float(floor - offset) * scale);
  for (let band = 0; band < bands; band++) {
    const row = band * spec.frames;
    for (let frame = 0; frame < frames; frame++) {
      features[row + frame] = float(Math.max(used[frame * bands + band]!, floor) - offset) * scale;
    }
    features.fill(filling, row + frames, row + spec.frames);
  }
}
