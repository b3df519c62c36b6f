// librosa's amin: the least power that is told apart from none; -100 dB.
const LEAST_POWER = 1e-10;

/** 10 log10 of a power, relative to a power of 1, at least -100 (`librosa.power_to_db`). */
export function decibelsOf(power: number): number {
  return 10 * Math.log10(Math.max(LEAST_POWER, power));
}
