import type { Box } from '../geometry';
import type { RgbImage } from '../image/rgbImage';
import { float } from '../rounding';

const POINTS_ACROSS_CELL = 4;

// Dark pixels have no reliable colour: this, in steps of 255, is added to each channel.
const DARK = 8;

// A grid of cells; its place and size are in widths and heights of the face's box, from its top left corner.
interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly colorWeight: number;
  readonly brightnessWeight: number;
}

// Places and weights of Mien.Vision's FaceAppearance: the face, the hair, the clothes.
const REGIONS: readonly Region[] = [
  { x: 0, y: 0, width: 1, height: 1, columns: 4, rows: 5, colorWeight: 3, brightnessWeight: 0.5 },
  {
    x: 0,
    y: float(-0.3),
    width: 1,
    height: float(0.3),
    columns: 4,
    rows: 1,
    colorWeight: 1,
    brightnessWeight: float(0.1),
  },
  {
    x: -0.25,
    y: float(1.2),
    width: 1.5,
    height: float(0.6),
    columns: 4,
    rows: 2,
    colorWeight: 2,
    brightnessWeight: float(0.3),
  },
];

const CELLS = REGIONS.reduce((sum, region) => sum + region.columns * region.rows, 0);

/**
 * How a face looks, coarsely: colour and brightness, relative to the face's own, of a grid of cells over the face, the hair and the clothes
 * below. It tells people of one stream apart. Colour is the share of red and of blue in a cell's sum, so that it does not change with the exposure.
 */
export class FaceAppearance {
  private readonly red = new Float32Array(CELLS); // 1 for grey
  private readonly blue = new Float32Array(CELLS);
  private readonly brightness = new Float32Array(CELLS); // natural logarithm of the luma's ratio to the face's
  private readonly seen = new Uint8Array(CELLS);

  /**
   * Takes a face's look from a frame; cells of which less than half lies within it count as unseen.
   * @param box The face's box, brow to chin.
   */
  static of(frame: RgbImage, box: Box): FaceAppearance {
    const look = new FaceAppearance();
    let cell = 0;
    for (const region of REGIONS) {
      const width = float(float(box.width * region.width) / region.columns),
        height = float(float(box.height * region.height) / region.rows);
      const left = float(box.x + float(box.width * region.x)),
        top = float(box.y + float(box.height * region.y));
      for (let row = 0; row < region.rows; row++) {
        for (let column = 0; column < region.columns; column++) {
          look.measureCell(
            frame,
            float(left + float(column * width)),
            float(top + float(row * height)),
            width,
            height,
            cell++,
          );
        }
      }
    }
    look.makeBrightnessRelative();
    return look;
  }

  /** A copy that changes on its own. */
  copy(): FaceAppearance {
    const look = new FaceAppearance();
    look.red.set(this.red);
    look.blue.set(this.blue);
    look.brightness.set(this.brightness);
    look.seen.set(this.seen);
    return look;
  }

  /**
   * How different two looks are: 0 for equal ones. Of each region only the half of the cells that differ least counts, so that a face which
   * is half turned, half hidden or half in shadow is still known, while two people differ nearly everywhere.
   */
  distanceTo(other: FaceAppearance): number {
    let sum = 0,
      weights = 0,
      first = 0;
    for (const region of REGIONS) {
      const differences: number[] = [],
        end = first + region.columns * region.rows;
      for (let i = first; i < end; i++) {
        if (this.seen[i] && other.seen[i]) {
          const color = Math.abs(this.red[i]! - other.red[i]!) + Math.abs(this.blue[i]! - other.blue[i]!);
          differences.push(
            (region.colorWeight * color) / 2 +
              region.brightnessWeight * Math.abs(this.brightness[i]! - other.brightness[i]!),
          );
        }
      }
      first = end;
      if (differences.length === 0) {
        continue;
      }
      differences.sort((left, right) => left - right);
      const counted = Math.trunc((differences.length + 1) / 2);
      sum += differences.slice(0, counted).reduce((total, difference) => total + difference, 0) / counted;
      weights += region.colorWeight + region.brightnessWeight;
    }
    return weights > 0 ? sum / weights : 0;
  }

  /** Moves this look towards another; 1 makes it the other. */
  moveTowards(other: FaceAppearance, share: number): void {
    for (let i = 0; i < CELLS; i++) {
      if (!other.seen[i]) {
        continue;
      }
      const taken = this.seen[i] ? share : 1;
      this.red[i]! += taken * (other.red[i]! - this.red[i]!);
      this.blue[i]! += taken * (other.blue[i]! - this.blue[i]!);
      this.brightness[i]! += taken * (other.brightness[i]! - this.brightness[i]!);
      this.seen[i] = 1;
    }
  }

  private measureCell(frame: RgbImage, left: number, top: number, width: number, height: number, cell: number): void {
    let red = 0,
      green = 0,
      blue = 0,
      points = 0;
    for (let i = 0; i < POINTS_ACROSS_CELL; i++) {
      const y = float(top + float(float((i + 0.5) * height) / POINTS_ACROSS_CELL));
      if (!(y >= 0 && y < frame.height)) {
        continue;
      }
      for (let j = 0; j < POINTS_ACROSS_CELL; j++) {
        const x = float(left + float(float((j + 0.5) * width) / POINTS_ACROSS_CELL));
        if (!(x >= 0 && x < frame.width)) {
          continue;
        }
        const pixel = (Math.trunc(y) * frame.width + Math.trunc(x)) * 3;
        red += frame.data[pixel]!;
        green += frame.data[pixel + 1]!;
        blue += frame.data[pixel + 2]!;
        points++;
      }
    }
    this.seen[cell] = points >= (POINTS_ACROSS_CELL * POINTS_ACROSS_CELL) / 2 ? 1 : 0;
    if (!this.seen[cell]) {
      return;
    }
    const sum = red + green + blue + 3 * DARK * points;
    this.red[cell] = (3 * (red + DARK * points)) / sum;
    this.blue[cell] = (3 * (blue + DARK * points)) / sum;
    this.brightness[cell] = Math.log((0.299 * red + 0.587 * green + 0.114 * blue) / points + DARK);
  }

  private makeBrightnessRelative(): void {
    const [face] = REGIONS;
    let sum = 0,
      count = 0;
    for (let i = 0; i < face!.columns * face!.rows; i++) {
      if (this.seen[i]) {
        sum += this.brightness[i]!;
        count++;
      }
    }
    const mean = count > 0 ? sum / count : 0;
    for (let i = 0; i < CELLS; i++) {
      this.brightness[i]! -= mean;
    }
  }
}
