import { FrameGrabber } from '../capture/frameGrabber';
import { Backoff } from '../live/backoff';
import { FrameGate } from '../live/frameGate';
import { toPcm16 } from '../protocol/binary';
import { problemSentence } from '../protocol/problem';
import { StreamConnection } from '../protocol/streamConnection';
import { authorization, storedToken } from '../protocol/token';
import { type StartMessage, soundHz } from '../protocol/types';
import type { CapturedFrame, Engine, EngineEvents, FrameSize } from './engine';

/** Frames a second that are offered to a server, if it takes so many. */
const framesPerSecond = 10;

/** After so long a pause the session is ended, in milliseconds; servers close idle ones. */
const longPauseMs = 20_000;

/** Close codes after which the same again would fail again (RFC 6455): protocol error, unusable data, limits, too big. */
const finalCodes: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009]);

/** Has frames and sound analysed by the server that the page came from, and comes back to it when the connection is lost. */
export class ServerEngine implements Engine {
  private readonly gate = new FrameGate({ framesPerSecond, unanswered: 3, bufferedBytes: 256 * 1024 });
  private readonly backoff = new Backoff();
  private connection: StreamConnection | null = null;
  private grabber: FrameGrabber | null = null;
  private opening: StartMessage | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private maxFrameBytes = Number.POSITIVE_INFINITY;
  private isRunning = false;
  private isEncoding = false;
  private isPaused = false;
  private longPause: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;
  private sessions = 0;

  /** @param base Address of the page's folder, ending with a slash. */
  constructor(
    private readonly base: URL,
    private readonly events: EngineEvents,
  ) {}

  get leftOut(): number {
    return this.gate.busyCount;
  }

  get session(): number {
    return this.sessions;
  }

  start(size: FrameSize, withAudio: boolean): void {
    this.grabber = new FrameGrabber(size);
    this.opening = {
      type: 'start',
      video: { format: 'jpeg', width: size.width, height: size.height },
      audio: withAudio ? { format: 's16le', sampleRateHz: soundHz } : null,
      options: {},
    };
    this.connect();
  }

  offerFrame(frame: CapturedFrame): void {
    const connection = this.connection;
    if (!this.isRunning || !connection || !this.grabber) {
      return;
    }
    const unanswered = connection.unanswered + (this.isEncoding ? 1 : 0);
    // One picture at a time is encoded, which also keeps them in order.
    if (this.gate.judge(frame.nowMs, unanswered, connection.bufferedBytes) !== 'send' || this.isEncoding) {
      return;
    }
    this.isEncoding = true;
    this.grabber
      .jpeg(frame.video)
      .then(jpeg => {
        if (connection !== this.connection) {
          return;
        }
        if (jpeg.length > this.maxFrameBytes) {
          this.events.notice('The camera’s picture is larger than the server takes.');
          return;
        }
        connection.sendFrame(jpeg, frame.timeUs);
      })
      .catch(error => this.events.notice(`A picture could not be taken from the camera (${String(error)}).`))
      .finally(() => {
        this.isEncoding = false;
      });
  }

  offerAudio(samples: Float32Array, timeUs: number): void {
    if (this.isRunning) {
      this.connection?.sendAudio(toPcm16(samples), timeUs);
    }
  }

  pause(): void {
    this.isPaused = true;
    clearTimeout(this.retry);
    this.longPause = setTimeout(() => {
      const connection = this.connection;
      this.connection = null;
      this.isRunning = false;
      void connection?.end();
    }, longPauseMs);
  }

  resume(): void {
    clearTimeout(this.longPause);
    this.isPaused = false;
    if (!this.connection) {
      this.connect();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.isRunning = false;
    clearTimeout(this.retry);
    clearTimeout(this.longPause);
    await this.connection?.end();
    this.connection = null;
  }

  private connect(): void {
    if (this.isStopped || !this.opening) {
      return;
    }
    this.events.state({ kind: 'connecting' });
    const url = new URL('v1/stream', this.base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const connection: StreamConnection = new StreamConnection(url.href, storedToken(), this.opening, {
      ready: message => {
        this.sessions++;
        this.maxFrameBytes = message.limits.maxFrameBytes;
        this.gate.limit(Math.min(framesPerSecond, message.limits.maxFramesPerSecond));
        this.isRunning = true;
        this.tell(() => {
          this.events.state({ kind: 'running' });
          this.events.level(message.level);
        });
      },
      result: result => {
        // Only a session that works is a reason to be quick again after the next loss.
        this.backoff.reset();
        this.tell(() => this.events.result(result));
      },
      error: message => {
        // A frame that the server dropped is counted by the page as one without a result; all else is worth telling.
        if (message.code !== 'dropped') {
          this.tell(() => this.events.notice(message.message));
        }
      },
      level: level => this.tell(() => this.events.level(level)),
      notice: message => this.tell(() => this.events.notice(message.message)),
      closed: (wasOpen, code, reason) => {
        // One that was ended after a long pause is none of ours any more.
        if (connection === this.connection) {
          void this.lost(wasOpen, code, reason);
        }
      },
    });
    this.connection = connection;
  }

  private tell(event: () => void): void {
    if (!this.isStopped) {
      event();
    }
  }

  private async lost(wasOpen: boolean, code: number, reason: string): Promise<void> {
    this.connection = null;
    this.isRunning = false;
    if (this.isStopped || this.isPaused) {
      return;
    }
    if (finalCodes.has(code)) {
      this.events.state({ kind: 'failed', reason: reason || 'The server ended the session.', asks: 'nothing' });
      return;
    }
    if (wasOpen) {
      this.wait(reason || 'The connection to the server was lost.');
      return;
    }
    await this.findOutWhy();
  }

  /** A browser does not tell why a WebSocket was refused; the same address without one does. */
  private async findOutWhy(): Promise<void> {
    let answer: Response;
    try {
      answer = await fetch(new URL('v1/stream', this.base), {
        headers: authorization(storedToken()),
        signal: AbortSignal.timeout(10_000),
      });
    } catch {
      this.tell(() => this.wait('The server cannot be reached.'));
      return;
    }
    const why = problemSentence(await answer.text().catch(() => ''), `The server answers ${answer.status}.`);
    this.tell(() => {
      if (answer.status === 401) {
        this.events.state({ kind: 'failed', reason: 'The server asks for its token.', asks: 'token' });
      } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 426) {
        this.events.state({ kind: 'failed', reason: why, asks: 'nothing' });
      } else {
        this.wait(answer.status === 426 ? 'The server did not take the connection.' : why);
      }
    });
  }

  private wait(reason: string): void {
    if (this.isPaused) {
      return;
    }
    const retryMs = this.backoff.next();
    this.events.state({ kind: 'waiting', reason, retryMs });
    this.retry = setTimeout(() => this.connect(), retryMs);
  }
}
