/** The engine's own thread: loads the models and analyses what the page sends, one message after the other. */
import { messageOf } from '../protocol/problem';
import { type RgbImage, rgbFromRgba } from './image/rgbImage';
import { LocalAnalysis } from './localAnalysis';
import { loadLocalModels } from './localModels';
import { ModelFiles } from './model/modelFiles';
import { configureOrt, OrtNetwork } from './model/ortNetwork';
import type { WorkerReply, WorkerRequest } from './workerMessages';

const FACE_MODELS = ['face-detector', 'face-landmarks', 'face-emotion'] as const;
const ALL_MODELS = [...FACE_MODELS, 'speech-emotion'] as const;

let analysis: LocalAnalysis | null = null;
let picture: RgbImage | undefined;

// Messages come while others are worked on: each waits for those before it.
let turn: Promise<void> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<WorkerRequest>) => {
  turn = turn
    .then(() => answer(event.data))
    .catch(error => reply({ type: 'failed', request: event.data.type, message: messageOf(error) }));
});

async function answer(request: WorkerRequest): Promise<void> {
  switch (request.type) {
    case 'load':
      analysis = await load(request);
      reply({ type: 'ready' });
      return;
    case 'audio':
      await analysis?.pushAudio(request.samples, request.timeUs);
      return;
    case 'hear':
      reply({ type: 'heard', windows: await loaded().hear(request.samples) });
      return;
    case 'frame': {
      const queueMs = Math.max(0, performance.timeOrigin + performance.now() - request.sentMs);
      picture = rgbFromRgba(request.rgba, request.width, request.height, picture);
      reply({ type: 'result', result: await loaded().analyze(picture, request.timeUs, queueMs) });
    }
  }
}

function loaded(): LocalAnalysis {
  if (!analysis) {
    throw new Error('The models are not loaded.');
  }
  return analysis;
}

async function load(request: WorkerRequest & { type: 'load' }): Promise<LocalAnalysis> {
  configureOrt({ threads: request.threads });
  const source = new ModelFiles(request.modelsUrl, (loaded, total) => reply({ type: 'progress', loaded, total }));
  const files = request.audio ? await source.fetchAll(ALL_MODELS) : await source.fetchAll(FACE_MODELS);
  const models = await loadLocalModels(files, file => OrtNetwork.load(file));
  return new LocalAnalysis(models, { maxFaces: request.maxFaces, landmarks: request.landmarks });
}

function reply(message: WorkerReply): void {
  self.postMessage(message);
}
