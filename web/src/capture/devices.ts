import { InsecureContextError } from './deviceProblem';

/** Which camera and microphone to open; an empty id takes the browser's choice. */
export interface DeviceChoice {
  readonly cameraId: string;
  readonly microphoneId: string;
  readonly withAudio: boolean;
}

/** What is captured. */
export type DeviceKind = 'camera' | 'microphone';

/**
 * Asks the browser for camera and microphone, or for one of them; this is when it asks the person.
 * @throws DOMException or InsecureContextError, for `explainDeviceError`.
 */
export function openDevices(choice: DeviceChoice, only?: DeviceKind): Promise<MediaStream> {
  // Typed as always there, but absent on pages that are neither local nor encrypted.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) {
    throw new InsecureContextError('no mediaDevices');
  }
  return devices.getUserMedia({
    video: only !== 'microphone' && {
      ...(choice.cameraId ? { deviceId: { exact: choice.cameraId } } : { facingMode: 'user' }),
      width: { ideal: 640 },
      height: { ideal: 480 },
      frameRate: { ideal: 30 },
    },
    audio: only !== 'camera' &&
      choice.withAudio && {
        ...(choice.microphoneId ? { deviceId: { exact: choice.microphoneId } } : {}),
        // The models know voices as microphones hear them.
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
  });
}

/** Gives the devices of these tracks back. */
export function stopAll(tracks: readonly MediaStreamTrack[]): void {
  for (const track of tracks) {
    track.stop();
  }
}

/** The devices of a kind; their names are empty until the person has allowed their use. */
export async function listDevices(kind: 'videoinput' | 'audioinput'): Promise<MediaDeviceInfo[]> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = devices ? await devices.enumerateDevices() : [];
  return all.filter(device => device.kind === kind && device.deviceId !== '');
}
