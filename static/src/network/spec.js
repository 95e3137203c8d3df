// The arithmetic of a spec: shapes, and what becomes of a spec when somebody edits it. Pure; nothing is changed in place.

import { newLayer } from './layers.js'

/** @typedef {import('./layers.js').Spec} Spec */
/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {number | number[] | number[][]} Nested */

const IMAGE = 3

/** @param {number[]} shape */
export const product = (shape) => shape.reduce((all, n) => all * n, 1)

/**
 * The shape of one row of x.
 * @param {Spec} spec
 * @returns {number[]}
 */
export const inputShape = ({ inputs }) => (Array.isArray(inputs) ? inputs : [inputs])

/**
 * The shape of one row behind a layer.
 * @param {Layer} layer
 * @param {number[]} shape  before it
 * @returns {number[]}
 */
function outShape(layer, shape) {
  const [channels, ...sides] = shape
  if (layer.type === 'dense') return [layer.units]
  if (layer.type === 'flatten') return [product(shape)]
  if (layer.type === 'conv2d') {
    const { kernel = [3, 3], stride = 1, padding = 0, filters } = layer
    return [filters, ...sides.map((side, i) => Math.floor((side + 2 * padding - kernel[i]) / stride) + 1)]
  }
  if (layer.type === 'maxpool2d') {
    const { size = 2 } = layer
    const stride = layer.stride ?? size
    return [channels, ...sides.map((side) => Math.floor((side - size) / stride) + 1)]
  }
  return shape
}

/**
 * The shape of one row at each layer, layer 1 first.
 * @param {Spec} spec
 */
export function shapesOf(spec) {
  const shapes = [inputShape(spec)]
  for (const layer of spec.layers) shapes.push(outShape(layer, shapes[shapes.length - 1]))
  return shapes
}

/**
 * The shape of the weights of a layer; null where it has none.
 * @param {Layer} layer
 * @param {number[]} before  the shape of one row before it
 * @returns {number[] | null}
 */
export function weightShape(layer, before) {
  if (layer.type === 'dense') return [layer.units, product(before)]
  if (layer.type !== 'conv2d') return null
  return [layer.filters, before.length === IMAGE ? before[0] : 1, ...(layer.kernel ?? [3, 3])]
}

/**
 * How many numbers one row of x and one of y have.
 * @param {Spec} spec
 */
export function sampleSizes(spec) {
  const shapes = shapesOf(spec)
  return { x: product(shapes[0]), y: product(shapes[shapes.length - 1]) }
}

/**
 * A list with as many entries as wanted: cut, or filled up.
 * @template T
 * @param {T[]} list
 * @param {number} size
 * @param {(index: number) => T} fill
 */
const sized = (list, size, fill) => Array.from({ length: size }, (_, i) => (i in list ? list[i] : fill(i)))

/**
 * The sample as a spec takes it: what is there stays, what is missing is filled in.
 * @param {Spec} spec
 * @param {{ x: number[], y: number[] }} sample
 */
export function fitSample(spec, { x, y }) {
  const sizes = sampleSizes(spec)
  const classes = spec.loss?.endsWith('cross_entropy')
  const shown = sized(y, sizes.y, () => 0)
  if (classes && !shown.includes(1)) shown[0] = 1
  return { x: sized(x, sizes.x, (i) => ((i % 10) + 1) / 10), y: shown }
}

/**
 * Nested lists of a shape; entries of the old ones stay where they are.
 * @param {any} old
 * @param {number[]} shape
 * @returns {any}
 */
export function reshaped(old, [size, ...inner]) {
  const list = Array.isArray(old) ? old : []
  if (inner.length === 0) return sized(list, size, () => 0)
  return Array.from({ length: size }, (_, i) => reshaped(list[i], inner))
}

/**
 * The spec with given weights and biases in the shapes that its layers have now.
 * @param {Spec} spec
 * @returns {Spec}
 */
export function fitWeights(spec) {
  const shapes = shapesOf(spec)
  const layers = spec.layers.map((layer, i) => {
    const shape = weightShape(layer, shapes[i])
    const whole = shape?.every((n) => Number.isInteger(n) && n > 0)
    const next = { ...layer }
    if (!shape || layer.bias === false) delete next.biases
    if (!shape) delete next.weights
    if (!whole || !shape) return next
    if (next.weights) next.weights = reshaped(next.weights, shape)
    if (next.biases) next.biases = reshaped(next.biases, [shape[0]])
    return next
  })
  return { ...spec, layers }
}

/**
 * The spec with another value at a path such as `['layers', 0, 'units']`; undefined takes it away.
 * @param {Spec} spec
 * @param {(string | number)[]} path
 * @param {unknown} value
 * @returns {Spec}
 */
export function edited(spec, path, value) {
  const copy = structuredClone(spec)
  const last = path[path.length - 1]
  /** @type {any} */
  let place = copy
  for (const key of path.slice(0, -1)) {
    place[key] ??= {}
    place = place[key]
  }
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}

/**
 * The spec with its list of layers changed.
 * @param {Spec} spec
 * @param {(layers: Layer[]) => void} change
 */
function relayered(spec, change) {
  const layers = [...spec.layers]
  change(layers)
  return fitWeights({ ...spec, layers })
}

/**
 * A new layer before the last one, which is the prediction; behind it where it is asked for.
 * @param {Spec} spec
 * @param {string} type
 * @param {number} [at]
 */
export const added = (spec, type, at = Math.max(0, spec.layers.length - 1)) =>
  relayered(spec, (layers) => layers.splice(at, 0, newLayer(type)))

/**
 * @param {Spec} spec
 * @param {number} at
 */
export const removed = (spec, at) => relayered(spec, (layers) => layers.splice(at, 1))

/**
 * A layer one place further on, or back.
 * @param {Spec} spec
 * @param {number} at
 * @param {1 | -1} way
 */
export const moved = (spec, at, way) =>
  relayered(spec, (layers) => layers.splice(at + way, 0, ...layers.splice(at, 1)))

/**
 * A layer as one of another kind; fields that both have stay.
 * @param {Spec} spec
 * @param {number} at
 * @param {string} type
 */
export function turned(spec, at, type) {
  const fresh = newLayer(type)
  const old = spec.layers[at]
  for (const field of ['activation', 'bias', 'seed'])
    if (field in fresh && field in old) fresh[field] = old[field]
  return relayered(spec, (layers) => layers.splice(at, 1, fresh))
}

/**
 * The spec whose layers have these weights and biases, by layer number (2 is the first after the input).
 * @param {Spec} spec
 * @param {{ n: number, [name: string]: any }[]} layers
 * @param {'updated_' | ''} which
 */
export function withWeights(spec, layers, which) {
  const copy = structuredClone(spec)
  for (const found of layers) {
    const layer = copy.layers[found.n - 2]
    if (layer?.type !== 'dense' && layer?.type !== 'conv2d') continue
    for (const name of ['weights', 'biases']) {
      const numbers = found[`${which}${name}`]
      if (Array.isArray(numbers)) layer[name] = numbers
    }
  }
  return copy
}

/**
 * How many weights a spec has, biases not counted.
 * @param {Spec} spec
 */
export function weightCount(spec) {
  const shapes = shapesOf(spec)
  return spec.layers.reduce((all, layer, i) => all + product(weightShape(layer, shapes[i]) ?? [0]), 0)
}
