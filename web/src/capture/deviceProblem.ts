/** Why camera or microphone cannot be used, in a sentence that says what to do. */
export interface DeviceProblem {
  readonly kind: 'refused' | 'absent' | 'busy' | 'insecure' | 'other';
  readonly sentence: string;
}

/**
 * Explains an error of `getUserMedia`.
 * @param withAudio Whether a microphone was asked for, too.
 */
export function explainDeviceError(error: unknown, withAudio: boolean): DeviceProblem {
  const devices = withAudio ? 'camera and microphone' : 'the camera';
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        kind: 'refused',
        sentence: `The browser was not allowed to use ${devices}; allow it in the settings of this page (beside its address), then start again.`,
      };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return {
        kind: 'absent',
        sentence: withAudio
          ? 'No camera or no microphone was found; connect one, or start without the microphone.'
          : 'No camera was found; connect one, then start again.',
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        kind: 'busy',
        sentence: `The device does not answer: another program may be using ${devices}; close it, then start again.`,
      };
    case 'InsecureContextError':
      return {
        kind: 'insecure',
        sentence:
          'Browsers give camera and microphone only to pages from this machine or from https:// addresses; put a TLS proxy in front of the server.',
      };
    default:
      return { kind: 'other', sentence: `Camera or microphone could not be started (${String(error)}).` };
  }
}

/** What `openDevices` throws on a page that gets no devices at all. */
export class InsecureContextError extends Error {
  override readonly name = 'InsecureContextError';
}
