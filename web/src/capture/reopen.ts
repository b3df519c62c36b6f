import { Backoff } from '../live/backoff';
import { explainDeviceError } from './deviceProblem';
import { stopAll } from './devices';

/**
 * Opens a device that went away: again and again with growing delays, and at once whenever devices come or go, until it is back.
 * @param open Asks the browser for it.
 * @param changes Tells of devices that come and go by the event `devicechange`.
 * @param signal Ends the attempts.
 * @returns Its stream; null where the attempts were ended.
 * @throws What `open` throws where waiting does not help: the person or the browser refused it.
 */
export async function reopen(
  open: () => Promise<MediaStream>,
  changes: EventTarget,
  signal: AbortSignal,
  backoff = new Backoff(),
): Promise<MediaStream | null> {
  while (!signal.aborted) {
    await wait(backoff.next(), changes, signal);
    if (signal.aborted) {
      break;
    }
    try {
      const stream = await open();
      if (!signal.aborted) {
        return stream;
      }
      stopAll(stream.getTracks());
    } catch (error) {
      const { kind } = explainDeviceError(error, false);
      if (kind === 'refused' || kind === 'insecure') {
        throw error;
      }
    }
  }
  return null;
}

function wait(delayMs: number, changes: EventTarget, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      changes.removeEventListener('devicechange', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    changes.addEventListener('devicechange', done);
    signal.addEventListener('abort', done);
  });
}
