// What stands above a column of the neuron view: which layer it is.

import { english } from '../texts-network.js'
import { append, say, set } from './svg.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */
/** @typedef {import('./svg.js').Drawing} Drawing */

const ABOVE = 30
const BESIDE = 10

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
      say(this, each.n === '' ? english.lossColumn : english.layerColumn(Number(each.n), last))
      set(this, 'x', down ? left : (from + to) / 2)
      set(this, 'y', down ? boxes[0].y - BESIDE : top - ABOVE)
      set(this, 'text-anchor', down ? 'start' : 'middle')
      set(this, 'class', `column${here && frame.phase !== 'done' ? ` ${move?.kind ?? kindOf(frame)}` : ''}`)
    })
}

/** @param {Frame} frame */
const kindOf = (frame) => (frame.phase === 'forward' ? 'value' : 'gradient')
