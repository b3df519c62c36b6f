import { type DeviceKind, listDevices } from '../capture/devices';
import type { EngineState, FrameSize } from '../engine/engine';
import { Overlay, toOverlayFace } from '../overlay/overlay';
import type { FrameResult, QualityLevel } from '../protocol/types';
import { download, Recording } from '../record/recording';
import type { Announcer } from '../ui/announcer';
import { byId } from '../ui/dom';
import { megabytes } from '../ui/format';
import { PeopleView, verdictOf } from '../ui/peopleView';
import type { PlaceChoice } from '../ui/placeChoice';
import { Readouts } from '../ui/readouts';
import { askForToken } from '../ui/tokenDialog';
import { VoiceView } from '../ui/voiceView';
import { LiveSession } from './liveSession';

/** Numbers and charts are brought up to date at this interval, in milliseconds; boxes with each result. */
const drawEveryMs = 200;

/** A box without a newer result is taken away after so long, in milliseconds. */
const staleAfterMs = 1500;

/** So many frames left out within three seconds mean that the connection is slow. */
const slowLeftOut = 6;

/** The live panel: consent, the running session, and its end. */
export class LiveView {
  private readonly consent = byId('consent', HTMLFormElement);
  private readonly live = byId('live', HTMLDivElement);
  private readonly status = byId('live-status', HTMLParagraphElement);
  private readonly notice = byId('live-notice', HTMLParagraphElement);
  private readonly message = byId('live-message', HTMLParagraphElement);
  private readonly pause = byId('pause', HTMLButtonElement);
  private readonly video = byId('camera-view', HTMLVideoElement);
  private readonly overlay = new Overlay(byId('camera-overlay', HTMLCanvasElement));
  private readonly people = new PeopleView(byId('people', HTMLDivElement), byId('nobody', HTMLParagraphElement));
  private readonly voice = new VoiceView();
  private readonly readouts = new Readouts(byId('readouts', HTMLDListElement));

  private session: LiveSession | null = null;
  private recording = new Recording();
  private size: FrameSize = { width: 1, height: 1 };
  private engineState: EngineState | null = null;
  private gone: readonly DeviceKind[] = [];
  private isPaused = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private lastResultMs = Number.NEGATIVE_INFINITY;
  private noticeUntilMs = 0;
  private leftOutBefore: { count: number; atMs: number } = { count: 0, atMs: 0 };

  constructor(
    private readonly base: URL,
    private readonly announcer: Announcer,
    private readonly place: PlaceChoice,
  ) {
    byId('server-name', HTMLElement).textContent = base.host;
    this.consent.addEventListener('submit', event => {
      event.preventDefault();
      this.start();
    });
    byId('use-microphone', HTMLInputElement).addEventListener('change', () => this.nameButton());
    this.pause.addEventListener('click', () => this.setPaused(!this.isPaused));
    byId('stop', HTMLButtonElement).addEventListener('click', () => this.end(''));
    byId('export-csv', HTMLButtonElement).addEventListener('click', () =>
      download('mien-live.csv', 'text/csv', this.recording.toCsv()),
    );
    byId('export-json', HTMLButtonElement).addEventListener('click', () =>
      download('mien-live.json', 'application/json', this.recording.toJson(this.session?.place ?? 'server')),
    );
    document.addEventListener('visibilitychange', () => {
      this.session?.setHidden(document.hidden);
      this.tellState();
    });
    void this.listDevices();
  }

  /** Takes over the page's present colours. */
  recolor(): void {
    this.people.recolor();
  }

  private nameButton(): void {
    const withAudio = byId('use-microphone', HTMLInputElement).checked;
    byId('start', HTMLButtonElement).textContent = `I agree: start camera${withAudio ? ' and microphone' : ''}`;
  }

  /** Devices have names, and can be chosen, once the person has allowed their use. */
  private async listDevices(): Promise<void> {
    for (const [kind, id] of [
      ['videoinput', 'camera'],
      ['audioinput', 'microphone'],
    ] as const) {
      const select = byId(id, HTMLSelectElement);
      const devices = await listDevices(kind);
      const chosen = select.value;
      select.replaceChildren(
        new Option('The browser’s choice', ''),
        ...devices.map((device, i) => new Option(device.label || `${id} ${i + 1}`, device.deviceId)),
      );
      select.value = devices.some(device => device.deviceId === chosen) ? chosen : '';
      byId(`${id}-field`, HTMLLabelElement).hidden = devices.length < 2;
    }
  }

  private start(): void {
    this.recording = new Recording();
    this.people.clear();
    this.voice.clear();
    this.readouts.clear();
    this.overlay.clear();
    this.isPaused = false;
    this.engineState = null;
    this.gone = [];
    this.leftOutBefore = { count: 0, atMs: performance.now() };
    this.showMessage('');
    this.showNotice('');
    this.showPaused();
    this.consent.hidden = true;
    this.live.hidden = false;
    this.setStatus('Waiting for you to allow camera and microphone in the browser …');
    const session = new LiveSession(
      this.video,
      this.place.value,
      {
        cameraId: byId('camera', HTMLSelectElement).value,
        microphoneId: byId('microphone', HTMLSelectElement).value,
        withAudio: byId('use-microphone', HTMLInputElement).checked,
      },
      this.base,
      {
        opened: (size, isMirrored) => {
          this.size = size;
          this.overlay.isMirrored = isMirrored;
          this.video.classList.toggle('mirrored', isMirrored);
          void this.listDevices();
        },
        deviceFailed: sentence => this.end(sentence),
        devicesGone: kinds => {
          this.gone = kinds;
          this.tellState();
        },
        state: state => {
          this.engineState = state;
          this.tellState();
        },
        result: result => this.take(session, result),
        level: level => this.showLevel(level),
        notice: sentence => this.showNotice(sentence),
      },
    );
    this.session = session;
    this.timer = setInterval(() => this.draw(), drawEveryMs);
    this.pause.focus();
    void session.start();
  }

