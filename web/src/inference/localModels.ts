import { SpeechClassifier } from './audio/speechClassifier';
import { aboveChance } from './emotion/lateFusion';
import { FaceClassifier } from './faces/faceClassifier';
import { FaceDetector, type FaceDetectorOptions } from './faces/faceDetector';
import { FaceLandmarkEstimator } from './faces/faceLandmarkEstimator';
import type { ModelName } from './model/modelFiles';
import { type ModelMetadata, readModelMetadata } from './model/modelMetadata';
import type { Network, NetworkLoader } from './model/network';

/** The files that an analysis needs; without the speech model sound is not listened to. */
export type ModelFileSet = Readonly<Record<Exclude<ModelName, 'speech-emotion'>, Uint8Array>> & {
  readonly 'speech-emotion'?: Uint8Array;
};

/** The networks of an analysis. One analysis at a time. */
export interface LocalModels {
  readonly detector: FaceDetector;
  readonly landmarks: FaceLandmarkEstimator;
  readonly faces: FaceClassifier;
  /** Of the face model, above chance, 0..1. */
  readonly faceReliability: number;
  readonly speech: { readonly classifier: SpeechClassifier; readonly reliability: number } | null;
  dispose(): Promise<void>;
}

/**
 * Loads networks of their files.
 * @throws Error with one sentence where a file is not what it should be.
 */
export async function loadLocalModels(
  files: ModelFileSet,
  load: NetworkLoader,
  detection: Partial<FaceDetectorOptions> = {},
): Promise<LocalModels> {
  const networks: Network[] = [];
  const open = async (name: ModelName, file: Uint8Array, task: string): Promise<[Network, ModelMetadata]> => {
    const metadata = readModelMetadata(name, file, task),
      network = await load(file);
    networks.push(network);
    return [network, metadata];
  };
  const dispose = async (): Promise<void> => {
    await Promise.all(networks.splice(0).map(network => network.dispose()));
  };
  try {
    const detector = new FaceDetector(
      ...(await open('face-detector', files['face-detector'], 'face_detector')),
      detection,
    );
    const landmarks = new FaceLandmarkEstimator(
      ...(await open('face-landmarks', files['face-landmarks'], 'face_landmarks')),
    );
    const [faceNetwork, faceModel] = await open('face-emotion', files['face-emotion'], 'face');
    const sound = files['speech-emotion'] && (await open('speech-emotion', files['speech-emotion'], 'speech'));
    return {
      detector,
      landmarks,
      faces: new FaceClassifier(faceNetwork, faceModel),
      faceReliability: reliabilityOf(faceModel),
      speech: sound ? { classifier: new SpeechClassifier(...sound), reliability: reliabilityOf(sound[1]) } : null,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function reliabilityOf(model: ModelMetadata): number {
  return aboveChance(model.reliability, model.spec.labels.length);
}
