// What stands above a column of the neuron view: which layer it is.

import { english } from '../texts-network.js'
import { append, say, set, textWidth } from './svg.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */
/** @typedef {import('./svg.js').Drawing} Drawing */

const ABOVE = 30
const BESIDE = 10
/** The least size of a title; it grows where the picture is small. */
const CAPTION = 13

/**
 * Joins and draws the titles of all layers; that of the layer where something happens is marked.
 * @param {Drawing} layer
 * @param {NeuronScene} scene
 * @param {Frame} frame
 * @param {import('../motion.js').Schedule | null} move
 */
export function drawTitles(layer, scene, frame, move) {
  const { layers } = scene.neurons
  const down = scene.direction === 'down'
  const all = layers.map(({ neurons }) => neurons.flatMap(({ z, a }) => [z, a].filter((node) => node >= 0)))
  const top = Math.min(...scene.boxes.map(({ y }) => y))
  const left = Math.min(...scene.boxes.map(({ x }) => x))
  layer
    .selectAll('text.column')
    .data(layers, (/** @type {any} */ { key }) => key)
    .join((enter) => append(enter, 'text', { class: 'column', 'aria-hidden': 'true' }))
    .each(function (each) {
      const i = layers.indexOf(each)
      const boxes = all[i].map((node) => scene.boxes[node])
      const from = Math.min(...boxes.map(({ x }) => x))
      const to = Math.max(...boxes.map(({ x, width }) => x + width))
      const here = all[i].some((node) => (move ? move.nodes.has(node) : frame.activeNodes.has(node)))
      const last = each === layers.findLast(({ n }) => n !== '')
      const title = titleOf(each.n, last, i === layers.length - 1)
      // The first column is at the border: a title that is wider would be cut off there.
      const begins = down || (i === 0 && textWidth(title, CAPTION) > to - from)
      say(this, title)
      set(this, 'x', down ? left : begins ? from : (from + to) / 2)
      set(this, 'y', down ? boxes[0].y - BESIDE : top - ABOVE)
      set(this, 'text-anchor', begins ? 'start' : 'middle')
      set(this, 'class', `column${here && frame.phase !== 'done' ? ` ${move?.kind ?? kindOf(frame)}` : ''}`)
    })
}

/**
 * With penalties the loss has two columns: its parts, and their sum.
 * @param {string} n
 * @param {boolean} prediction  whether this is the last layer of the network
 * @param {boolean} end
 */
function titleOf(n, prediction, end) {
  if (n !== '') return english.layerColumn(Number(n), prediction)
  return end ? english.lossColumn : english.lossParts
}

/** @param {Frame} frame */
const kindOf = (frame) => (frame.phase === 'forward' ? 'value' : 'gradient')
