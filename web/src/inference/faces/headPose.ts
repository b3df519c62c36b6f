import type { Landmarks68 } from './face';
import { solveLinearSystem } from './linearSystem';
import { MEAN_FACE } from './meanFace';

/** Where a head is turned to, relative to the line from the camera to it, in degrees. */
export interface HeadPose {
  /** Positive where the nose points to the picture's right. */
  readonly yaw: number;
  /** Positive where the nose points up. */
  readonly pitch: number;
  /** Positive where the head leans clockwise in the picture. */
  readonly roll: number;
}

const PARAMETERS = 6; // rotation vector, translation
const MAXIMUM_STEPS = 20;
const DEGREES = 180 / Math.PI;

type Vector = [number, number, number];
/** Rows one after the other. */
type Matrix = [number, number, number, number, number, number, number, number, number];

interface Pose {
  readonly rotation: Matrix;
  readonly translation: Vector;
}

/** A landmark as the camera sees it: in focal lengths from the picture's middle. */
interface SeenPoint {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
  readonly place: readonly [number, number, number];
}

/**
 * Head pose from 68 landmarks by Perspective-n-Point on {@link MEAN_FACE}: the rotation and translation under which the mean head's points
 * project nearest to the landmarks, by Levenberg-Marquardt from the pose under scaled orthography (Mien.Vision's HeadPoseEstimator). A camera
 * of unknown lens is taken to see 53 degrees across the picture's longer side, its axis through the middle.
 * @returns Null where the points lie on a line or one is not finite.
 */
export function estimateHeadPose(face: Landmarks68, width: number, height: number): HeadPose | null {
  const focal = Math.max(width, height);
  const seen = MEAN_FACE.map(({ landmark, weight, place }): SeenPoint => {
    const point = face.points[landmark]!;
    return {
      x: (point.x - width / 2) / focal,
      y: (point.y - height / 2) / focal,
      weight: weight * (1 - 0.9 * face.hidden[landmark]!),
      place,
    };
  });
  const first = begin(seen);
  return first ? describe(refine(seen, first)) : null;
}

// Scaled orthography: image = s (r1 . X, r2 . X) + shift is linear in s r1, s r2 and the shift.
function begin(seen: readonly SeenPoint[]): Pose | null {
  const unknowns = 4;
  const normal = new Float64Array(unknowns * unknowns),
    x = new Float64Array(unknowns),
    y = new Float64Array(unknowns);
  for (const point of seen) {
    const row = [...point.place, 1];
    for (let a = 0; a < unknowns; a++) {
      for (let b = 0; b < unknowns; b++) {
        normal[a * unknowns + b]! += point.weight * row[a]! * row[b]!;
      }
      x[a]! += point.weight * row[a]! * point.x;
      y[a]! += point.weight * row[a]! * point.y;
    }
  }
  if (!solveLinearSystem(normal.slice(), x) || !solveLinearSystem(normal, y)) {
    return null;
  }
  const right: Vector = [x[0]!, x[1]!, x[2]!],
    down: Vector = [y[0]!, y[1]!, y[2]!];
  const first = lengthOf(right),
    second = lengthOf(down),
    scale = (first + second) / 2;
  if (!(first > 1e-9 && second > 1e-9 && Number.isFinite(scale))) {
    return null;
  }
  // The two rows made unit and perpendicular, neither preferred.
  const sum: Vector = [
    right[0] / first + down[0] / second,
    right[1] / first + down[1] / second,
    right[2] / first + down[2] / second,
  ];
  const difference: Vector = [
    right[0] / first - down[0] / second,
    right[1] / first - down[1] / second,
    right[2] / first - down[2] / second,
  ];
  const sumLength = lengthOf(sum),
    differenceLength = lengthOf(difference);
  if (!(sumLength > 1e-6 && differenceLength > 1e-6)) {
    return null;
  }
  const turned = (k: 0 | 1 | 2, sign: 1 | -1): number =>
    (sum[k] / sumLength + (sign * difference[k]) / differenceLength) / Math.SQRT2;
  const a: Vector = [turned(0, 1), turned(1, 1), turned(2, 1)],
    b: Vector = [turned(0, -1), turned(1, -1), turned(2, -1)];
  return {
    rotation: [...a, ...b, a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]],
    translation: [x[3]! / scale, y[3]! / scale, 1 / scale],
  };
}

function refine(seen: readonly SeenPoint[], first: Pose): Pose {
  const normal = new Float64Array(PARAMETERS * PARAMETERS),
    step = new Float64Array(PARAMETERS);
  let pose = first,
    damping = 1e-3,
    error = linearize(seen, pose, normal, step);
  for (let attempt = 0; attempt < MAXIMUM_STEPS; attempt++) {
    const damped = normal.slice();
    for (let i = 0; i < PARAMETERS; i++) {
      damped[i * PARAMETERS + i]! *= 1 + damping;
    }
    if (!solveLinearSystem(damped, step)) {
      return pose;
    }
    const [tx, ty, tz] = pose.translation;
    const next: Pose = {
      rotation: rotate(pose.rotation, [step[0]!, step[1]!, step[2]!]),
      translation: [tx + step[3]!, ty + step[4]!, tz + step[5]!],
    };
    const newError = projectionError(seen, next);
    if (newError < error) {
      const isDone = error - newError < 1e-9 * error;
      pose = next;
      damping *= 0.2;
      if (isDone) {
        return pose;
      }
    } else {
      damping *= 8;
    }
    error = linearize(seen, pose, normal, step);
  }
  return pose;
}

