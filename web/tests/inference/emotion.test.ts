import { describe, expect, it } from 'vitest';
import { EmotionSmoother } from '../../src/inference/emotion/emotionSmoother';
import { aboveChance, fuseOpinions, speechWeight } from '../../src/inference/emotion/lateFusion';
import { SharedProjection } from '../../src/inference/emotion/sharedProjection';
import { sharedEmotions } from '../../src/protocol/types';

const only = (emotion: string): Float32Array => Float32Array.from(sharedEmotions, name => (name === emotion ? 1 : 0));

describe('the shared emotions', () => {
  it('keep their names, calm joins neutral, contempt is spread, the unknown get a seventh', () => {
    const shared = new SharedProjection(['calm', 'neutral', 'happy', 'contempt']).project(
      Float32Array.of(0.2, 0.3, 0.1, 0.4),
    );
    const byName = Object.fromEntries(sharedEmotions.map((name, i) => [name, shared[i]]));
    expect(byName.neutral).toBeCloseTo((0.5 + 0.2) * (2 / 7), 6);
    expect(byName.happy).toBeCloseTo((0.1 + 0.2) * (2 / 7), 6);
    expect(byName.fear).toBeCloseTo(1 / 7, 6);
    expect(shared.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  });

  it('are asked of a model that knows one at least', () => {
    expect(() => new SharedProjection(['contempt'])).toThrow(/none of the shared emotions/);
    expect(() => new SharedProjection(['happy']).project(new Float32Array(2))).toThrow(RangeError);
  });
});

describe('late fusion', () => {
  it('weighs by reliability above chance', () => {
    expect(aboveChance(0.5, 2)).toBe(0);
    expect(aboveChance(1, 7)).toBe(1);
    expect(aboveChance(0.1, 7)).toBe(0);
    expect(speechWeight(0.5, 0.8, 2)).toBeCloseTo(0.2, 9);
  });

  it('is the weighted mean of who is present', () => {
    const fused = fuseOpinions({ probabilities: only('happy'), weight: 3 }, { probabilities: only('sad'), weight: 1 })!;
    expect([...fused]).toEqual(sharedEmotions.map(name => ({ happy: 0.75, sad: 0.25 })[name as string] ?? 0));
    expect(fuseOpinions(null, { probabilities: only('sad'), weight: 0 })).toEqual(only('sad'));
    expect(
      fuseOpinions({ probabilities: only('sad'), weight: 0 }, { probabilities: only('fear'), weight: 0 })![2],
    ).toBeCloseTo(0.5, 6);
    expect(fuseOpinions(null, null)).toBeNull();
  });
});

describe('the smoother', () => {
  it('goes 63 % of the way in its time constant, at any frame rate', () => {
    for (const steps of [1, 4, 40]) {
      const smoother = new EmotionSmoother(0.4);
      let last = smoother.smooth(1, 0, only('sad'));
      expect(last).toEqual(only('sad'));
      for (let i = 1; i <= steps; i++) {
        last = smoother.smooth(1, (400_000 * i) / steps, only('happy'));
      }
      expect(last[1]).toBeCloseTo(1 - Math.exp(-1), 5);
    }
  });

  it('forgets who is gone', () => {
    const smoother = new EmotionSmoother(0.4);
    for (let person = 0; person < 50; person++) {
      smoother.smooth(person, person * 1e6, only('fear'));
    }
    expect(smoother.trackedCount).toBeLessThan(20);
  });
});
