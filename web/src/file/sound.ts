import { soundHz } from '../protocol/types';

/**
 * The sound of a file, decoded by the browser.
 * @returns Mono samples at 16 kHz, -1..1; null where there is none that this browser can decode.
 */
export async function soundOf(file: Blob): Promise<Float32Array | null> {
  let sound: AudioBuffer;
  try {
    // It brings what it decodes to its own rate.
    sound = await new OfflineAudioContext(1, 1, soundHz).decodeAudioData(await file.arrayBuffer());
  } catch {
    return null;
  }
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  const [first] = channels;
  return !first || first.length === 0 ? null : first.map((_, n) => mean(channels, n));
}

function mean(channels: readonly Float32Array[], n: number): number {
  return channels.reduce((sum, channel) => sum + (channel[n] ?? 0), 0) / channels.length;
}
