import { type PreprocessingSpec, parseSpec } from './preprocessingSpec';
import { readFields } from './protobufReader';

// onnx.proto: ModelProto.metadata_props, a list of StringStringEntryProto.
const METADATA_PROPS = 14;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;

/** What a model file says about itself. */
export interface ModelMetadata {
  readonly name: string;
  readonly version: string;
  /** face_detector, face_landmarks, face or speech. */
  readonly task: string;
  readonly license: string;
  /** Held-out score, 0..1: for emotion models the unweighted average recall. */
  readonly reliability: number;
  readonly spec: PreprocessingSpec;
}

/** The `metadata_props` of an ONNX file. ONNX Runtime for the web does not give them, so the file itself is read. */
export function readMetadataProps(onnx: Uint8Array): Map<string, string> {
  const text = new TextDecoder('utf-8', { fatal: true });
  const props = new Map<string, string>();
  for (const field of readFields(onnx)) {
    if (field.number !== METADATA_PROPS) {
      continue;
    }
    let key = '',
      value = '';
    for (const part of readFields(field.bytes)) {
      if (part.number === ENTRY_KEY) {
        key = text.decode(part.bytes);
      } else if (part.number === ENTRY_VALUE) {
        value = text.decode(part.bytes);
      }
    }
    props.set(key, value);
  }
  return props;
}

/**
 * Reads and checks what a model file says about itself.
 * @param name What errors call the file.
 * @param task The task that it must have.
 * @throws Error with one sentence where the file is not such a model of Mien's.
 */
export function readModelMetadata(name: string, onnx: Uint8Array, task: string): ModelMetadata {
  let props: Map<string, string>;
  try {
    props = readMetadataProps(onnx);
  } catch (error) {
    throw new Error(`The model ${name} is damaged or no ONNX file: ${(error as Error).message}`, { cause: error });
  }
  const get = (key: string): string => {
    const value = props.get(key);
    if (!value) {
      throw new Error(`The model ${name} is not one of Mien's: its metadata lack ${key}.`);
    }
    return value;
  };
  if (get('mien.task') !== task) {
    throw new Error(`The model ${name} has the task ${get('mien.task')} instead of ${task}.`);
  }
  const reliability = Number(get('mien.reliability'));
  if (!(reliability >= 0 && reliability <= 1)) {
    throw new Error(
      `The model ${name} states a reliability of ${get('mien.reliability')}, but it must be a number from 0 to 1.`,
    );
  }
  return {
    name: get('mien.name'),
    version: get('mien.version'),
    task,
    license: get('mien.license'),
    reliability,
    spec: parseSpec(name, get('mien.spec')),
  };
}
