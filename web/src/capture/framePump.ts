import type { CapturedFrame } from '../engine/engine';
import type { SessionClock } from './clock';

/** Without frame callbacks, pictures are taken at this interval, in milliseconds. */
const fallbackIntervalMs = 40;

/** Calls back for each frame that a video element shows, with the time it was captured at. */
export class FramePump {
  private handle = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly clock: SessionClock,
    private readonly onFrame: (frame: CapturedFrame) => void,
  ) {
    if ('requestVideoFrameCallback' in video) {
      this.request();
    } else {
      this.timer = setInterval(() => this.emit(performance.now()), fallbackIntervalMs);
    }
  }

  stop(): void {
    clearInterval(this.timer);
    if (this.handle) {
      this.video.cancelVideoFrameCallback(this.handle);
      this.handle = 0;
    }
  }

  private request(): void {
    this.handle = this.video.requestVideoFrameCallback((_now, metadata) => {
      this.request();
      // Cameras tell when a frame was captured; where the browser does not pass it on, when it was ready to be shown.
      this.emit(metadata.captureTime ?? metadata.presentationTime);
    });
  }

  private emit(capturedMs: number): void {
    if (this.video.videoWidth > 0) {
      this.onFrame({ video: this.video, timeUs: this.clock.toUs(capturedMs), nowMs: performance.now() });
    }
  }
}
