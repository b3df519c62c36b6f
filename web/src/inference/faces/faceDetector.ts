import { resizeByArea } from '../image/areaResize';
import { ImageTransform } from '../image/imageTransform';
import { blankImage, type RgbImage } from '../image/rgbImage';
import type { ModelMetadata } from '../model/modelMetadata';
import type { Network } from '../model/network';
import { type DetectorInputSize, detectorInputSize } from './detectorInputSize';
import type { FaceDetection } from './face';
import { CELL_LENGTH, decodeFaceMap } from './faceMapDecoder';
import { suppressNonMaximum } from './nonMaximumSuppression';

const OUTPUTS = [
  ['stride8', 8],
  ['stride16', 16],
  ['stride32', 32],
] as const;

/** How faces are looked for; the defaults are those of Mien.Vision's FaceDetectorOptions for tracking. */
export interface FaceDetectorOptions {
  /** Faces below this confidence are dropped, above 0 and below 1: weak ones continue a track but start none. */
  readonly scoreThreshold: number;
  /** Of two boxes whose intersection over union is above this, the less sure one is dropped, 0..1. */
  readonly nmsThreshold: number;
  /** At most so many faces a frame, the surest. */
  readonly maxFaces: number;
  /** Longest side, in pixels, of the picture that the network sees. */
  readonly inputSize: number;
}

export const DETECTOR_DEFAULTS: FaceDetectorOptions = {
  scoreThreshold: 0.45,
  nmsThreshold: 0.3,
  maxFaces: 20,
  inputSize: 320,
};

/** Finds faces and their five points with Mien's detection network. One call at a time. */
export class FaceDetector {
  private readonly network: Network;
  private readonly transform: ImageTransform;
  private readonly options: FaceDetectorOptions;
  private shrunk: RgbImage = blankImage(1, 1);
  private canvas: RgbImage = blankImage(1, 1);
  private input = new Float32Array(0);

  constructor(network: Network, metadata: ModelMetadata, options: Partial<FaceDetectorOptions> = {}) {
    if (!metadata.spec.image) {
      throw new Error(`The model ${metadata.name} does not say how its picture is made.`);
    }
    this.network = network;
    this.transform = new ImageTransform(metadata.spec.image);
    this.options = { ...DETECTOR_DEFAULTS, ...options };
  }

  /** Finds the faces of a frame, the surest first. */
  async detect(frame: RgbImage): Promise<FaceDetection[]> {
    const size = detectorInputSize(frame.width, frame.height, this.options.inputSize);
    this.transform.normalize(this.shrink(frame, size), this.inputOf(size));
    const outputs = await this.network.run({
      image: { data: this.input, shape: [1, 3, size.inputHeight, size.inputWidth] },
    });
    const faces: FaceDetection[] = [];
    for (const [name, stride] of OUTPUTS) {
      const columns = size.inputWidth / stride,
        rows = size.inputHeight / stride,
        data = outputs[name]?.data;
      if (data?.length !== CELL_LENGTH * columns * rows) {
        throw new Error(
          `The face detector gave ${data?.length ?? 'no'} values as ${name} instead of ${CELL_LENGTH * columns * rows}.`,
        );
      }
      decodeFaceMap(
        { data, columns, rows, stride },
        this.options.scoreThreshold,
        size.frameScaleX,
        size.frameScaleY,
        faces,
      );
    }
    return suppressNonMaximum(faces, this.options.nmsThreshold, this.options.maxFaces);
  }

  /** The network's picture: the frame in the top left corner, shrunk to (width, height), the rest black. */
  shrink(frame: RgbImage, size: DetectorInputSize): RgbImage {
    if (this.canvas.width !== size.inputWidth || this.canvas.height !== size.inputHeight) {
      this.canvas = blankImage(size.inputWidth, size.inputHeight);
    }
    if (size.width === size.inputWidth && size.height === size.inputHeight) {
      resizeByArea(frame, this.canvas);
      return this.canvas;
    }
    if (this.shrunk.width !== size.width || this.shrunk.height !== size.height) {
      this.shrunk = blankImage(size.width, size.height);
      this.canvas.data.fill(0);
    }
    resizeByArea(frame, this.shrunk);
    const row = size.width * 3;
    for (let y = 0; y < size.height; y++) {
      this.canvas.data.set(this.shrunk.data.subarray(y * row, (y + 1) * row), y * size.inputWidth * 3);
    }
    return this.canvas;
  }

  private inputOf(size: DetectorInputSize): Float32Array {
    const length = 3 * size.inputWidth * size.inputHeight;
    if (this.input.length !== length) {
      this.input = new Float32Array(length);
    }
    return this.input;
  }
}
