// Numbers on their way along the weights: forward an activation becomes its product with the weight, backward an error
// does. Where very many are under way they are dots.

import { brief } from '../format.js'
import { along } from './neuron-places.js'
import { append, say, set, show, textWidth } from './svg.js'

/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('../motion.js').Token} Token */
/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */
/** @typedef {import('./svg.js').Drawing} Drawing */

const MOST_WRITTEN = 24
const TEXT = 14
const HEIGHT = 24
const DOT = 4.5

/**
 * Joins and draws the tokens of a motion.
 * @param {Drawing} layer
 * @param {NeuronScene} scene
 * @param {Motion} motion
 */
export function drawFlights(layer, scene, motion) {
  const written = motion.tokens.length <= MOST_WRITTEN && scene.neurons.density !== 'cells'
  layer
    .selectAll('g.token')
    .data(motion.tokens, (/** @type {any} */ token) => token.key)
    .join((enter) => {
      const token = append(enter, 'g', { class: 'token', 'aria-hidden': 'true' })
      append(token, 'rect', { class: 'pill', y: -HEIGHT / 2, height: HEIGHT, rx: HEIGHT / 2 })
      append(token, 'text', { class: 'number', dy: '.36em' })
      append(token, 'circle', { class: 'pill', r: DOT })
      return token
    })
    .each(function (token) {
      drawToken(/** @type {Element} */ (this), scene, /** @type {Token} */ (token), written)
    })
}

/**
 * The number that a token carries: what it was before the label, times the local gradient behind it.
 * @param {NeuronScene} scene
 * @param {Token} token
 */
function carried(scene, { edge, kind, through }) {
  if (kind === 'gradient') return through ? scene.propagated[edge] : scene.gradients[scene.to[edge]]
  const [value, local] = [scene.values[scene.from[edge]], scene.local[edge]]
  const product = through && isSum(scene, edge) && typeof value === 'number' && typeof local === 'number'
  return product ? value * local : value
}

/**
 * Whether an edge leads into a weighted sum, so that its product with the weight is a part of it.
 * @param {NeuronScene} scene
 * @param {number} edge
 */
const isSum = (scene, edge) => scene.ops[scene.to[edge]] === 'weighted_sum'

/**
 * @param {Element} element
 * @param {NeuronScene} scene
 * @param {Token} token
 * @param {boolean} written
 */
function drawToken(element, scene, token, written) {
  const { edge, kind, s, opacity } = token
  const road = scene.routes[edge]
  const { x, y } = along(road, kind === 'value' ? s : 1 - s)
  const value = carried(scene, token)
  const text = written && value !== null ? brief(value) : ''
  const [pill, words, dot] = element.children
  const width = textWidth(text, TEXT) + 16
  set(element, 'class', `token ${kind}`)
  set(element, 'transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`)
  set(element, 'opacity', opacity.toFixed(3))
  show(pill, written)
  show(words, written)
  show(dot, !written)
  set(pill, 'x', -width / 2)
  set(pill, 'width', width)
  say(words, text)
}
