import type { ModelMetadata } from '../model/modelMetadata';
import type { Network } from '../model/network';
import type { AudioSpec } from '../model/preprocessingSpec';

/** Classifies windows of speech. One call at a time. */
export class SpeechClassifier {
  readonly spec: AudioSpec;
  /** The model's own emotions, in the order of its probabilities. */
  readonly labels: readonly string[];
  private readonly network: Network;

  constructor(network: Network, metadata: ModelMetadata) {
    if (!metadata.spec.audio) {
      throw new Error(`The model ${metadata.name} listens to speech, but does not say how its spectrum is made.`);
    }
    this.network = network;
    this.spec = metadata.spec.audio;
    this.labels = metadata.spec.labels;
  }

  /**
   * @param logMel (melBands, frames), normalised.
   * @returns One probability for each label.
   */
  async classify(logMel: Float32Array): Promise<Float32Array> {
    const outputs = await this.network.run({
      audio: { data: logMel, shape: [1, 1, this.spec.melBands, this.spec.frames] },
    });
    const probabilities = outputs.emotion?.data;
    if (probabilities?.length !== this.labels.length) {
      throw new Error(
        `The speech model gave ${probabilities?.length ?? 'no'} probabilities instead of ${this.labels.length}.`,
      );
    }
    return probabilities;
  }
}
