/** A number as a 32-bit float holds it: what the C# pipeline computes in `float` is computed in floats here too. */
export const float = Math.fround;

/** The nearest whole number, halves to the even one: .NET's `Math.Round` and OpenCV's `cvRound`. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** A number held between two others. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
