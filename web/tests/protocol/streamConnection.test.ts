import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StreamConnection, type StreamEvents } from '../../src/protocol/streamConnection';
import type { StartMessage } from '../../src/protocol/types';

/** A WebSocket whose other end is the test. */
class TestSocket {
  binaryType = '';
  bufferedAmount = 0;
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: (string | Uint8Array)[] = [];
  isClosed = false;

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.isClosed = true;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const start: StartMessage = {
  type: 'start',
  video: { format: 'jpeg', width: 640, height: 480 },
  audio: null,
  options: {},
};
const ready = { type: 'ready', session: 'a', limits: {}, level: { index: 0, name: 'full' } };
const result = (sequence: number) => ({ type: 'result', sequence, time: sequence * 1000, faces: [] });

let socket: TestSocket;
let told: string[];
let connection: StreamConnection;

function connect(): void {
  socket = new TestSocket();
  told = [];
  const events: StreamEvents = {
    ready: () => told.push('ready'),
    result: message => told.push(`result ${message.sequence}`),
    error: message => told.push(`error ${message.code}`),
    level: level => told.push(`level ${level.name}`),
    notice: message => told.push(`notice ${message.code}`),
    closed: (wasOpen, code, reason) => told.push(`closed ${wasOpen} ${code} ${reason}`),
  };
  connection = new StreamConnection('ws://server/v1/stream', null, start, events, () => socket as unknown as WebSocket);
}

describe('StreamConnection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    connect();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function open(): void {
    socket.onopen?.();
    socket.say(ready);
  }

  test('says start first, and sends nothing else before the server is ready', () => {
    socket.onopen?.();
    connection.sendFrame(new Uint8Array(1), 0);
    connection.sendAudio(new Uint8Array(2), 0);
    expect(socket.sent).toEqual([JSON.stringify(start)]);
  });

  test('counts frames and sound apart, and knows which frames are unanswered', () => {
    open();
    connection.sendFrame(new Uint8Array([1]), 0);
    connection.sendAudio(new Uint8Array([2, 2]), 0);
    connection.sendFrame(new Uint8Array([3]), 1000);
    const numbers = socket.sent.slice(1).map(message => (message as Uint8Array)[4]);
    expect(numbers).toEqual([0, 0, 1]);
    expect(connection.unanswered).toBe(2);
    socket.say(result(0));
    expect(connection.unanswered).toBe(1);
    socket.say({ type: 'error', sequence: 1, code: 'dropped', message: 'Newer frames came.' });
    expect(connection.unanswered).toBe(0);
    expect(told).toEqual(['ready', 'result 0', 'error dropped']);
  });

  test('counts a server that never gets ready as lost', () => {
    socket.onopen?.();
    vi.advanceTimersByTime(20_000);
    expect(told).toEqual(['closed true 1006 The server does not answer.']);
    expect(socket.isClosed).toBe(true);
  });

  test('counts a server that leaves a frame unanswered as lost, and one without frames not', () => {
    open();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(['ready']);
    connection.sendFrame(new Uint8Array(1), 0);
    vi.advanceTimersByTime(14_000);
    connection.sendFrame(new Uint8Array(1), 1);
    vi.advanceTimersByTime(2_000);
    expect(told.at(-1)).toBe('closed true 1006 The server does not answer.');
  });

  test('waits for the newest answer again and again', () => {
    open();
    for (let i = 0; i < 10; i++) {
      connection.sendFrame(new Uint8Array(1), i);
      vi.advanceTimersByTime(10_000);
      socket.say(result(i));
    }
    expect(told).not.toContain('closed true 1006 The server does not answer.');
  });

  test('ends by asking, and waits for what is in flight', async () => {
    open();
    connection.sendFrame(new Uint8Array(1), 0);
    const ended = connection.end();
    expect(socket.sent.at(-1)).toBe('{"type":"end"}');
    socket.say(result(0));
    socket.say({ type: 'end', frames: 1, results: 1, errors: 0 });
    socket.onclose?.({ code: 1000, reason: '' });
    await ended;
    expect(told).toEqual(['ready', 'result 0', 'closed true 1000 ']);
  });

  test('does not wait for ever for the end', async () => {
    open();
    const ended = connection.end();
    vi.advanceTimersByTime(5_000);
    await ended;
    expect(socket.isClosed).toBe(true);
  });

  test('tells of the close once, with its reason', () => {
    open();
    socket.onclose?.({ code: 1001, reason: 'The server stops.' });
    socket.onclose?.({ code: 1006, reason: '' });
    connection.sendFrame(new Uint8Array(1), 0);
    expect(told).toEqual(['ready', 'closed true 1001 The server stops.']);
    expect(socket.sent).toHaveLength(1);
  });

  test('sends nothing while the connection is closing', () => {
    open();
    socket.readyState = 2;
    connection.sendFrame(new Uint8Array(1), 0);
    connection.sendAudio(new Uint8Array(2), 0);
    expect(socket.sent).toHaveLength(1);
    expect(connection.unanswered).toBe(0);
  });

  test('tells whether a refused connection had ever been open', () => {
    socket.onclose?.({ code: 1006, reason: '' });
    expect(told).toEqual(['closed false 1006 ']);
  });

  test('leaves a server that does not keep to the protocol', () => {
    open();
    socket.onmessage?.({ data: 'nonsense' });
    expect(told.at(-1)).toBe('closed true 1002 The server sent something that is not JSON.');
  });
});
