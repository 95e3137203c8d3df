// What the card under the picture says where one has come to a station: what the station shows, with the numbers of one
// neuron or weight, in place of the step that the picture came to rest on.

import { brief, full, operand, short } from '../format.js'
import { symbolText } from '../notation.js'
import { pullOf } from './equations.js'
import { english as texts } from './texts.js'
import { rowsOf } from './update.js'

/** @typedef {import('../story.js').Story} Story */
/** @typedef {import('../story.js').Term} Term */
/** @typedef {import('./progress.js').Stretch} Stretch */
/**
 * @typedef {object} Where
 * @property {any} network  of the answer
 * @property {any} station
 * @property {number} neuron  which neuron of a layer is written out, from 1
 * @property {number | undefined} n  the layer that one went to, where a station goes layer by layer
 */

const [INPUT, INITIALISE, GRADIENTS, UPDATE] = [1, 2, 6, 7]
/** Of longer lists the sentence has the first numbers only. */
const MOST = 3

/**
 * Where on a stretch of the time line a station tells of itself: at its end, and at the end of a layer's part of it.
 * @param {Stretch | undefined} stretch
 * @param {number} k
 * @returns {{ n?: number } | null}  null where the steps tell of themselves
 */
export function restAt(stretch, k) {
  if (stretch?.to === k) return {}
  return stretch?.parts.find(({ to }) => to === k) ?? null
}

/**
 * The story of a station; null where the step's own tells as much.
 * @param {any} network  of the answer
 * @param {number} number
 * @param {number} neuron
 * @param {number} [n]
 * @returns {Story | null}
 */
export function toldAt(network, number, neuron, n) {
  const station = network.stations[number - 1]
  const own = STORIES[number - 1]({ network, station, neuron, n })
  if (own || ![INPUT, INITIALISE, GRADIENTS, UPDATE].includes(number)) return own
  // The numbers are too many, or not sent: the step that the picture rests on would be about something else.
  return { headline: texts.stationTitles[number - 1], sentence: texts.sentences[number - 1], terms: [] }
}

/** @type {((where: Where) => Story | null)[]} */
const STORIES = [input, initialise, forward, lastError, backError, gradients, update]

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function input({ station: { layers, target } }) {
  const x = layers?.[0]?.a
  if (!isList(x) || !isList(target)) return null
  const [xs, ys] = [entries('x', x), entries('y', target)]
  return {
    ...texts.toldInput(x.length, listed(xs, x.length), listed(ys, target.length)),
    terms: terms('value', xs),
  }
}

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function initialise({ station: { layers, scheme }, neuron }) {
  const own = layers?.find((/** @type {any} */ { name, value }) => name[0] === 'w' && isMatrix(value))
  if (!own || layers.some((/** @type {any} */ { value }) => !Array.isArray(value))) return null
  const j = Math.min(neuron, own.value.length)
  const row = own.value[j - 1].map(Number)
  const weights = entries(`w${own.n}_${j}`, row, true)
  const count = layers.reduce(
    (/** @type {number} */ sum, /** @type {any} */ { value }) => sum + value.flat(Infinity).length,
    0,
  )
  const given = layers.every((/** @type {any} */ each) => each.given || each.name[0] !== 'w')
  const source = given ? texts.toldGiven : texts.toldDrawn(String(scheme?.name).replaceAll('_', ' '))
  return {
    ...texts.toldInitial({ j, n: own.n, weights: listed(weights, row.length), count, source }),
    terms: terms('local', weights),
  }
}

/**
 * A neuron of the layer that one went to; at the end the prediction and its loss.
 * @param {Where} where
 * @returns {Story | null}
 */
