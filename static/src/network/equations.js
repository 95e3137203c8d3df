// The note's equations 7 to 12 as they hold in general, and with the numbers of a network put in.

import { maths } from '../expression.js'
import {
  activated,
  array,
  factor,
  formula,
  matrix,
  number,
  partial,
  pick,
  row,
  slopeOf,
  symbol,
  transposed,
  vector,
} from './mathml.js'

/** @typedef {import('./mathml.js').Piece} Piece */
/** @typedef {{ n: number, [name: string]: any }} LayerNumbers */
/** @typedef {{ layer: number, index: number[] }} Neuron  which neuron is written out: layer n and j, from 1 */

const L = () => maths('mi', 'L')

/** The equations by their numbers in the note, its slips mended. @type {Record<number, () => Element>} */
export const EQUATIONS = {
  7: () => formula(symbol('z', 'n'), '=', symbol('w', 'n'), symbol('a', 'n-1'), '+', symbol('b', 'n')),
  8: () => formula(symbol('a', 'n'), '=', activated('sigmoid', symbol('z', 'n'))),
  9: () =>
    formula(
      slopeOf(symbol('z', 'L')),
      '=',
      slopeOf(symbol('a', 'L')),
      partial(symbol('a', 'L'), symbol('z', 'L')),
      '=',
      slopeOf(symbol('a', 'L')),
      activated('sigmoid', symbol('z', 'L'), true),
    ),
  10: () =>
    formula(
      slopeOf(symbol('z', 'n')),
      '=',
      transposed(row('(', symbol('w', 'n+1'), ')')),
      slopeOf(symbol('z', 'n+1')),
      '⊙',
      activated('sigmoid', symbol('z', 'n'), true),
    ),
  11: () =>
    formula(
      slopeOf(symbol('w', 'n')),
      '=',
      slopeOf(symbol('z', 'n')),
      transposed(row('(', symbol('a', 'n-1'), ')')),
    ),
  12: () =>
    formula(symbol('w', 'n'), '←', symbol('w', 'n'), '−', maths('mi', 'α'), slopeOf(symbol('w', 'n'))),
}

/**
 * The activations before a layer by their name: layer 1 is the input.
 * @param {number} n
 * @param {...number} index
 */
const before = (n, ...index) => (n === 2 ? symbol('x', '', ...index) : symbol('a', n - 1, ...index))

/** @param {any} weights */
const isMatrix = (weights) =>
  Array.isArray(weights) && weights.every((r) => Array.isArray(r) && typeof r[0] !== 'object')

/** @param {any} list */
const isList = (list) => Array.isArray(list) && list.every((each) => !Array.isArray(each))

/**
 * z and a of a layer with its numbers (7, 8).
 * @param {LayerNumbers} station  of the station: z, a, activation
 * @param {LayerNumbers} layer  of the network: weights, biases
 * @param {any} a  the activations before it
 */
export function forwardLayer(station, layer, a) {
  const { n } = station
  if (station.z === undefined) return [formula(symbol('a', n), '=', array(station.a, 'value'))]
  const bias = layer.biases == null ? [] : ['+', symbol('b', n)]
  const known = isMatrix(layer.weights) && isList(a)
  const numbers = known
    ? [
        '=',
        matrix(layer.weights, 'local'),
        vector(a, 'value'),
        ...(layer.biases == null ? [] : ['+', vector(layer.biases, 'local')]),
      ]
    : []
  const sign = layer.type === 'conv2d' ? ['∗'] : []
  return [
    formula(
      symbol('z', n),
      '=',
      symbol('w', n),
      ...sign,
      before(n),
      ...bias,
      ...numbers,
      '=',
      array(station.z, 'value'),
    ),
    formula(
      symbol('a', n),
      '=',
      activated(station.activation, symbol('z', n)),
      '=',
      array(station.a, 'value'),
    ),
  ]
}

/**
 * One neuron written out: its sum, product by product, and its activation.
 * @param {LayerNumbers} station
 * @param {LayerNumbers} layer
 * @param {any} a
 * @param {number} j  from 1
 */