  /** Ends the session; where something was seen it stays to be saved. */
  private end(sentence: string): void {
    const { session } = this;
    this.session = null;
    clearInterval(this.timer);
    this.overlay.clear();
    this.consent.hidden = false;
    this.live.hidden = this.recording.length === 0;
    this.setStatus(this.recording.length > 0 ? 'Stopped. What was seen can still be saved.' : '');
    this.showNotice('');
    this.showMessage(sentence);
    byId('start', HTMLButtonElement).focus();
    void session?.stop();
  }

  private setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.session?.setPaused(isPaused);
    this.showPaused();
    this.tellState();
  }

  private showPaused(): void {
    this.pause.setAttribute('aria-pressed', String(this.isPaused));
    this.pause.textContent = this.isPaused ? 'Go on' : 'Pause';
  }

  private take(session: LiveSession, result: FrameResult): void {
    if (session !== this.session) {
      return;
    }
    const nowMs = performance.now();
    this.lastResultMs = nowMs;
    this.readouts.add(result, session.sinceMs(result.time), nowMs);
    this.recording.add(result, session.connection);
    this.overlay.draw(result.faces.map(toOverlayFace), this.size.width, this.size.height);
    this.people.add(result, session.connection);
    this.voice.show(result.speech);
    this.showLevel(result.level);
    this.announcer.say(
      result.faces.map(face => `Person ${face.id}: ${verdictOf(face)}`).join('. ') || 'Nobody is seen.',
    );
  }

  private draw(): void {
    const { session } = this;
    if (!session) {
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.lastResultMs > staleAfterMs) {
      this.overlay.clear();
    }
    if (!this.isPaused && !document.hidden) {
      this.people.draw(session.nowSeconds);
    }
    this.readouts.show(session.leftOut, nowMs);
    this.watchSlowness(session.leftOut, nowMs);
    if (this.noticeUntilMs < nowMs) {
      this.notice.hidden = true;
    }
  }

  private watchSlowness(leftOut: number, nowMs: number): void {
    if (nowMs - this.leftOutBefore.atMs < 3000) {
      return;
    }
    if (leftOut - this.leftOutBefore.count >= slowLeftOut && this.session?.place === 'server') {
      this.showNotice(
        'The connection or the server is slow: some frames are left out, so that what you see stays recent.',
      );
    }
    this.leftOutBefore = { count: leftOut, atMs: nowMs };
  }

  private tellState(): void {
    if (!this.session) {
      return;
    }
    const state = this.engineState;
    if (state?.kind === 'failed') {
      this.fail(state.reason, state.asks === 'token');
    } else if (this.isPaused) {
      this.setStatus('Paused: nothing is sent or analysed.');
    } else if (document.hidden) {
      this.setStatus('The page is hidden: nothing is sent or analysed until you come back.');
    } else if (this.gone.length > 0) {
      const [verb, what] = this.gone.length > 1 ? ['are', 'they are'] : ['is', 'it is'];
      this.setStatus(`The ${this.gone.join(' and the ')} ${verb} gone: waiting until ${what} connected again …`);
    } else if (state) {
      this.setStatus(this.describe(state));
    }
  }

  private describe(state: Exclude<EngineState, { kind: 'failed' }>): string {
    switch (state.kind) {
      case 'connecting':
        return 'Connecting to the server …';
      case 'loading':
        return state.totalBytes > 0
          ? `Loading the models: ${megabytes(state.loadedBytes)} of ${megabytes(state.totalBytes)} …`
          : 'Loading the models …';
      case 'waiting':
        return `${state.reason} Trying again in ${Math.max(1, Math.round(state.retryMs / 1000))} s …`;
      case 'running':
        return this.session?.place === 'browser'
          ? 'Running in this browser: nothing leaves this device.'
          : `Running on the server ${this.base.host}.`;
    }
  }

  private fail(reason: string, asksToken: boolean): void {
    this.end(reason);
    if (asksToken) {
      void askForToken().then(isGiven => {
        if (isGiven) {
          this.start();
        }
      });
    }
  }

  private showLevel(level: QualityLevel): void {
    byId('level-name', HTMLElement).textContent = level.name;
    byId('level-reason', HTMLSpanElement).textContent = level.reason ?? '';
  }

  private showNotice(sentence: string): void {
    this.notice.textContent = sentence;
    this.notice.hidden = sentence === '';
    this.noticeUntilMs = performance.now() + 8000;
  }

  private showMessage(sentence: string): void {
    this.message.textContent = sentence;
    this.message.hidden = sentence === '';
  }

  private setStatus(text: string): void {
    // A live region speaks whenever it is written to.
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
    this.status.hidden = text === '';
  }
}
