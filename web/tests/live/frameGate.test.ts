import { describe, expect, test } from 'vitest';
import { FrameGate } from '../../src/live/frameGate';

const options = { framesPerSecond: 10, unanswered: 3, bufferedBytes: 1000 };

/** Times at which a camera of so many frames a second gets frames through in a second. */
function sentWithin(gate: FrameGate, cameraRate: number, seconds: number, jitterMs = 0): number[] {
  const sent: number[] = [];
  for (let i = 0; i < cameraRate * seconds; i++) {
    const nowMs = (i * 1000) / cameraRate + (i % 2 === 0 ? jitterMs : 0);
    if (gate.judge(nowMs, 0, 0) === 'send') {
      sent.push(nowMs);
    }
  }
  return sent;
}

describe('FrameGate', () => {
  test.each([
    [30, 0],
    [30, 5],
    [25, 0],
    [60, 3],
    [15, 0],
  ])('holds ten a second of a camera of %i with %i ms of jitter', (rate, jitterMs) => {
    expect(sentWithin(new FrameGate(options), rate, 10, jitterMs).length).toBeCloseTo(100, -1);
  });

  test('lets every frame of a slower camera through', () => {
    expect(sentWithin(new FrameGate(options), 8, 5)).toHaveLength(40);
  });

  test('does not make up for a pause', () => {
    const gate = new FrameGate(options);
    sentWithin(gate, 30, 1);
    const after = [5000, 5033, 5066, 5100, 5133, 5166, 5200].filter(nowMs => gate.judge(nowMs, 0, 0) === 'send');
    expect(after).toEqual([5000, 5100, 5200]);
  });

  test('leaves frames out, and counts them, while too many are unanswered or bytes wait', () => {
    const gate = new FrameGate(options);
    expect(gate.judge(0, 3, 0)).toBe('busy');
    expect(gate.judge(33, 0, 1001)).toBe('busy');
    expect(gate.busyCount).toBe(2);
    expect(gate.judge(66, 2, 1000)).toBe('send');
    expect(gate.judge(99, 0, 0)).toBe('early');
    expect(gate.busyCount).toBe(2);
  });

  test('can be told another rate', () => {
    const gate = new FrameGate(options);
    gate.limit(5);
    expect(sentWithin(gate, 30, 10).length).toBeCloseTo(50, -1);
  });
});
