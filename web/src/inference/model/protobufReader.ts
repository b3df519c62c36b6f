const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** One field of a protobuf message that is length-delimited: bytes, text or a message. */
export interface ProtobufField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * The length-delimited fields of a protobuf message in their order; numbers are passed over. Nothing is copied.
 * @throws Error where the bytes are not a protobuf message.
 */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;

  // Lengths and tags are below 2^53; larger numbers are only passed over, so that their value does not matter.
  const varint = (): number => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = message[at++];
      if (byte === undefined || place > 2 ** 63) {
        throw new Error('The bytes end in the middle of a number.');
      }
      value += (byte & 0x7f) * place;
      if (byte < 0x80) {
        return value;
      }
    }
  };

  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    let length = 0;
    switch (wireType) {
      case VARINT:
        varint();
        continue;
      case FIXED64:
        length = 8;
        break;
      case FIXED32:
        length = 4;
        break;
      case LENGTH_DELIMITED:
        length = varint();
        break;
      default:
        throw new Error(`The bytes hold a field of the unknown kind ${wireType}.`);
    }
    if (at + length > message.length) {
      throw new Error('The bytes end in the middle of a field.');
    }
    if (wireType === LENGTH_DELIMITED) {
      yield { number: Math.floor(tag / 8), bytes: message.subarray(at, at + length) };
    }
    at += length;
  }
}
