import type { RgbImage } from '../image/rgbImage';
import type { ModelMetadata } from '../model/modelMetadata';
import type { Network } from '../model/network';
import type { FaceDetection } from './face';
import { FaceAligner } from './faceAligner';

/** Tells the emotions of faces. One call at a time. */
export class FaceClassifier {
  /** The model's own emotions, in the order of its probabilities. */
  readonly labels: readonly string[];
  private readonly network: Network;
  private readonly aligner: FaceAligner;

  constructor(network: Network, metadata: ModelMetadata) {
    if (!metadata.spec.image) {
      throw new Error(`The model ${metadata.name} looks at faces, but does not say how their pictures are made.`);
    }
    this.network = network;
    this.labels = metadata.spec.labels;
    this.aligner = new FaceAligner(metadata.spec.image);
  }

  /**
   * Classifies the faces of a frame in one run.
   * @returns For each face one probability a label.
   */
  async classify(frame: RgbImage, faces: readonly FaceDetection[]): Promise<Float32Array[]> {
    if (faces.length === 0) {
      return [];
    }
    const { elementCount, spec } = this.aligner,
      count = this.labels.length;
    const data = new Float32Array(faces.length * elementCount);
    for (const [i, face] of faces.entries()) {
      this.aligner.align(frame, face, data.subarray(i * elementCount, (i + 1) * elementCount));
    }
    const outputs = await this.network.run({ image: { data, shape: [faces.length, 3, spec.height, spec.width] } });
    const probabilities = outputs.emotion?.data;
    if (probabilities?.length !== faces.length * count) {
      throw new Error(
        `The face model gave ${probabilities?.length ?? 'no'} probabilities instead of ${faces.length * count}.`,
      );
    }
    return faces.map((_, i) => probabilities.slice(i * count, (i + 1) * count));
  }
}
