/** A contour of data on a grid: where it has one value. */

/**
 * The contour at a level, by marching squares between the cell centres: segments x1, y1, x2, y2, with the grid's
 * width and height as 1. A square with a non-finite corner has no segment. (d3-contour makes closed regions: their borders
 * along the grid's edge and around non-finite cells would have to be taken out again.)
 * @param {Float64Array} data
 * @param {number} columns @param {number} rows @param {number} level
 * @returns {number[]}
 */
export function contour(data, columns, rows, level) {
  /** @type {number[]} */
  const pieces = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const [a, b] = [data[at] - level, data[at + 1] - level];
      const [d, c] = [data[at + columns] - level, data[at + columns + 1] - level];
      const above = Number(a > 0) + Number(b > 0) + Number(c > 0) + Number(d > 0);
      if (above === 0 || above === 4 || !Number.isFinite(a + b + c + d)) continue;
      for (const place of crossings(a, b, c, d)) {
        pieces.push((column + 0.5 + place[0]) / columns, (row + 0.5 + place[1]) / rows);
      }
    }
  }
  return pieces;
}

/**
 * The zero crossings on the edges of one square, clockwise from the top: two, or four at a saddle.
 * @param {number} a @param {number} b @param {number} c @param {number} d
 */
function crossings(a, b, c, d) {
  /** @type {[number, number][]} */
  const places = [];
  if (a > 0 !== b > 0) places.push([a / (a - b), 0]);
  if (b > 0 !== c > 0) places.push([1, b / (b - c)]);
  if (d > 0 !== c > 0) places.push([d / (d - c), 1]);
  if (a > 0 !== d > 0) places.push([0, a / (a - d)]);
  return places;
}
