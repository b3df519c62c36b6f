import type { SpeechClassifier } from './speechClassifier';
import { SPEECH_DEFAULTS, type SpeechWindow, SpeechWindower } from './speechWindower';

// So much at once; more would only take memory.
const CHUNK_SAMPLES = 16_000;

/** The speech of a whole file: each moment has the window around it (Mien.Analysis' SpeechAnalyzer and SpeechCursor). */
export class FileSpeech {
  private constructor(readonly windows: readonly SpeechWindow[]) {}

  /** @param samples Mono sound at the model's rate, from the file's start. */
  static async of(samples: Float32Array, classifier: SpeechClassifier): Promise<FileSpeech> {
    const windower = new SpeechWindower(classifier, { ...SPEECH_DEFAULTS, endsEarly: false }, 0),
      windows: SpeechWindow[] = [];
    for (let at = 0; at < samples.length; at += CHUNK_SAMPLES) {
      windows.push(...(await windower.push(samples.subarray(at, at + CHUNK_SAMPLES))));
    }
    windows.push(...(await windower.complete()));
    return new FileSpeech(windows);
  }

  /** The window whose middle is nearest, the later of two; null where the sound does not reach the moment. */
  at(timeUs: number): SpeechWindow | null {
    let nearest: SpeechWindow | null = null;
    for (const window of this.windows) {
      if (nearest && distance(window, timeUs) > distance(nearest, timeUs)) {
        break;
      }
      nearest = window;
    }
    return nearest && timeUs >= nearest.startUs && timeUs <= nearest.endUs ? nearest : null;
  }
}

/** From the middle of a window. */
function distance({ startUs, endUs }: SpeechWindow, timeUs: number): number {
  return Math.abs(Math.trunc((startUs + endUs) / 2) - timeUs);
}
