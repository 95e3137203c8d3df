// The last station: w − α · ∂L/∂w for every weight at once, the loss before and after, and the step itself.

import { h, svg } from '../dom.js'
import { full, short } from '../format.js'
import { symbolText } from '../notation.js'
import { updateOf } from './equations.js'
import { english as texts } from './texts.js'

/** @typedef {import('./station-body.js').LayerNumbers} LayerNumbers */
/** @typedef {{ id: string, letter: string, n: number, index: number[], value: number, gradient: number, change: number, updated: number }} Row */

const MOST_ROWS = 200

/**
 * All entries of nested arrays with their indices, from 1.
 * @param {any} value
 * @param {number[]} [index]
 * @returns {{ index: number[], at: (other: any) => number }[]}
 */
function entriesOf(value, index = []) {
  if (!Array.isArray(value))
    return [{ index, at: (other) => Number(index.reduce((part, i) => part[i - 1], other)) }]
  return value.flatMap((each, i) => entriesOf(each, [...index, i + 1]))
}

/**
 * Every weight and bias with its update; null where the arrays are too large to be sent whole.
 * @param {LayerNumbers[]} layers  of the station
 * @returns {Row[] | null}
 */
export function rowsOf(layers) {
  if (layers.some(({ value }) => !Array.isArray(value))) return null
  return layers.flatMap(({ n, name, value, gradient, change, updated }) =>
    entriesOf(value).map(({ index, at }) => ({
      id: `${name}_${index.join('_')}`,
      letter: name[0] === 'g' ? 'γ' : name[0],
      n,
      index,
      value: at(value),
      gradient: at(gradient),
      change: at(change),
      updated: at(updated),
    })),
  )
}

/**
 * @param {any} _network
 * @param {any} station
 * @param {import('./station-body.js').Telling} telling
 */
export function updateTable(_network, station, { apply, history }) {
  const { learning_rate: rate, loss, loss_after_update: after, layers } = station
  const rows = rowsOf(layers)
  const first = rows?.find(({ letter }) => letter === 'w') ?? rows?.[0]
  const before = h(
    'div',
    { class: 'before-after' },
    tile(texts.lossBefore, loss),
    h('span', { 'aria-hidden': 'true' }, '→'),
    tile(texts.lossAfter, after),
    ...(rows
      ? [h('button', { type: 'button', class: 'button go', 'data-apply': true, onclick: apply }, texts.apply)]
      : []),
    ...(history.length > 0 ? [curve([...history, Number(loss)])] : []),
  )
  return [
    before,
    ...(first
      ? [h('div', { class: 'formula' }, updateOf(first.letter, first.n, first.index, first, rate))]
      : []),
    h('p', { class: 'hint' }, texts.simultaneous),
    ...(rows?.some(({ letter }) => letter === 'γ') ? [h('p', { class: 'hint' }, texts.scales)] : []),
    ...(rows ? [tableOf(rows)] : [h('p', {}, texts.manyWeights)]),
  ]
}

/**
 * @param {string} name
 * @param {unknown} value
 */
const tile = (name, value) =>
  h(
    'span',
    { class: 'tile' },
    h('i', {}, name),
    h('b', { title: full(Number(value)), 'data-value': String(value) }, short(Number(value))),
  )

/** @param {Row[]} rows */
function tableOf(rows) {
  const head = h('tr', {}, ...texts.updateColumns.map((name) => h('th', { scope: 'col' }, name)))
  const cell = (/** @type {number} */ value, /** @type {string} */ kind) =>
    h('td', { class: kind, title: full(value), 'data-value': String(value) }, short(value))
  const body = rows
    .slice(0, MOST_ROWS)
    .map((row) =>
      h(
        'tr',
        { 'data-weight': row.id },
        h('th', { scope: 'row' }, symbolText(row.id)),
        cell(row.value, 'is-local'),
        cell(row.gradient, 'is-gradient'),
        cell(row.change, ''),
        cell(row.updated, 'is-local'),
      ),
    )
  const table = h('table', {}, h('thead', {}, head), h('tbody', {}, ...body))
  const more =
    rows.length > MOST_ROWS ? [h('p', { class: 'hint' }, texts.moreWeights(rows.length - MOST_ROWS))] : []
  return h(
    'div',
    { class: 'updates', role: 'region', tabindex: 0, 'aria-label': texts.updateTable },
    table,
    ...more,
  )
}

const WIDTH = 160
const HEIGHT = 40

/**
 * The losses of the steps so far as a small curve.
 * @param {number[]} losses
 */
function curve(losses) {
  const [low, high] = [Math.min(0, ...losses), Math.max(...losses)]
  const x = (/** @type {number} */ i) => (WIDTH * i) / Math.max(1, losses.length - 1)
  const y = (/** @type {number} */ loss) => HEIGHT - (HEIGHT * (loss - low)) / (high - low || 1)
  const d = losses.map((loss, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(loss).toFixed(1)}`).join('')
  const last = losses.length - 1
  const words = texts.history(losses.map(short))
  return h(
    'figure',
    { class: 'losses-so-far' },
    svg(
      'svg',
      { viewBox: `-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`, role: 'img', 'aria-label': words },
      svg('path', { d }),
      svg('circle', { cx: x(last), cy: y(losses[last]), r: 3.5 }),
    ),
    h('figcaption', {}, texts.steps(last)),
  )
}
