import { applyAffine, type Point } from '../geometry';
import type { RgbImage } from '../image/rgbImage';
import type { ModelMetadata } from '../model/modelMetadata';
import type { Network } from '../model/network';
import { float } from '../rounding';
import { type FaceDetection, LANDMARK_COUNT, type Landmarks68 } from './face';
import { FaceAligner } from './faceAligner';

/** Finds the 68 landmarks of faces with Mien's landmark network, on the crop that its file asks for. One call at a time. */
export class FaceLandmarkEstimator {
  private readonly network: Network;
  private readonly aligner: FaceAligner;
  private readonly input: Float32Array;

  constructor(network: Network, metadata: ModelMetadata) {
    if (!metadata.spec.image) {
      throw new Error(`The model ${metadata.name} does not say how its picture is made.`);
    }
    this.network = network;
    this.aligner = new FaceAligner(metadata.spec.image);
    this.input = new Float32Array(this.aligner.elementCount);
  }

  /**
   * Finds the points of a face, in pixels of the frame.
   * @param face With five points where the network's crop is aligned by the eyes.
   */
  async estimate(frame: RgbImage, face: FaceDetection): Promise<Landmarks68> {
    const { width, height } = this.aligner.spec;
    const cropToFrame = this.aligner.cropToFrame(face);
    this.aligner.align(frame, face, this.input);
    const outputs = await this.network.run({ image: { data: this.input, shape: [1, 3, height, width] } });
    const places = outputs.landmarks?.data,
      logits = outputs.hidden?.data;
    if (places?.length !== 2 * LANDMARK_COUNT || logits?.length !== LANDMARK_COUNT) {
      throw new Error('The landmark network gave other outputs than 68 points and how probably each is hidden.');
    }
    const points: Point[] = [],
      hidden: number[] = [];
    for (let point = 0; point < LANDMARK_COUNT; point++) {
      points.push(applyAffine(cropToFrame, float(places[2 * point]! * width), float(places[2 * point + 1]! * height)));
      hidden.push(float(1 / float(1 + float(Math.exp(-logits[point]!)))));
    }
    return { points, hidden };
  }
}
