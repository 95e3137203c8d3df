// Where lanes run: curves through the points of a route, two lanes beside them, and places along the way.

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Point} Point */
/** @typedef {[Point, Point, Point, Point]} Cubic */

export const LANE = 5
const SAMPLES = 16
const ARROW = 9

/**
 * The way of an edge.
 *
 * @typedef {object} Way
 * @property {string} value  the path of the value lane, from the operand to the consumer
 * @property {string} gradient  the path of the gradient lane, from the consumer to the operand
 * @property {string} single  the path in the middle, where there is but one lane
 * @property {number} length
 * @property {{ point: Point, angle: number }} end  the head of the value lane
 * @property {{ point: Point, angle: number }} start  the head of the gradient lane
 * @property {{ point: Point, angle: number }} singleEnd  the head of the single lane
 * @property {Point} lens
 * @property {number} lensAt  how far along the lens sits, 0 to 1
 * @property {(s: number) => Point} at  the place in the middle of the road, by share of its length
 */

/**
 * The ways of all edges of a scene.
 * @param {Scene} scene
 * @returns {Way[]}
 */
export function waysOf(scene) {
  const down = scene.direction === 'down'
  return scene.routes.map((route, edge) => wayOf(route, scene.lenses[edge], down))
}

/**
 * @param {Point[]} points
 * @param {Point} lens
 * @param {boolean} down
 * @returns {Way}
 */
export function wayOf(points, lens, down) {
  const middle = points.slice(1).map((point, i) => bump(points[i], point, down))
  const left = middle.map((cubic) => offset(cubic, -LANE))
  const right = middle.map((cubic) => offset(cubic, LANE))
  const table = measure(middle)
  const length = table[table.length - 1].length
  const lensAt = nearest(table, lens) / length
  const at = (/** @type {number} */ s) => along(table, s * length)
  const [last, only] = [left[left.length - 1], middle[middle.length - 1]]
  return {
    value: path(left),
    gradient: path(right.map(reversed).reverse()),
    single: path(middle),
    length,
    end: head(last[2], last[3]),
    start: head(right[0][1], right[0][0]),
    singleEnd: head(only[2], only[3]),
    lens,
    lensAt,
    at,
  }
}

/**
 * A bend that leaves and arrives level (or upright, where columns run downwards).
 * @param {Point} a
 * @param {Point} b
 * @param {boolean} down
 * @returns {Cubic}
 */
function bump(a, b, down) {
  if (down) {
    const y = (a.y + b.y) / 2
    return [a, { x: a.x, y }, { x: b.x, y }, b]
  }
  const x = (a.x + b.x) / 2
  return [a, { x, y: a.y }, { x, y: b.y }, b]
}

/**
 * A curve beside another one: the legs of its control polygon are moved aside and meet again.
 * @param {Cubic} cubic
 * @param {number} aside  to the right of the way it runs
 * @returns {Cubic}
 */
function offset(cubic, aside) {
  const normals = [0, 1, 2].map((i) => normal(cubic[i], cubic[i + 1]))
  const chord = normal(cubic[0], cubic[3])
  const [a, b, c] = normals.map((n) => n ?? chord ?? { x: 0, y: 0 })
  const moved = (/** @type {Point} */ p, /** @type {Point} */ n) => ({
    x: p.x + n.x * aside,
    y: p.y + n.y * aside,
  })
  return [moved(cubic[0], a), moved(cubic[1], mitre(a, b)), moved(cubic[2], mitre(b, c)), moved(cubic[3], c)]
}

/**
 * @param {Point} a
 * @param {Point} b
 */
function normal(a, b) {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  return length < 1e-6 ? null : { x: -(b.y - a.y) / length, y: (b.x - a.x) / length }
}

const SHARPEST = 0.35

/**
 * @param {Point} a
 * @param {Point} b
 */
function mitre(a, b) {
  const scale = Math.max(SHARPEST, 1 + a.x * b.x + a.y * b.y)
  return { x: (a.x + b.x) / scale, y: (a.y + b.y) / scale }
}

/**
 * @param {Cubic} cubic
 * @returns {Cubic}
 */
const reversed = ([a, b, c, d]) => [d, c, b, a]

/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10

/** @param {Cubic[]} cubics */
function path(cubics) {
  const xy = (/** @type {Point} */ p) => `${round(p.x)} ${round(p.y)}`
  return cubics.reduce((d, [, b, c, e]) => `${d}C${xy(b)} ${xy(c)} ${xy(e)}`, `M${xy(cubics[0][0])}`)
}

/**
 * @param {Point} before
 * @param {Point} point
 */
const head = (before, point) => ({
  point,
  angle: (Math.atan2(point.y - before.y, point.x - before.x) * 180) / Math.PI,
})

/** An arrowhead that points to the right, its tip at the origin. */
export const ARROWHEAD = `M0 0L${-ARROW} ${-ARROW / 2}V${ARROW / 2}Z`

/**
 * Places along the way with the length that leads to them.
 * @param {Cubic[]} cubics
 */
function measure(cubics) {
  const table = [{ ...cubics[0][0], length: 0 }]
  for (const cubic of cubics) {
    for (let i = 1; i <= SAMPLES; i++) {
      const before = table[table.length - 1]
      const place = bezier(cubic, i / SAMPLES)
      table.push({
        ...place,
        length: before.length + Math.hypot(place.x - before.x, place.y - before.y),
      })
    }
  }
  return table
}

/**
 * @param {Cubic} cubic
 * @param {number} u
 * @returns {Point}
 */
function bezier([a, b, c, d], u) {
  const v = 1 - u
  const mix = (/** @type {'x' | 'y'} */ axis) =>
    v ** 3 * a[axis] + 3 * v * v * u * b[axis] + 3 * v * u * u * c[axis] + u ** 3 * d[axis]
  return { x: mix('x'), y: mix('y') }
}

/** @typedef {ReturnType<typeof measure>} Table */

/**
 * @param {Table} table
 * @param {number} length
 * @returns {Point}
 */
function along(table, length) {
  const next = Math.max(
    1,
    table.findIndex((place) => place.length >= length),
  )
  const [a, b] = [table[next - 1], table[next]]
  const share =
    b.length === a.length ? 0 : Math.min(1, Math.max(0, (length - a.length) / (b.length - a.length)))
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

/**
 * The length that leads to the place nearest to a point.
 * @param {Table} table
 * @param {Point} point
 */
function nearest(table, point) {
  const distance = (/** @type {Point} */ place) => Math.hypot(place.x - point.x, place.y - point.y)
  return table.reduce((best, place) => (distance(place) < distance(best) ? place : best)).length
}
