/** Numbers with their shape, first dimension outermost. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A loaded network: named tensors in, named tensors out. One run at a time. */
export interface Network {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  dispose(): Promise<void>;
}

/** Loads networks of ONNX files. */
export type NetworkLoader = (onnx: Uint8Array) => Promise<Network>;
