import { SessionClock } from '../capture/clock';
import { explainDeviceError } from '../capture/deviceProblem';
import { type DeviceChoice, type DeviceKind, openDevices, stopAll } from '../capture/devices';
import { analysisSize } from '../capture/frameGrabber';
import { FramePump } from '../capture/framePump';
import { Microphone } from '../capture/microphone';
import { reopen } from '../capture/reopen';
import { BrowserEngine } from '../engine/browserEngine';
import type { CapturedFrame, Engine, EngineEvents, FrameSize } from '../engine/engine';
import { ServerEngine } from '../engine/serverEngine';
import { messageOf } from '../protocol/problem';
import type { Place } from '../ui/placeChoice';

/** What a session tells, beside its engine's events. */
export interface LiveEvents extends EngineEvents {
  /** Pictures arrive; the size they are analysed at, and whether the picture should be shown as in a mirror. */
  opened(size: FrameSize, isMirrored: boolean): void;
  /** Camera or microphone could not be opened; the session is over. */
  deviceFailed(sentence: string): void;
  /** These devices went away and are waited for; the others go on. Empty: all are there again. */
  devicesGone(kinds: readonly DeviceKind[]): void;
}

/** Camera and microphone, from consent to the end, analysed by one engine. */
export class LiveSession {
  private readonly clock = new SessionClock();
  private engine: Engine;
  /** What engines before this one counted: each works at one size of frames. */
  private before = { sessions: 0, leftOut: 0 };
  private stream: MediaStream | null = null;
  private pump: FramePump | null = null;
  private microphone: Microphone | null = null;
  private size: FrameSize | null = null;
  private isPaused = false;
  private isHidden = document.hidden;
  private readonly ending = new AbortController();
  private readonly gone = new Set<DeviceKind>();

  constructor(
    private readonly video: HTMLVideoElement,
    readonly place: Place,
    private readonly choice: DeviceChoice,
    private readonly base: URL,
    private readonly events: LiveEvents,
  ) {
    this.engine = this.makeEngine();
  }

  /** Frames that were left out because earlier ones were not answered. */
  get leftOut(): number {
    return this.before.leftOut + this.engine.leftOut;
  }

  /** Which connection results come from now. */
  get connection(): number {
    return this.before.sessions + this.engine.session;
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
    this.watch(this.stream);
    await this.listen();
    if (this.isStopped) {
      return;
    }
    this.begin(analysisSize(this.video.videoWidth, this.video.videoHeight));
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
    this.ending.abort();
    this.pump?.stop();
    this.release();
    await Promise.all([this.microphone?.close(), this.engine.stop()]);
  }

  private makeEngine(): Engine {
    return this.place === 'server'
      ? new ServerEngine(this.base, this.events)
      : new BrowserEngine(this.base, this.events);
  }

  private begin(size: FrameSize): void {
    this.size = size;
    const [track] = this.stream?.getVideoTracks() ?? [];
    this.events.opened(size, track?.getSettings().facingMode !== 'environment');
    this.engine.start(size, this.microphone !== null);
    if (this.isIdle) {
      this.engine.pause();
    }
  }

  /** The camera gives pictures of another size, as a phone that was turned does: another engine takes over. */
  private beginAgain(size: FrameSize): void {
    const { sessions, leftOut } = this.before;
    this.before = { sessions: sessions + this.engine.session, leftOut: leftOut + this.engine.leftOut };
    void this.engine.stop();
    this.engine = this.makeEngine();
    this.begin(size);
  }

  private get isStopped(): boolean {
    return this.ending.signal.aborted;
  }

  private get isIdle(): boolean {
    const isBlind = this.gone.has('camera') && (!this.microphone || this.gone.has('microphone'));
    return this.isPaused || this.isHidden || isBlind;
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

  private async listen(): Promise<void> {
    if (!this.stream || this.stream.getAudioTracks().length === 0) {
      return;
    }
    try {
      this.microphone = await Microphone.open(this.stream, this.clock, (samples, timeUs) => {
        if (!this.isIdle) {
          this.engine.offerAudio(samples, timeUs);
        }
      });
    } catch (error) {
      stopAll(this.stream?.getAudioTracks() ?? []);
      this.events.notice(`The microphone cannot be read (${messageOf(error)}); the camera goes on without it.`);
    }
  }

  private offer(frame: CapturedFrame): void {
    if (this.isIdle || this.isStopped || !this.size) {
      return;
    }
    const size = analysisSize(this.video.videoWidth, this.video.videoHeight);
    if (size.width !== this.size.width || size.height !== this.size.height) {
      this.beginAgain(size);
      return;
    }
    this.engine.offerFrame(frame);
  }

  private watch(stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => void this.bringBack(track.kind === 'video' ? 'camera' : 'microphone'));
    }
  }

  /** A device went away: the other one goes on, and this one is asked for until it is there again. */
  private async bringBack(kind: DeviceKind): Promise<void> {
    if (this.isStopped || this.gone.has(kind)) {
      return;
    }
    this.change(() => this.gone.add(kind));
    this.events.devicesGone([...this.gone]);
    try {
      const found = await reopen(() => openDevices(this.choice, kind), navigator.mediaDevices, this.ending.signal);
      if (found) {
        await this.replace(kind, found);
      }
    } catch (error) {
      this.giveUp(kind, error);
    }
  }

  /** Waiting for the device does not help: without a camera there is nothing to show, without a microphone there is. */
  private giveUp(kind: DeviceKind, error: unknown): void {
    if (this.isStopped) {
      return;
    }
    if (kind === 'camera') {
      this.events.deviceFailed(explainDeviceError(error, false).sentence);
      return;
    }
    void this.microphone?.close();
    this.microphone = null;
    this.change(() => this.gone.delete(kind));
    this.events.devicesGone([...this.gone]);
    this.events.notice(`The microphone cannot be used any more (${messageOf(error)}); the camera goes on without it.`);
  }

  private async replace(kind: DeviceKind, found: MediaStream): Promise<void> {
    const { stream } = this;
    if (!stream) {
      stopAll(found.getTracks());
      return;
    }
    for (const track of kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks()) {
      stream.removeTrack(track);
    }
    for (const track of found.getTracks()) {
      stream.addTrack(track);
    }
    this.watch(found);
    if (kind === 'camera') {
      this.video.srcObject = stream;
      await this.video.play();
    } else {
      const { microphone } = this;
      this.microphone = null;
      await microphone?.close();
      await this.listen();
    }
    if (!this.isStopped) {
      this.change(() => this.gone.delete(kind));
      this.events.devicesGone([...this.gone]);
    }
  }

  private release(): void {
    if (this.stream) {
      stopAll(this.stream.getTracks());
    }
    this.stream = null;
    this.video.srcObject = null;
  }
}