export function forwardNeuron(station, layer, a, j) {
  const { n } = station
  const weights = layer.weights?.[j - 1]
  if (station.z === undefined || !isList(weights) || !isList(a)) return []
  const bias = layer.biases?.[j - 1]
  const names = dotted(weights, (k) => row(symbol('w', n, j, k + 1), before(n, k + 1)))
  const numbers = dotted(weights, (k) => row(factor(weights[k], 'local'), '·', factor(a[k], 'value')))
  return [
    formula(
      symbol('z', n, j),
      '=',
      ...names,
      ...(bias === undefined ? [] : ['+', symbol('b', n, j)]),
      '=',
      ...numbers,
      ...(bias === undefined ? [] : ['+', factor(bias, 'local')]),
      '=',
      number(station.z[j - 1], 'value'),
    ),
    ...(station.activation === 'softmax'
      ? []
      : [
          formula(
            symbol('a', n, j),
            '=',
            activated(station.activation, symbol('z', n, j)),
            '=',
            activated(station.activation, number(station.z[j - 1], 'value')),
            '=',
            number(station.a[j - 1], 'value'),
          ),
        ]),
  ]
}

/**
 * A sum over a list: all terms, or some of them and dots.
 * @param {readonly unknown[]} list
 * @param {(k: number) => Element} term
 * @returns {Piece[]}
 */
const dotted = (list, term) =>
  pick(list.length).flatMap((k, i) => [...(i > 0 ? ['+'] : []), k < 0 ? maths('mo', '⋯') : term(k)])

/**
 * The error of the last layer with its numbers (9).
 * @param {LayerNumbers} station
 * @param {string} activation
 */
export function lastError({ n, from_above: above, slope, delta }, activation) {
  const left = [slopeOf(symbol('z', n)), '=', slopeOf(symbol('a', n))]
  if (slope == null)
    return [formula(...left, partial(symbol('a', n), symbol('z', n)), '=', array(delta, 'gradient'))]
  return [
    formula(
      ...left,
      '⊙',
      activated(activation, symbol('z', n), true),
      '=',
      array(above, 'gradient'),
      '⊙',
      array(slope, 'local'),
      '=',
      array(delta, 'gradient'),
    ),
  ]
}

/**
 * The error of a layer before the last with its numbers (10).
 * @param {LayerNumbers} station
 * @param {string} activation
 */
export function backError(station, activation) {
  const { n, from_above: above, slope, delta, weights, delta_above: next } = station
  const through = weights !== undefined
  const known = through && isMatrix(weights) && isList(next)
  return [
    formula(
      slopeOf(symbol('z', n)),
      '=',
      ...(through
        ? [transposed(row('(', symbol('w', n + 1), ')')), slopeOf(symbol('z', n + 1))]
        : [slopeOf(symbol('a', n))]),
      '⊙',
      activated(activation, symbol('z', n), true),
      '=',
      ...(known
        ? [transposed(matrix(weights, 'local')), vector(next, 'gradient')]
        : [array(above, 'gradient')]),
      ...(slope == null ? [] : ['⊙', array(slope, 'local')]),
      '=',
      array(delta, 'gradient'),
    ),
  ]
}

/**
 * The error of one neuron written out: what comes back along each of its edges, times its slope.
 * @param {LayerNumbers} station
 * @param {string} activation
 * @param {number} j
 */
export function backNeuron(station, activation, j) {
  const { n, slope, delta, weights, delta_above: next } = station
  if (!isMatrix(weights) || !isList(next) || !isList(slope)) return []
  const names = dotted(next, (i) => row(symbol('w', n + 1, i + 1, j), symbol('δ', n + 1, i + 1)))
  const numbers = dotted(next, (i) =>
    row(factor(weights[i][j - 1], 'local'), '·', factor(next[i], 'gradient')),
  )
  return [
    formula(
      symbol('δ', n, j),
      '=',
      '(',
      ...names,
      ')',
      activated(activation, symbol('z', n, j), true),
      '=',
      '(',
      ...numbers,
      ')',
      '·',
      factor(slope[j - 1], 'local'),
      '=',
      number(delta[j - 1], 'gradient'),
    ),
  ]
}

