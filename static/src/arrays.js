// The array primitives in which rules of ops are written; names and order of arguments are those of the Python ones.

import {
  array,
  axesOf,
  dataOf,
  shapeOf,
  size,
  stretched,
  stridesOf,
  stridesWithout,
  walk,
} from './ndarray.js'

/** @typedef {import('./ndarray.js').Numbers} Numbers */
/** @typedef {import('./ndarray.js').Axis} Axis */

// Sums over axes and back ------------------------------------------------------------------------------------------

/**
 * @param {Numbers} x
 * @param {Axis} axis
 * @param {boolean} keepdims
 * @param {number} start
 * @param {(result: number, entry: number) => number} add
 */
function reduce(x, axis, keepdims, start, add) {
  const shape = shapeOf(x)
  const gone = new Set(axesOf(axis, shape.length))
  const kept = shape.flatMap((extent, i) => (gone.has(i) ? (keepdims ? [1] : []) : [extent]))
  const result = new Float64Array(size(kept)).fill(start)
  const data = dataOf(x)
  walk(shape, [stridesWithout(shape, (i) => gone.has(i))], ([to], from) => {
    result[to] = add(result[to], data[from])
  })
  return array(kept, result)
}

/**
 * The sum over axes, all unless given.
 * @param {Numbers} x
 * @param {Axis} axis
 * @param {boolean} keepdims
 */
export const total = (x, axis, keepdims) => reduce(x, axis, keepdims, 0, (sum, entry) => sum + entry)

/**
 * The product over axes.
 * @param {Numbers} x
 * @param {Axis} axis
 * @param {boolean} keepdims
 */
export const product = (x, axis, keepdims) => reduce(x, axis, keepdims, 1, (result, entry) => result * entry)

/**
 * The greatest entry along axes.
 * @param {Numbers} x
 * @param {Axis} axis
 * @param {boolean} keepdims
 */
export const largest = (x, axis, keepdims) =>
  reduce(x, axis, keepdims, -Infinity, (most, entry) => Math.max(most, entry))

/**
 * How many entries a reduction takes together.
 * @param {Numbers} x
 * @param {Axis} axis
 */
export function count(x, axis) {
  const shape = shapeOf(x)
  return size(axesOf(axis, shape.length).map((i) => shape[i]))
}

/**
 * How many rows there are: the product of all axes but the last.
 * @param {Numbers} x
 */
export const rows = (x) => size(shapeOf(x).slice(0, -1))

/**
 * Gives every entry of `other` the entry of g that a reduction over axes made of it.
 * @param {Numbers} g
 * @param {Numbers} other
 * @param {Axis} axis
 * @param {boolean} keepdims
 */
export function spread(g, other, axis, keepdims) {
  const shape = shapeOf(other)
  const gone = new Set(axesOf(axis, shape.length))
  const everything = axis === null || axis === undefined
  const framed = everything || keepdims ? shapeOf(g) : shape.map((extent, i) => (gone.has(i) ? 1 : extent))
  const data = dataOf(g)
  const result = new Float64Array(size(shape))
  walk(shape, [stretched(framed, shape)], ([from], to) => {
    result[to] = data[from]
  })
  return array(shape, result)
}

/**
 * Undoes broadcasting: sums g over the axes along which `other` was stretched.
 * @param {Numbers} g
 * @param {Numbers} other
 */
export function fold(g, other) {
  const [shape, target] = [shapeOf(g), shapeOf(other)]
  const data = dataOf(g)
  const result = new Float64Array(size(target))
  walk(shape, [stretched(target, shape)], ([to], from) => {
    result[to] += data[from]
  })
  return array(target, result)
}

/**
 * For every entry the product of the other entries along axes, without a division.
 * @param {Numbers} x
 * @param {Axis} axis
 */
export function others(x, axis) {
  const shape = shapeOf(x)
  const gone = new Set(axesOf(axis, shape.length))
  const strides = stridesWithout(shape, (i) => gone.has(i))
  const data = dataOf(x)
  const result = new Float64Array(data.length).fill(1)
  const lanes = size(shape.filter((_, i) => !gone.has(i)))
  const lane = new Uint32Array(data.length)
  walk(shape, [strides], ([of], index) => {
    lane[index] = of
  })
  const before = new Float64Array(lanes).fill(1)
  const after = new Float64Array(lanes).fill(1)
  for (let i = 0; i < data.length; i++) {
    result[i] = before[lane[i]]
    before[lane[i]] *= data[i]
  }
  for (let i = data.length - 1; i >= 0; i--) {
    result[i] *= after[lane[i]]
    after[lane[i]] *= data[i]
  }
  return array(shape, result)
}

