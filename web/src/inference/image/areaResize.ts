import { float, roundHalfEven } from '../rounding';
import { blankImage, type RgbImage } from './rgbImage';

// A part of a source cell below this is passed over (as OpenCV's area interpolation does).
const LEAST_PART = 1e-3;

// Differences of scales that count as none: the distance of 1 to the next double.
const SAME_SCALE = Number.EPSILON;

/** What each source row or column gives to which target row or column. */
interface Shares {
  readonly target: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Makes a picture smaller: each target pixel is the mean over the area that it covers, as OpenCV's INTER_AREA computes it for bytes
 * (whole factors by sums of whole pixels, others by weights in 32-bit floats, rows last), to the bit. A picture of the
 * target's size is copied.
 * @param target Its width and height must not exceed the source's.
 */
export function resizeByArea(source: RgbImage, target: RgbImage): void {
  if (target.width > source.width || target.height > source.height) {
    throw new RangeError(
      `A picture of ${source.width} x ${source.height} pixels cannot be shrunk to ${target.width} x ${target.height}.`,
    );
  }
  if (target.width === source.width && target.height === source.height) {
    target.data.set(source.data);
    return;
  }
  // In this order, because 1 / (1 / 49) is not 49 and the choice between the two ways depends on it.
  const scaleX = 1 / (target.width / source.width),
    scaleY = 1 / (target.height / source.height);
  const wholeX = roundHalfEven(scaleX),
    wholeY = roundHalfEven(scaleY);
  if (Math.abs(scaleX - wholeX) < SAME_SCALE && Math.abs(scaleY - wholeY) < SAME_SCALE) {
    averageBlocks(source, target, wholeX, wholeY);
  } else {
    averageParts(source, target, scaleX, scaleY);
  }
}

/** As {@link resizeByArea}, into a new picture. */
export function shrunkByArea(source: RgbImage, width: number, height: number): RgbImage {
  const target = blankImage(width, height);
  resizeByArea(source, target);
  return target;
}

function averageBlocks(source: RgbImage, target: RgbImage, blockX: number, blockY: number): void {
  if (blockX === 2 && blockY === 2) {
    averageFours(source, target);
    return;
  }
  const from = source.data,
    to = target.data;
  const sourceRow = source.width * 3,
    targetRow = target.width * 3;
  const scale = float(1 / (blockX * blockY));
  for (let y = 0; y < target.height; y++) {
    for (let x = 0; x < target.width; x++) {
      const corner = y * blockY * sourceRow + x * blockX * 3;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let i = 0; i < blockY; i++) {
          const row = corner + i * sourceRow + channel;
          for (let at = row; at < row + blockX * 3; at += 3) {
            sum += from[at]!;
          }
        }
        to[y * targetRow + x * 3 + channel] = roundHalfEven(float(float(sum) * scale));
      }
    }
  }
}

function averageFours(source: RgbImage, target: RgbImage): void {
  const from = source.data,
    to = target.data;
  const sourceRow = source.width * 3,
    targetRow = target.width * 3;
  for (let y = 0; y < target.height; y++) {
    let at = 2 * y * sourceRow;
    for (let x = y * targetRow; x < (y + 1) * targetRow; x += 3, at += 6) {
      const below = at + sourceRow;
      to[x] = (from[at]! + from[at + 3]! + from[below]! + from[below + 3]! + 2) >> 2;
      to[x + 1] = (from[at + 1]! + from[at + 4]! + from[below + 1]! + from[below + 4]! + 2) >> 2;
      to[x + 2] = (from[at + 2]! + from[at + 5]! + from[below + 2]! + from[below + 5]! + 2) >> 2;
    }
  }
}

function averageParts(source: RgbImage, target: RgbImage, scaleX: number, scaleY: number): void {
  const across = sharesOf(source.width, target.width, scaleX),
    down = sharesOf(source.height, target.height, scaleY);
  const rowLength = target.width * 3;
  const row = new Float32Array(rowLength),
    sum = new Float32Array(rowLength);
  for (let j = 0; j < down.target.length; j++) {
    const y = down.target[j]!,
      weight = down.weight[j]!;
    shrinkRow(source, down.source[j]!, across, row);
    const begins = j === 0 || down.target[j - 1] !== y;
    for (let x = 0; x < rowLength; x++) {
      const part = float(weight * row[x]!);
      sum[x] = begins ? part : sum[x]! + part;
    }
    if (j + 1 === down.target.length || down.target[j + 1] !== y) {
      const to = y * rowLength;
      for (let x = 0; x < rowLength; x++) {
        target.data[to + x] = roundHalfEven(sum[x]!);
      }
    }
  }
}

function shrinkRow(source: RgbImage, y: number, across: Shares, row: Float32Array): void {
  const from = source.data,
    start = y * source.width * 3;
  row.fill(0);
  for (let k = 0; k < across.target.length; k++) {
    const at = start + across.source[k]! * 3,
      to = across.target[k]! * 3,
      weight = across.weight[k]!;
    row[to] = row[to]! + float(from[at]! * weight);
    row[to + 1] = row[to + 1]! + float(from[at + 1]! * weight);
    row[to + 2] = row[to + 2]! + float(from[at + 2]! * weight);
  }
}

function sharesOf(sourceSize: number, targetSize: number, scale: number): Shares {
  const target: number[] = [],
    source: number[] = [],
    weight: number[] = [];
  const add = (to: number, from: number, share: number): void => {
    target.push(to);
    source.push(from);
    weight.push(share);
  };
  for (let to = 0; to < targetSize; to++) {
    const begin = to * scale,
      end = begin + scale;
    const length = Math.min(scale, sourceSize - begin);
    const last = Math.min(Math.floor(end), sourceSize - 1),
      first = Math.min(Math.ceil(begin), last);
    if (first - begin > LEAST_PART) {
      add(to, first - 1, (first - begin) / length);
    }
    for (let from = first; from < last; from++) {
      add(to, from, 1 / length);
    }
    if (end - last > LEAST_PART) {
      add(to, last, Math.min(end - last, 1, length) / length);
    }
  }
  return { target: Int32Array.from(target), source: Int32Array.from(source), weight: Float32Array.from(weight) };
}
