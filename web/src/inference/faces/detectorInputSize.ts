import { float, roundHalfEven } from '../rounding';

const MULTIPLE = 32;

/** How a frame lies in the detection network's input: shrunk to (width, height) in its top left corner, the rest black. */
export interface DetectorInputSize {
  readonly width: number;
  readonly height: number;
  /** Width of the network's input, a multiple of 32. */
  readonly inputWidth: number;
  /** Height of the network's input, a multiple of 32. */
  readonly inputHeight: number;
  /** Frame pixels for one input pixel, across. */
  readonly frameScaleX: number;
  /** Frame pixels for one input pixel, down. */
  readonly frameScaleY: number;
}

/** How a frame is put into the network: never enlarged, its aspect kept. */
export function detectorInputSize(frameWidth: number, frameHeight: number, longestSide: number): DetectorInputSize {
  const scale = Math.min(1, longestSide / frameWidth, longestSide / frameHeight);
  const width = Math.max(1, roundHalfEven(frameWidth * scale)),
    height = Math.max(1, roundHalfEven(frameHeight * scale));
  return {
    width,
    height,
    inputWidth: roundUp(width),
    inputHeight: roundUp(height),
    frameScaleX: float(frameWidth / width),
    frameScaleY: float(frameHeight / height),
  };
}

function roundUp(size: number): number {
  return Math.ceil(size / MULTIPLE) * MULTIPLE;
}
