// Lines of equal height through a grid of numbers (marching squares).

/** @typedef {[number, number, number, number]} Line  x1, y1, x2, y2 in fields of the grid */

/**
 * Where the surface over a grid passes a level.
 * @param {number[][]} grid  rows of numbers
 * @param {number} level
 * @returns {Line[]}
 */
export function contour(grid, level) {
  /** @type {Line[]} */
  const lines = []
  for (let y = 0; y + 1 < grid.length; y++) {
    for (let x = 0; x + 1 < grid[y].length; x++) lines.push(...square(grid, x, y, level))
  }
  return lines
}

/**
 * The lines through one square. In a saddle the two corners above the level are kept apart.
 * @param {number[][]} grid
 * @param {number} x
 * @param {number} y
 * @param {number} level
 * @returns {Line[]}
 */
function square(grid, x, y, level) {
  const corners = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
  ]
  const heights = corners.map(([i, j]) => grid[j][i] - level)
  if (!heights.every(Number.isFinite)) return []
  /** @type {number[][]} */
  const cuts = []
  for (let i = 0; i < 4; i++) {
    const next = (i + 1) % 4
    if (heights[i] >= 0 === heights[next] >= 0) continue
    const part = heights[i] / (heights[i] - heights[next])
    cuts.push([0, 1].map((axis) => corners[i][axis] + part * (corners[next][axis] - corners[i][axis])))
  }
  if (cuts.length === 2) return [[cuts[0][0], cuts[0][1], cuts[1][0], cuts[1][1]]]
  if (cuts.length < 4) return []
  const [a, b, c, d] = cuts
  const pairs =
    heights[0] >= 0
      ? [
          [d, a],
          [b, c],
        ]
      : [
          [a, b],
          [c, d],
        ]
  return pairs.map(([from, to]) => [from[0], from[1], to[0], to[1]])
}

/**
 * Heights for about `count` contours between the least and the greatest number, evenly in their logarithm where they
 * spread over more than one power of ten.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function levels(low, high, count) {
  if (!(high > low)) return []
  const wide = low > 0 && high / low > 10
  const place = (/** @type {number} */ part) =>
    wide ? low * (high / low) ** part : low + (high - low) * part
  return Array.from({ length: count }, (_, i) => place((i + 1) / (count + 1)))
}
