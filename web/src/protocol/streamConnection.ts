import { encodeMessage, messageKind } from './binary';
import { parseServerMessage } from './messages';
import { messageOf } from './problem';
import { subprotocols } from './token';
import type {
  EndMessage,
  ErrorMessage,
  FrameResult,
  NoticeMessage,
  QualityLevel,
  ReadyMessage,
  StartMessage,
} from './types';

/** What a connection tells. */
export interface StreamEvents {
  ready(message: ReadyMessage): void;
  result(result: FrameResult): void;
  error(message: ErrorMessage): void;
  level(level: QualityLevel): void;
  notice(message: NoticeMessage): void;
  /** The last: whether the server had taken the connection, and its close code and reason. */
  closed(wasOpen: boolean, code: number, reason: string): void;
}

/** A WebSocket's state in which it takes messages (`WebSocket.OPEN`). */
const openState = 1;

/** Times after which a connection counts as lost, in milliseconds. */
const readyWithinMs = 15_000;
const answerWithinMs = 15_000;
const endWithinMs = 3_000;

/** One session of the protocol `mien.v1` over one WebSocket. */
export class StreamConnection {
  private readonly socket: WebSocket;
  private readonly pending = new Set<number>();
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private frameSequence = 0;
  private audioSequence = 0;
  private isOpen = false;
  private isReady = false;
  private isClosed = false;

  /**
   * Connects.
   * @param url Address of the stream, ws: or wss:.
   */
  constructor(
    url: string,
    token: string | null,
    start: StartMessage,
    private readonly events: StreamEvents,
    open: (url: string, protocols: string[]) => WebSocket = (address, protocols) => new WebSocket(address, protocols),
  ) {
    this.socket = open(url, subprotocols(token));
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => {
      this.isOpen = true;
      this.socket.send(JSON.stringify(start));
    };
    this.socket.onmessage = event => this.take(event.data);
    this.socket.onclose = event => this.finish(event.code, event.reason);
    this.expect(readyWithinMs);
  }

  /** Frames that were sent and not answered. */
  get unanswered(): number {
    return this.pending.size;
  }

  /** Bytes that the browser has not sent yet. */
  get bufferedBytes(): number {
    return this.socket.bufferedAmount;
  }

  /** Between the server's close and the browser's word of it nothing can be sent either. */
  private get canSend(): boolean {
    return this.isReady && !this.isClosed && this.socket.readyState === openState;
  }

  /** Sends a frame, if the server is ready. */
  sendFrame(jpeg: Uint8Array, timeUs: number): void {
    if (!this.canSend) {
      return;
    }
    if (this.pending.size === 0) {
      this.expect(answerWithinMs);
    }
    this.pending.add(this.frameSequence);
    this.socket.send(encodeMessage(messageKind.jpeg, this.frameSequence++, timeUs, jpeg));
  }

  /** Sends sound, if the server is ready. */
  sendAudio(pcm: Uint8Array, timeUs: number): void {
    if (this.canSend) {
      this.socket.send(encodeMessage(messageKind.pcm, this.audioSequence++, timeUs, pcm));
    }
  }

  /** Asks the server to answer what is in flight and to close; closes by itself if that takes too long. */
  end(): Promise<void> {
    if (this.isClosed) {
      return Promise.resolve();
    }
    if (!this.canSend) {
      this.abandon(1000, '');
      return Promise.resolve();
    }
    return new Promise(resolve => {
      this.socket.send(JSON.stringify({ type: 'end' }));
      const timer = setTimeout(() => this.abandon(1000, ''), endWithinMs);
      this.afterClose = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private afterClose: () => void = () => {};

  private take(data: unknown): void {
    if (this.isClosed || typeof data !== 'string') {
      return;
    }
    let message: ReturnType<typeof parseServerMessage>;
    try {
      message = parseServerMessage(data);
    } catch (error) {
      this.abandon(1002, messageOf(error));
      return;
    }
    switch (message?.type) {
      case 'ready':
        this.isReady = true;
        this.expect(null);
        this.events.ready(message);
        break;
      case 'result':
        this.answered(message.sequence);
        this.events.result(message);
        break;
      case 'error':
        if (message.sequence !== undefined) {
          this.answered(message.sequence);
        }
        this.events.error(message);
        break;
      case 'level':
        this.events.level(message);
        break;
      case 'notice':
        this.events.notice(message);
        break;
      case 'end':
        this.ended(message);
        break;
    }
  }

  private ended(_message: EndMessage): void {
    // The server closes now; nothing more is to be answered.
    this.pending.clear();
    this.expect(null);
  }

  private answered(sequence: number): void {
    this.pending.delete(sequence);
    this.expect(this.pending.size > 0 ? answerWithinMs : null);
  }

  /** Counts the connection as lost if nothing comes for a while: a cable that was pulled closes nothing. */
  private expect(withinMs: number | null): void {
    clearTimeout(this.watchdog);
    if (withinMs !== null && !this.isClosed) {
      this.watchdog = setTimeout(() => this.abandon(1006, 'The server does not answer.'), withinMs);
    }
  }

  private abandon(code: number, reason: string): void {
    this.socket.close();
    this.finish(code, reason);
  }

  private finish(code: number, reason: string): void {
    if (this.isClosed) {
      return;
    }
    this.isClosed = true;
    this.isReady = false;
    clearTimeout(this.watchdog);
    this.pending.clear();
    this.events.closed(this.isOpen, code, reason);
    this.afterClose();
  }
}
