import { describe, expect, it } from 'vitest';
import { detectorInputSize } from '../../src/inference/faces/detectorInputSize';
import type { FaceDetection, FivePoints } from '../../src/inference/faces/face';
import { FaceAligner } from '../../src/inference/faces/faceAligner';
import { CELL_LENGTH, decodeFaceMap } from '../../src/inference/faces/faceMapDecoder';
import { FaceTracker } from '../../src/inference/faces/faceTracker';
import { LandmarkSmoother } from '../../src/inference/faces/landmarkSmoother';
import { solveAssignment } from '../../src/inference/faces/linearAssignment';
import { suppressNonMaximum } from '../../src/inference/faces/nonMaximumSuppression';
import { OneEuroFilter } from '../../src/inference/faces/oneEuroFilter';
import { applyAffine } from '../../src/inference/geometry';
import { blankImage } from '../../src/inference/image/rgbImage';
import { randomNumbers } from './random';

const spec = {
  width: 40,
  height: 40,
  color: 'rgb',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  cropMargin: 0.25,
  alignment: 'eyes',
  eyeLine: 0.4,
  eyeDistance: 0.5,
} as const;

function faceAt(x: number, y: number, confidence = 0.9): FaceDetection {
  const point = (dx: number, dy: number) => ({ x: x + dx, y: y + dy });
  const landmarks: FivePoints = [point(12, 16), point(28, 16), point(20, 26), point(14, 32), point(26, 32)];
  return { box: { x, y, width: 40, height: 44 }, confidence, landmarks };
}

describe('the detector', () => {
  it('takes frames as they are or smaller, in multiples of 32', () => {
    expect(detectorInputSize(640, 480, 320)).toMatchObject({
      width: 320,
      height: 240,
      inputWidth: 320,
      inputHeight: 256,
      frameScaleX: 2,
    });
    expect(detectorInputSize(100, 50, 320)).toMatchObject({
      width: 100,
      height: 50,
      inputWidth: 128,
      inputHeight: 64,
      frameScaleY: 1,
    });
  });

  it('reads a cell of a map', () => {
    const columns = 3,
      rows = 2,
      data = new Float32Array(CELL_LENGTH * columns * rows).fill(-9),
      cell = 4; // column 1, row 1
    [1.5, 0.25, -0.25, Math.log(2), Math.log(3), ...Array(10).fill(0.5)].forEach((value, channel) => {
      data[channel * columns * rows + cell] = value;
    });
    const faces: FaceDetection[] = [];
    decodeFaceMap({ data, columns, rows, stride: 8 }, 0.5, 2, 3, faces);
    expect(faces).toHaveLength(1);
    const { box, confidence, landmarks } = faces[0]!;
    expect(confidence).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 6);
    expect([box.x, box.y, box.width, box.height]).toEqual(
      [(14 - 8) * 2, (10 - 12) * 3, 16 * 2, 24 * 3].map(value => expect.closeTo(value, 4)),
    );
    expect(landmarks![4]).toEqual({ x: 32, y: 48 });
  });

  it('keeps the surest of boxes that overlap', () => {
    const faces = [faceAt(0, 0, 0.6), faceAt(3, 3, 0.9), faceAt(100, 0, 0.7)];
    expect(suppressNonMaximum(faces, 0.3, 9).map(face => face.confidence)).toEqual([0.9, 0.7]);
    expect(suppressNonMaximum(faces, 0.3, 1)).toHaveLength(1);
  });
});

describe('the aligner', () => {
  it('puts the eyes where the spec says', () => {
    const map = new FaceAligner(spec).cropToFrame(faceAt(100, 50));
    const left = applyAffine(map, 10, 16),
      right = applyAffine(map, 30, 16);
    expect([left.x, left.y, right.x, right.y]).toEqual([112, 66, 128, 66].map(value => expect.closeTo(value, 4)));
  });

  it('without points takes the square around the box with its margin', () => {
    const aligner = new FaceAligner(spec),
      map = aligner.cropToFrame({ ...faceAt(100, 50), landmarks: null });
    expect(applyAffine(map, 0, 0)).toEqual({ x: expect.closeTo(120 - 33, 4), y: expect.closeTo(72 - 33, 4) });
    expect(applyAffine(map, 40, 40)).toEqual({ x: expect.closeTo(120 + 33, 4), y: expect.closeTo(72 + 33, 4) });
    expect(() =>
      aligner.cropToFrame({ box: { x: 0, y: 0, width: 0, height: 0 }, confidence: 1, landmarks: null }),
    ).toThrow(RangeError);
  });
});