function forward({ network, station, neuron, n }) {
  const { layers, loss } = station
  const own = layers?.find((/** @type {any} */ each) => each.n === n) ?? layers?.at(-1)
  if (!isList(own?.a)) return null
  if (n === undefined) {
    const target = network.stations[INPUT - 1].target
    if (!isList(target)) return null
    const [a, y] = [entries(`a${own.n}`, own.a, true), entries('y', target)]
    const [said, wanted] = [listed(a, own.a.length), listed(y, target.length)]
    return {
      ...texts.toldLoss(said, wanted, short(Number(loss))),
      terms: [...terms('value', a), sign('→'), term('value', Number(loss), 'L')],
    }
  }
  if (!isList(own.z) || own.activation === 'softmax') return null
  const j = Math.min(neuron, own.a.length)
  const [z, a] = [own.z[j - 1], own.a[j - 1]].map(Number)
  const names = { z: symbolText(`z${own.n}_${j}`), a: symbolText(`a${own.n}_${j}`) }
  const f = signOf(own.activation)
  return {
    ...texts.toldForward({ ...names, f, j, n: own.n }, { z: brief(z), a: brief(a) }),
    terms: [sign(f), term('value', z, names.z), sign('='), term('value', a, names.a)],
  }
}

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function lastError({ network, station: { layers }, neuron }) {
  const own = layers?.at(-1)
  if (!isList(own?.delta)) return null
  if (isList(own.slope) && isList(own.from_above))
    return error(network, own, neuron, texts.toldLastError(own.n))
  const j = Math.min(neuron, own.delta.length)
  const [z, delta] = [symbolText(`z${own.n}_${j}`), Number(own.delta[j - 1])]
  const d = symbolText(`delta${own.n}_${j}`)
  return {
    headline: texts.toldLastError(own.n).headline,
    sentence: `${d} = ∂L/∂${z} = ${brief(delta)}. ${texts.jacobian}`,
    terms: [{ kind: 'derivative', over: 'L', under: z }, sign('='), term('gradient', delta, d)],
  }
}

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function backError({ network, station: { layers }, neuron, n }) {
  if (layers?.length === 0) return { headline: texts.toldNoHidden, sentence: texts.noHidden, terms: [] }
  const own = layers?.find((/** @type {any} */ each) => each.n === n) ?? layers?.at(-1)
  if (!isList(own?.delta) || !isList(own.slope) || !isList(own.from_above)) return null
  return error(network, own, neuron, texts.toldBackError(own.n))
}

/**
 * δ of a neuron: what has come back to its activation, times the slope there.
 * @param {any} network
 * @param {any} layer
 * @param {number} neuron
 * @param {{ headline: string, why: (name: { a: string, delta: string }) => string }} words
 * @returns {Story}
 */
function error(network, { n, from_above: above, slope, delta }, neuron, { headline, why }) {
  const j = Math.min(neuron, delta.length)
  const name = {
    z: symbolText(`z${n}_${j}`),
    a: symbolText(`a${n}_${j}`),
    delta: symbolText(`delta${n}_${j}`),
  }
  const [upstream, local, result] = [above[j - 1], slope[j - 1], delta[j - 1]].map(Number)
  const f = `${signOf(network.spec?.layers[n - 2]?.activation)}′(${name.z})`
  return {
    headline,
    sentence: `${name.delta} = ∂L/∂${name.a} · ${f} = ${brief(upstream)} · ${operand(local)} = ${brief(result)}: ${why(name)}`,
    terms: [
      { kind: 'derivative', over: 'L', under: name.z },
      sign('='),
      term('gradient', upstream, `∂L/∂${name.a}`),
      sign('×'),
      term('local', local, f),
      sign('='),
      term('gradient', result, name.delta),
    ],
  }
}

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function gradients({ network, station: { layers }, neuron }) {
  const own =
    layers?.find(
      (/** @type {any} */ { name, delta, a_before: a, gradient }) =>
        name[0] === 'w' && isList(delta) && isList(a) && isMatrix(gradient),
    ) ?? layers?.find((/** @type {any} */ { name, gradient }) => name[0] === 'w' && isMatrix(gradient))
  if (!own) return null
  const j = Math.min(neuron, own.gradient.length)
  const slope = Number(own.gradient[j - 1][0])
  const names = {
    weight: symbolText(`w${own.n}_${j}_1`),
    delta: symbolText(`delta${own.n}_${j}`),
    a: own.n === 2 ? symbolText('x_1') : symbolText(`a${own.n - 1}_1`),
  }
  /** @type {Term[]} */ const first = [{ kind: 'derivative', over: 'L', under: names.weight }, sign('=')]
  const last = term('gradient', slope, texts.toldTo(names.weight))
  if (!isList(own.delta) || !isList(own.a_before))
    return { ...texts.toldBatchGradients(names.weight, brief(slope)), terms: [...first, last] }
  const [delta, a] = [own.delta[j - 1], own.a_before[0]].map(Number)
  const pull = penaltyAt(network, own.n, j)
  const numbers = { delta: brief(delta), a: operand(a), slope: brief(slope), pull: pull ? operand(pull) : '' }
  return {
    ...texts.toldGradients(names, numbers),
    terms: [
      ...first,
      term('gradient', delta, names.delta),
      sign('×'),
      term('value', a, names.a),
      ...(pull ? [sign('+'), term('local', pull, texts.toldPenalty)] : []),
      sign('='),
      last,
    ],
  }
}

