import type { ImageSpec } from '../model/preprocessingSpec';
import { float } from '../rounding';
import type { RgbImage } from './rgbImage';

// Luma of ITU-R BT.601 in 16 fraction bits: 0.299, 0.587, 0.114; they add up to 65536.
const RED_LUMA = 19595;
const GREEN_LUMA = 38470;
const BLUE_LUMA = 7471;

/** Turns pictures of the right size into a network's input: (3, height, width), each `(value / 255 - mean) / std`, in 32-bit floats. */
export class ImageTransform {
  private readonly tables: readonly [Float32Array, Float32Array, Float32Array];
  private readonly spec: ImageSpec;

  constructor(spec: ImageSpec) {
    this.spec = spec;
    this.tables = [table(spec, 0), table(spec, 1), table(spec, 2)];
  }

  /**
   * @param chw Takes 3 x height x width values.
   */
  normalize(image: RgbImage, chw: Float32Array): void {
    const plane = image.width * image.height;
    if (chw.length !== 3 * plane) {
      throw new RangeError(
        `A picture of ${image.width} x ${image.height} pixels makes ${3 * plane} values, not ${chw.length}.`,
      );
    }
    const { data } = image;
    const [red, green, blue] = this.tables;
    if (this.spec.color === 'gray') {
      for (let i = 0, at = 0; i < plane; i++, at += 3) {
        const luma = (RED_LUMA * data[at]! + GREEN_LUMA * data[at + 1]! + BLUE_LUMA * data[at + 2]! + 32768) >> 16;
        chw[i] = red[luma]!;
        chw[plane + i] = green[luma]!;
        chw[2 * plane + i] = blue[luma]!;
      }
      return;
    }
    for (let i = 0, at = 0; i < plane; i++, at += 3) {
      chw[i] = red[data[at]!]!;
      chw[plane + i] = green[data[at + 1]!]!;
      chw[2 * plane + i] = blue[data[at + 2]!]!;
    }
  }

  /**
   * Normalises a picture whose values are not whole numbers.
   * @param rgb (height, width, 3) values, 0..255.
   * @param chw Takes as many values.
   */
  normalizeValues(rgb: Float32Array, chw: Float32Array): void {
    if (chw.length !== rgb.length) {
      throw new RangeError(`A picture of ${rgb.length} values makes as many, not ${chw.length}.`);
    }
    const plane = rgb.length / 3,
      isGray = this.spec.color === 'gray';
    for (const channel of [0, 1, 2] as const) {
      const mean = float(this.spec.mean[channel]),
        std = float(this.spec.std[channel]);
      for (let i = 0, at = 0; i < plane; i++, at += 3) {
        const value = isGray ? lumaOf(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!) : rgb[at + channel]!;
        chw[channel * plane + i] = float(float(value / 255) - mean) / std;
      }
    }
  }
}

function lumaOf(red: number, green: number, blue: number): number {
  return float(float(float(RED_LUMA * red) + float(GREEN_LUMA * green)) + float(BLUE_LUMA * blue)) / 65536;
}

function table(spec: ImageSpec, channel: 0 | 1 | 2): Float32Array {
  const mean = float(spec.mean[channel]),
    std = float(spec.std[channel]);
  return Float32Array.from({ length: 256 }, (_, value) => float(float(float(value / 255) - mean) / std));
}
