import { describe, expect, test } from 'vitest';
import { Resampler } from '../../src/capture/resampler';

const sine = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));

const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

describe('Resampler', () => {
  test.each([48_000, 44_100, 32_000, 96_000, 8_000, 22_050])('brings a tone from %i Hz in time and level', rate => {
    const output = new Resampler(rate, 16_000).process(sine(440, rate, 1));
    const expected = sine(440, 16_000, 1);
    // All but what waits for the input that follows.
    expect(output.length).toBeGreaterThan(15_900);
    const errors = output.map((sample, i) => Math.abs(sample - (expected[i] ?? 0)));
    expect(Math.max(...errors.slice(200))).toBeLessThan(2e-3);
  });

  test.each([48_000, 44_100])('keeps out of the result from %i Hz what 16 kHz cannot hold', rate => {
    const output = new Resampler(rate, 16_000).process(sine(10_000, rate, 0.5)).slice(200);
    expect(10 * Math.log10(power(output) / 0.5)).toBeLessThan(-60);
  });

  test('gives the same samples for pieces of any length', () => {
    const input = sine(300, 44_100, 0.5);
    const whole = new Resampler(44_100, 16_000).process(input);
    const resampler = new Resampler(44_100, 16_000);
    const pieces: number[] = [];
    for (let start = 0, length = 1; start < input.length; start += length, length = (length * 7 + 3) % 1013) {
      pieces.push(...resampler.process(input.slice(start, start + length)));
    }
    expect(pieces).toEqual([...whole]);
  });

  test('passes through what has the rate already', () => {
    const input = sine(440, 16_000, 0.1);
    expect(new Resampler(16_000, 16_000).process(input)).toBe(input);
  });
});
