// Matrix products, cross-correlations and max-pooling, as the Python primitives of the same names.

import { column, fold, row } from './arrays.js'
import { array, broadcast, dataOf, shapeOf, size, stretched, stridesOf, walk } from './ndarray.js'

/** @typedef {import('./ndarray.js').Numbers} Numbers */

/**
 * The matrix product, of stacks of matrices and of vectors too.
 * @param {Numbers} a
 * @param {Numbers} b
 */
export function matmul(a, b) {
  const [left, right] = [row(a), column(b)]
  const [ls, rs] = [shapeOf(left), shapeOf(right)]
  const [n, inner, m] = [ls[ls.length - 2], ls[ls.length - 1], rs[rs.length - 1]]
  const stack = broadcast([ls.slice(0, -2), rs.slice(0, -2)])
  const [x, y] = [dataOf(left), dataOf(right)]
  const result = new Float64Array(size(stack) * n * m)
  const steps = [ls, rs].map((shape) =>
    stretched(shape.slice(0, -2), stack).map((stride) => stride * size(shape.slice(-2))),
  )
  walk(stack, steps, ([from, also], index) => {
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = x[from + i * inner + k]
        for (let j = 0; j < m; j++) result[(index * n + i) * m + j] += factor * y[also + k * m + j]
      }
    }
  })
  const vector = [shapeOf(a).length === 1 ? [] : [n], shapeOf(b).length === 1 ? [] : [m]].flat()
  return array([...stack, ...vector], result)
}

/**
 * The matrix product in the shape of `other`, summed over the stacks that `other` was stretched to.
 * @param {Numbers} p
 * @param {Numbers} q
 * @param {Numbers} other
 */
export const summedProduct = (p, q, other) => fold(matmul(p, q), other)

/**
 * Visits every product of a cross-correlation with the offsets of its picture entry, weight and result.
 * @param {readonly number[]} picture
 * @param {readonly number[]} kernel
 * @param {number} spatial
 * @param {number} stride
 * @param {number} padding
 * @param {(x: number, w: number, g: number) => void} visit
 * @returns {number[]} the shape of the result
 */
function correlate(picture, kernel, spatial, stride, padding, visit) {
  const whole = (/** @type {readonly number[]} */ shape) => [
    ...new Array(spatial + 2 - shape.length).fill(1),
    ...shape,
  ]
  const [xs, ws] = [whole(picture), whole(kernel)]
  const extent = xs.slice(2)
  const fits = extent.map((n, i) => Math.floor((n + 2 * padding - ws[2 + i]) / stride) + 1)
  const gs = [xs[0], ws[0], ...fits]
  const [sx, sw, sg] = [xs, ws, gs].map(stridesOf)
  const still = fits.map(() => 0)
  // All places of the loop: batch, channel out, place of the result; then channel in, place in the kernel.
  const places = [...gs, ...ws.slice(1)]
  const ofX = [sx[0], 0, ...sx.slice(2).map((s) => s * stride), sx[1], ...sx.slice(2)]
  const ofW = [0, sw[0], ...still, ...sw.slice(1)]
  const ofG = [...sg, 0, ...still]
  const ofPlace = extent.map((_, axis) =>
    places.map((_, i) => (i === 2 + axis ? stride : i === 3 + spatial + axis ? 1 : 0)),
  )
  const shift = padding * sx.slice(2).reduce((sum, s) => sum + s, 0)
  const starts = [-shift, 0, 0, ...extent.map(() => -padding)]
  walk(
    places,
    [ofX, ofW, ofG, ...ofPlace],
    ([x, w, g, ...at]) => {
      if (at.every((place, axis) => place >= 0 && place < extent[axis])) visit(x, w, g)
    },
    starts,
  )
  return gs.slice(spatial + 2 - picture.length)
}

/**
 * The cross-correlation of x with the kernel w over the last axes.
 * @param {Numbers} x
 * @param {Numbers} w
 * @param {number} spatial
 * @param {number} stride
 * @param {number} padding
 */