// Shapes -----------------------------------------------------------------------------------------------------------

/**
 * The same entries in another shape; one extent may be −1.
 * @param {Numbers} x
 * @param {number | number[]} shape
 */
export function reshaped(x, shape) {
  const wanted = [shape].flat()
  const known = size(wanted.filter((extent) => extent >= 0))
  const data = dataOf(x)
  return array(
    wanted.map((extent) => (extent < 0 ? data.length / known : extent)),
    data,
  )
}

/**
 * The entries of x in the shape of `other`.
 * @param {Numbers} x
 * @param {Numbers} other
 */
export const like = (x, other) => array(shapeOf(other), dataOf(x))

/**
 * The entries with the axes in another order.
 * @param {Numbers} x
 * @param {number[]} order
 */
function permuted(x, order) {
  const shape = shapeOf(x)
  const own = stridesOf(shape)
  const target = order.map((axis) => shape[axis])
  const data = dataOf(x)
  const result = new Float64Array(data.length)
  walk(target, [order.map((axis) => own[axis])], ([from], to) => {
    result[to] = data[from]
  })
  return array(target, result)
}

/**
 * All axes in the opposite order.
 * @param {Numbers} x
 */
export const turned = (x) =>
  permuted(
    x,
    shapeOf(x)
      .map((_, axis) => axis)
      .reverse(),
  )

/**
 * Every matrix of x transposed.
 * @param {Numbers} x
 */
export function swapped(x) {
  const order = shapeOf(x).map((_, axis) => axis)
  return permuted(x, [...order.slice(0, -2), order[order.length - 1], order[order.length - 2]])
}

/**
 * A vector as a matrix of one row; anything else as it is.
 * @param {Numbers} x
 * @returns {Numbers}
 */
export const row = (x) => (shapeOf(x).length === 1 ? array([1, ...shapeOf(x)], dataOf(x)) : x)

/**
 * A vector as a matrix of one column; anything else as it is.
 * @param {Numbers} x
 * @returns {Numbers}
 */
export const column = (x) => (shapeOf(x).length === 1 ? array([...shapeOf(x), 1], dataOf(x)) : x)

/**
 * g, of the shape of a @ b, with the axes put back that the product drops for vectors.
 * @param {Numbers} g
 * @param {Numbers} a
 * @param {Numbers} b
 */
export function framed(g, a, b) {
  const shape = shapeOf(g).slice()
  if (shapeOf(b).length === 1) shape.push(1)
  if (shapeOf(a).length === 1) shape.splice(-1, 0, 1)
  return array(shape, dataOf(g))
}

/**
 * What a key takes from a shape: the extents that are left, and where their entries are.
 * @param {readonly number[]} shape
 * @param {readonly (number | (number | null)[])[]} key  integers, and slices as [start, stop, step]
 */
function selection(shape, key) {
  const own = stridesOf(shape)
  const extents = /** @type {number[]} */ ([])
  const strides = /** @type {number[]} */ ([])
  let start = 0
  shape.forEach((extent, axis) => {
    const entry = key[axis] ?? [null, null, null]
    if (typeof entry === 'number') {
      start += (entry < 0 ? entry + extent : entry) * own[axis]
    } else {
      const [first, length, step] = sliced(entry, extent)
      start += length > 0 ? first * own[axis] : 0
      extents.push(length)
      strides.push(step * own[axis])
    }
  })
  return { extents, strides, start }
}

/**
 * The first index, the number and the step of a slice, by Python's rules.
 * @param {(number | null)[]} slice
 * @param {number} extent
 */
function sliced([start, stop, step], extent) {
  const by = step ?? 1
  const [low, high] = by > 0 ? [0, extent] : [-1, extent - 1]
  const within = (/** @type {number} */ i) => Math.min(Math.max(i < 0 ? i + extent : i, low), high)
  const first = start === null ? (by > 0 ? low : high) : within(start)
  const end = stop === null ? (by > 0 ? high : low) : within(stop)
  return [first, Math.max(0, Math.ceil((end - first) / by)), by]
}

