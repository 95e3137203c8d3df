// What a station says: its title, a sentence, the equation, and the same with the numbers of this network.

import { h } from '../dom.js'
import {
  backError,
  backNeuron,
  EQUATIONS,
  forwardLayer,
  forwardNeuron,
  given,
  lastError,
  lossIs,
  weightGradient,
  weightGradientOf,
} from './equations.js'
import { english as texts } from './texts.js'
import { updateTable } from './update.js'

/** @typedef {import('./progress.js').Stretch} Stretch */
/** @typedef {{ n: number, [name: string]: any }} LayerNumbers */
/**
 * @typedef {object} Telling
 * @property {number} neuron  which neuron of each layer is written out, from 1
 * @property {number[]} history  the losses so far
 * @property {(j: number) => void} choose
 * @property {(number: number, n: number) => void} part
 * @property {() => void} apply
 */

/**
 * The parts of a station's card.
 * @param {any} network  of the answer
 * @param {number | null} number  null before the first
 * @param {Stretch[]} stretches
 * @param {Telling} telling
 * @returns {HTMLElement[]}
 */
export function stationBody(network, number, stretches, telling) {
  if (number === null) return [h('h2', { id: 'station-title' }, texts.beforeTitle), h('p', {}, texts.before)]
  const station = network.stations[number - 1]
  const equations = station.equations.map((/** @type {{ number: number }} */ each) => equation(each.number))
  const title = h(
    'h2',
    { id: 'station-title' },
    h('span', { class: 'badge' }, String(number)),
    texts.stationTitles[number - 1],
  )
  const sentence = h('p', { class: 'lead' }, texts.sentences[number - 1])
  const numbers = NUMBERS[number - 1](network, station, telling)
  return [
    title,
    sentence,
    ...(equations.length > 0 ? [h('div', { class: 'equations' }, ...equations)] : []),
    ...partsOf(number, stretches[number - 1], telling),
    ...numbers,
  ]
}

/** @param {number} number */
function equation(number) {
  const link = h('span', { class: 'tag' }, `(${number})`)
  return h('div', { class: 'equation' }, h('div', { class: 'formula' }, EQUATIONS[number]()), link)
}

/**
 * Buttons for the layers of a station that goes layer by layer.
 * @param {number} number
 * @param {Stretch | undefined} stretch
 * @param {Telling} telling
 */
function partsOf(number, stretch, { part }) {
  if (!stretch || stretch.parts.length < 2) return []
  const buttons = stretch.parts.map(({ n }) =>
    h('button', { type: 'button', class: 'button small', onclick: () => part(number, n) }, texts.layer(n)),
  )
  return [
    h(
      'div',
      { class: 'layerwise', role: 'group', 'aria-label': texts.layerwise },
      h('span', {}, texts.layerwise),
      ...buttons,
    ),
  ]
}

/**
 * A block of lines about a layer.
 * @param {string} title
 * @param {Element[]} formulas
 * @param {string} [remark]
 * @param {boolean} [flow]  whether they stand side by side
 */
const block = (title, formulas, remark, flow = false) =>
  h(
    'div',
    { class: `numbers-of${flow ? ' flow' : ''}` },
    h('h3', {}, title),
    ...formulas.map((formula) => h('div', { class: 'formula' }, formula)),
    ...(remark ? [h('p', { class: 'hint' }, remark)] : []),
  )

/**
 * A choice of the neuron that is written out, where there is one to choose.
 * @param {number} count
 * @param {Telling} telling
 */
function chooser(count, { neuron, choose }) {
  if (count < 2) return []
  const options = Array.from({ length: Math.min(count, 200) }, (_, i) =>
    h('option', { value: String(i + 1), selected: i + 1 === Math.min(neuron, count) }, String(i + 1)),
  )
  const select = h('select', { onchange: () => choose(Number(select.value)) }, ...options)
  return [h('label', { class: 'chooser' }, texts.writtenOut, select)]
}

/** @param {any} list */
const count = (list) => (Array.isArray(list) && !Array.isArray(list[0]) ? list.length : 0)

/** @param {any} network @param {number} n @returns {LayerNumbers} */
const layerOf = (network, n) => network.layers.find((/** @type {LayerNumbers} */ layer) => layer.n === n)

