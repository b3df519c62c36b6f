import { describe, expect, it } from 'vitest';
import { FileSpeech } from '../../src/inference/audio/fileSpeech';
import { LiveSpeech } from '../../src/inference/audio/liveSpeech';
import { assembleLogMel } from '../../src/inference/audio/logMelWindow';
import { hzFromMel, melFromHz } from '../../src/inference/audio/melFilterBank';
import { RealFft } from '../../src/inference/audio/realFft';
import { SlidingBuffer } from '../../src/inference/audio/slidingBuffer';
import { SoundPairing } from '../../src/inference/audio/soundPairing';
import { SpeechClassifier } from '../../src/inference/audio/speechClassifier';
import { StreamingLogMel } from '../../src/inference/audio/streamingLogMel';
import { readModelMetadata } from '../../src/inference/model/modelMetadata';
import type { Network } from '../../src/inference/model/network';
import { makeSound, modelFile } from './golden';
import { randomNumbers } from './random';

const metadata = readModelMetadata('speech-emotion', modelFile('speech-emotion'), 'speech');
const spec = metadata.spec.audio!;
const sound = makeSound({ seconds: 5, file: null });

/** Cuts a sound into chunks of random length. */
function* chunks(samples: Float32Array, seed: number): Generator<Float32Array> {
  const random = randomNumbers(seed);
  for (let at = 0; at < samples.length; ) {
    const length = 1 + Math.floor(3000 * random() ** 3);
    yield samples.subarray(at, at + length);
    at += length;
  }
}

function logMelOf(parts: Iterable<Float32Array>, options = spec): number[] {
  const stream = new StreamingLogMel(options),
    frames: number[] = [];
  for (const part of parts) {
    stream.push(part, frame => frames.push(...frame));
  }
  stream.flush(frame => frames.push(...frame));
  return frames;
}

describe('the Fourier transform', () => {
  it.each([64, 512])('of %i samples equals its definition', size => {
    const random = randomNumbers(size),
      signal = Float64Array.from({ length: size }, () => random() - 0.5),
      power = new Float64Array(size / 2 + 1);
    new RealFft(size).powerSpectrum(signal, power);
    power.forEach((value, k) => {
      let real = 0,
        imaginary = 0;
      signal.forEach((sample, n) => {
        real += sample * Math.cos((2 * Math.PI * k * n) / size);
        imaginary -= sample * Math.sin((2 * Math.PI * k * n) / size);
      });
      expect(value).toBeCloseTo(real * real + imaginary * imaginary, 8);
    });
  });

  it('takes powers of two only', () => {
    expect(() => new RealFft(100)).toThrow(RangeError);
    expect(() => new RealFft(64).powerSpectrum(new Float64Array(63), new Float64Array(33))).toThrow(RangeError);
  });
});

