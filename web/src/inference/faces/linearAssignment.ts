/**
 * Gives rows to columns, each at most once, so that the sum of gains is as large as can be: the Hungarian method with potentials and shortest
 * augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), in the cube of the larger count.
 * @param gains (rows, columns); at least 0, and 0 where the two must not meet.
 * @returns For each row its column, or -1.
 */
export function solveAssignment(gains: Float32Array, rows: number, columns: number): Int32Array {
  const columnOf = new Int32Array(rows).fill(-1);
  if (rows === 0 || columns === 0) {
    return columnOf;
  }
  // The method wants no more rows than columns: columns that stand for nobody make up for it.
  const width = Math.max(rows, columns);
  const rowPotential = new Float64Array(rows + 1),
    columnPotential = new Float64Array(width + 1);
  // Rows from 1 on, 0 is none; column 0 is where a path begins.
  const rowOf = new Int32Array(width + 1),
    previous = new Int32Array(width + 1);
  const slack = new Float64Array(width + 1),
    visited = new Uint8Array(width + 1);
  for (let row = 1; row <= rows; row++) {
    slack.fill(Infinity);
    visited.fill(0);
    rowOf[0] = row;
    let column = 0;
    do {
      visited[column] = 1;
      const from = rowOf[column]!;
      let nearest = 0,
        step = Infinity;
      for (let next = 1; next <= width; next++) {
        if (visited[next]) {
          continue;
        }
        const gain = next <= columns ? gains[(from - 1) * columns + next - 1]! : 0;
        const cost = -gain - rowPotential[from]! - columnPotential[next]!;
        if (cost < slack[next]!) {
          slack[next] = cost;
          previous[next] = column;
        }
        if (slack[next]! < step) {
          step = slack[next]!;
          nearest = next;
        }
      }
      for (let seen = 0; seen <= width; seen++) {
        if (visited[seen]) {
          rowPotential[rowOf[seen]!]! += step;
          columnPotential[seen]! -= step;
        } else {
          slack[seen]! -= step;
        }
      }
      column = nearest;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = previous[column]!) {
      rowOf[column] = rowOf[previous[column]!]!;
    }
  }
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column]! - 1;
    if (row >= 0 && gains[row * columns + column - 1]! > 0) {
      columnOf[row] = column - 1;
    }
  }
  return columnOf;
}
