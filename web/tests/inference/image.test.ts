import { describe, expect, it } from 'vitest';
import type { Affine } from '../../src/inference/geometry';
import { resizeByArea, shrunkByArea } from '../../src/inference/image/areaResize';
import { ImageTransform } from '../../src/inference/image/imageTransform';
import { blankImage, type RgbImage, rgbFromRgba } from '../../src/inference/image/rgbImage';
import { sampleAffine } from '../../src/inference/image/sampleAffine';
import { roundHalfEven } from '../../src/inference/rounding';
import { randomNumbers } from './random';

function noise(width: number, height: number, seed: number): RgbImage {
  const random = randomNumbers(seed),
    image = blankImage(width, height);
  image.data.forEach((_, i) => {
    image.data[i] = Math.floor(256 * random());
  });
  return image;
}

/** The mean over the area that a target pixel covers, by its definition. */
function naiveArea(source: RgbImage, width: number, height: number): number[] {
  const values: number[] = [],
    scaleX = source.width / width,
    scaleY = source.height / height;
  const shares = (from: number, scale: number, size: number): [number, number][] =>
    Array.from({ length: size }, (_, i): [number, number] => [
      i,
      Math.max(0, Math.min(i + 1, (from + 1) * scale) - Math.max(i, from * scale)),
    ]).filter(([, share]) => share > 0);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const [row, down] of shares(y, scaleY, source.height)) {
          for (const [column, across] of shares(x, scaleX, source.width)) {
            sum += down * across * source.data[(row * source.width + column) * 3 + channel]!;
          }
        }
        values.push(sum / (scaleX * scaleY));
      }
    }
  }
  return values;
}

function sampled(source: RgbImage, width: number, height: number, map: Affine): Float32Array {
  const target = new Float32Array(width * height * 3);
  sampleAffine(source, target, width, height, map);
  return target;
}

describe('pictures', () => {
  it('round halves to the even number', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 7].map(value => roundHalfEven(value) + 0)).toEqual([
      0, 2, 2, 0, -2, 2, 7,
    ]);
  });

  it('take the colours of a canvas and leave its alpha', () => {
    const image = rgbFromRgba(Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 0), 2, 1);
    expect([...image.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rgbFromRgba(Uint8ClampedArray.of(9, 8, 7, 255, 6, 5, 4, 255), 2, 1, image)).toBe(image);
    expect(() => rgbFromRgba(new Uint8ClampedArray(7), 2, 1)).toThrow(RangeError);
  });

  it.each([
    [40, 30, 20, 15],
    [40, 30, 10, 10],
    [40, 30, 17, 13],
    [41, 29, 40, 28],
    [41, 29, 1, 1],
  ])('of %i x %i pixels shrink to %i x %i as the mean over areas', (width, height, toWidth, toHeight) => {
    const source = noise(width, height, width),
      expected = naiveArea(source, toWidth, toHeight);
    shrunkByArea(source, toWidth, toHeight).data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(0.51);
    });
  });

  it('are never enlarged by areas', () => {
    expect(() => resizeByArea(noise(4, 4, 1), blankImage(5, 4))).toThrow(RangeError);
  });

  it('sampled as they are stay as they are', () => {
    const source = noise(20, 17, 3);
    expect(sampled(source, 20, 17, { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 })).toEqual(
      Float32Array.from(source.data),
    );
  });

  it('turned by a right angle move every pixel', () => {
    const source = noise(20, 20, 4),
      target = sampled(source, 20, 20, { xx: 0, xy: -1, x0: 20, yx: 1, yy: 0, y0: 0 });
    for (let y = 0; y < 20; y++) {
      for (let x = 0; x < 20; x++) {
        expect(target[(y * 20 + x) * 3]).toBe(source.data[(x * 20 + 19 - y) * 3]);
      }
    }
  });

  it('change steadily with the map', () => {
    const source = noise(60, 60, 5);
    for (const scale of [0.7, 1.3, 2.6]) {
      const at = (shift: number): Float32Array =>
        sampled(source, 16, 16, { xx: scale, xy: 0.2, x0: 5 + shift, yx: -0.2, yy: scale, y0: 9 + shift });
      const before = at(0);
      at(0.002).forEach((value, i) => {
        expect(Math.abs(value - before[i]!)).toBeLessThan(2.1);
      });
    }
  });

  it.each([1.9, 2.5, 3.5, 5, 7.5])('of single black and white pixels become grey %f times smaller', scale => {
    const source = blankImage(240, 240);
    source.data.forEach((_, i) => {
      const pixel = Math.floor(i / 3);
      source.data[i] = (Math.floor(pixel / 240) + pixel) % 2 === 0 ? 255 : 0;
    });
    const side = Math.floor(240 / scale),
      target = sampled(source, side, side, { xx: scale, xy: 0, x0: 0, yx: 0, yy: scale, y0: 0 });
    expect(Math.min(...target)).toBeGreaterThanOrEqual(85);
    expect(Math.max(...target)).toBeLessThanOrEqual(170);
  });

  it.each([
    [1, -500],
    [3, 1e5],
    [40, -600],
  ])('repeat their edge beyond it (%i times smaller, %f pixels away)', (scale, away) => {
    const source = blankImage(30, 20);
    source.data.fill(77);
    const target = sampled(source, 16, 16, { xx: scale, xy: 0, x0: away, yx: 0, yy: scale, y0: away });
    expect(target.every(value => value === 77)).toBe(true);
  });

  it('become planes of normalised numbers', () => {
    const spec = {
      width: 2,
      height: 1,
      mean: [0.5, 0.25, 0],
      std: [0.5, 1, 2],
      cropMargin: 0,
      alignment: 'none',
      eyeLine: 0.4,
      eyeDistance: 0.4,
    } as const;
    const picture = { width: 2, height: 1, data: Uint8Array.of(255, 0, 51, 0, 255, 0) },
      chw = new Float32Array(6);
    new ImageTransform({ ...spec, color: 'rgb' }).normalize(picture, chw);
    expect([...chw]).toEqual([1, -1, -0.25, 0.75, 0.1, 0].map(value => expect.closeTo(value, 6)));
    new ImageTransform({ ...spec, color: 'gray' }).normalize(picture, chw);
    // 0.299 of red and 0.114 of a fifth of blue: 82 of 255; 0.587 of green: 150.
    expect([chw[4], chw[5]]).toEqual([82 / 255, 150 / 255].map(luma => expect.closeTo(luma / 2, 6)));
    expect(() => new ImageTransform({ ...spec, color: 'rgb' }).normalize(picture, new Float32Array(5))).toThrow(
      RangeError,
    );
  });
});