// Normal equations of the projection's error at a pose; the rotation turns by a small vector on the left.
function linearize(seen: readonly SeenPoint[], pose: Pose, normal: Float64Array, right: Float64Array): number {
  normal.fill(0);
  right.fill(0);
  let total = 0;
  for (const point of seen) {
    const [rx, ry, rz] = turn(pose.rotation, point.place);
    const x = rx + pose.translation[0],
      y = ry + pose.translation[1],
      z = rz + pose.translation[2];
    const ex = point.x - x / z,
      ey = point.y - y / z;
    const d = 1 / z,
      dxz = -x / (z * z),
      dyz = -y / (z * z);
    // d(point)/d(turn) = turn x point: (wy rz - wz ry, wz rx - wx rz, wx ry - wy rx).
    const alongX = [dxz * ry, d * rz - dxz * rx, -d * ry, d, 0, dxz];
    const alongY = [-d * rz + dyz * ry, -dyz * rx, d * rx, 0, d, dyz];
    for (let a = 0; a < PARAMETERS; a++) {
      right[a]! += point.weight * (alongX[a]! * ex + alongY[a]! * ey);
      for (let b = 0; b < PARAMETERS; b++) {
        normal[a * PARAMETERS + b]! += point.weight * (alongX[a]! * alongX[b]! + alongY[a]! * alongY[b]!);
      }
    }
    total += point.weight * (ex * ex + ey * ey);
  }
  return total;
}

function projectionError(seen: readonly SeenPoint[], pose: Pose): number {
  let total = 0;
  for (const point of seen) {
    const [x, y, away] = turn(pose.rotation, point.place);
    const z = away + pose.translation[2];
    if (z <= 0) {
      return Infinity; // behind the camera
    }
    const ex = point.x - (x + pose.translation[0]) / z,
      ey = point.y - (y + pose.translation[1]) / z;
    total += point.weight * (ex * ex + ey * ey);
  }
  return total;
}

function turn(r: Matrix, [x, y, z]: readonly [number, number, number]): Vector {
  return [r[0] * x + r[1] * y + r[2] * z, r[3] * x + r[4] * y + r[5] * z, r[6] * x + r[7] * y + r[8] * z];
}

// Rodrigues' formula: exp([turn]) times the rotation.
function rotate(rotation: Matrix, by: Vector): Matrix {
  const angle = lengthOf(by);
  const sine = angle > 1e-12 ? Math.sin(angle) / angle : 1,
    cosine = angle > 1e-12 ? (1 - Math.cos(angle)) / (angle * angle) : 0.5;
  const [x, y, z] = by;
  const e: Matrix = [
    1 - cosine * (y * y + z * z),
    cosine * x * y - sine * z,
    cosine * x * z + sine * y,
    cosine * x * y + sine * z,
    1 - cosine * (x * x + z * z),
    cosine * y * z - sine * x,
    cosine * x * z - sine * y,
    cosine * y * z + sine * x,
    1 - cosine * (x * x + y * y),
  ];
  const columns = [0, 1, 2].map(column => turn(e, [rotation[column]!, rotation[3 + column]!, rotation[6 + column]!]));
  const [a, b, c] = columns as [Vector, Vector, Vector];
  return [a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]];
}

// Angles against the line of sight, so that a face that looks into the camera from the picture's edge is frontal. R = Rz(roll) Ry Rx.
function describe({ rotation, translation: t }: Pose): HeadPose | null {
  // The smallest rotation that takes the line of sight to the camera's axis: about (t x axis).
  const across = Math.sqrt(t[0] * t[0] + t[1] * t[1]),
    angle = Math.atan2(across, t[2]);
  const own = rotate(
    rotation,
    across > 1e-12 * lengthOf(t) ? [(t[1] / across) * angle, (-t[0] / across) * angle, 0] : [0, 0, 0],
  );
  // The direction of the nose is -z of the head.
  const x = -own[2],
    y = -own[5],
    z = -own[8];
  const yaw = Math.atan2(x, -z),
    pitch = Math.atan2(-y, Math.sqrt(x * x + z * z));
  // What turns the head's up, after yaw and pitch, into the one seen.
  const upX = -own[1],
    upY = -own[4],
    upZ = -own[7];
  const aside = upX * Math.cos(yaw) + upZ * Math.sin(yaw);
  const upright = -upY * Math.cos(pitch) + (-upX * Math.sin(yaw) + upZ * Math.cos(yaw)) * Math.sin(pitch);
  const roll = Math.atan2(aside, upright);
  return Number.isFinite(yaw + pitch + roll)
    ? { yaw: yaw * DEGREES, pitch: pitch * DEGREES, roll: roll * DEGREES }
    : null;
}

function lengthOf([x, y, z]: Vector): number {
  return Math.sqrt(x * x + y * y + z * z);
}