/**
 * The penalties of a network, by their sizes.
 * @typedef {{ l1?: number, l2?: number }} Penalties
 */

/**
 * What the penalties on the weights add to the gradient of one of them.
 * @param {Penalties} penalties
 * @param {number} weight
 */
export const pullOf = ({ l1 = 0, l2 = 0 }, weight) => l1 * Math.sign(weight) + l2 * weight

/**
 * The same as an equation says it.
 * @param {Penalties} penalties
 * @param {() => Piece} weight
 * @returns {Piece[]}
 */
const pull = ({ l1 = 0, l2 = 0 }, weight) => [
  ...(l1 ? ['+', number(l1), '·', row(maths('mi', 'sign'), '(', weight(), ')')] : []),
  ...(l2 ? ['+', number(l2), '·', weight()] : []),
]

/**
 * The gradient of the weights of a layer with its numbers (11), and what the penalties add.
 * @param {LayerNumbers} station
 * @param {Penalties} [penalties]
 */
export function weightGradient({ n, name, gradient, delta, a_before: a }, penalties = {}) {
  const letter = name[0] === 'g' ? 'γ' : name[0]
  if (name[0] !== 'w') return [formula(slopeOf(symbol(letter, n)), '=', array(gradient, 'gradient'))]
  const known = isList(delta) && isList(a)
  const product = known
    ? [
        '=',
        slopeOf(symbol('z', n)),
        transposed(row('(', before(n), ')')),
        ...pull(penalties, () => symbol('w', n)),
        '=',
        vector(delta, 'gradient'),
        matrix([a], 'value'),
        ...pull(penalties, () => symbol('w', n)),
      ]
    : []
  return [formula(slopeOf(symbol('w', n)), ...product, '=', array(gradient, 'gradient'))]
}

/**
 * The gradient of one weight written out.
 * @param {LayerNumbers} station
 * @param {number} j
 * @param {number} k
 * @param {Penalties} [penalties]
 * @param {any} [weights]  of the layer, where there are penalties
 */
export function weightGradientOf({ n, name, gradient, delta, a_before: a }, j, k, penalties = {}, weights) {
  if (name[0] !== 'w' || !isList(delta) || !isList(a) || !isMatrix(gradient)) return []
  const weight = Number(weights?.[j - 1]?.[k - 1])
  return [
    formula(
      slopeOf(symbol('w', n, j, k)),
      '=',
      symbol('δ', n, j),
      before(n, k),
      ...pull(penalties, () => symbol('w', n, j, k)),
      '=',
      factor(delta[j - 1], 'gradient'),
      '·',
      factor(a[k - 1], 'value'),
      ...pull(penalties, () => factor(weight, 'local')),
      '=',
      number(gradient[j - 1][k - 1], 'gradient'),
    ),
  ]
}

/**
 * The update of one weight written out (12).
 * @param {string} letter
 * @param {number} n
 * @param {number[]} index
 * @param {{ value: number, gradient: number, updated: number }} weight
 * @param {number} rate
 */
export function updateOf(letter, n, index, { value, gradient, updated }, rate) {
  const name = () => symbol(letter, n, ...index)
  return formula(
    name(),
    '←',
    name(),
    '−',
    maths('mi', 'α'),
    slopeOf(name()),
    '=',
    number(value, 'local'),
    '−',
    number(rate),
    '·',
    factor(gradient, 'gradient'),
    '=',
    number(updated, 'local'),
  )
}

/**
 * An array by its name: `x = …`.
 * @param {string} letter
 * @param {string | number} layer
 * @param {any} value
 * @param {import('./mathml.js').Role} role
 */
export const given = (letter, layer, value, role) => formula(symbol(letter, layer), '=', array(value, role))

/**
 * The loss as the note writes it, with its value; with penalties it is one of the weights, too.
 * @param {any} loss
 * @param {number} last
 * @param {boolean} penalised
 */
export const lossIs = (loss, last, penalised) =>
  formula(
    L(),
    ...(penalised ? [] : ['(', symbol('a', last), ',', maths('mi', 'y'), ')']),
    '=',
    number(loss, 'value'),
  )
