// Where the neurons of a network stand in the diagram. Pure.

/** @typedef {{ n: number, title: string, units: number, more: number, activation: string, block: string }} Column */
/** `block` is the name of a layer that is drawn as one piece.
 * @typedef {{ layer: number, unit: number, activation: string, block: string, x: number, y: number }} Neuron */

const MOST = 10
const MOST_INPUTS = 8
const GAP = 48
const TOP = 46
const MAP = 36

/** @param {number | number[] | undefined} inputs */
const sizes = (inputs) => (Array.isArray(inputs) ? inputs : [inputs ?? 1])

/**
 * The columns of a network: neurons where a layer has units, else one block.
 * @param {any} spec
 * @returns {Column[]}
 */
export function columnsOf(spec) {
  const shape = sizes(spec.inputs)
  const count = shape.reduce((all, n) => all * n, 1)
  const many = count > MOST_INPUTS
  const first = {
    n: 1,
    title: 'x',
    units: many ? 1 : count,
    more: 0,
    activation: 'linear',
    block: many ? shape.join('×') : '',
  }
  return [
    first,
    ...spec.layers.map((/** @type {any} */ layer, /** @type {number} */ i) => columnOf(layer, i + 2)),
  ]
}

/**
 * @param {any} layer
 * @param {number} n
 * @returns {Column}
 */
function columnOf(layer, n) {
  const type = layer.type ?? 'dense'
  if (type !== 'dense')
    return { n, title: String(n), units: 1, more: 0, activation: 'linear', block: type.replace('_', ' ') }
  const shown = Math.min(layer.units, MOST)
  return {
    n,
    title: String(n),
    units: shown,
    more: layer.units - shown,
    activation: layer.activation ?? 'linear',
    block: '',
  }
}

/** @param {Column[]} columns */
export const heightOf = (columns) => TOP + Math.max(...columns.map(({ units }) => units), 3) * GAP

/**
 * Every neuron at its place, a column a layer, each column in the middle of the height.
 * @param {Column[]} columns
 * @param {number} width
 * @param {number} height
 * @returns {Neuron[]}
 */
export function placesOf(columns, width, height) {
  const step = (width - 2 * MAP) / Math.max(columns.length - 1, 1)
  const middle = TOP + (height - TOP) / 2
  return columns.flatMap(({ n, units, activation, block }, i) =>
    Array.from({ length: units }, (_, unit) => ({
      layer: n,
      unit,
      activation,
      block,
      x: MAP + step * i,
      y: middle + (unit - (units - 1) / 2) * GAP,
    })),
  )
}
