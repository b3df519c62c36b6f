/** A point of the mean head. */
export interface MeanFacePoint {
  /** Its number among the 68 landmarks. */
  readonly landmark: number;
  /** How much it counts: the lower lip and the chin move with the jaw and say little about the head. */
  readonly weight: number;
  /** Centimetres, as seen by a camera that the head faces: x to the picture's right, y down, z away from the camera. */
  readonly place: readonly [x: number, y: number, z: number];
}

/**
 * Fourteen points of a mean head: the anthropometric model of Martins and Batista ("Accurate single view model-based head pose estimation",
 * FG 2008); the numbers of Mien.Vision's MeanFace.
 */
export const MEAN_FACE: readonly MeanFacePoint[] = [
  { landmark: 17, weight: 1, place: [-6.825897, -6.760612, -4.402142] }, // left end of the left brow
  { landmark: 21, weight: 1, place: [-1.330353, -7.122144, -6.903745] }, // its right end
  { landmark: 22, weight: 1, place: [1.330353, -7.122144, -6.903745] }, // left end of the right brow
  { landmark: 26, weight: 1, place: [6.825897, -6.760612, -4.402142] }, // its right end
  { landmark: 36, weight: 1, place: [-5.311432, -5.485328, -3.987654] }, // outer corner of the left eye
  { landmark: 39, weight: 1, place: [-1.78993, -5.393625, -4.413414] }, // its inner corner
  { landmark: 42, weight: 1, place: [1.78993, -5.393625, -4.413414] }, // inner corner of the right eye
  { landmark: 45, weight: 1, place: [5.311432, -5.485328, -3.987654] }, // its outer corner
  { landmark: 31, weight: 1, place: [-2.005628, -1.409845, -6.165652] }, // left nostril
  { landmark: 35, weight: 1, place: [2.005628, -1.409845, -6.165652] }, // right nostril
  { landmark: 48, weight: 1, place: [-2.774015, 2.080775, -5.048531] }, // left corner of the mouth
  { landmark: 54, weight: 1, place: [2.774015, 2.080775, -5.048531] }, // right corner of the mouth
  { landmark: 57, weight: 0.3, place: [0, 3.116408, -6.097667] }, // lower lip
  { landmark: 8, weight: 0.3, place: [0, 7.415691, -4.070434] }, // chin
];
