import type { SyncState } from '../../protocol/types';

const MAX_DIFFERENCE_US = 100_000;
const SOUNDS_KEPT = 20;

interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

/** Tells for each frame how far the nearest sound is, as the server's synchroniser does. In one page both have one clock, so nothing drifts. */
export class SoundPairing {
  private readonly sounds: Span[] = [];
  private paired = 0;

  /** Notes a chunk of sound. */
  heard(startUs: number, endUs: number): void {
    this.sounds.push({ startUs, endUs });
    if (this.sounds.length > SOUNDS_KEPT) {
      this.sounds.shift();
    }
  }

  /** How a frame goes with the sound so far. */
  at(timeUs: number): SyncState {
    let nearest: number | null = null;
    for (const sound of this.sounds) {
      const distance = timeUs > sound.endUs ? timeUs - sound.endUs : Math.min(0, timeUs - sound.startUs);
      if (nearest === null || Math.abs(distance) < Math.abs(nearest)) {
        nearest = distance;
      }
    }
    const differenceUs = nearest !== null && Math.abs(nearest) <= MAX_DIFFERENCE_US ? nearest : null;
    if (differenceUs !== null) {
      this.paired++;
    }
    return { differenceUs, driftPpm: null, paired: this.paired, dropped: 0 };
  }
}
