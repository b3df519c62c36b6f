import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reopen } from '../../src/capture/reopen';
import { Backoff } from '../../src/live/backoff';

const absent = new DOMException('gone', 'NotFoundError');
const steady = () => new Backoff(500, 15_000, () => 1);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function camera(): MediaStream & { readonly stopped: () => number } {
  let stopped = 0;
  const track = { stop: () => stopped++ };
  return { getTracks: () => [track], stopped: () => stopped } as unknown as MediaStream & { stopped: () => number };
}

test('a device is asked for with growing delays until it is there', async () => {
  const back = camera();
  const open = vi.fn<() => Promise<MediaStream>>();
  open.mockRejectedValueOnce(absent).mockRejectedValueOnce(absent).mockResolvedValueOnce(back);
  const result = reopen(open, new EventTarget(), new AbortController().signal, steady());
  await vi.advanceTimersByTimeAsync(499);
  expect(open).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(open).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(open).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1 + 2000);
  expect(open).toHaveBeenCalledTimes(3);
  expect(await result).toBe(back);
});

test('a device that is plugged in is asked for at once', async () => {
  const devices = new EventTarget();
  const open = vi.fn<() => Promise<MediaStream>>().mockResolvedValue(camera());
  const result = reopen(open, devices, new AbortController().signal, new Backoff(10_000, 10_000, () => 1));
  devices.dispatchEvent(new Event('devicechange'));
  await result;
  expect(open).toHaveBeenCalledTimes(1);
});

test('a refusal is passed on', async () => {
  const refused = new DOMException('no', 'NotAllowedError');
  const result = reopen(() => Promise.reject(refused), new EventTarget(), new AbortController().signal, steady());
  const outcome = expect(result).rejects.toBe(refused);
  await vi.advanceTimersByTimeAsync(500);
  await outcome;
});

test('once ended nothing is asked for, and what comes too late is given back', async () => {
  const ending = new AbortController();
  const late = camera();
  let arrive: (stream: MediaStream) => void = () => {};
  const open = vi.fn(() => new Promise<MediaStream>(resolve => (arrive = resolve)));
  const result = reopen(open, new EventTarget(), ending.signal, steady());
  await vi.advanceTimersByTimeAsync(500);
  ending.abort();
  arrive(late);
  expect(await result).toBeNull();
  expect(late.stopped()).toBe(1);
  expect(await reopen(open, new EventTarget(), ending.signal, steady())).toBeNull();
  expect(open).toHaveBeenCalledTimes(1);
});
