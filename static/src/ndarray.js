// Arrays of numbers: a shape and entries, row by row. A number is an array of no axes. Broadcasting is NumPy's.

/** @typedef {{ shape: number[], data: Float64Array }} NdArray */
/** @typedef {number | NdArray} Numbers */
/** @typedef {number | number[] | null | undefined} Axis */
/** @typedef {number[]} Strides */

// From and to nested lists -----------------------------------------------------------------------------------------

/**
 * An array from nested lists (which must be regular), or the number itself.
 * @param {any} value
 * @returns {Numbers}
 */
export function fromNested(value) {
  if (!Array.isArray(value)) return Number(value)
  const shape = []
  for (let level = value; Array.isArray(level); level = level[0]) shape.push(level.length)
  return { shape, data: Float64Array.from(value.flat(shape.length), Number) }
}

/**
 * Nested lists, or the number itself.
 * @param {Numbers} x
 * @returns {any}
 */
export function toNested(x) {
  if (typeof x === 'number') return x
  let lists = /** @type {any[]} */ (Array.from(x.data))
  for (let axis = x.shape.length - 1; axis > 0; axis--)
    lists = chunks(lists, x.shape[axis], size(x.shape.slice(0, axis)))
  return lists
}

/**
 * @param {any[]} list
 * @param {number} length
 * @param {number} count
 */
const chunks = (list, length, count) =>
  Array.from({ length: count }, (_, i) => list.slice(i * length, (i + 1) * length))

// Shapes and walks -------------------------------------------------------------------------------------------------

/** @param {readonly number[]} shape */
export const size = (shape) => shape.reduce((product, extent) => product * extent, 1)

/**
 * @param {Numbers} x
 * @returns {number[]}
 */
export const shapeOf = (x) => (typeof x === 'number' ? [] : x.shape)

/** @param {Numbers} x */
export const dataOf = (x) => (typeof x === 'number' ? Float64Array.of(x) : x.data)

/**
 * @param {number[]} shape
 * @param {Float64Array} data
 * @returns {Numbers}
 */
export const array = (shape, data) => (shape.length === 0 ? data[0] : { shape, data })

/**
 * How far entries are apart along each axis.
 * @param {readonly number[]} shape
 * @returns {Strides}
 */
export function stridesOf(shape) {
  const strides = new Array(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1]
  return strides
}

/**
 * Visits every place of a shape, row by row, with its offset in each of several arrays.
 * @param {readonly number[]} shape
 * @param {readonly Strides[]} strides
 * @param {(offsets: number[], index: number) => void} visit
 * @param {number[]} [starts]
 */
export function walk(shape, strides, visit, starts = strides.map(() => 0)) {
  const place = new Array(shape.length).fill(0)
  const offsets = starts.slice()
  const count = size(shape)
  for (let index = 0; index < count; index++) {
    visit(offsets, index)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const wraps = ++place[axis] === shape[axis]
      for (let k = 0; k < offsets.length; k++) offsets[k] += strides[k][axis] * (wraps ? 1 - shape[axis] : 1)
      if (!wraps) break
      place[axis] = 0
    }
  }
}

/**
 * The axes of a reduction, counted from the front.
 * @param {Axis} axis
 * @param {number} rank
 */
export function axesOf(axis, rank) {
  if (axis === null || axis === undefined) return Array.from({ length: rank }, (_, i) => i)
  return [axis].flat().map((i) => (i < 0 ? i + rank : i))
}

/**
 * Strides that stand still along some axes.
 * @param {readonly number[]} shape
 * @param {(axis: number) => boolean} still
 * @returns {Strides}
 */
export function stridesWithout(shape, still) {
  const kept = stridesOf(shape.map((extent, axis) => (still(axis) ? 1 : extent)))
  return kept.map((stride, axis) => (still(axis) ? 0 : stride))
}

/**
 * The shape that shapes broadcast to.
 * @param {readonly number[][]} shapes
 * @returns {number[]}
 */
export function broadcast(shapes) {
  const rank = Math.max(...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const extents = shapes.map((shape) => shape[shape.length - rank + axis] ?? 1)
    return extents.find((extent) => extent !== 1) ?? 1
  })
}

/**
 * The strides of an array that is stretched to a shape.
 * @param {readonly number[]} shape
 * @param {readonly number[]} target
 * @returns {Strides}
 */
export function stretched(shape, target) {
  const extra = target.length - shape.length
  const own = stridesOf(shape)
  return target.map((_, axis) => (axis < extra || shape[axis - extra] === 1 ? 0 : own[axis - extra]))
}

// Entry by entry ---------------------------------------------------------------------------------------------------

/**
 * Applies a function of numbers entry by entry, with broadcasting.
 * @param {(...numbers: any[]) => any} f
 * @param {...Numbers} args
 * @returns {Numbers}
 */
export function map(f, ...args) {
  if (args.every((arg) => typeof arg === 'number')) return Number(f(...args))
  const shape = broadcast(args.map(shapeOf))
  const lists = args.map(dataOf)
  const result = new Float64Array(size(shape))
  const numbers = new Array(args.length)
  walk(
    shape,
    args.map((arg) => stretched(shapeOf(arg), shape)),
    (offsets, index) => {
      for (let k = 0; k < lists.length; k++) numbers[k] = lists[k][offsets[k]]
      result[index] = f(...numbers)
    },
  )
  return array(shape, result)
}