export function correlated(x, w, spatial, stride, padding) {
  const [picture, kernel] = [dataOf(x), dataOf(w)]
  const found = /** @type {number[]} */ ([])
  const shape = correlate(shapeOf(x), shapeOf(w), spatial, stride, padding, (i, j, k) => {
    found[k] = (found[k] ?? 0) + picture[i] * kernel[j]
  })
  return array(
    shape,
    Float64Array.from({ length: size(shape) }, (_, k) => found[k] ?? 0),
  )
}

/**
 * Hands g back to the x of `correlated`.
 * @param {Numbers} g
 * @param {Numbers} x
 * @param {Numbers} w
 * @param {number} spatial
 * @param {number} stride
 * @param {number} padding
 */
export function correlatedToPicture(g, x, w, spatial, stride, padding) {
  const [upstream, kernel] = [dataOf(g), dataOf(w)]
  const result = new Float64Array(size(shapeOf(x)))
  correlate(shapeOf(x), shapeOf(w), spatial, stride, padding, (i, j, k) => {
    result[i] += upstream[k] * kernel[j]
  })
  return array(shapeOf(x), result)
}

/**
 * Hands g back to the w of `correlated`.
 * @param {Numbers} g
 * @param {Numbers} x
 * @param {Numbers} w
 * @param {number} spatial
 * @param {number} stride
 * @param {number} padding
 */
export function correlatedToKernel(g, x, w, spatial, stride, padding) {
  const [upstream, picture] = [dataOf(g), dataOf(x)]
  const result = new Float64Array(size(shapeOf(w)))
  correlate(shapeOf(x), shapeOf(w), spatial, stride, padding, (i, j, k) => {
    result[j] += upstream[k] * picture[i]
  })
  return array(shapeOf(w), result)
}

/**
 * Where the greatest entry of every window over the last two axes first stands, and where the window begins.
 * @param {Numbers} x
 * @param {number} width
 * @param {number | null | undefined} stride
 */
function windows(x, width, stride) {
  const step = stride ?? width
  const shape = shapeOf(x)
  const [height, length] = shape.slice(-2)
  const fits = [height, length].map((n) => Math.floor((n - width) / step) + 1)
  const target = [...shape.slice(0, -2), ...fits]
  const data = dataOf(x)
  const places = new Uint32Array(size(target))
  const corners = new Uint32Array(size(target))
  const steps = [...stridesOf(shape).slice(0, -2), length * step, step]
  walk(target, [steps], ([corner], index) => {
    let best = corner
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        const at = corner + i * length + j
        if (data[at] > data[best] || (Number.isNaN(data[at]) && !Number.isNaN(data[best]))) best = at
      }
    }
    places[index] = best
    corners[index] = corner
  })
  return { target, places, corners }
}

/**
 * The greatest entry of every window.
 * @param {Numbers} x
 * @param {number} width
 * @param {number | null | undefined} stride
 */
export function pooled(x, width, stride) {
  const { target, places } = windows(x, width, stride)
  const data = dataOf(x)
  return array(
    target,
    Float64Array.from(places, (at) => data[at]),
  )
}

/**
 * For every window 1 if its greatest entry stands in it more than once, else 0.
 * @param {Numbers} _y
 * @param {Numbers} x
 * @param {number} width
 * @param {number | null | undefined} stride
 */
export function tiedWindows(_y, x, width, stride) {
  const data = dataOf(x)
  const length = shapeOf(x).at(-1) ?? 0
  const { target, places, corners } = windows(x, width, stride)
  const ties = Float64Array.from(places, (best, index) => {
    let found = 0
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) if (data[corners[index] + i * length + j] === data[best]) found++
    }
    return Number(found > 1)
  })
  return array(target, ties)
}

/**
 * Puts each entry of g at the first place where its window of x holds its maximum.
 * @param {Numbers} g
 * @param {Numbers} _y
 * @param {Numbers} x
 * @param {number} width
 * @param {number | null | undefined} stride
 */
export function firstHits(g, _y, x, width, stride) {
  const [upstream, picture] = [dataOf(g), dataOf(x)]
  const result = new Float64Array(size(shapeOf(x)))
  windows(x, width, stride).places.forEach((at, index) => {
    if (!Number.isNaN(picture[at])) result[at] += upstream[index]
  })
  return array(shapeOf(x), result)
}
