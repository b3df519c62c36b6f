import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FivePoints } from '../../src/inference/faces/face';
import type { Point } from '../../src/inference/geometry';
import { blankImage, type RgbImage } from '../../src/inference/image/rgbImage';
import type { ModelName } from '../../src/inference/model/modelFiles';
import type { Probabilities } from '../../src/protocol/types';
import { readPng } from './png';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Golden numbers that the C# pipeline wrote (tests/Mien.Analysis.Tests/Browser): those of the repository, or of real films made for one run. */
export const goldenFolder = process.env.MIEN_GOLDEN ?? join(repository, 'tests', 'Golden', 'browser');

export interface Scene {
  readonly picture: string | null;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface GoldenSound {
  readonly seconds: number;
  readonly file: string | null;
}

export interface GoldenQuality {
  readonly quality: number;
  readonly size: number;
  readonly blur: number;
  readonly brightness: number;
  readonly yaw: number | null;
  readonly pitch: number | null;
  readonly roll: number | null;
  readonly occlusion: number | null;
}

export interface GoldenFace {
  readonly box: readonly [number, number, number, number];
  readonly score: number;
  readonly five: readonly number[];
}

export interface GoldenReadFace extends GoldenFace {
  readonly landmarkCrop: string;
  readonly landmarks: readonly number[];
  readonly hidden: readonly number[];
  readonly quality: GoldenQuality;
  readonly emotionCrop: string;
  readonly probabilities: Probabilities;
}

export interface GoldenStage {
  readonly scene: Scene;
  readonly frame: string;
  readonly shrunk: { readonly width: number; readonly height: number; readonly sha256: string };
  readonly faces: readonly GoldenReadFace[];
}

export interface GoldenSpeech {
  readonly presence: number;
  readonly start: number;
  readonly end: number;
  readonly probabilities: Probabilities | null;
}

export interface GoldenStream {
  readonly sound: GoldenSound | null;
  readonly chunkSamples: number;
  readonly frames: readonly {
    readonly scene: Scene;
    readonly time: number;
    readonly faces: readonly {
      readonly id: number;
      readonly box: readonly number[];
      readonly score: number;
      readonly probabilities: Probabilities;
      readonly smoothed: Probabilities | null;
      readonly quality: GoldenQuality;
      readonly landmarks: readonly number[];
    }[];
    readonly speech: GoldenSpeech | null;
  }[];
}

export interface Golden {
  readonly sampling?: {
    readonly scene: Scene;
    readonly areas: readonly { readonly width: number; readonly height: number; readonly sha256: string }[];
    readonly affines: readonly {
      readonly width: number;
      readonly height: number;
      readonly map: readonly [number, number, number, number, number, number];
      readonly sha256: string;
    }[];
  };
  readonly stages: readonly GoldenStage[];
  readonly sounds: readonly {
    readonly sound: GoldenSound;
    readonly melFrames: number;
    readonly melStride: number;
    readonly mel: readonly (readonly number[])[];
    readonly firstBand: readonly number[];
    readonly lastBand: readonly number[];
    readonly speech: string;
  }[];
  readonly films?: readonly { readonly sound: GoldenSound; readonly windows: readonly GoldenSpeech[] }[];
  readonly tracking?: {
    readonly width: number;
    readonly height: number;
    readonly frames: readonly {
      readonly time: number;
      readonly people: readonly (readonly [number, number, number, number, number, number, number])[];
      readonly detections: readonly GoldenFace[];
      readonly tracked: readonly (GoldenFace & { readonly id: number })[];
    }[];
  };
  readonly streams: readonly GoldenStream[];
}

export function readGolden(): Golden {
  return JSON.parse(readFileSync(join(goldenFolder, 'parity.json'), 'utf8')) as Golden;
}

/** The file of a model that comes with Mien. */
export function modelFile(name: ModelName): Uint8Array {
  const path = join(repository, 'models', `${name}.onnx`);
  if (!existsSync(path)) {
    throw new Error(`The model ${path} is missing; it comes with the repository.`);
  }
  return new Uint8Array(readFileSync(path));
}

/** Draws a frame as tests/Mien.Analysis.Tests/Browser/GoldenScene.cs does. */
export function drawScene(scene: Scene): RgbImage {
  const frame = blankImage(scene.width, scene.height);
  for (let y = 0, at = 0; y < scene.height; y++) {
    for (let x = 0; x < scene.width; x++, at += 3) {
      frame.data[at] = 96 + ((7 * x + 13 * y) & 63);
      frame.data[at + 1] = 96 + ((3 * x + 5 * y) & 63);
      frame.data[at + 2] = 96 + ((x + 11 * y) & 63);
    }
  }
  if (scene.picture === null) {
    return frame;
  }
  const picture = readPng(readFileSync(join(goldenFolder, scene.picture)));
  const { scale, left, top } = scene;
  for (let y = Math.max(0, top); y < Math.min(scene.height, top + picture.height * scale); y++) {
    for (let x = Math.max(0, left); x < Math.min(scene.width, left + picture.width * scale); x++) {
      const from = (Math.floor((y - top) / scale) * picture.width + Math.floor((x - left) / scale)) * 3;
      frame.data.set(picture.data.subarray(from, from + 3), (y * scene.width + x) * 3);
    }
  }
  return frame;
}

/** Makes a sound as tests/Mien.Analysis.Tests/Browser/GoldenSound.cs does. */
export function makeSound(sound: GoldenSound): Float32Array {
  if (sound.file !== null) {
    const file = readFileSync(join(goldenFolder, sound.file));
    return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
  }
  const rate = 16000,
    samples = new Float32Array(Math.trunc(sound.seconds * rate));
  let phase = 0,
    noise = 1;
  for (let n = 0; n < samples.length; n++) {
    const t = n / rate;
    phase += (2 * Math.PI * (150 + 40 * Math.sin(2 * Math.PI * 0.7 * t))) / rate;
    let value = 0;
    for (let overtone = 1; overtone <= 15; overtone++) {
      value += Math.sin(overtone * phase) / overtone;
    }
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.5 * t)) * (t % 3 < 2 ? 1 : 0);
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    samples[n] = 0.12 * syllable * value + 0.001 * (noise / 4294967296 - 0.5);
  }
  return samples;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Points of a list x, y, x, y, ... */
export function pointsOf(numbers: readonly number[]): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i] ?? 0, y: numbers[2 * i + 1] ?? 0 }));
}

export function detectionOf(face: GoldenFace): {
  box: { x: number; y: number; width: number; height: number };
  confidence: number;
  landmarks: FivePoints;
} {
  const [x, y, width, height] = face.box;
  return {
    box: { x, y, width, height },
    confidence: face.score,
    landmarks: pointsOf(face.five) as unknown as FivePoints,
  };
}
