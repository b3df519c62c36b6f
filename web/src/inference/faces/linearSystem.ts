// A pivot below this means that there is no single solution.
const LEAST_PIVOT = 1e-14;

/**
 * Solves A x = b by Gaussian elimination with partial pivoting.
 * @param matrix A, (n, n), row-major; destroyed.
 * @param vector b, n numbers; becomes x.
 * @returns Whether there is one solution; otherwise `vector` is undefined.
 */
export function solveLinearSystem(matrix: Float64Array, vector: Float64Array): boolean {
  const n = vector.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(matrix[row * n + column]!) > Math.abs(matrix[pivot * n + column]!)) {
        pivot = row;
      }
    }
    const scale = matrix[pivot * n + column]!;
    if (!(Math.abs(scale) > LEAST_PIVOT)) {
      return false;
    }
    for (let k = 0; k < n; k++) {
      swap(matrix, column * n + k, pivot * n + k);
    }
    swap(vector, column, pivot);
    for (let row = column + 1; row < n; row++) {
      const factor = matrix[row * n + column]! / scale;
      for (let k = column; k < n; k++) {
        matrix[row * n + k]! -= factor * matrix[column * n + k]!;
      }
      vector[row]! -= factor * vector[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) {
      vector[row]! -= matrix[row * n + k]! * vector[k]!;
    }
    vector[row]! /= matrix[row * n + row]!;
  }
  return true;
}

function swap(values: Float64Array, one: number, other: number): void {
  const held = values[one]!;
  values[one] = values[other]!;
  values[other] = held;
}
