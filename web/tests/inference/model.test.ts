import { describe, expect, it } from 'vitest';
import { readMetadataProps, readModelMetadata } from '../../src/inference/model/modelMetadata';
import { parseSpec } from '../../src/inference/model/preprocessingSpec';
import { readFields } from '../../src/inference/model/protobufReader';
import { modelFile } from './golden';

const image = {
  width: 8,
  height: 8,
  color: 'rgb',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  cropMargin: 0,
  alignment: 'none',
  eyeLine: 0.4,
  eyeDistance: 0.4,
};
const spec = { version: 1, image, audio: null, labels: ['face'] };

describe('the reader of ONNX files', () => {
  it('passes numbers over and gives bytes', () => {
    // 1: varint 300; 2: "ab"; 3: fixed32; 4: fixed64; 16: empty.
    const message = Uint8Array.of(8, 0xac, 2, 18, 2, 97, 98, 29, 1, 2, 3, 4, 33, 1, 2, 3, 4, 5, 6, 7, 8, 0x82, 1, 0);
    expect([...readFields(message)].map(({ number, bytes }) => [number, [...bytes]])).toEqual([
      [2, [97, 98]],
      [16, []],
    ]);
  });

  it.each([
    ['a number', [0x80]],
    ['a field', [18, 5, 97]],
    ['an endless number', [8, ...Array(12).fill(0xff), 1]],
    ['an unknown kind', [11]],
  ])('refuses bytes that end in or hold %s', (_, bytes) => {
    expect(() => [...readFields(Uint8Array.from(bytes))]).toThrow(/The bytes/);
  });

  it('finds what every model of Mien says about itself', () => {
    const face = readModelMetadata('face-emotion', modelFile('face-emotion'), 'face');
    expect(face.name).toBe('face-emotion');
    expect(face.reliability).toBeGreaterThan(1 / 7);
    expect(face.spec.labels).toHaveLength(7);
    expect(face.spec.image?.alignment).toBe('eyes');
    const speech = readModelMetadata('speech-emotion', modelFile('speech-emotion'), 'speech');
    expect(speech.spec.audio?.sampleRateHz).toBe(16000);
    expect([...readMetadataProps(modelFile('face-detector')).keys()]).toContain('mien.spec');
  });

  it('refuses another task and what is no model, in one sentence', () => {
    expect(() => readModelMetadata('face-emotion', modelFile('face-detector'), 'face')).toThrow(
      'The model face-emotion has the task face_detector instead of face.',
    );
    expect(() => readModelMetadata('face-emotion', Uint8Array.of(1, 2, 3), 'face')).toThrow(/damaged or no ONNX file/);
    expect(() => readModelMetadata('face-emotion', new Uint8Array(0), 'face')).toThrow(/not one of Mien's/);
  });
});

describe('a preprocessing spec', () => {
  it('is read whole', () => {
    expect(parseSpec('m', JSON.stringify(spec))).toEqual(spec);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['a newer version', { ...spec, version: 2 }, 'version 2'],
    ['no labels', { ...spec, labels: [] }, 'names no labels'],
    ['an unknown value', { ...spec, image: { ...image, sharpen: 1 } }, 'image.sharpen'],
    ['a missing value', { ...spec, image: { ...image, eyeLine: undefined } }, 'image.eyeLine'],
    ['no width', { ...spec, image: { ...image, width: 0 } }, 'image.width 0'],
    ['a deviation of zero', { ...spec, image: { ...image, std: [1, 0, 1] } }, 'image.std'],
    ['another colour', { ...spec, image: { ...image, color: 'lab' } }, 'rgb or gray'],
    ['a transform of 1000', { ...spec, image: null, audio: { fftSize: 1000 } }, 'audio'],
  ])('with %s is refused', (_, value, why) => {
    expect(() => parseSpec('m', typeof value === 'string' ? value : JSON.stringify(value))).toThrow(why);
  });
});
