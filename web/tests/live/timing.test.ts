import { describe, expect, test } from 'vitest';
import { Backoff } from '../../src/live/backoff';
import { RateMeter, RecentValues } from '../../src/live/statistics';

describe('Backoff', () => {
  test('doubles up to its longest, and begins anew after a success', () => {
    const backoff = new Backoff(500, 15_000, () => 1);
    expect(Array.from({ length: 7 }, () => backoff.next())).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });

  test('keeps at least three quarters', () => {
    expect(new Backoff(1000, 15_000, () => 0).next()).toBe(750);
  });

  test('stays at its longest however long the server is away', () => {
    const backoff = new Backoff(500, 15_000, () => 1);
    for (let i = 0; i < 5000; i++) {
      backoff.next();
    }
    expect(backoff.next()).toBe(15_000);
  });
});

describe('RecentValues', () => {
  test('takes percentiles by the nearest rank', () => {
    const values = new RecentValues(100);
    expect(values.percentile(0.5)).toBeNull();
    for (let i = 100; i >= 1; i--) {
      values.add(i);
    }
    expect(values.percentile(0.5)).toBe(50);
    expect(values.percentile(0.95)).toBe(95);
    expect(values.percentile(0)).toBe(1);
    expect(values.percentile(1)).toBe(100);
  });

  test('forgets the oldest', () => {
    const values = new RecentValues(3);
    for (const value of [100, 1, 2, 3]) {
      values.add(value);
    }
    expect(values.percentile(1)).toBe(3);
  });
});

test('RateMeter counts the last three seconds', () => {
  const meter = new RateMeter();
  for (let nowMs = 0; nowMs < 6000; nowMs += 100) {
    meter.add(nowMs);
  }
  expect(meter.perSecond(5999)).toBeCloseTo(10, 0);
  expect(meter.perSecond(20_000)).toBe(0);
});
