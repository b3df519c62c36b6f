import type { Affine } from '../geometry';
import { clamp, roundHalfEven } from '../rounding';
import { shrunkByArea } from './areaResize';
import { blankImage, type RgbImage } from './rgbImage';

// Places along one axis: 16 fraction bits while they are added up, 11 for the weights.
const PLACE_BITS = 16;
const WEIGHT_BITS = 11;
const WEIGHT_ONE = 1 << WEIGHT_BITS;
const ROUND_PLACE = 1 << (PLACE_BITS - WEIGHT_BITS - 1);
const PLACE_LIMIT = 2 ** 30 - 2 ** PLACE_BITS;

// Scales this close to 1 or to a whole number count as it.
const SAME_SCALE = 1e-6;

interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Samples a picture through an affine map without aliasing; beyond the source its edge is repeated. Where one target pixel covers
 * s > 1 source pixels, blocks of floor(s) x floor(s) pixels are averaged first and the rest of the factor is taken by averaging
 * 2 x 2 bilinear samples; otherwise the sampling is bilinear. The samples are not rounded to whole values, so that the target changes
 * steadily with the map. The same rule and the same arithmetic as Mien's native sampler (native/vision/src/sampling.cpp), to the bit.
 * @param target Takes (height, width, 3) values, 0..255.
 * @param targetToSource The source point of each target point, pixel centres at .5.
 */
export function sampleAffine(
  source: RgbImage,
  target: Float32Array,
  width: number,
  height: number,
  targetToSource: Affine,
): void {
  if (target.length !== width * height * 3) {
    throw new RangeError(
      `A picture of ${width} x ${height} pixels has ${width * height * 3} values, not ${target.length}.`,
    );
  }
  const block = clamp(
    Math.trunc(scaleOf(targetToSource) + SAME_SCALE),
    1,
    Math.max(1, Math.min(source.width, source.height)),
  );
  const region = seen(targetToSource, width, height, source, block);
  const map = { ...targetToSource, x0: targetToSource.x0 - region.x, y0: targetToSource.y0 - region.y };
  if (block === 1) {
    sampleExactly(source, region, target, width, height, map);
    return;
  }
  // Whole blocks only, so that each shrunk pixel is an exact block mean; a rest narrower than a block is cut.
  const columns = Math.max(1, Math.trunc(region.width / block)),
    rows = Math.max(1, Math.trunc(region.height / block));
  const whole = {
    ...region,
    width: Math.min(region.width, columns * block),
    height: Math.min(region.height, rows * block),
  };
  const blocks = shrunkByArea(cut(source, whole), columns, rows);
  sampleExactly(blocks, { x: 0, y: 0, width: columns, height: rows }, target, width, height, divided(map, block));
}

/** Source pixels that one target pixel's side covers, the longer of the two sides. */
function scaleOf(map: Affine): number {
  return Math.max(Math.hypot(map.xx, map.yx), Math.hypot(map.xy, map.yy));
}

function divided(map: Affine, by: number): Affine {
  return { xx: map.xx / by, xy: map.xy / by, x0: map.x0 / by, yx: map.yx / by, yy: map.yy / by, y0: map.y0 / by };
}

// The part of the source that the target sees, with a pixel's room for interpolation, aligned to blocks. Never empty: a target
// wholly outside sees the nearest edge.
function seen(map: Affine, targetWidth: number, targetHeight: number, source: RgbImage, block: number): Region {
  let left = Infinity,
    top = Infinity,
    right = -Infinity,
    bottom = -Infinity;
  for (const x of [0, targetWidth]) {
    for (const y of [0, targetHeight]) {
      const u = map.xx * x + map.xy * y + map.x0,
        v = map.yx * x + map.yy * y + map.y0;
      left = Math.min(left, u);
      right = Math.max(right, u);
      top = Math.min(top, v);
      bottom = Math.max(bottom, v);
    }
  }
  const room = 2 * block;
  const x = clamp(Math.floor((left - room) / block) * block, 0, Math.trunc((source.width - 1) / block) * block);
  const y = clamp(Math.floor((top - room) / block) * block, 0, Math.trunc((source.height - 1) / block) * block);
  return {
    x,
    y,
    width: clamp(Math.ceil(right + room), x + 1, source.width) - x,
    height: clamp(Math.ceil(bottom + room), y + 1, source.height) - y,
  };
}

