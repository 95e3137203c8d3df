// Edges of the neuron view: a line as thick as its weight is great, solid above zero and dashed below; beside it, once it
// has been handed back, the gradient. The label has the weight by its name, its gradient, and its new value.

import { brief, raw, worded } from '../format.js'
import { symbolText } from '../notation.js'
import { english } from '../texts-network.js'
import { lineWidth } from './neuron-scale.js'
import { append, part, say, set, show, textWidth } from './svg.js'
import { writeSymbol } from './symbols.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */
/** @typedef {import('./svg.js').Drawing} Drawing */
/** @typedef {{ name: string, value: number, gradient: number, update: number }} Weight */

const ASIDE = 4.5
const SYMBOL = 16
const TEXT = 15
const LINE = 17

/**
 * The weights of a scene by edge.
 * @param {NeuronScene} scene
 * @returns {(Weight | null)[]}
 */
export function weightsOf(scene) {
  const { target, slot, name, value, gradient, update } = scene.network.edges
  /** @type {(Weight | null)[]} */
  const found = scene.from.map(() => null)
  target.forEach((/** @type {string} */ id, /** @type {number} */ i) => {
    const edge = scene.operands[scene.index.get(id) ?? -1]?.[slot[i]]
    if (edge === undefined) return
    found[edge] = {
      name: name[i],
      value: Number(value[i]),
      gradient: Number(gradient[i]),
      update: Number(update[i]),
    }
  })
  return found
}

/**
 * The edges that belong to a node or are one: those that lead to its neuron and those that leave it.
 * @param {NeuronScene} scene
 * @param {number} node
 * @param {number} edge
 */
export function nearTo(scene, node, edge) {
  if (node < 0) return new Set(edge < 0 ? [] : [edge])
  const neuron = scene.neurons.joined.get(node)
  const into = scene.operands[neuron?.z ?? node]
  return new Set(into.length > 0 ? into : scene.consumers[node])
}

/**
 * Joins roads and labels to the edges of a scene.
 * @param {Drawing} roads
 * @param {Drawing} labels
 * @param {Data} data
 * @param {NeuronScene} scene
 */
export function joinRoads(roads, labels, data, scene) {
  const weights = weightsOf(scene)
  const edges = scene.from.map((_, edge) => edge)
  const key = (/** @type {any} */ edge) => `${scene.ids[scene.to[edge]]} ${scene.slot[edge]}`
  roads
    .selectAll('g.road')
    .data(edges, key)
    .join((enter) => {
      const road = append(enter, 'g', { class: 'road', 'aria-hidden': 'true' })
      for (const name of ['reach', 'weight', 'back']) append(road, 'path', { class: name })
      return road
    })
    .each(function (edge) {
      placeRoad(/** @type {Element} */ (this), scene, /** @type {number} */ (edge), weights)
    })
  labels
    .selectAll('g.edge')
    .data(edges, key)
    .join((enter) => {
      const label = append(enter, 'g', { class: 'edge' })
      const lens = append(label, 'g', { class: 'lens' })
      append(lens, 'rect', { class: 'plate', rx: 9 })
      append(lens, 'text', { class: 'own', 'data-part': 'local' })
      append(lens, 'text', { class: 'slope' })
      append(lens, 'text', { class: 'new' })
      return label
    })
    .each(function (edge) {
      placeLabel(/** @type {Element} */ (this), data, scene, /** @type {number} */ (edge), weights)
    })
}

/**
 * @param {Element} element
 * @param {NeuronScene} scene
 * @param {number} edge
 * @param {Weight | null} weight
 */
function mark(element, scene, edge, weight) {
  set(element, 'data-edge', `${scene.ids[scene.from[edge]]}->${scene.ids[scene.to[edge]]}`)
  set(element, 'data-number', edge)
  set(element, 'data-name', weight?.name ?? null)
}

/**
 * @param {Element} road
 * @param {NeuronScene} scene
 * @param {number} edge
 * @param {(Weight | null)[]} weights
 */
function placeRoad(road, scene, edge, weights) {
  const weight = weights[edge]
  const [a, b] = scene.routes[edge]
  const [reach, line, back] = road.children
  const d = `M${a.x} ${a.y}L${b.x} ${b.y}`
  mark(road, scene, edge, weight)
  show(road, !scene.neurons.inner[edge])
  set(reach, 'd', d)
  set(line, 'd', d)
  const width = weight ? lineWidth(scene, weight.name, weight.value) : 1.5
  set(line, 'class', `weight${weight ? (weight.value < 0 ? ' minus' : ' plus') : ' plain'}`)
  set(line, 'stroke-width', width.toFixed(2))
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const aside = ASIDE + width / 2
  const [x, y] = [(-(b.y - a.y) / length) * aside, ((b.x - a.x) / length) * aside]
  set(back, 'd', `M${b.x + x} ${b.y + y}L${a.x + x} ${a.y + y}`)
  set(road, 'data-tip', weight ? tipOf(weight) : null)
}

/** @param {Weight} weight */
const tipOf = ({ name, value, gradient, update }) =>
  english.parameter(symbolText(name), worded(value), worded(gradient), worded(update))

/**
 * @param {Element} label
 * @param {Data} data
 * @param {NeuronScene} scene
 * @param {number} edge
 * @param {(Weight | null)[]} weights
 */
function placeLabel(label, data, scene, edge, weights) {
  const weight = weights[edge]
  mark(label, scene, edge, weight)
  show(label, weight !== null)
  if (!weight) return
  const { x, y } = scene.lenses[edge]
  const lens = part(label, 'lens')
  const [plate, own, slope, fresh] = lens.children
  const [value, gradient, update] = [
    brief(weight.value),
    `◂ ${brief(weight.gradient)}`,
    `→ ${brief(weight.update)}`,
  ]
  writeSymbol(own, weight.name, { maths: data.maths, size: SYMBOL, after: ` ${value}` })
  set(own, 'data-value', raw(weight.value))
  say(slope, gradient)
  say(fresh, update)
  set(fresh, 'data-value', raw(weight.update))
  set(slope, 'data-value', raw(weight.gradient))
  const width =
    Math.max(textWidth(` ${value}`, TEXT) + 30, textWidth(gradient, TEXT - 1), textWidth(update, TEXT - 1)) +
    10
  set(plate, 'x', -width / 2)
  set(plate, 'width', width)
  set(lens, 'transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`)
  set(lens, 'data-tip', tipOf(weight))
}

/**
 * Draws road and label of an edge in a frame.
 * @param {Element} road
 * @param {Element} label
 * @param {NeuronScene} scene
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} edge
 */
export function drawRoad(road, label, scene, frame, motion, edge) {
  const hot = motion.idle
    ? frame.activeEdges.has(edge)
    : motion.values.has(edge) || motion.gradients.has(edge)
  const known = frame.values[scene.to[edge]] !== null
  const back = frame.propagated[edge]
  const slope = frame.gradients[scene.to[edge]] !== null
  const state = `${hot && frame.phase !== 'done' ? ' hot' : ''}${known ? ' known' : ''}${back ? ' returned' : ''}`
  set(road, 'class', `road${state}`)
  set(label, 'class', `edge${state}`)
  const lens = part(label, 'lens')
  const [plate, own, down, fresh] = lens.children
  set(plate, 'y', slope ? -LINE - 3 : -LINE / 2 - 4)
  set(plate, 'height', slope ? 2 * LINE + 6 : LINE + 8)
  set(own, 'y', slope ? -4 : 5)
  for (const words of [down, fresh]) {
    set(words, 'y', LINE - 4)
    show(words, slope)
  }
}
