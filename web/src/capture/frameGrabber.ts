import type { FrameSize } from '../engine/engine';

/** The widest frame that is analysed, in pixels; more costs time and finds no more faces at the distance of a desk. */
const widest = 640;

/** The size at which a camera's picture is analysed: its own, or shrunk to 640 pixels in width, with even sides. */
export function analysisSize(width: number, height: number): FrameSize {
  const scale = Math.min(1, widest / Math.max(width, height, 1));
  const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(width), height: even(height) };
}

/** Takes pictures from a video element. */
export class FrameGrabber {
  private readonly canvas: OffscreenCanvas;
  private readonly context: OffscreenCanvasRenderingContext2D;

  constructor(
    private readonly size: FrameSize,
    private readonly quality = 0.85,
  ) {
    this.canvas = new OffscreenCanvas(size.width, size.height);
    const context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) {
      throw new Error('This browser gives no canvas to take pictures with.');
    }
    this.context = context;
  }

  /** The picture now, as JPEG. */
  async jpeg(video: HTMLVideoElement): Promise<Uint8Array> {
    this.draw(video);
    const blob = await this.canvas.convertToBlob({ type: 'image/jpeg', quality: this.quality });
    return new Uint8Array(await blob.arrayBuffer());
  }

  /** The picture now, as pixels. */
  pixels(video: HTMLVideoElement): ImageData {
    this.draw(video);
    return this.context.getImageData(0, 0, this.size.width, this.size.height);
  }

  private draw(video: HTMLVideoElement): void {
    this.context.drawImage(video, 0, 0, this.size.width, this.size.height);
  }
}
