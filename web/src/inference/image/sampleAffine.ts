import type { Affine } from '../geometry';
import { clamp, roundHalfEven } from '../rounding';
import { resizeByArea, shrunkByArea } from './areaResize';
import { blankImage, type RgbImage } from './rgbImage';

// OpenCV's warpAffine: places in 1/1024 pixel, rounded to 1/32 for the bilinear weights.
const PLACE_SCALE = 1024;
const PLACE_TO_STEP = 5;
const STEP_BITS = 5;
const STEPS = 1 << STEP_BITS;
const HALF_STEP = PLACE_SCALE / STEPS / 2;
const WEIGHT_BITS = 2 * STEP_BITS;
const LARGEST_PLACE = 32767;

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
 * 2 x 2 bilinear samples; otherwise the sampling is bilinear. The same rule and the same arithmetic as Mien's native sampler
 * (native/vision/src/sampling.cpp on OpenCV), to the bit.
 * @param targetToSource The source point of each target point, pixel centres at .5.
 */
export function sampleAffine(source: RgbImage, target: RgbImage, targetToSource: Affine): void {
  let map = targetToSource;
  const block = clamp(Math.trunc(scaleOf(map) + SAME_SCALE), 1, Math.max(1, Math.min(source.width, source.height)));
  let part: RgbImage = source;
  let region = seen(map, target, source, block);
  if (block > 1) {
    // Whole blocks only, so that each shrunk pixel is an exact block mean; a rest narrower than a block is cut.
    const columns = Math.max(1, Math.trunc(region.width / block)),
      rows = Math.max(1, Math.trunc(region.height / block));
    const whole = {
      x: region.x,
      y: region.y,
      width: Math.min(region.width, columns * block),
      height: Math.min(region.height, rows * block),
    };
    part = shrunkByArea(cut(source, whole), columns, rows);
    map = divided({ ...map, x0: map.x0 - region.x, y0: map.y0 - region.y }, block);
    region = { x: 0, y: 0, width: columns, height: rows };
  } else {
    map = { ...map, x0: map.x0 - region.x, y0: map.y0 - region.y };
  }
  if (scaleOf(map) > 1 + SAME_SCALE) {
    const half = { ...map, xx: map.xx / 2, xy: map.xy / 2, yx: map.yx / 2, yy: map.yy / 2 };
    const fine = blankImage(target.width * 2, target.height * 2);
    sampleBilinear(part, region, fine, half);
    resizeByArea(fine, target);
  } else {
    sampleBilinear(part, region, target, map);
  }
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
function seen(map: Affine, target: RgbImage, source: RgbImage, block: number): Region {
  let left = Infinity,
    top = Infinity,
    right = -Infinity,
    bottom = -Infinity;
  for (const x of [0, target.width]) {
    for (const y of [0, target.height]) {
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

// cv::warpAffine with INTER_LINEAR, WARP_INVERSE_MAP and BORDER_REPLICATE on a part of a picture, beyond which its edge is repeated.
function sampleBilinear(source: RgbImage, region: Region, target: RgbImage, map: Affine): void {
  // From pixel centres at .5 to centres at whole numbers.
  const x0 = map.x0 + 0.5 * (map.xx + map.xy) - 0.5,
    y0 = map.y0 + 0.5 * (map.yx + map.yy) - 0.5;
  const acrossX = new Int32Array(target.width),
    acrossY = new Int32Array(target.width);
  for (let x = 0; x < target.width; x++) {
    acrossX[x] = roundHalfEven(map.xx * x * PLACE_SCALE);
    acrossY[x] = roundHalfEven(map.yx * x * PLACE_SCALE);
  }
  const from = source.data,
    to = target.data;
  const stride = source.width * 3,
    origin = region.y * stride + region.x * 3;
  const lastX = region.width - 1,
    lastY = region.height - 1;
  for (let y = 0, at = 0; y < target.height; y++) {
    const rowX = roundHalfEven((map.xy * y + x0) * PLACE_SCALE) + HALF_STEP;
    const rowY = roundHalfEven((map.yy * y + y0) * PLACE_SCALE) + HALF_STEP;
    for (let x = 0; x < target.width; x++, at += 3) {
      const placeX = (rowX + acrossX[x]!) >> PLACE_TO_STEP,
        placeY = (rowY + acrossY[x]!) >> PLACE_TO_STEP;
      const column = clamp(placeX >> STEP_BITS, -LARGEST_PLACE - 1, LARGEST_PLACE);
      const row = clamp(placeY >> STEP_BITS, -LARGEST_PLACE - 1, LARGEST_PLACE);
      const rightShare = placeX & (STEPS - 1),
        lowerShare = placeY & (STEPS - 1);
      const left = origin + clamp(column, 0, lastX) * 3,
        right = origin + clamp(column + 1, 0, lastX) * 3;
      const upper = clamp(row, 0, lastY) * stride,
        lower = clamp(row + 1, 0, lastY) * stride;
      const upperLeft = (STEPS - rightShare) * (STEPS - lowerShare),
        upperRight = rightShare * (STEPS - lowerShare);
      const lowerLeft = (STEPS - rightShare) * lowerShare,
        lowerRight = rightShare * lowerShare;
      for (let channel = 0; channel < 3; channel++) {
        const sum =
          upperLeft * from[upper + left + channel]! +
          upperRight * from[upper + right + channel]! +
          lowerLeft * from[lower + left + channel]! +
          lowerRight * from[lower + right + channel]!;
        to[at + channel] = (sum + (1 << (WEIGHT_BITS - 1))) >> WEIGHT_BITS;
      }
    }
  }
}
