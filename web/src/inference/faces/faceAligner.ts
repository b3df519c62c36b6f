import { type Affine, affineToBox, type Box, centerOf } from '../geometry';
import { ImageTransform } from '../image/imageTransform';
import type { RgbImage } from '../image/rgbImage';
import { sampleAffine } from '../image/sampleAffine';
import type { ImageSpec } from '../model/preprocessingSpec';
import { float } from '../rounding';
import type { FaceDetection, FivePoints } from './face';

// How far the mouth's middle lies below the eyes' middle, in distances between the eyes, in a face seen from the front.
const MOUTH_DROP_PER_EYE_DISTANCE = 1;

/**
 * Cuts a face out of a frame as an image spec says (Mien.Preprocessing's FaceAligner): with landmarks and the alignment `eyes`
 * rotated, scaled and moved so that the eyes lie where the spec says; otherwise the square around the box with the spec's margin.
 */
export class FaceAligner {
  readonly spec: ImageSpec;
  /** Number of values of one face: 3 x height x width. */
  readonly elementCount: number;
  private readonly transform: ImageTransform;
  private readonly crop: Float32Array;

  constructor(spec: ImageSpec) {
    this.spec = spec;
    this.elementCount = 3 * spec.width * spec.height;
    this.transform = new ImageTransform(spec);
    this.crop = new Float32Array(this.elementCount);
  }

  /**
   * Cuts out a face and normalises it: the network's input.
   * @param chw Takes (3, height, width) of the spec.
   */
  align(frame: RgbImage, face: FaceDetection, chw: Float32Array): void {
    sampleAffine(frame, this.crop, this.spec.width, this.spec.height, this.cropToFrame(face));
    this.transform.normalizeValues(this.crop, chw);
  }

  /**
   * The frame's point for each point of the crop, both in pixels with centres at .5.
   * @throws RangeError where the face has no extent.
   */
  cropToFrame(face: FaceDetection): Affine {
    return this.spec.alignment === 'eyes' && face.landmarks ? this.fromEyes(face.landmarks) : this.fromBox(face.box);
  }

  private fromBox(box: Box): Affine {
    const { width, height, cropMargin } = this.spec;
    const side = float(Math.max(box.width, box.height) * float(1 + float(2 * float(cropMargin))));
    if (!(side > 0 && Number.isFinite(side))) {
      throw new RangeError(`A face box of ${box.width} x ${box.height} pixels has no extent.`);
    }
    // The crop has the spec's aspect and holds the whole square.
    const scale = float(side / Math.min(width, height));
    const wide = float(scale * width),
      high = float(scale * height),
      center = centerOf(box);
    return affineToBox(
      { x: float(center.x - wide / 2), y: float(center.y - high / 2), width: wide, height: high },
      width,
      height,
    );
  }

  // Two estimates of the vector from the left to the right eye: the eyes themselves, and the vector from the eyes down to the mouth,
  // turned by a right angle. The longer gives the size; their sum gives the direction.
  private fromEyes([leftEye, rightEye, , leftMouth, rightMouth]: FivePoints): Affine {
    const eyeX = (leftEye.x + rightEye.x) / 2,
      eyeY = (leftEye.y + rightEye.y) / 2;
    const mouthX = (leftMouth.x + rightMouth.x) / 2,
      mouthY = (leftMouth.y + rightMouth.y) / 2;
    const acrossX = rightEye.x - leftEye.x,
      acrossY = rightEye.y - leftEye.y;
    const downX = (mouthY - eyeY) / MOUTH_DROP_PER_EYE_DISTANCE,
      downY = -(mouthX - eyeX) / MOUTH_DROP_PER_EYE_DISTANCE;
    const distance = Math.max(
      Math.sqrt(acrossX * acrossX + acrossY * acrossY),
      Math.sqrt(downX * downX + downY * downY),
    );
    const directionX = acrossX + downX,
      directionY = acrossY + downY;
    const length = Math.sqrt(directionX * directionX + directionY * directionY);
    if (!(length > 0 && Number.isFinite(length))) {
      throw new RangeError('The landmarks of the face have no extent.');
    }
    // The similarity that takes the crop's eye points to the frame's: scale times rotation, then the shift.
    const { width, height } = this.spec;
    const scale = distance / float(float(this.spec.eyeDistance) * width);
    const cosine = (scale * directionX) / length,
      sine = (scale * directionY) / length;
    const cropX = width / 2,
      cropY = float(this.spec.eyeLine) * height;
    return {
      xx: cosine,
      xy: -sine,
      x0: eyeX - (cosine * cropX - sine * cropY),
      yx: sine,
      yy: cosine,
      y0: eyeY - (sine * cropX + cosine * cropY),
    };
  }
}
