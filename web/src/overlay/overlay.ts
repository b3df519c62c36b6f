import type { Box, FaceResult, Probabilities } from '../protocol/types';
import { emotionColor } from '../timeline/emotionColors';
import { percent } from '../ui/format';

/** A face to draw. */
export interface OverlayFace {
  readonly id: number;
  readonly box: Box;
  readonly emotion: string | null;
  readonly emotions: Probabilities | null;
  readonly isReliable: boolean;
  readonly landmarks?: readonly number[];
}

/** A live result's face, to draw. */
export function toOverlayFace(face: FaceResult): OverlayFace {
  return {
    id: face.id,
    box: face.box,
    emotion: face.emotion ?? null,
    emotions: face.smoothed ?? null,
    isReliable: face.quality?.reliable ?? true,
    ...(face.landmarks && { landmarks: face.landmarks }),
  };
}

/** The bars beside a box: the greatest so many. */
const barCount = 3;
const font = '600 14px system-ui, sans-serif';
const smallFont = '12px system-ui, sans-serif';

/** Draws boxes, labels and bars over a picture, on a canvas that covers it. */
export class Overlay {
  private readonly context: CanvasRenderingContext2D;
  /** Whether the picture under it is shown as in a mirror; texts are not mirrored. */
  isMirrored = false;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) {
      throw new Error('This browser gives no canvas to draw on.');
    }
    this.context = context;
  }

  /**
   * Draws faces.
   * @param width Width of the picture that boxes are measured in, in its pixels.
   * @param height Its height.
   */
  draw(faces: readonly OverlayFace[], width: number, height: number): void {
    const scale = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.canvas;
    const pixels = { width: Math.round(clientWidth * scale), height: Math.round(clientHeight * scale) };
    if (this.canvas.width !== pixels.width || this.canvas.height !== pixels.height) {
      this.canvas.width = pixels.width;
      this.canvas.height = pixels.height;
    }
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.context.clearRect(0, 0, clientWidth, clientHeight);
    for (const face of faces) {
      this.drawFace(face, clientWidth / width, clientHeight / height, clientWidth);
    }
  }

  clear(): void {
    this.draw([], 1, 1);
  }

  private drawFace(face: OverlayFace, scaleX: number, scaleY: number, viewWidth: number): void {
    const { context } = this;
    const boxWidth = face.box[2] * scaleX;
    const boxHeight = face.box[3] * scaleY;
    const x = this.isMirrored ? viewWidth - face.box[0] * scaleX - boxWidth : face.box[0] * scaleX;
    const y = face.box[1] * scaleY;
    const color = face.emotion ? emotionColor(face.emotion) : '#ffffff';
    // A dark line below the coloured one, so that the box is seen on every picture.
    for (const [style, lineWidth] of [
      ['rgb(0 0 0 / 60%)', 5],
      [color, 2.5],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = lineWidth;
      context.setLineDash(face.isReliable ? [] : [8, 6]);
      context.strokeRect(x, y, boxWidth, boxHeight);
    }
    context.setLineDash([]);
    this.drawPoints(face.landmarks ?? [], scaleX, scaleY, viewWidth);
    const share = face.emotion ? face.emotions?.[face.emotion] : undefined;
    const doubt = face.isReliable ? '' : '?';
    const verdict = face.emotion ? ` ${face.emotion}${doubt}${share === undefined ? '' : ` ${percent(share)}`}` : '';
    this.drawText(`${face.id}${verdict}`, x, y > 24 ? y - 24 : y, viewWidth);
    this.drawBars(face, x, y + boxHeight + 4, viewWidth);
  }

  private drawText(text: string, x: number, y: number, viewWidth: number): void {
    const { context } = this;
    context.font = font;
    const width = context.measureText(text).width + 12;
    const left = Math.max(0, Math.min(x, viewWidth - width));
    context.fillStyle = 'rgb(0 0 0 / 72%)';
    context.fillRect(left, y, width, 22);
    context.fillStyle = '#ffffff';
    context.textBaseline = 'middle';
    context.fillText(text, left + 6, y + 11.5);
  }

  private drawBars(face: OverlayFace, x: number, y: number, viewWidth: number): void {
    const { context } = this;
    const greatest = Object.entries(face.emotions ?? {})
      .sort((a, b) => b[1] - a[1])
      .slice(0, barCount);
    const width = 132;
    const height = greatest.length * 15 + 4;
    const left = Math.max(0, Math.min(x, viewWidth - width));
    const top = Math.min(y, this.canvas.clientHeight - height);
    if (greatest.length > 0) {
      context.fillStyle = 'rgb(0 0 0 / 60%)';
      context.fillRect(left, top, width, height);
    }
    context.font = smallFont;
    for (const [i, [label, share]] of greatest.entries()) {
      const row = top + 2 + i * 15;
      context.fillStyle = '#ffffff';
      context.fillText(label, left + 5, row + 8);
      context.fillStyle = 'rgb(255 255 255 / 22%)';
      context.fillRect(left + 62, row + 4, 64, 8);
      context.fillStyle = emotionColor(label);
      context.fillRect(left + 62, row + 4, 64 * share, 8);
    }
  }

  private drawPoints(points: readonly number[], scaleX: number, scaleY: number, viewWidth: number): void {
    this.context.fillStyle = 'rgb(255 255 255 / 85%)';
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = (points[i] ?? 0) * scaleX;
      this.context.fillRect((this.isMirrored ? viewWidth - x : x) - 1, (points[i + 1] ?? 0) * scaleY - 1, 2, 2);
    }
  }
}
