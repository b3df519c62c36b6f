import { inflateSync } from 'node:zlib';
import type { RgbImage } from '../../src/inference/image/rgbImage';

const SIGNATURE = '89504e470d0a1a0a';

/** Reads a PNG of 8 bits red, green and blue without interlacing (PNG specification, third edition): what the golden pictures are. */
export function readPng(file: Uint8Array): RgbImage {
  const bytes = Buffer.from(file);
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) {
    throw new Error('This is no PNG.');
  }
  const width = bytes.readUInt32BE(16),
    height = bytes.readUInt32BE(20);
  if (bytes[24] !== 8 || bytes[25] !== 2 || bytes[28] !== 0) {
    throw new Error('Only 8 bits of red, green and blue without interlacing are read.');
  }
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.subarray(at + 4, at + 8).toString('latin1') === 'IDAT') {
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const filtered = inflateSync(Buffer.concat(parts)),
    row = width * 3,
    data = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    unfilter(filtered.subarray(y * (row + 1), (y + 1) * (row + 1)), data, y * row, row);
  }
  return { width, height, data };
}

function unfilter(line: Uint8Array, data: Uint8Array, start: number, row: number): void {
  const kind = line[0];
  for (let i = 0; i < row; i++) {
    const left = i >= 3 ? (data[start + i - 3] ?? 0) : 0,
      above = start > 0 ? (data[start - row + i] ?? 0) : 0,
      corner = start > 0 && i >= 3 ? (data[start - row + i - 3] ?? 0) : 0;
    const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][kind ?? 0] ?? 0;
    data[start + i] = (line[i + 1] ?? 0) + predicted;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left),
    toAbove = Math.abs(estimate - above),
    toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) {
    return left;
  }
  return toAbove <= toCorner ? above : corner;
}
