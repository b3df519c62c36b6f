import type { ServerMessage } from './types';

const known: ReadonlySet<string> = new Set<ServerMessage['type']>([
  'ready',
  'result',
  'error',
  'level',
  'notice',
  'end',
]);

/**
 * Reads a server's text message.
 * @returns The message; null for one of a type that this page does not know, which a newer server may send.
 * @throws Error with one sentence, where the text is no message of the protocol.
 */
export function parseServerMessage(text: string): ServerMessage | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw new Error('The server sent something that is not JSON.');
  }
  if (typeof message !== 'object' || message === null || !('type' in message) || typeof message.type !== 'string') {
    throw new Error('The server sent a message without a type.');
  }
  if (!known.has(message.type)) {
    return null;
  }
  if (message.type === 'result' && !isResult(message)) {
    throw new Error('The server sent a result without a number, a time or a list of faces.');
  }
  return message as ServerMessage;
}

function isResult(message: object): boolean {
  return (
    'sequence' in message &&
    typeof message.sequence === 'number' &&
    'time' in message &&
    typeof message.time === 'number' &&
    'faces' in message &&
    Array.isArray(message.faces)
  );
}
