// What the card under the picture says at the last two stations, which are about all weights at once: one of them,
// with its numbers, in place of the step that the picture came to rest on.

import { brief, full, operand, short } from '../format.js'
import { symbolText } from '../notation.js'
import { english as texts } from './texts.js'
import { rowsOf } from './update.js'

/** @typedef {import('../story.js').Story} Story */
/** @typedef {import('../story.js').Term} Term */

const GRADIENTS = 6
const UPDATE = 7

/**
 * The story of a station; null where the step's own tells as much, or where the weights are not sent.
 * @param {any} network  of the answer
 * @param {number | null} number
 * @param {number} neuron  which neuron of a layer is written out, from 1
 * @returns {Story | null}
 */
export function toldAt(network, number, neuron) {
  if (number === GRADIENTS) return gradients(network.stations[GRADIENTS - 1], neuron)
  return number === UPDATE ? update(network.stations[UPDATE - 1], neuron) : null
}

/**
 * @param {any} station
 * @param {number} neuron
 * @returns {Story | null}
 */
function gradients({ layers }, neuron) {
  const own = layers.find(
    (/** @type {any} */ { name, delta, a_before: a, gradient }) =>
      name[0] === 'w' && isList(delta) && isList(a) && Array.isArray(gradient?.[0]),
  )
  if (!own) return null
  const j = Math.min(neuron, own.delta.length)
  const [delta, a, slope] = [own.delta[j - 1], own.a_before[0], own.gradient[j - 1][0]].map(Number)
  const names = {
    weight: symbolText(`w${own.n}_${j}_1`),
    delta: symbolText(`delta${own.n}_${j}`),
    a: own.n === 2 ? symbolText('x_1') : symbolText(`a${own.n - 1}_1`),
  }
  const numbers = { delta: brief(delta), a: operand(a), slope: brief(slope) }
  return {
    ...texts.toldGradients(names, numbers),
    terms: [
      { kind: 'derivative', over: 'L', under: names.weight },
      sign('='),
      term('gradient', delta, names.delta),
      sign('×'),
      term('value', a, names.a),
      sign('='),
      term('gradient', slope, texts.toldTo(names.weight)),
    ],
  }
}

/**
 * @param {any} station
 * @param {number} neuron
 * @returns {Story | null}
 */
function update({ learning_rate: rate, loss, loss_after_update: after, layers }, neuron) {
  const rows = rowsOf(layers)?.filter(({ letter }) => letter === 'w')
  const row = rows?.find(({ index }) => index[0] === neuron) ?? rows?.[0]
  if (!row) return null
  const name = symbolText(row.id)
  const numbers = {
    value: brief(row.value),
    rate: short(rate),
    slope: operand(row.gradient),
    updated: brief(row.updated),
    loss: short(Number(loss)),
    after: short(Number(after)),
  }
  return {
    ...texts.toldUpdate(name, numbers),
    terms: [
      term('local', row.value, name),
      sign('−'),
      term('value', rate, 'α'),
      sign('×'),
      term('gradient', row.gradient, `∂L/∂${name}`),
      sign('='),
      term('local', row.updated, texts.toldNew(name)),
    ],
  }
}

/** @param {any} value */
const isList = (value) => Array.isArray(value) && !Array.isArray(value[0])

/**
 * @param {string} text
 * @returns {Term}
 */
const sign = (text) => ({ kind: 'sign', text })

/**
 * @param {'value' | 'gradient' | 'local'} kind
 * @param {number} value
 * @param {string} caption
 * @returns {Term}
 */
const term = (kind, value, caption) => ({ kind, text: brief(value), caption, full: full(value) })
