import { FrameGrabber } from '../capture/frameGrabber';

/** A decoder that is silent for so long, in milliseconds, does not answer any more. */
const patienceMs = 20_000;

/** A film of which any moment's picture can be had, decoded by the browser. */
export class Film {
  private readonly grabber: FrameGrabber;

  private constructor(
    private readonly video: HTMLVideoElement,
    /** Length in seconds. */
    readonly duration: number,
  ) {
    this.grabber = new FrameGrabber({ width: video.videoWidth, height: video.videoHeight });
  }

  get width(): number {
    return this.video.videoWidth;
  }

  get height(): number {
    return this.video.videoHeight;
  }

  /**
   * Opens a file.
   * @returns Null where it holds no pictures that this browser can play.
   */
  static async open(file: Blob): Promise<Film | null> {
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.src = URL.createObjectURL(file);
    try {
      await happens(video, 'loadeddata');
      if (video.videoWidth > 0) {
        return new Film(video, await durationOf(video));
      }
    } catch {
      // What it is instead is for others to find out.
    }
    release(video);
    return null;
  }

  /**
   * The picture that is shown at a time.
   * @throws Error where the browser cannot decode the film there.
   */
  async pictureAt(seconds: number): Promise<ImageData> {
    await seek(this.video, seconds);
    return this.grabber.pixels(this.video);
  }

  close(): void {
    release(this.video);
  }
}

/** Recordings of browsers do not say how long they are: the player knows once it was at their end. */
async function durationOf(video: HTMLVideoElement): Promise<number> {
  if (!Number.isFinite(video.duration)) {
    await seek(video, Number.MAX_SAFE_INTEGER);
  }
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

async function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  if (video.currentTime === seconds && !video.seeking && video.readyState >= video.HAVE_CURRENT_DATA) {
    return;
  }
  const sought = happens(video, 'seeked');
  video.currentTime = seconds;
  await sought;
}

function happens(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const settle = (end: () => void) => {
      clearTimeout(timer);
      listening.abort();
      end();
    };
    const timer = setTimeout(() => settle(() => reject(new Error('the decoder does not answer'))), patienceMs);
    video.addEventListener(event, () => settle(resolve), { signal: listening.signal });
    video.addEventListener(
      'error',
      () => settle(() => reject(new Error(video.error?.message || 'it cannot be decoded'))),
      { signal: listening.signal },
    );
  });
}

function release(video: HTMLVideoElement): void {
  const { src } = video;
  video.removeAttribute('src');
  video.load();
  URL.revokeObjectURL(src);
}
