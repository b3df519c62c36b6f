import type { FrameResult, LocalEngine, LocalEngineOptions, SpeechResult } from '../protocol/types';
import { ANALYSIS_DEFAULTS } from './localAnalysis';
import type { WorkerReply, WorkerRequest } from './workerMessages';

// A second thread costs up to twice the processor time a frame and gave no more frames (docs/web.md).
const THREADS = 1;

/** Who waits for an answer: to a frame, or to a whole sound. */
interface Waiting {
  readonly take: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Loads the models into a thread of their own and gives an engine for one stream; what it is shown and hears never leaves the page.
 * @throws Error with one sentence where a model cannot be fetched or used; the signal's reason where loading was given up.
 */
export async function createLocalEngine(options: LocalEngineOptions): Promise<LocalEngine> {
  options.signal?.throwIfAborted();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'mien-engine' });
  try {
    await loadInto(worker, options);
    return new WorkerEngine(worker, options.audio ?? false);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function loadInto(worker: Worker, options: LocalEngineOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController(),
      { signal } = listening;
    const settle = (end: () => void): void => {
      listening.abort();
      end();
    };
    const answered = ({ data }: MessageEvent<WorkerReply>): void => {
      if (data.type === 'progress') {
        options.onProgress?.(data.loaded, data.total);
      } else if (data.type === 'ready') {
        settle(resolve);
      } else if (data.type === 'failed') {
        settle(() => reject(new Error(data.message)));
      }
    };
    worker.addEventListener('message', answered, { signal });
    worker.addEventListener('error', event => settle(() => reject(brokenDown(event))), { signal });
    options.signal?.addEventListener('abort', () => settle(() => reject(options.signal?.reason)), { signal });
    tell(worker, {
      type: 'load',
      modelsUrl: new URL(options.modelsUrl, document.baseURI).href,
      audio: options.audio ?? false,
      maxFaces: options.maxFaces ?? ANALYSIS_DEFAULTS.maxFaces,
      landmarks: options.landmarks ?? ANALYSIS_DEFAULTS.landmarks,
      threads: THREADS,
    });
  });
}

/** An engine behind a worker that has loaded its models. */
class WorkerEngine implements LocalEngine {
  private readonly worker: Worker;
  private readonly hasAudio: boolean;
  private waiting: Waiting | null = null;
  private ended: string | null = null;

  constructor(worker: Worker, hasAudio: boolean) {
    this.worker = worker;
    this.hasAudio = hasAudio;
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerReply>) => {
      if (data.type === 'result' || data.type === 'heard') {
        this.takeWaiting()?.take(data);
      } else if (data.type === 'failed' && data.request !== 'audio') {
        this.takeWaiting()?.reject(new Error(data.message));
      } else if (data.type === 'failed') {
        this.end(data.message);
      }
    });
    worker.addEventListener('error', event => this.end(brokenDown(event).message));
  }

  analyzeFrame(rgba: ImageData, timeUs: number): Promise<FrameResult> {
    const { data, width, height } = rgba;
    const sentMs = performance.timeOrigin + performance.now();
    return this.ask(
      { type: 'frame', rgba: data as Uint8ClampedArray, width, height, timeUs: Math.round(timeUs), sentMs },
      reply => (reply.type === 'result' ? reply.result : undefined),
    );
  }

  hear(samples: Float32Array): Promise<readonly SpeechResult[]> {
    return this.ask({ type: 'hear', samples }, reply => (reply.type === 'heard' ? reply.windows : undefined));
  }

  pushAudio(samples: Float32Array, timeUs: number): void {
    if (this.ended === null && this.hasAudio) {
      tell(this.worker, { type: 'audio', samples, timeUs: Math.round(timeUs) });
    }
  }

  dispose(): void {
    this.end('The engine was disposed.');
  }

  private ask<T>(request: WorkerRequest, read: (reply: WorkerReply) => T | undefined): Promise<T> {
    if (this.ended !== null) {
      return Promise.reject(new Error(this.ended));
    }
    if (this.waiting) {
      return Promise.reject(new Error('What came before is still being analysed; the engine takes one at a time.'));
    }
    return new Promise((resolve, reject) => {
      const take = (reply: WorkerReply): void => {
        const answer = read(reply);
        if (answer === undefined) {
          reject(new Error(`The engine's worker answers '${request.type}' with '${reply.type}'.`));
        } else {
          resolve(answer);
        }
      };
      this.waiting = { take, reject };
      tell(this.worker, request);
    });
  }

  private takeWaiting(): Waiting | null {
    const { waiting } = this;
    this.waiting = null;
    return waiting;
  }

  private end(reason: string): void {
    if (this.ended === null) {
      this.ended = reason;
      this.worker.terminate();
      this.takeWaiting()?.reject(new Error(reason));
    }
  }
}

function tell(worker: Worker, request: WorkerRequest): void {
  worker.postMessage(request);
}

function brokenDown(event: ErrorEvent): Error {
  return new Error(`The engine's worker broke down: ${event.message || 'its script cannot be loaded'}.`);
}
