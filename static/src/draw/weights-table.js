// The weights of a network as a table: what the neuron view has on its edges, in rows.

import { h } from '../dom.js'
import { brief, worded } from '../format.js'
import { symbolText } from '../notation.js'
import { english } from '../texts-network.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./picture.js').Data} Data */

/**
 * The tables of weights and biases in a frame; none where the scene has none on its edges.
 * @param {Data} data
 * @param {Frame} frame
 * @returns {HTMLElement[]}
 */
export function weightTables({ scene, texts }, frame) {
  const { edges, biases = {}, summary } = scene.network ?? {}
  const known = (/** @type {string} */ id) => frame.gradients[scene.index.get(id) ?? -1] !== null
  const row = (/** @type {any} */ { name, from, to, value, gradient, update, there }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, symbolText(name)),
      h('td', {}, from),
      h('td', {}, to),
      cell(value, 'local'),
      ...(there
        ? [cell(gradient, 'gradient'), cell(update, 'local')]
        : [h('td', {}, texts.pending), h('td', {}, texts.pending)]),
    )
  const rows = edges
    ? [
        ...edges.name.map((/** @type {string} */ name, /** @type {number} */ i) => ({
          name,
          from: symbolText(edges.source[i]),
          to: symbolText(edges.target[i]),
          value: edges.value[i],
          gradient: edges.gradient[i],
          update: edges.update[i],
          there: known(edges.target[i]),
        })),
        ...Object.entries(biases).map(([to, bias]) => ({
          ...bias,
          from: '',
          to: symbolText(to),
          there: known(to),
        })),
      ]
    : (summary ?? []).flatMap((/** @type {any} */ { n, strongest }) =>
        strongest.name.map((/** @type {string} */ name, /** @type {number} */ i) => ({
          name,
          from:
            n === 2
              ? symbolText(`x_${strongest.from[i] + 1}`)
              : symbolText(`a${n - 1}_${strongest.from[i] + 1}`),
          to: symbolText(`z${n}_${strongest.to[i] + 1}`),
          value: strongest.value[i],
          gradient: strongest.gradient[i],
          update: strongest.update[i],
          there: known(`w${n}`),
        })),
      )
  if (rows.length === 0) return []
  const head = h('tr', {}, ...english.weightColumns.map((name) => h('th', { scope: 'col' }, name)))
  const caption = h('caption', {}, edges ? english.weightCaption : english.strongestCaption)
  return [h('table', { class: 'weights' }, caption, h('thead', {}, head), h('tbody', {}, ...rows.map(row)))]
}

/**
 * @param {unknown} value
 * @param {string} kind
 */
const cell = (value, kind) =>
  h('td', { class: `number ${kind}`, title: worded(Number(value)) }, brief(Number(value)))
