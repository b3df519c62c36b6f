/** The protocol's binary messages: a header of 16 bytes, little endian, and a payload. */

/** What a binary message carries. */
export const messageKind = { jpeg: 1, rgb: 2, pcm: 3 } as const;

/** A kind's number. */
export type MessageKind = (typeof messageKind)[keyof typeof messageKind];

/** Bytes before the payload. */
export const headerBytes = 16;

/**
 * Puts the header before a payload.
 * @param sequence The number of the message among its kind, from 0.
 * @param timeUs Capture time in microseconds on the session's clock.
 */
export function encodeMessage(
  kind: MessageKind,
  sequence: number,
  timeUs: number,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(headerBytes + payload.byteLength);
  const header = new DataView(message.buffer);
  header.setUint8(0, kind);
  header.setUint32(4, sequence, true);
  header.setBigInt64(8, BigInt(Math.round(timeUs)), true);
  message.set(payload, headerBytes);
  return message;
}

/** Sound as `s16le`: samples of -1..1, clipped, as 16-bit integers. */
export function toPcm16(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [i, sample] of samples.entries()) {
    const clipped = Math.max(-1, Math.min(1, sample));
    view.setInt16(i * 2, Math.round(clipped * 32767), true);
  }
  return bytes;
}
