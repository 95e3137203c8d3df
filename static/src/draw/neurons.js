// The neuron view: columns of neurons, each split into z and a, and the weights on the edges, as in the note's third
// figure. A pure function of scene, frame and t like the picture of cards, and moved by the same clock.

import { motionAt, REST } from '../motion.js'
import { drawNeuron, joinNeurons } from './neuron-cards.js'
import { drawRoad, joinRoads, nearTo } from './neuron-edges.js'
import { arranged } from './neuron-places.js'
import { drawTitles } from './neuron-titles.js'
import { drawFlights } from './neuron-tokens.js'
import { dress } from './neurons.css.js'
import { append, select, show } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Schedule} Schedule */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */
/** @typedef {Scene & { neurons: import('./neuron-places.js').Neurons }} NeuronScene */

/** Numbers on their way pass over everything. */
const SHEETS = [['roads', 'titles'], ['labels', 'neurons'], ['tokens']]
const NEAR = 200

/** Draws the neuron view. */
export class NeuronPicture {
  static light = true
  static arranged = arranged

  /** @type {Record<string, Drawing>} */ #layers = {}
  /** @type {Element[]} */ #sheets = []
  /** @type {Element[]} */ #cards = []
  /** @type {Element[]} */ #roads = []
  /** @type {Element[]} */ #labels = []
  /** @type {Data | null} */ #data = null
  /** @type {Frame | null} */ #frame = null
  /** @type {Schedule | null} */ #move = null
  /** @type {Set<number>} */ #moved = new Set()
  #root
  #over = (/** @type {Event} */ event) => this.#look(event)
  #away = () => this.#near(-1)

  /** @param {HTMLElement} root  takes the sheets */
  constructor(root) {
    this.#root = root
    for (const names of SHEETS) {
      const sheet = append(select(root), 'svg')
      this.#sheets.push(/** @type {Element} */ (sheet.node()))
      for (const name of names) this.#layers[name] = append(sheet, 'g', { class: name })
    }
    dress(root)
    for (const event of ['pointerover', 'focusin']) root.addEventListener(event, this.#over)
    for (const event of ['pointerleave', 'focusout']) root.addEventListener(event, this.#away)
  }

  /** What is drawn. */
  get scene() {
    return this.#data?.scene ?? null
  }

  /** Lets go of the sheets. */
  close() {
    for (const event of ['pointerover', 'focusin']) this.#root.removeEventListener(event, this.#over)
    for (const event of ['pointerleave', 'focusout']) this.#root.removeEventListener(event, this.#away)
  }

  /**
   * Draws a frame at time t of the move that starts from it, or at rest.
   * @param {Data} data
   * @param {Frame} frame
   * @param {Schedule | null} [move]
   * @param {number} [t]
   */
  draw(data, frame, move = null, t = 0) {
    const motion = move ? motionAt(move, t) : REST
    const scene = /** @type {NeuronScene} */ (data.scene)
    const fresh = data !== this.#data
    if (fresh) this.#join(data, scene)
    const turn = fresh || frame !== this.#frame || move !== this.#move
    const moving = new Set([...motion.nodes, ...motion.settled.keys(), ...motion.stacks.keys()])
    for (const node of turn ? scene.ids.keys() : new Set([...moving, ...this.#moved])) {
      drawNeuron(this.#cards[node], data, scene, frame, motion, node)
    }
    if (turn) {
      for (const edge of scene.from.keys()) {
        drawRoad(this.#roads[edge], this.#labels[edge], scene, frame, motion, edge)
      }
      drawTitles(this.#layers.titles, scene, frame, move)
    }
    show(this.#sheets[2], motion.tokens.length > 0)
    drawFlights(this.#layers.tokens, scene, motion)
    this.#data = data
    this.#frame = frame
    this.#move = move
    this.#moved = moving
  }

  /**
   * @param {Data} data
   * @param {NeuronScene} scene
   */
  #join(data, scene) {
    const { roads, labels, neurons } = this.#layers
    joinRoads(roads, labels, data, scene)
    joinNeurons(neurons, data, scene)
    this.#cards = /** @type {Element[]} */ (neurons.selectAll('g.card').nodes())
    this.#roads = /** @type {Element[]} */ (roads.selectAll('g.road').nodes())
    this.#labels = /** @type {Element[]} */ (labels.selectAll('g.edge').nodes())
    this.#root.classList.toggle('cells', scene.neurons.density === 'cells')
    this.#root.classList.toggle('upright', scene.direction === 'down')
    this.#root.classList.toggle('labelled', scene.neurons.density === 'all')
  }

  /** @param {Event} event */
  #look(event) {
    const target = /** @type {Element} */ (event.composedPath()[0])
    const card = target.closest?.('[data-node]')
    const road = target.closest?.('[data-edge]')
    const { scene } = this
    if (!scene) return
    if (card) this.#near(scene.index.get(card.getAttribute('data-node') ?? '') ?? -1)
    else this.#near(-1, road ? Number(road.getAttribute('data-number')) : -1)
  }

  /**
   * Shows what belongs to a node or an edge that somebody looks at.
   * @param {number} node
   * @param {number} [edge]
   */
  #near(node, edge = -1) {
    const scene = /** @type {NeuronScene | null} */ (this.scene)
    if (!scene) return
    const near = nearTo(scene, node, edge)
    this.#root.classList.toggle('looked', near.size > 0)
    for (const each of scene.from.keys()) {
      for (const part of [this.#roads[each], this.#labels[each]])
        part.toggleAttribute('data-near', near.has(each))
    }
  }

  /**
   * Takes what is far outside a window out of the drawing, and puts the rest back.
   * @param {Box} window
   */
  cull(window) {
    const { scene } = this
    if (!scene) return
    const seen = (/** @type {Box} */ { x, y, width, height }) =>
      x + width > window.x - NEAR &&
      x < window.x + window.width + NEAR &&
      y + height > window.y - NEAR &&
      y < window.y + window.height + NEAR
    scene.boxes.forEach((box, node) => {
      show(this.#cards[node], seen(box))
    })
  }

  /**
   * What stands for a node.
   * @param {number} node
   */
  card(node) {
    return this.#cards[node]
  }
}
