import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleLogMel } from '../../src/inference/audio/logMelWindow';
import { StreamingLogMel } from '../../src/inference/audio/streamingLogMel';
import { VoiceActivityDetector } from '../../src/inference/audio/voiceActivityDetector';
import { detectorInputSize } from '../../src/inference/faces/detectorInputSize';
import { type FaceDetection, fiveOf } from '../../src/inference/faces/face';
import { FaceAligner } from '../../src/inference/faces/faceAligner';
import { measureFaceQuality } from '../../src/inference/faces/faceQuality';
import { FaceTracker } from '../../src/inference/faces/faceTracker';
import { shrunkByArea } from '../../src/inference/image/areaResize';
import type { RgbImage } from '../../src/inference/image/rgbImage';
import { sampleAffine } from '../../src/inference/image/sampleAffine';
import { LocalAnalysis } from '../../src/inference/localAnalysis';
import { type LocalModels, loadLocalModels } from '../../src/inference/localModels';
import { readModelMetadata } from '../../src/inference/model/modelMetadata';
import { configureOrt, OrtNetwork } from '../../src/inference/model/ortNetwork';
import type { ImageSpec } from '../../src/inference/model/preprocessingSpec';
import type { Probabilities } from '../../src/protocol/types';
import {
  detectionOf,
  drawScene,
  type GoldenQuality,
  type GoldenStream,
  makeSound,
  modelFile,
  pointsOf,
  readGolden,
  sha256,
} from './golden';

// What the two paths may differ by, from end to end: probabilities, and boxes and points in pixels.
const PROBABILITY = 1e-3;
const PIXELS = 0.1;

// What one stage may differ by where it is given the same input: another order of adding up in 32-bit floats.
const STAGE_PROBABILITY = 1e-4;
const STAGE_PIXELS = 0.01;
const DECIBELS = 1e-3;

const golden = readGolden();

/** The largest differences, which the last test prints: the margin that is left. */
const largest = new Map<string, number>();