/**
 * x[key].
 * @param {Numbers} x
 * @param {(number | (number | null)[])[]} key
 */
export function taken(x, key) {
  const { extents, strides, start } = selection(shapeOf(x), key)
  const data = dataOf(x)
  const result = new Float64Array(size(extents))
  walk(
    extents,
    [strides],
    ([from], to) => {
      result[to] = data[from]
    },
    [start],
  )
  return array(extents, result)
}

/**
 * Zeros in the shape of `other` with g at `key`.
 * @param {Numbers} g
 * @param {Numbers} other
 * @param {(number | (number | null)[])[]} key
 */
export function put(g, other, key) {
  const { extents, strides, start } = selection(shapeOf(other), key)
  const data = dataOf(g)
  const result = new Float64Array(size(shapeOf(other)))
  walk(
    extents,
    [strides],
    ([to], from) => {
      result[to] = data[from]
    },
    [start],
  )
  return array(shapeOf(other), result)
}

/**
 * Ones at the class `index` (an integer, or one a row) and zeros elsewhere, in the shape of `other`. What has that
 * shape already is the weights of the classes, and remains.
 * @param {Numbers} other
 * @param {Numbers | number[]} index
 */
export function oneHot(other, index) {
  const shape = shapeOf(other)
  if (!Array.isArray(index) && String(shapeOf(index)) === String(shape)) return index
  const classes = shape[shape.length - 1]
  const result = new Float64Array(size(shape))
  const right = Array.isArray(index) ? index : dataOf(index)
  right.forEach((place, i) => {
    result[i * classes + Math.round(place)] = 1
  })
  return array(shape, result)
}

/**
 * The gradient g of weights of the classes; zeros in the shape of `index` where it is class indices.
 * @param {Numbers} g
 * @param {Numbers} index
 */
export function unlessIndex(g, index) {
  const shape = shapeOf(index)
  return String(shape) === String(shapeOf(g)) ? g : array(shape, new Float64Array(size(shape)))
}

/**
 * How long parts are together along an axis.
 * @param {Numbers[]} parts
 * @param {number} axis
 */
const extentOf = (parts, axis) =>
  parts.map((each) => shapeOf(each)[axis]).reduce((sum, extent) => sum + extent, 0)

/**
 * The parts one after the other along an axis that they have.
 * @param {number} axis
 * @param {...Numbers} parts
 */
export function joined(axis, ...parts) {
  const shape = shapeOf(parts[0]).slice()
  const at = axesOf(axis, shape.length)[0]
  shape[at] = extentOf(parts, at)
  const strides = stridesOf(shape)
  const result = new Float64Array(size(shape))
  let start = 0
  for (const part of parts) {
    const data = dataOf(part)
    walk(
      shapeOf(part),
      [strides],
      ([to], from) => {
        result[to] = data[from]
      },
      [start],
    )
    start += shapeOf(part)[at] * strides[at]
  }
  return array(shape, result)
}

/**
 * The piece of g that part `slot` became in `joined`.
 * @param {Numbers} g
 * @param {number} slot
 * @param {number} axis
 * @param {...Numbers} parts
 */
export function part(g, slot, axis, ...parts) {
  const at = axesOf(axis, shapeOf(g).length)[0]
  const start = extentOf(parts.slice(0, slot), at)
  const whole = /** @type {(number | (number | null)[])[]} */ (shapeOf(g).map(() => [null, null, null]))
  whole[at] = [start, start + shapeOf(parts[slot])[at], 1]
  return taken(g, whole)
}

/**
 * The parts beside one another along a new axis.
 * @param {number} axis
 * @param {...Numbers} parts
 */
export function stacked(axis, ...parts) {
  const shape = shapeOf(parts[0])
  const at = axesOf(axis, shape.length + 1)[0]
  const framed = [...shape.slice(0, at), 1, ...shape.slice(at)]
  return joined(at, ...parts.map((part) => array(framed, dataOf(part))))
}

/**
 * The piece of g that part `slot` became in `stacked`.
 * @param {Numbers} g
 * @param {number} slot
 * @param {number} axis
 */
export function layer(g, slot, axis) {
  const at = axesOf(axis, shapeOf(g).length)[0]
  return taken(g, [
    ...shapeOf(g)
      .slice(0, at)
      .map(() => [null, null, null]),
    slot,
  ])
}
