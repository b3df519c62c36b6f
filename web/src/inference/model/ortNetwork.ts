import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import type { Network, Tensor } from './network';

/** How ONNX Runtime for the web works in this thread. */
export interface OrtOptions {
  /** Address of its WebAssembly file; absent: beside its script. */
  readonly wasmUrl?: string;
  /** Threads of one run; more than one needs a cross-origin isolated page. */
  readonly threads: number;
}

/** Sets ONNX Runtime up; to be called before the first network is loaded. */
export function configureOrt(options: OrtOptions): void {
  env.wasm.numThreads = options.threads;
  if (options.wasmUrl !== undefined) {
    env.wasm.wasmPaths = { wasm: options.wasmUrl };
  }
}

/** A network in ONNX Runtime's WebAssembly engine: its arithmetic is that of the CPU, in 32-bit floats. */
export class OrtNetwork implements Network {
  private readonly session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.session = session;
  }

  /** Loads the network of an ONNX file. */
  static async load(onnx: Uint8Array): Promise<Network> {
    return new OrtNetwork(
      await InferenceSession.create(onnx, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' }),
    );
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, { data, shape }] of Object.entries(inputs)) {
      feeds[name] = new OrtTensor('float32', data, shape);
    }
    const outputs = await this.session.run(feeds);
    const results: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      if (!(tensor.data instanceof Float32Array)) {
        throw new Error(`The network's output ${name} is ${tensor.type} instead of float32.`);
      }
      results[name] = { data: tensor.data, shape: tensor.dims };
    }
    return results;
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}
