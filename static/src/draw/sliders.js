// Sliders under the cards of inputs.

import { short } from '../format.js'
import { rangeOf, TRACK } from '../ranges.js'
import { append, part, set } from './svg.js'

/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */

const BELOW = 18
const TOUCH = 40
const THUMB = 8

/**
 * The nodes that have a slider: inputs that are numbers.
 * @param {Data} data
 */
const adjustable = ({ scene }) =>
  scene.ids.flatMap((_, node) =>
    scene.ops[node] === 'input' && typeof scene.values[node] === 'number' ? [node] : [],
  )

/**
 * Joins and draws all sliders.
 * @param {Drawing} layer
 * @param {Data} data
 */
export function drawSliders(layer, data) {
  layer
    .selectAll('g.slider')
    .data(adjustable(data), (/** @type {any} */ node) => data.scene.ids[node])
    .join((enter) => enterSlider(enter))
    .each(function (node) {
      drawSlider(/** @type {Element} */ (this), data, /** @type {number} */ (node))
    })
}

/** @param {Drawing} enter */
function enterSlider(enter) {
  const slider = append(enter, 'g', { class: 'slider', role: 'slider', tabindex: -1 })
  append(slider, 'rect', {
    class: 'touch',
    x: TRACK.from - 12,
    y: -TOUCH / 2,
    width: TRACK.to - TRACK.from + 24,
    height: TOUCH,
  })
  append(slider, 'path', { class: 'track', d: `M${TRACK.from} 0H${TRACK.to}` })
  append(slider, 'path', { class: 'fill' })
  append(slider, 'circle', { class: 'thumb', r: THUMB })
  return slider
}

/**
 * @param {Element} slider
 * @param {Data} data
 * @param {number} node
 */
function drawSlider(slider, { scene, ranges, texts }, node) {
  const { x, y, height } = scene.boxes[node]
  const value = /** @type {number} */ (scene.values[node])
  const range = ranges.get(scene.ids[node]) ?? rangeOf(value)
  const share = Math.min(1, Math.max(0, (value + range) / (2 * range) || 0))
  const at = TRACK.from + share * (TRACK.to - TRACK.from)
  set(slider, 'data-input', scene.ids[node])
  set(slider, 'transform', `translate(${x} ${scene.direction === 'down' ? y - BELOW : y + height + BELOW})`)
  set(part(slider, 'fill'), 'd', `M${TRACK.from} 0H${at}`)
  set(part(slider, 'thumb'), 'cx', at)
  set(slider, 'aria-label', texts.slider(scene.labels[node]))
  set(slider, 'aria-valuemin', -range)
  set(slider, 'aria-valuemax', range)
  set(slider, 'aria-valuenow', Math.min(range, Math.max(-range, value || 0)))
  set(slider, 'aria-valuetext', short(value))
}
