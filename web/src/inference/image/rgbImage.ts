/** A picture: packed red, green, blue, 8 bits each, rows from top to bottom without padding. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A black picture. */
export function blankImage(width: number, height: number): RgbImage {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/**
 * Takes the colours of a canvas's pixels (RGBA; the alpha is passed over, as camera pictures are opaque).
 * @param reuse A picture whose memory is used again where the size fits.
 */
export function rgbFromRgba(rgba: Uint8ClampedArray, width: number, height: number, reuse?: RgbImage): RgbImage {
  if (width < 1 || height < 1 || rgba.length !== width * height * 4) {
    throw new RangeError(
      `A picture of ${width} x ${height} pixels has ${width * height * 4} bytes, not ${rgba.length}.`,
    );
  }
  const image = reuse?.width === width && reuse.height === height ? reuse : blankImage(width, height);
  const { data } = image;
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return image;
}
