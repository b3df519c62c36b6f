import { FrameGrabber } from '../capture/frameGrabber';
import { FrameGate } from '../live/frameGate';
import { messageOf } from '../protocol/problem';
import type { LocalEngine } from '../protocol/types';
import type { CapturedFrame, Engine, EngineEvents, FrameSize } from './engine';
import { loadLocalEngine } from './loadLocalEngine';

/** Frames a second that are analysed at most. */
const framesPerSecond = 10;

/** Analyses frames and sound inside this page, with the same models; no picture and no sound leaves the device. */
export class BrowserEngine implements Engine {
  private readonly gate = new FrameGate({ framesPerSecond, unanswered: 1, bufferedBytes: 0 });
  private readonly loading = new AbortController();
  private local: LocalEngine | null = null;
  private grabber: FrameGrabber | null = null;
  private inWork: Promise<void> | null = null;
  private isStopped = false;

  /** @param base Address of the page's folder, ending with a slash; the models are in its `models/`. */
  constructor(
    private readonly base: URL,
    private readonly events: EngineEvents,
  ) {}

  get leftOut(): number {
    return this.gate.busyCount;
  }

  get session(): number {
    return this.local ? 1 : 0;
  }

  start(size: FrameSize, withAudio: boolean): void {
    this.grabber = new FrameGrabber(size);
    this.load(withAudio).catch(error => {
      if (!this.isStopped) {
        this.events.state({ kind: 'failed', reason: messageOf(error), asks: 'nothing' });
      }
    });
  }

  offerFrame(frame: CapturedFrame): void {
    const { local, grabber } = this;
    if (!local || !grabber || this.gate.judge(frame.nowMs, this.inWork ? 1 : 0, 0) !== 'send') {
      return;
    }
    this.inWork = local
      .analyzeFrame(grabber.pixels(frame.video), frame.timeUs)
      .then(result => {
        if (!this.isStopped) {
          this.events.result(result);
        }
      })
      .catch(error => {
        if (!this.isStopped) {
          this.events.notice(`A frame could not be analysed (${messageOf(error)}).`);
        }
      })
      .finally(() => {
        this.inWork = null;
      });
  }

  offerAudio(samples: Float32Array, timeUs: number): void {
    this.local?.pushAudio(samples, timeUs);
  }

  pause(): void {
    // What is not offered costs nothing here.
  }

  resume(): void {
    // Nothing was given up.
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.loading.abort();
    await this.inWork;
    this.local?.dispose();
    this.local = null;
  }

  private async load(withAudio: boolean): Promise<void> {
    this.events.state({ kind: 'loading', loadedBytes: 0, totalBytes: 0 });
    const local = await loadLocalEngine(this.base, {
      audio: withAudio,
      signal: this.loading.signal,
      onProgress: (loadedBytes, totalBytes) => {
        if (!this.isStopped && !this.local) {
          this.events.state({ kind: 'loading', loadedBytes, totalBytes });
        }
      },
    });
    if (this.isStopped) {
      local.dispose();
      return;
    }
    this.local = local;
    this.events.state({ kind: 'running' });
  }
}
