import { SessionClock } from '../capture/clock';
import { explainDeviceError } from '../capture/deviceProblem';
import { type DeviceChoice, openDevices } from '../capture/devices';
import { analysisSize } from '../capture/frameGrabber';
import { FramePump } from '../capture/framePump';
import { Microphone } from '../capture/microphone';
import { BrowserEngine } from '../engine/browserEngine';
import type { CapturedFrame, Engine, EngineEvents, FrameSize } from '../engine/engine';
import { ServerEngine } from '../engine/serverEngine';

/** Where frames are analysed. */
export type Place = 'server' | 'browser';

/** What a session tells, beside its engine's events. */
export interface LiveEvents extends EngineEvents {
  /** Pictures arrive; the size they are analysed at, and whether the picture should be shown as in a mirror. */
  opened(size: FrameSize, isMirrored: boolean): void;
  /** Camera or microphone could not be opened, or the camera went away; the session is over. */
  deviceFailed(sentence: string): void;
}

/** Camera and microphone, from consent to the end, analysed by one engine. */
export class LiveSession {
  private readonly clock = new SessionClock();
  private readonly engine: Engine;
  private stream: MediaStream | null = null;
  private pump: FramePump | null = null;
  private microphone: Microphone | null = null;
  private size: FrameSize | null = null;
  private isPaused = false;
  private isHidden = document.hidden;
  private isStopped = false;

  constructor(
    private readonly video: HTMLVideoElement,
    readonly place: Place,
    private readonly choice: DeviceChoice,
    base: URL,
    private readonly events: LiveEvents,
  ) {
    this.engine = place === 'server' ? new ServerEngine(base, events) : new BrowserEngine(base, events);
  }

  /** Frames that were left out because earlier ones were not answered. */
  get leftOut(): number {
    return this.engine.leftOut;
  }

  /** Which connection results come from now. */
  get connection(): number {
    return this.engine.session;
  }

  /** Milliseconds since a time of the session. */
  sinceMs(timeUs: number): number {
    return this.clock.sinceMs(timeUs);
  }

  /** Seconds since the session's start. */
  get nowSeconds(): number {
    return this.clock.toUs(performance.now()) / 1e6;
  }

  /** Opens the devices, which makes the browser ask the person, and begins. */
  async start(): Promise<void> {
    try {
      this.stream = await openDevices(this.choice);
      if (this.isStopped) {
        this.release();
        return;
      }
      this.video.srcObject = this.stream;
      await this.video.play();
    } catch (error) {
      this.release();
      if (!this.isStopped) {
        this.events.deviceFailed(explainDeviceError(error, this.choice.withAudio).sentence);
      }
      return;
    }
    const [track] = this.stream.getVideoTracks();
    track?.addEventListener('ended', () => this.cameraEnded());
    this.stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      this.events.notice('The microphone is gone; the camera goes on without it.');
    });
    this.size = analysisSize(this.video.videoWidth, this.video.videoHeight);
    this.events.opened(this.size, track?.getSettings().facingMode !== 'environment');
    const hasAudio = await this.listen();
    if (this.isStopped) {
      return;
    }
    this.engine.start(this.size, hasAudio);
    if (this.isIdle) {
      this.engine.pause();
    }
    this.pump = new FramePump(this.video, this.clock, frame => this.offer(frame));
  }

  /** Pauses, or goes on. */
  setPaused(isPaused: boolean): void {
    this.change(() => {
      this.isPaused = isPaused;
    });
  }

  /** The page is not seen, or is again: nothing is sent from a page that nobody looks at. */
  setHidden(isHidden: boolean): void {
    this.change(() => {
      this.isHidden = isHidden;
    });
  }

  /** Ends and gives the devices back. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.pump?.stop();
    this.release();
    await Promise.all([this.microphone?.close(), this.engine.stop()]);
  }

  private get isIdle(): boolean {
    return this.isPaused || this.isHidden;
  }

  private change(set: () => void): void {
    const before = this.isIdle;
    set();
    if (this.isIdle !== before && this.pump) {
      if (this.isIdle) {
        this.engine.pause();
      } else {
        this.engine.resume();
      }
    }
  }

  private async listen(): Promise<boolean> {
    if (!this.stream || this.stream.getAudioTracks().length === 0) {
      return false;
    }
    try {
      this.microphone = await Microphone.open(this.stream, this.clock, (samples, timeUs) => {
        if (!this.isIdle) {
          this.engine.offerAudio(samples, timeUs);
        }
      });
      return true;
    } catch (error) {
      this.events.notice(`The microphone cannot be read (${String(error)}); the camera goes on without it.`);
      return false;
    }
  }

  private offer(frame: CapturedFrame): void {
    if (this.isIdle || this.isStopped || !this.size) {
      return;
    }
    const size = analysisSize(this.video.videoWidth, this.video.videoHeight);
    if (size.width !== this.size.width || size.height !== this.size.height) {
      // A phone that was turned: the picture is another one, and a session's frames all have one size.
      this.isStopped = true;
      this.events.deviceFailed('The camera’s picture changed its size; start again.');
      return;
    }
    this.engine.offerFrame(frame);
  }

  private cameraEnded(): void {
    if (!this.isStopped) {
      this.events.deviceFailed('The camera is gone; connect it, then start again.');
    }
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) {
      track.stop();
    }
    this.stream = null;
    this.video.srcObject = null;
  }
}
