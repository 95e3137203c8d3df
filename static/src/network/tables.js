// Given weights as small tables: a row a neuron j, a column a neuron k of the layer before, the bias at the end.

import { h } from '../dom.js'
import { typed } from '../format.js'
import { product, weightShape } from './spec.js'
import { english as texts } from './texts.js'

const MOST_CELLS = 100

/**
 * The tables of a layer.
 * @param {import('./layers.js').Layer} layer
 * @param {number[]} before  the shape of one row before it
 * @param {number} i  the place in the list of layers
 * @param {(path: (string | number)[], value: unknown) => void} change
 */
export function weightTables(layer, before, i, change) {
  const shape = weightShape(layer, before) ?? []
  const count = product(shape)
  if (!(count <= MOST_CELLS)) return h('p', { class: 'hint' }, texts.tooManyCells(count))
  const cell = (
    /** @type {(string | number)[]} */ path,
    /** @type {unknown} */ value,
    /** @type {string} */ name,
  ) => cellOf(`/layers/${i}/${path.join('/')}`, value, name, (text) => change(path, typed(text) ?? text))
  const box = h('div', { class: 'tables', 'data-field': true })
  if (layer.type === 'dense') box.append(denseTable(layer, shape, i + 2, cell))
  else box.append(...kernelTables(layer, shape, i + 2, cell))
  box.append(h('span', { class: 'wrong', hidden: true }))
  return box
}

/** @typedef {(path: (string | number)[], value: unknown, name: string) => HTMLElement} Cell */

/**
 * @param {import('./layers.js').Layer} layer
 * @param {number[]} shape
 * @param {number} n
 * @param {Cell} cell
 */
function denseTable(layer, [units, inputs], n, cell) {
  const columns = Array.from({ length: inputs }, (_, k) => texts.column(k + 1))
  if (layer.biases) columns.push(texts.biasColumn)
  const rows = Array.from({ length: units }, (_, j) => [
    ...Array.from({ length: inputs }, (_, k) =>
      layer.weights
        ? cell(['weights', j, k], layer.weights[j]?.[k], `w ${j + 1} ${k + 1}, layer ${n}`)
        : h('span', {}, '·'),
    ),
    ...(layer.biases ? [cell(['biases', j], layer.biases[j], `b ${j + 1}, layer ${n}`)] : []),
  ])
  return table(columns, rows)
}

/**
 * @param {import('./layers.js').Layer} layer
 * @param {number[]} shape
 * @param {number} n
 * @param {Cell} cell
 */
function kernelTables(layer, [filters, channels, height, width], n, cell) {
  const tables = []
  for (let j = 0; j < filters; j++) {
    for (let k = 0; layer.weights && k < channels; k++) {
      const rows = Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) => {
          const name = `w ${j + 1} ${k + 1} ${y + 1} ${x + 1}, layer ${n}`
          return cell(['weights', j, k, y, x], layer.weights[j]?.[k]?.[y]?.[x], name)
        }),
      )
      tables.push(h('figure', {}, h('figcaption', {}, texts.kernelTable(j + 1, k + 1)), plain(rows)))
    }
  }
  if (layer.biases) {
    const biases = Array.from({ length: filters }, (_, j) =>
      cell(['biases', j], layer.biases[j], `b ${j + 1}, layer ${n}`),
    )
    tables.push(h('figure', {}, h('figcaption', {}, texts.biasColumn), plain([biases])))
  }
  return tables
}

/**
 * @param {string[]} columns
 * @param {HTMLElement[][]} rows
 */
function table(columns, rows) {
  const head = h('tr', {}, h('td'), ...columns.map((name) => h('th', { scope: 'col' }, name)))
  const body = rows.map((cells, j) =>
    h('tr', {}, h('th', { scope: 'row' }, texts.row(j + 1)), ...cells.map((each) => h('td', {}, each))),
  )
  return h('div', { class: 'scrolling' }, h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)))
}

/** @param {HTMLElement[][]} rows */
const plain = (rows) =>
  h(
    'div',
    { class: 'scrolling' },
    h(
      'table',
      {},
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((each) => h('td', {}, each))))),
    ),
  )

/**
 * @param {string} pointer
 * @param {unknown} value
 * @param {string} name
 * @param {(text: string) => void} changed
 */
function cellOf(pointer, value, name, changed) {
  const input = h('input', {
    value: String(value ?? 0),
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': texts.cell(name),
    'data-pointer': pointer,
    'data-act': pointer,
    onchange: () => changed(input.value),
  })
  return input
}