/**
 * What the penalties add to the gradient of the first weight of a neuron.
 * @param {any} network
 * @param {number} n
 * @param {number} j
 */
function penaltyAt({ spec, layers }, n, j) {
  const weight = layers?.find((/** @type {any} */ each) => each.n === n)?.weights?.[j - 1]?.[0]
  return spec && weight !== undefined ? pullOf(spec, Number(weight)) : 0
}

/**
 * How the loss fares by the update.
 * @param {number} loss
 * @param {number} after
 */
function endOf(loss, after) {
  if (!Number.isFinite(loss)) return texts.toldNoLoss
  return (after > loss ? texts.toldGrows : texts.toldFalls)(short(loss), short(after))
}

/**
 * @param {Where} where
 * @returns {Story | null}
 */
function update({ station: { learning_rate: rate, loss, loss_after_update: after, layers }, neuron }) {
  const rows = rowsOf(layers ?? [])?.filter(({ letter }) => letter === 'w')
  const row = rows?.find(({ index }) => index[0] === neuron) ?? rows?.[0]
  if (!row) return null
  const name = symbolText(row.id)
  const numbers = {
    value: brief(row.value),
    rate: short(rate),
    slope: operand(row.gradient),
    updated: brief(row.updated),
    end: endOf(Number(loss), Number(after)),
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

/** @param {any} value */
const isMatrix = (value) => Array.isArray(value) && isList(value[0])

/** @param {string | undefined} activation */
const signOf = (activation = 'linear') => (activation === 'sigmoid' ? 'σ' : activation)

/**
 * The first numbers of a list by their names; a lone one of a name without a layer needs no index.
 * @param {string} name
 * @param {any[]} list
 * @param {boolean} [always]  whether a lone one has its index too
 */
const entries = (name, list, always = name === 'x') =>
  list.slice(0, MOST).map((value, i) => ({
    name: symbolText(list.length > 1 || always ? `${name}_${i + 1}` : name),
    value: Number(value),
  }))

/**
 * `x₁ = 1, x₂ = 2 and x₃ = 3`, or `x₁ = 1, x₂ = 2, x₃ = 3 and 61 more`.
 * @param {{ name: string, value: number }[]} some
 * @param {number} count
 */
function listed(some, count) {
  const all = some.map(({ name, value }) => `${name} = ${brief(value)}`)
  if (count > some.length) all.push(texts.toldMore(count - some.length))
  const last = all.pop()
  return all.length > 0 ? `${all.join(', ')} ${texts.toldAnd} ${last}` : String(last)
}

/**
 * @param {string} text
 * @returns {Term}
 */
const sign = (text) => ({ kind: 'sign', text })

/**
 * @param {'value' | 'gradient' | 'local'} kind
 * @param {{ name: string, value: number }[]} some
 */
const terms = (kind, some) => some.map(({ name, value }) => term(kind, value, name))

/**
 * @param {'value' | 'gradient' | 'local'} kind
 * @param {number} value
 * @param {string} caption
 * @returns {Term}
 */
const term = (kind, value, caption) => ({ kind, text: brief(value), caption, full: full(value) })
