import { make } from '../ui/dom';

/** Shows a file that the person chose: film, picture or sound, from the file itself, not from the server. */
export class MediaPlayer {
  private readonly url: string;
  private readonly media: HTMLVideoElement | HTMLAudioElement | HTMLImageElement;
  private isClosed = false;
  private ownSeconds = 0;
  private canPlay = true;

  /**
   * @param kind What the server found the file to be.
   * @param size Its picture's size, so that nothing moves when it is loaded.
   * @param onTime Told whenever another moment is shown.
   * @param onUnplayable Told where this browser cannot show the file.
   */
  constructor(
    stage: HTMLElement,
    file: File,
    kind: string,
    size: { readonly width: number; readonly height: number } | null,
    private readonly onTime: (seconds: number) => void,
    onUnplayable: () => void,
  ) {
    this.url = URL.createObjectURL(file);
    if (kind === 'image') {
      this.media = make('img');
      this.media.alt = `The picture ${file.name}`;
      this.media.addEventListener('load', () => onTime(0));
    } else {
      this.media = make(kind === 'audio' ? 'audio' : 'video');
      this.media.controls = true;
      this.media.preload = 'auto';
      this.media.setAttribute('aria-label', file.name);
      this.media.addEventListener('seeked', () => this.tell());
      this.media.addEventListener('timeupdate', () => this.tell());
      this.media.addEventListener('loadeddata', () => this.tell());
      this.media.addEventListener('playing', () => this.follow());
    }
    if (size && !(this.media instanceof HTMLAudioElement)) {
      this.media.width = size.width;
      this.media.height = size.height;
    }
    this.media.addEventListener('error', () => {
      this.canPlay = false;
      onUnplayable();
    });
    this.media.src = this.url;
    stage.prepend(this.media);
  }

  /** The moment that is shown, in seconds. */
  get seconds(): number {
    return this.media instanceof HTMLMediaElement && this.canPlay ? this.media.currentTime : this.ownSeconds;
  }

  /** Shows another moment. */
  seek(seconds: number): void {
    this.ownSeconds = seconds;
    if (this.media instanceof HTMLMediaElement && this.canPlay) {
      this.media.currentTime = seconds;
    } else {
      this.onTime(seconds);
    }
  }

  close(): void {
    this.isClosed = true;
    this.media.remove();
    URL.revokeObjectURL(this.url);
  }

  private tell(): void {
    if (!this.isClosed) {
      this.onTime(this.seconds);
    }
  }

  /** With each picture while it plays: the time events alone come four times a second. */
  private follow(): void {
    const { media } = this;
    if (media instanceof HTMLVideoElement && 'requestVideoFrameCallback' in media) {
      media.requestVideoFrameCallback((_now, metadata) => {
        if (!this.isClosed) {
          this.onTime(metadata.mediaTime);
          if (!media.paused) {
            this.follow();
          }
        }
      });
    }
  }
}