describe('the log-mel spectrogram', () => {
  it.each([true, false])('has scales that go back and forth (HTK: %s)', htk => {
    for (const hz of [0, 440, 1000, 7999]) {
      expect(hzFromMel(melFromHz(hz, htk), htk)).toBeCloseTo(hz, 6);
    }
  });

  it.each([
    spec,
    { ...spec, padMode: 'reflect' as const, preEmphasis: 0.97 },
    { ...spec, center: false, windowSamples: 800, window: 'hamming' as const },
  ])('is the same for any chunks', options => {
    const whole = logMelOf([sound], options);
    expect(whole.length).toBeGreaterThan(100 * options.melBands);
    for (const seed of [1, 2, 3]) {
      expect(logMelOf(chunks(sound, seed), options)).toEqual(whole);
    }
  });

  it.each([
    [{ ...spec, padMode: 'reflect' as const }, 1, 1],
    [{ ...spec, padMode: 'reflect' as const }, 4 * spec.hopSamples, 5],
    [spec, 0, 0],
    [spec, 4 * spec.hopSamples - 1, 4],
    [{ ...spec, center: false }, 100, 1],
    [{ ...spec, center: false }, spec.fftSize + 2 * spec.hopSamples, 3],
  ])('of a short sound has as many frames as that of the other path', (options, samples, frames) => {
    const values = logMelOf([sound.subarray(0, samples)], options);
    expect(values.length).toBe(frames * options.melBands);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('is filled up with its quietest level', () => {
    const decibels = new Float32Array(2 * spec.melBands).fill(-20),
      features = new Float32Array(spec.melBands * spec.frames);
    decibels[0] = -120;
    assembleLogMel(spec, decibels, features);
    // The loudest is 0 dB, nothing is more than 80 dB below it; mean -50, deviation 20.
    expect(features[0]).toBeCloseTo((-80 + 50) / 20, 5);
    expect(features[1]).toBeCloseTo((0 + 50) / 20, 5);
    expect(features[2]).toBeCloseTo((-80 + 50) / 20, 5);
    expect(() => assembleLogMel(spec, new Float32Array(3), features)).toThrow(RangeError);
  });
});

describe('the sliding buffer', () => {
  it('keeps places while its memory moves', () => {
    const buffer = new SlidingBuffer(),
      random = randomNumbers(9);
    for (let end = 0, first = 0; end < 20_000; ) {
      const count = Math.floor(900 * random());
      buffer.append(Array.from({ length: count }, (_, i) => end + i));
      end += count;
      first = Math.max(first, end - Math.floor(2000 * random()));
      buffer.dropBefore(first);
      expect([...buffer.between(first, first + 2)]).toEqual([first, first + 1].filter(place => place < end));
      expect(buffer.between(end - 1, end + 5).at(-1)).toBe(end > first ? end - 1 : undefined);
      expect(buffer.between(0, first).length).toBe(0);
    }
  });
});

/** Answers every window with one emotion and counts them. */
class OneEmotion implements Network {
  runs = 0;

  async run(): Promise<Record<string, { data: Float32Array; shape: number[] }>> {
    this.runs++;
    return { emotion: { data: Float32Array.from(metadata.spec.labels, (_, i) => (i === 2 ? 1 : 0)), shape: [1, 8] } };
  }

  async dispose(): Promise<void> {
    this.runs = 0;
  }
}

describe('the speech of a film', () => {
  it('gives each moment the window around it, as far as the sound goes', async () => {
    const network = new OneEmotion(),
      speech = await FileSpeech.of(sound, new SpeechClassifier(network, metadata));
    const ends = speech.windows.map(window => [window.startUs, window.endUs].map(us => us / 1e6));
    expect(ends).toEqual([
      [0, 4],
      [1, 5],
    ]);
    expect(network.runs).toBe(2);
    expect(speech.at(0)).toBe(speech.windows[0]);
    expect(speech.at(2.49e6)).toBe(speech.windows[0]);
    expect(speech.at(2.5e6)).toBe(speech.windows[1]);
    expect(speech.at(5e6)).toBe(speech.windows[1]);
    expect(speech.at(5.01e6)).toBeNull();
  });

  it('of a short or empty sound is one window, or none', async () => {
    const classifier = new SpeechClassifier(new OneEmotion(), metadata);
    expect((await FileSpeech.of(new Float32Array(0), classifier)).windows).toEqual([]);
    expect((await FileSpeech.of(sound.subarray(0, 8000), classifier)).windows).toMatchObject([
      { startUs: 0, endUs: 500_000 },
    ]);
  });
});

describe('live speech', () => {
  it('has a window that ended by each moment, the same for any chunks', async () => {
    for (const seed of [1, 2]) {
      const speech = new LiveSpeech(new SpeechClassifier(new OneEmotion(), metadata));
      let at = 0;
      for (const chunk of chunks(sound, seed)) {
        await speech.push(chunk, 1e6 + at * 62.5);
        at += chunk.length;
      }
      expect(speech.at(1.9e6)).toBeNull();
      expect(speech.at(2e6)).toMatchObject({ startUs: 1e6, endUs: 2e6 });
      expect(speech.at(5.5e6)).toMatchObject({ startUs: 1e6, endUs: 5e6, presence: expect.closeTo(0.7, 1) });
      expect(speech.at(5.5e6)!.probabilities![2]).toBe(1);
      expect(speech.at(7.1e6)).toBeNull();
    }
  });

  it('does not judge silence', async () => {
    const network = new OneEmotion(),
      speech = new LiveSpeech(new SpeechClassifier(network, metadata));
    await speech.push(new Float32Array(40_000), 0);
    expect(speech.at(2e6)).toMatchObject({ presence: 0, probabilities: null });
    expect(network.runs).toBe(0);
  });

  it('fills what is missing, cuts what came twice and begins afresh after a long gap', async () => {
    const speech = new LiveSpeech(new SpeechClassifier(new OneEmotion(), metadata)),
      second = new Float32Array(16_000);
    await speech.push(second, 0);
    expect(await speech.push(second, 1.5e6)).toMatchObject([{ endUs: 1e6 }, { endUs: 2e6 }]);
    expect(await speech.push(second, 2e6)).toEqual([]); // half of it is known; up to 3 s, the last 128 ms not yet whole
    expect(await speech.push(second, 3e6)).toMatchObject([{ endUs: 3e6 }]);
    expect(await speech.push(new Float32Array(20_000), 60e6)).toMatchObject([{ startUs: 60e6, endUs: 61e6 }]);
  });
});

describe('pairing', () => {
  it('tells how far the nearest sound is', () => {
    const pairing = new SoundPairing();
    expect(pairing.at(0)).toMatchObject({ differenceUs: null, paired: 0 });
    pairing.heard(0, 20_000);
    pairing.heard(20_000, 40_000);
    expect(pairing.at(30_000)).toMatchObject({ differenceUs: 0, paired: 1 });
    expect(pairing.at(100_000)).toMatchObject({ differenceUs: 60_000, paired: 2 });
    expect(pairing.at(140_001)).toMatchObject({ differenceUs: null, paired: 2 });
    expect(pairing.at(-5_000)).toMatchObject({ differenceUs: -5_000, paired: 3 });
  });
});
