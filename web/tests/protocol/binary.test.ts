import { describe, expect, test } from 'vitest';
import { encodeMessage, headerBytes, messageKind, toPcm16 } from '../../src/protocol/binary';

const hex = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');

describe('encodeMessage', () => {
  test('writes the examples of docs/stream-protocol.md', () => {
    const frame = encodeMessage(messageKind.jpeg, 2, 66_667, new Uint8Array([0xff, 0xd8, 0xff]));
    expect(hex(frame)).toBe('01 00 00 00 02 00 00 00 6b 04 01 00 00 00 00 00 ff d8 ff');
    const sound = encodeMessage(messageKind.pcm, 5, 100_000, new Uint8Array([0x12, 0x00]));
    expect(hex(sound)).toBe('03 00 00 00 05 00 00 00 a0 86 01 00 00 00 00 00 12 00');
  });

  test('takes times beyond 32 bits and rounds fractions', () => {
    const message = encodeMessage(messageKind.jpeg, 0, 5_000_000_000.6, new Uint8Array(0));
    expect(message.length).toBe(headerBytes);
    expect(new DataView(message.buffer).getBigInt64(8, true)).toBe(5_000_000_001n);
  });
});

describe('toPcm16', () => {
  test('scales, rounds and clips, little endian', () => {
    const bytes = toPcm16(new Float32Array([0, 0.5, -0.5, 1, -1, 7, -7]));
    const view = new DataView(bytes.buffer);
    const samples = Array.from({ length: 7 }, (_, i) => view.getInt16(i * 2, true));
    expect(samples).toEqual([0, 16384, -16383, 32767, -32767, 32767, -32767]);
  });
});
