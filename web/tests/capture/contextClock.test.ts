import { describe, expect, test } from 'vitest';
import { SessionClock } from '../../src/capture/clock';
import { ContextClock } from '../../src/capture/contextClock';

/** Repeatable numbers 0..1 (a linear congruential generator). */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

describe('ContextClock', () => {
  test('finds the offset under late messages', () => {
    const clock = new ContextClock();
    const delays = random(1);
    for (let contextMs = 0; contextMs < 5000; contextMs += 20) {
      clock.observe(contextMs, contextMs + 1234 + delays.next().value ** 3 * 50);
    }
    expect(clock.toPageMs(5000)).toBeCloseTo(6234, 0);
  });

  test('follows a sound card that runs slow', () => {
    const clock = new ContextClock(2000);
    for (let contextMs = 0; contextMs < 60_000; contextMs += 20) {
      clock.observe(contextMs, contextMs * 1.0005 + 100);
    }
    // The window's oldest offset is the smallest: two seconds of drift behind, a millisecond here.
    expect(Math.abs(clock.toPageMs(60_000) - (60_000 * 1.0005 + 100))).toBeLessThan(1.1);
  });

  test('follows one that runs fast', () => {
    const clock = new ContextClock(2000);
    for (let contextMs = 0; contextMs < 60_000; contextMs += 20) {
      clock.observe(contextMs, contextMs * 0.9995 + 100);
    }
    expect(Math.abs(clock.toPageMs(60_000) - (60_000 * 0.9995 + 100))).toBeLessThan(0.1);
  });

  test('knows nothing before the first message', () => {
    expect(new ContextClock().toPageMs(0)).toBeNaN();
  });
});

test('SessionClock counts microseconds from its start', () => {
  const clock = new SessionClock(1000);
  expect(clock.toUs(1000)).toBe(0);
  expect(clock.toUs(1002.5)).toBe(2500);
  expect(clock.sinceMs(2500, 1010)).toBe(7.5);
});