function near(what: string, actual: number, expected: number, tolerance: number): void {
  const difference = Math.abs(actual - expected);
  largest.set(what, Math.max(largest.get(what) ?? 0, difference));
  expect(difference, `${what}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
}

function nearAll(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    near(what, actual[i] ?? Number.NaN, expected[i] ?? Number.NaN, tolerance);
  }
}

function nearByLabel(
  what: string,
  actual: Probabilities | null | undefined,
  expected: Probabilities | null,
  tolerance: number,
): void {
  expect(Object.keys(actual ?? {}), what).toEqual(Object.keys(expected ?? {}));
  nearAll(what, Object.values(actual ?? {}), Object.values(expected ?? {}), tolerance);
}

function nearQuality(what: string, actual: Partial<GoldenQuality>, expected: GoldenQuality, share: number): void {
  near(`${what} quality`, actual.quality ?? Number.NaN, expected.quality, share);
  near(`${what} blur`, actual.blur ?? Number.NaN, expected.blur, share);
  near(`${what} occlusion`, actual.occlusion ?? Number.NaN, expected.occlusion ?? Number.NaN, share);
  near(`${what} brightness`, actual.brightness ?? Number.NaN, expected.brightness, 255 * share);
  near(`${what} size`, actual.size ?? Number.NaN, expected.size, 100 * share);
  for (const angle of ['yaw', 'pitch', 'roll'] as const) {
    near(`${what} ${angle}`, actual[angle] ?? Number.NaN, expected[angle] ?? Number.NaN, 90 * share);
  }
}

describe('the pipeline inside the browser and the one of C#', () => {
  let models: LocalModels;

  beforeAll(async () => {
    configureOrt({ threads: 1 });
    models = await loadLocalModels(
      {
        'face-detector': modelFile('face-detector'),
        'face-landmarks': modelFile('face-landmarks'),
        'face-emotion': modelFile('face-emotion'),
        'speech-emotion': modelFile('speech-emotion'),
      },
      file => OrtNetwork.load(file),
    );
  }, 60_000);

  afterAll(async () => {
    await models.dispose();
    const lines = [...largest].map(([what, difference]) => `  ${what}: ${difference.toExponential(1)}`);
    console.log(`largest differences\n${lines.join('\n')}`);
  });

  it.skipIf(!golden.sampling)('makes pictures smaller and samples them to the bit', () => {
    const { scene, areas, affines } = golden.sampling!;
    const frame = drawScene(scene);
    for (const { width, height, sha256: expected } of areas) {
      expect(sha256(shrunkByArea(frame, width, height).data), `${width} x ${height}`).toBe(expected);
    }
    for (const { width, height, map, sha256: expected } of affines) {
      const target = new Float32Array(width * height * 3),
        [xx, xy, x0, yx, yy, y0] = map;
      sampleAffine(frame, target, width, height, { xx, xy, x0, yx, yy, y0 });
      expect(sha256(bytesOf(target)), map.join(' ')).toBe(expected);
    }
  });

  it.each(golden.stages)('sees, stage by stage, the same in $scene', async stage => {
    const frame = drawScene(stage.scene);
    expect(sha256(frame.data)).toBe(stage.frame);
    const size = detectorInputSize(frame.width, frame.height, 320);
    expect([size.width, size.height]).toEqual([stage.shrunk.width, stage.shrunk.height]);
    expect(sha256(shrunkByArea(frame, size.width, size.height).data)).toBe(stage.shrunk.sha256);

    const faces = await models.detector.detect(frame);
    expect(faces.length).toBe(stage.faces.length);
    for (const [i, expected] of stage.faces.entries()) {
      const { box, confidence, landmarks } = faces[i]!;
      nearAll('detector box, px', [box.x, box.y, box.width, box.height], expected.box, STAGE_PIXELS);
      near('detector confidence', confidence, expected.score, STAGE_PROBABILITY);
      nearAll(
        'detector points, px',
        landmarks!.flatMap(({ x, y }) => [x, y]),
        expected.five,
        STAGE_PIXELS,
      );

      // From here on each stage is given what the one before it gave in C#.
      const face = detectionOf(expected);
      expect(crop(frame, face, imageSpec('face-landmarks', 'face_landmarks'))).toBe(expected.landmarkCrop);
      const points = await models.landmarks.estimate(frame, face);
      nearAll(
        'landmarks, px',
        points.points.flatMap(({ x, y }) => [x, y]),
        expected.landmarks,
        STAGE_PIXELS,
      );
      nearAll('hidden', points.hidden, expected.hidden, STAGE_PROBABILITY);

      const known = { points: pointsOf(expected.landmarks), hidden: expected.hidden };
      const { score, pose, ...measures } = measureFaceQuality(frame, face, known);
      nearQuality('stage', { ...measures, ...pose, quality: score }, expected.quality, STAGE_PROBABILITY);

      const aligned = { ...face, landmarks: fiveOf(known.points) };
      expect(crop(frame, aligned, imageSpec('face-emotion', 'face'))).toBe(expected.emotionCrop);
      const [probabilities] = await models.faces.classify(frame, [aligned]);
      nearAll('face probabilities', probabilities!, Object.values(expected.probabilities), STAGE_PROBABILITY);
    }
  });

  it.each(golden.sounds)('hears the same in $sound', expected => {
    const samples = makeSound(expected.sound),
      spec = models.speech!.classifier.spec;
    const frames: number[] = [];
    const speech: string[] = [];
    new StreamingLogMel(spec).push(samples, frame => frames.push(...frame));
    new VoiceActivityDetector(spec.sampleRateHz).push(samples, isSpeech => speech.push(isSpeech ? '1' : '0'));
    expect(speech.join('')).toBe(expected.speech);
    expect(frames.length).toBe(expected.melFrames * spec.melBands);
    for (const [i, band] of expected.mel.entries()) {
      const from = i * expected.melStride * spec.melBands;
      nearAll('log-mel, dB', frames.slice(from, from + spec.melBands), band, DECIBELS);
    }
    const window = new Float32Array(spec.melBands * spec.frames);
    assembleLogMel(spec, Float32Array.from(frames), window);
    nearAll('normalised log-mel', window.subarray(0, spec.frames), expected.firstBand, DECIBELS);
    nearAll('normalised log-mel', window.subarray(-spec.frames), expected.lastBand, DECIBELS);
  });

  it.each(golden.films ?? [])('hears the same windows in a whole film, $sound', async ({ sound, windows }) => {
    const heard = await new LocalAnalysis(models).hear(makeSound(sound));
    expect(heard.map(({ start, end }) => [start, end])).toEqual(windows.map(({ start, end }) => [start, end]));
    for (const [i, expected] of windows.entries()) {
      near('film: share of speech', heard[i]!.presence, expected.presence, STAGE_PROBABILITY);
      nearByLabel('film: speech probabilities', heard[i]!.probabilities, expected.probabilities, STAGE_PROBABILITY);
    }
  });

  it.skipIf(!golden.tracking)('gives people the same numbers', () => {
    const { width, height, frames } = golden.tracking!;
    const tracker = new FaceTracker();
    for (const { time, people, detections, tracked } of frames) {
      const frame = drawScene({ picture: null, width, height, scale: 1, left: 0, top: 0 });
      for (const [left, top, wide, high, ...color] of people) {
        for (let y = top; y < Math.min(height, top + high); y++) {
          for (let x = Math.max(0, left); x < Math.min(width, left + wide); x++) {
            frame.data.set(color, (y * width + x) * 3);
          }
        }
      }
      const found = tracker.update(time, detections.map(detectionOf), frame);
      expect(
        found.map(face => face.id),
        `at ${time} us`,
      ).toEqual(tracked.map(face => face.id));
      for (const [i, { detection }] of found.entries()) {
        const { box, confidence, landmarks } = detection,
          expected = tracked[i]!;
        nearAll('tracked box, px', [box.x, box.y, box.width, box.height], expected.box, STAGE_PIXELS);
        near('tracked confidence', confidence, expected.score, STAGE_PROBABILITY);
        nearAll(
          'tracked points, px',
          landmarks!.flatMap(({ x, y }) => [x, y]),
          expected.five,
          STAGE_PIXELS,
        );
      }
    }
  });

  it.each(golden.streams)(
    'tells the same of a whole stream',
    async stream => {
      await follow(stream, new LocalAnalysis(models, { landmarks: true }));
    },
    300_000,
  );
});

async function follow(stream: GoldenStream, analysis: LocalAnalysis): Promise<void> {
  const samples = stream.sound ? makeSound(stream.sound) : new Float32Array(0),
    timeOf = (sample: number): number => sample * 62.5; // 16 kHz
  let heard = 0;
  for (const expected of stream.frames) {
    const { chunkSamples } = stream;
    for (
      ;
      heard + chunkSamples <= samples.length && timeOf(heard + chunkSamples) <= expected.time;
      heard += chunkSamples
    ) {
      await analysis.pushAudio(samples.subarray(heard, heard + chunkSamples), timeOf(heard));
    }
    const result = await analysis.analyze(drawScene(expected.scene), expected.time);
    expect(
      result.faces.map(face => face.id),
      `at ${expected.time} us`,
    ).toEqual(expected.faces.map(face => face.id));
    for (const [i, face] of expected.faces.entries()) {
      const actual = result.faces[i]!;
      nearAll('end to end: box, px', actual.box, face.box, PIXELS);
      near('end to end: confidence', actual.score, face.score, PROBABILITY);
      nearAll('end to end: landmarks, px', actual.landmarks ?? [], face.landmarks, PIXELS);
      nearByLabel('end to end: face probabilities', actual.probabilities, face.probabilities, PROBABILITY);
      nearByLabel('end to end: fused and smoothed', actual.smoothed, face.smoothed, PROBABILITY);
      nearQuality('end to end:', actual.quality ?? {}, face.quality, PROBABILITY);
    }
    expect(result.speech === null).toBe(expected.speech === null);
    if (result.speech && expected.speech) {
      expect([result.speech.start, result.speech.end]).toEqual([expected.speech.start, expected.speech.end]);
      near('end to end: share of speech', result.speech.presence, expected.speech.presence, PROBABILITY);
      nearByLabel(
        'end to end: speech probabilities',
        result.speech.probabilities,
        expected.speech.probabilities,
        PROBABILITY,
      );
    }
  }
}

function imageSpec(name: 'face-landmarks' | 'face-emotion', task: string): ImageSpec {
  return readModelMetadata(name, modelFile(name), task).spec.image!;
}

function crop(frame: RgbImage, face: FaceDetection, spec: ImageSpec): string {
  const aligner = new FaceAligner(spec),
    chw = new Float32Array(aligner.elementCount);
  aligner.align(frame, face, chw);
  return sha256(bytesOf(chw));
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