/**
 * The activation of a layer.
 * @param {any} network
 * @param {number} n
 */
const activationOf = (network, n) => network.spec.layers[n - 2].activation ?? 'linear'

/** What each station says with numbers. @type {((network: any, station: any, telling: Telling) => HTMLElement[])[]} */
const NUMBERS = [
  (_network, station) => [
    block(
      texts.layer(1),
      [given('x', '', station.layers[0].a, 'value'), given('y', '', station.target, 'value')],
      texts.inputRemark,
    ),
  ],
  (_network, station) => {
    const { name, formula, seed } = station.scheme
    const own = station.layers.every((/** @type {LayerNumbers} */ each) => each.given || each.name[0] !== 'w')
    return [
      h('p', {}, own ? texts.ownGiven : texts.drawnBy(name.replaceAll('_', ' '), formula, seed ?? 0)),
      block(
        texts.theseWeights,
        station.layers.map((/** @type {LayerNumbers} */ each) =>
          given(letterOf(each.name), each.n, each.value, 'local'),
        ),
        '',
        true,
      ),
    ]
  },
  (network, station, telling) => {
    const a1 = network.stations[0].layers[0].a
    const most = Math.max(...station.layers.map((/** @type {LayerNumbers} */ each) => count(each.z)))
    let a = a1
    const blocks = station.layers.map((/** @type {LayerNumbers} */ each) => {
      const own = layerOf(network, each.n)
      const j = Math.min(telling.neuron, count(each.z))
      const formulas = [...forwardLayer(each, own, a), ...(j > 0 ? forwardNeuron(each, own, a, j) : [])]
      a = each.a
      return block(`${texts.layer(each.n)} · ${texts.kinds[each.type]}`, formulas)
    })
    const last = network.layers[network.layers.length - 1].n
    const remark = penalised(network.spec) ? texts.penalisedLoss : ''
    return [
      ...chooser(most, telling),
      ...blocks,
      block(texts.lossTitle, [lossIs(station.loss, last, penalised(network.spec))], remark),
    ]
  },
  (network, station) =>
    station.layers.map((/** @type {LayerNumbers} */ each) =>
      block(
        texts.layer(each.n),
        lastError(each, activationOf(network, each.n)),
        each.slope == null ? texts.jacobian : texts.delta,
      ),
    ),
  (network, station, telling) => {
    if (station.layers.length === 0) return [h('p', { class: 'hint' }, texts.noHidden)]
    const most = Math.max(...station.layers.map((/** @type {LayerNumbers} */ each) => count(each.delta)))
    const blocks = station.layers.map((/** @type {LayerNumbers} */ each) => {
      const activation = activationOf(network, each.n)
      const j = Math.min(telling.neuron, count(each.delta))
      return block(texts.layer(each.n), [
        ...backError(each, activation),
        ...(j > 0 ? backNeuron(each, activation, j) : []),
      ])
    })
    return [...chooser(most, telling), ...blocks, h('p', { class: 'hint' }, texts.slip)]
  },
  (network, station, telling) => {
    const most = Math.max(1, ...station.layers.map((/** @type {LayerNumbers} */ each) => count(each.delta)))
    const blocks = station.layers.map((/** @type {LayerNumbers} */ each) => {
      const j = Math.min(telling.neuron, count(each.delta))
      const one =
        each.name[0] === 'w' && j > 0
          ? weightGradientOf(each, j, 1, network.spec, layerOf(network, each.n).weights)
          : []
      return h(
        'div',
        { class: 'numbers-of' },
        ...[...weightGradient(each, network.spec), ...one].map((formula) =>
          h('div', { class: 'formula' }, formula),
        ),
      )
    })
    const remark = penalised(network.spec) ? [h('p', { class: 'hint' }, texts.penalised)] : []
    return [...chooser(most, telling), ...remark, ...blocks]
  },
  (network, station, telling) => updateTable(network, station, telling),
]

/** @param {import('./equations.js').Penalties} spec */
const penalised = ({ l1, l2 }) => Boolean(l1 || l2)

/** @param {string} name */
const letterOf = (name) => (name[0] === 'g' ? 'γ' : name[0])
