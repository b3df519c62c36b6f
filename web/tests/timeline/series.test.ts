import { describe, expect, test } from 'vitest';
import { EmotionSeries } from '../../src/timeline/emotionSeries';
import { clockTime, milliseconds, percent } from '../../src/ui/format';

describe('EmotionSeries', () => {
  test('holds columns of times and labels', () => {
    const series = new EmotionSeries(['happy', 'sad']);
    series.add(0, { sad: 0.2, happy: 0.8 });
    series.add(0.1, { happy: 0.7 });
    expect(series.data()).toEqual([
      [0, 0.1],
      [0.8, 0.7],
      [0.2, null],
    ]);
  });

  test('shows a pause as a gap', () => {
    const series = new EmotionSeries(['happy']);
    series.add(0, { happy: 1 });
    series.add(10, { happy: 1 });
    expect(series.data()).toEqual([
      [0, 5, 10],
      [1, null, 1],
    ]);
  });

  test('leaves out what is not later', () => {
    const series = new EmotionSeries(['happy']);
    series.add(1, { happy: 1 });
    series.add(1, { happy: 0 });
    series.add(0.5, { happy: 0 });
    expect(series.length).toBe(1);
  });

  test('forgets', () => {
    const series = new EmotionSeries(['happy']);
    for (const seconds of [0, 1, 2, 3]) {
      series.add(seconds, { happy: seconds });
    }
    series.forgetBefore(1.5);
    expect(series.data()).toEqual([
      [2, 3],
      [2, 3],
    ]);
    series.forgetBefore(100);
    expect(series.length).toBe(0);
    expect(series.lastSeconds).toBeNull();
  });
});

test('numbers are written for people', () => {
  expect(percent(0.126)).toBe('13 %');
  expect(milliseconds(12.6)).toBe('13 ms');
  expect(milliseconds(null)).toBe('–');
  expect([0, 5.9, 65, 3600, 3725].map(clockTime)).toEqual(['0:00', '0:05', '1:05', '1:00:00', '1:02:05']);
});