describe('matching', () => {
  it('finds the best of all ways to give rows to columns', () => {
    const random = randomNumbers(11);
    for (let round = 0; round < 60; round++) {
      const rows = 1 + Math.floor(4 * random()),
        columns = 1 + Math.floor(4 * random());
      const gains = Float32Array.from({ length: rows * columns }, () => (random() < 0.3 ? 0 : random()));
      const chosen = solveAssignment(gains, rows, columns);
      const sum = chosen.reduce((total, column, row) => total + (column < 0 ? 0 : gains[row * columns + column]!), 0);
      expect(sum).toBeCloseTo(best(gains, rows, columns, 0, new Set()), 5);
      const used = [...chosen].filter(column => column >= 0);
      expect(new Set(used).size).toBe(used.length);
    }
  });
});

function best(gains: Float32Array, rows: number, columns: number, row: number, taken: Set<number>): number {
  if (row === rows) {
    return 0;
  }
  let most = best(gains, rows, columns, row + 1, taken);
  for (let column = 0; column < columns; column++) {
    if (!taken.has(column)) {
      most = Math.max(
        most,
        gains[row * columns + column]! + best(gains, rows, columns, row + 1, new Set([...taken, column])),
      );
    }
  }
  return most;
}

describe('the tracker', () => {
  const frame = blankImage(320, 200);

  it('shows a sure face at once and a weak one never as a beginning', () => {
    const tracker = new FaceTracker();
    expect(tracker.update(0, [faceAt(20, 20), faceAt(200, 20, 0.5)], frame).map(face => face.id)).toEqual([1]);
  });

  it('makes a person of a doubtful face when it was seen three times', () => {
    const tracker = new FaceTracker();
    const counts = [0, 1, 2, 3].map(i => tracker.update(i * 40_000, [faceAt(20 + i, 20, 0.6)], frame).length);
    expect(counts).toEqual([0, 0, 1, 1]);
  });

  it('bridges what the detector misses, for a moment, and knows the person again', () => {
    const tracker = new FaceTracker();
    for (let i = 0; i < 5; i++) {
      tracker.update(i * 40_000, [faceAt(20 + 4 * i, 20)], frame);
    }
    const [bridged] = tracker.update(200_000, [], frame);
    expect(bridged!.id).toBe(1);
    expect(bridged!.detection.confidence).toBeLessThanOrEqual(0.45);
    expect(bridged!.detection.box.x).toBeGreaterThan(34);
    expect(tracker.update(700_000, [], frame)).toEqual([]);
    expect(tracker.update(740_000, [faceAt(44, 20)], frame).map(face => face.id)).toEqual([1]);
  });

  it('refuses frames that go back in time', () => {
    const tracker = new FaceTracker();
    tracker.update(5, [], frame);
    expect(() => tracker.update(5, [], frame)).toThrow(RangeError);
  });
});

describe('smoothing', () => {
  it('holds what trembles and lets go what moves', () => {
    const still = new OneEuroFilter(),
      moving = new OneEuroFilter();
    for (let i = 0; i < 60; i++) {
      still.update(100 + (i % 2), 0.04, 50, 1.5, 4);
      moving.update(10 * i, 0.04, 50, 1.5, 4);
    }
    expect(Math.abs(still.value - 100.5)).toBeLessThan(0.3);
    expect(590 - moving.value).toBeLessThan(15);
    expect(moving.speed).toBeCloseTo(250, 0);
  });

  it('forgets the landmarks of who was away', () => {
    const smoother = new LandmarkSmoother(),
      at = (x: number) => ({
        points: Array.from({ length: 68 }, () => ({ x, y: 0 })),
        hidden: Array<number>(68).fill(0),
      });
    smoother.smooth(1, 0, at(10), 50);
    expect(smoother.smooth(1, 40_000, at(11), 50).points[0]!.x).toBeLessThan(11);
    expect(smoother.smooth(1, 900_000, at(50), 50).points[0]!.x).toBe(50);
    expect(() => smoother.smooth(1, 900_000, at(50), 50)).toThrow(RangeError);
  });
});
