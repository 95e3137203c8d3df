// Roads cut to a window. In a large picture a road may be hundreds of times as long as what is seen of it, and a dashed
// line costs as much as it is long, seen or not.

/** @typedef {import('../../scene.js').Box} Box */
/** The numbers of a cubic: x and y of its four points. @typedef {number[]} Cubic */

/**
 * Pieces are no longer than this, as the picture measures. They depend on the curve alone, never on the window, so that
 * dashes do not jump while the window moves.
 */
const LONGEST = 600
const NUMBER = /-?\d+(?:\.\d+)?/g

/**
 * The cubics of a path such as `M0 0C1 0 2 1 3 1C…`.
 * @param {string} path
 * @returns {Cubic[]}
 */
export function cubicsOf(path) {
  const numbers = (path.match(NUMBER) ?? []).map(Number)
  const cubics = []
  for (let at = 0; at + 8 <= numbers.length; at += 6) cubics.push(numbers.slice(at, at + 8))
  return cubics
}

/**
 * Adds to a path the pieces of curves that may be seen in a window.
 * @param {Pick<Path2D, 'moveTo' | 'bezierCurveTo'>} path
 * @param {Cubic[]} cubics
 * @param {Box} window
 */
export function addWithin(path, cubics, window) {
  for (const cubic of cubics) addCubic(path, cubic, window)
}

/**
 * @param {Pick<Path2D, 'moveTo' | 'bezierCurveTo'>} path
 * @param {Cubic} cubic
 * @param {Box} window
 */
function addCubic(path, cubic, window) {
  const [ax, ay, bx, by, cx, cy, dx, dy] = cubic
  const left = Math.min(ax, bx, cx, dx)
  const right = Math.max(ax, bx, cx, dx)
  const top = Math.min(ay, by, cy, dy)
  const bottom = Math.max(ay, by, cy, dy)
  // A curve stays within its four points.
  if (left > window.x + window.width || right < window.x) return
  if (top > window.y + window.height || bottom < window.y) return
  if (right - left <= LONGEST && bottom - top <= LONGEST) {
    path.moveTo(ax, ay)
    path.bezierCurveTo(bx, by, cx, cy, dx, dy)
    return
  }
  for (const half of halves(cubic)) addCubic(path, half, window)
}

/**
 * The two halves of a curve.
 * @param {Cubic} cubic
 * @returns {[Cubic, Cubic]}
 */
function halves([ax, ay, bx, by, cx, cy, dx, dy]) {
  const [abx, aby] = [(ax + bx) / 2, (ay + by) / 2]
  const [bcx, bcy] = [(bx + cx) / 2, (by + cy) / 2]
  const [cdx, cdy] = [(cx + dx) / 2, (cy + dy) / 2]
  const [lx, ly] = [(abx + bcx) / 2, (aby + bcy) / 2]
  const [rx, ry] = [(bcx + cdx) / 2, (bcy + cdy) / 2]
  const [mx, my] = [(lx + rx) / 2, (ly + ry) / 2]
  return [
    [ax, ay, abx, aby, lx, ly, mx, my],
    [mx, my, rx, ry, cdx, cdy, dx, dy],
  ]
}