function cut(source: RgbImage, region: Region): RgbImage {
  const target = blankImage(region.width, region.height);
  const row = region.width * 3;
  for (let y = 0; y < region.height; y++) {
    const from = ((region.y + y) * source.width + region.x) * 3;
    target.data.set(source.data.subarray(from, from + row), y * row);
  }
  return target;
}

// The mean of one or 2 x 2 bilinear samples a target pixel of a part of a picture, beyond which its edge is repeated. Whole numbers until
// the end, below 2^53, so that nothing is rounded before.
function sampleExactly(
  source: RgbImage,
  region: Region,
  target: Float32Array,
  width: number,
  height: number,
  map: Affine,
): void {
  const samples = scaleOf(map) > 1 + SAME_SCALE ? 2 : 1;
  const columns = width * samples,
    rows = height * samples;
  const { xx, xy, x0, yx, yy, y0 } = map;
  const acrossX = new Int32Array(columns),
    acrossY = new Int32Array(columns);
  for (let x = 0; x < columns; x++) {
    acrossX[x] = fixedPoint((xx / samples) * (x + 0.5));
    acrossY[x] = fixedPoint((yx / samples) * (x + 0.5));
  }
  const scale = 1 / (WEIGHT_ONE * WEIGHT_ONE * samples * samples);
  const from = source.data,
    stride = source.width * 3,
    origin = region.y * stride + region.x * 3;
  const lastColumn = region.width - 1,
    lastRow = region.height - 1;
  const sums = new Float64Array(width * 3);
  for (let y = 0; y < rows; y++) {
    const rowX = fixedPoint((xy / samples) * (y + 0.5) + (x0 - 0.5)),
      rowY = fixedPoint((yy / samples) * (y + 0.5) + (y0 - 0.5));
    for (let x = 0; x < columns; x++) {
      const placeX = (rowX + acrossX[x]! + ROUND_PLACE) >> (PLACE_BITS - WEIGHT_BITS),
        placeY = (rowY + acrossY[x]! + ROUND_PLACE) >> (PLACE_BITS - WEIGHT_BITS);
      const column = placeX >> WEIGHT_BITS,
        row = placeY >> WEIGHT_BITS;
      const rightShare = placeX & (WEIGHT_ONE - 1),
        lowerShare = placeY & (WEIGHT_ONE - 1);
      const left = clamp(column, 0, lastColumn) * 3,
        right = clamp(column + 1, 0, lastColumn) * 3;
      const above = origin + clamp(row, 0, lastRow) * stride,
        below = origin + clamp(row + 1, 0, lastRow) * stride;
      const at = (samples === 1 ? x : x >> 1) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const upper =
          from[above + left + channel]! * (WEIGHT_ONE - rightShare) + from[above + right + channel]! * rightShare;
        const lower =
          from[below + left + channel]! * (WEIGHT_ONE - rightShare) + from[below + right + channel]! * rightShare;
        sums[at + channel]! += upper * (WEIGHT_ONE - lowerShare) + lower * lowerShare;
      }
    }
    if ((y + 1) % samples === 0) {
      const to = ((y + 1) / samples - 1) * width * 3;
      for (let i = 0; i < sums.length; i++) {
        target[to + i] = sums[i]! * scale;
      }
      sums.fill(0);
    }
  }
}

// A place or a step, so far in at most that two of them add up within 32 bits: pictures end long before.
function fixedPoint(value: number): number {
  return roundHalfEven(clamp(value * 2 ** PLACE_BITS, -PLACE_LIMIT, PLACE_LIMIT));
}
