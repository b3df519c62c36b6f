import { float } from './rounding';

/** A point in source pixels: x to the right, y down, pixel centres at .5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle in source pixels; it may reach beyond the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A map of the plane, in pixels with their centres at .5: x' = xx x + xy y + x0, y' = yx x + yy y + y0. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

export function areaOf(box: Box): number {
  return float(box.width * box.height);
}

export function centerOf(box: Box): Point {
  return { x: float(box.x + box.width / 2), y: float(box.y + box.height / 2) };
}

/** Intersection over union of two boxes, 0..1; 0 where both are empty. */
export function intersectionOverUnion(one: Box, other: Box): number {
  const width = float(Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x));
  const height = float(Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y));
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const intersection = float(width * height);
  return float(intersection / (areaOf(one) + areaOf(other) - intersection));
}

/** Maps a width x height target onto an upright rectangle. */
export function affineToBox(box: Box, width: number, height: number): Affine {
  return { xx: box.width / width, xy: 0, x0: box.x, yx: 0, yy: box.height / height, y0: box.y };
}

/** Where a map takes a point. */
export function applyAffine(map: Affine, x: number, y: number): Point {
  return { x: float(map.xx * x + map.xy * y + map.x0), y: float(map.yx * x + map.yy * y + map.y0) };
}
