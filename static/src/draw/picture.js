// The picture: all of it a pure function of scene, frame and t. Drawing a frame twice changes nothing.

import { motionAt, REST } from '../motion.js'
import { drawCard, joinCards } from './cards.js'
import { drawColumns, joinColumns } from './columns.js'
import { drawEdge, drawWire, joinEdges } from './edges.js'
import { drawSliders } from './sliders.js'
import { append, select, show } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Point} Point */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('../motion.js').Schedule} Schedule */
/** @typedef {import('./svg.js').Drawing} Drawing */
/** @typedef {Pick<typeof import('./tokens.js'), 'drawTokens' | 'drawTrails'>} Travel */

/**
 * What is drawn besides the frame.
 *
 * @typedef {object} Data
 * @property {Scene} scene
 * @property {Record<string, string>} symbols  the signs of ops
 * @property {import('../texts.js').Texts} texts
 * @property {import('./geometry.js').Way[]} ways
 * @property {(node: number, whole?: boolean) => string} name  what to call a node; whole: with what it computes
 * @property {Map<string, number>} ranges  slider ranges by input
 * @property {boolean} maths  whether the maths font is there
 * @property {boolean} glide  whether cards may move when the layout changes
 * @property {Travel | null} [travel]  what draws numbers on their way, once it is there
 */

/**
 * Sheets that lie one on the other, each drawn anew only where it changes: what stands still is not painted while
 * something moves. Gradients slip under the lens that changes them, values pass over it.
 */
const SHEETS = [['columns', 'wires'], ['trails', 'gradients'], ['lenses', 'cards', 'sliders'], ['values']]

/** A drawing surface that remembers what it drew, only to skip what would not change. */
export class Picture {
  /** @type {Record<string, Drawing>} */ #layers = {}
  /** @type {Element[]} */ #sheets = []
  /** @type {Element[]} */ #cards = []
  /** @type {Element[]} */ #wires = []
  /** @type {Element[]} */ #lenses = []
  /** @type {Data | null} */ #data = null
  /** @type {Frame | null} */ #frame = null
  /** @type {Schedule | null} */ #move = null
  /** @type {Set<number>} */ #nodes = new Set()
  /** @type {Set<number>} */ #edges = new Set()

  /** @param {Element} root  takes the sheets */
  constructor(root) {
    for (const names of SHEETS) {
      const sheet = append(select(root), 'svg')
      this.#sheets.push(/** @type {Element} */ (sheet.node()))
      for (const name of names) this.#layers[name] = append(sheet, 'g', { class: name })
    }
  }

  /** What is drawn. */
  get scene() {
    return this.#data?.scene ?? null
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
    const { scene } = data
    const old = this.#data?.scene ?? scene
    const before = data === this.#data || this.#take(data) ? this.#frame : null
    const turn = frame !== before || move !== this.#move
    const change = before
      ? changes(old, before, scene, frame)
      : { nodes: [...scene.ids.keys()], edges: [...scene.from.keys()] }
    const { nodes, edges } = touched(scene, motion)
    if (turn) {
      for (const edge of union(change.edges, frame.activeEdges)) {
        drawWire(this.#wires[edge], scene, frame, motion, edge)
      }
    }
    for (const node of union(nodes, this.#nodes, change.nodes, turn ? frame.activeNodes : [])) {
      drawCard(this.#cards[node], data, frame, motion, node)
    }
    for (const edge of union(edges, this.#edges, change.edges, turn ? frame.activeEdges : [])) {
      drawEdge(this.#lenses[edge], data, frame, motion, edge)
    }
    data.travel?.drawTrails(this.#layers.trails, data, motion)
    if (turn) drawColumns(this.#layers.columns, data, frame, move)
    this.#lift(1, motion.values.size + motion.gradients.size > 0)
    this.#lift(3, motion.kind === 'value' && motion.tokens.length > 0)
    data.travel?.drawTokens(this.#layers.gradients, data, motion, 'gradient')
    data.travel?.drawTokens(this.#layers.values, data, motion, 'value')
    this.#data = data
    this.#frame = frame
    this.#move = move
    this.#nodes = nodes
    this.#edges = edges
  }

  /**
   * Takes other data; whether only numbers are other.
   * @param {Data} data
   */
  #take(data) {
    const old = this.#data
    const same = old?.scene.routes === data.scene.routes && old.maths === data.maths && old.name === data.name
    if (same) drawSliders(this.#layers.sliders, data)
    else this.#join(data)
    return same
  }

  /** @param {Data} data */
  #join(data) {
    const { columns, wires, lenses, cards, sliders } = this.#layers
    const before = this.#data && this.#data.scene.boxes !== data.scene.boxes ? placesOf(this.#data) : null
    joinColumns(columns, data)
    joinEdges(wires, lenses, data)
    joinCards(cards, data)
    drawSliders(sliders, data)
    this.#cards = /** @type {Element[]} */ (cards.selectAll('g.card').nodes())
    this.#wires = /** @type {Element[]} */ (wires.selectAll('g.wire').nodes())
    this.#lenses = /** @type {Element[]} */ (lenses.selectAll('g.edge').nodes())
    if (before && data.glide) this.#glide(data, before)
  }

  /**
   * Nodes that were there before move to their new places; roads appear when they are there.
   * @param {Data} data
   * @param {Map<string, Point>} before
   */
  #glide({ scene }, before) {
    scene.ids.forEach((id, node) => {
      const [old, now] = [before.get(id), scene.boxes[node]]
      if (!old || (old.x === now.x && old.y === now.y)) return
      const at = (/** @type {Point} */ { x, y }) => ({ transform: `translate(${x}px,${y}px)` })
      this.#cards[node].animate([at(old), at(now)], { duration: GLIDE, easing: 'ease-in-out' })
    })
    for (const element of [...this.#wires, ...this.#lenses]) {
      element.animate([{ opacity: 0 }, { opacity: 0, offset: 0.7 }, {}], { duration: GLIDE })
    }
  }

  /**
   * Shows a sheet only while there is something on it: every sheet has to be laid over the others in each frame.
   * @param {number} sheet
   * @param {boolean} shown
   */
  #lift(sheet, shown) {
    show(this.#sheets[sheet], shown)
  }

  /**
   * Takes what is far outside a window out of the drawing, and puts the rest back.
   * @param {Box} window
   */
  cull(window) {
    const { scene } = /** @type {Data} */ (this.#data)
    const seen = scene.boxes.map((box) => meets(box, window))
    scene.ids.forEach((_, node) => {
      show(this.#cards[node], seen[node])
    })
    scene.from.forEach((from, edge) => {
      const shown =
        seen[from] ||
        seen[scene.to[edge]] ||
        scene.routes[edge].some((at) => meets({ ...at, width: 0, height: 0 }, window))
      show(this.#wires[edge], shown)
      show(this.#lenses[edge], shown)
    })
  }

  /**
   * The card of a node.
   * @param {number} node
   */
  card(node) {
    return this.#cards[node]
  }
}

/** How long nodes take to their new places, in ms. */
export const GLIDE = 300
const NEAR = 250

/**
 * Whether a box is in a window or near it.
 * @param {Box} box
 * @param {Box} window
 */
const meets = (box, window) =>
  box.x + box.width > window.x - NEAR &&
  box.x < window.x + window.width + NEAR &&
  box.y + box.height > window.y - NEAR &&
  box.y < window.y + window.height + NEAR

/**
 * The corners of all cards by id.
 * @param {Data} data
 */
const placesOf = ({ scene }) =>
  new Map(scene.ids.map((id, node) => [id, /** @type {Point} */ (scene.boxes[node])]))

/** @param {Iterable<number>[]} lists */
function union(...lists) {
  const all = new Set(/** @type {number[]} */ ([]))
  for (const list of lists) for (const entry of list) all.add(entry)
  return all
}

/**
 * The nodes and edges that look different in two frames of one graph.
 * @param {Scene} old
 * @param {Frame} a  a frame of it
 * @param {Scene} scene
 * @param {Frame} b
 */
function changes(old, a, scene, b) {
  if (a === b) return { nodes: [], edges: [] }
  const nodes = b.values.flatMap((value, n) => {
    const same = a.values[n] === value && a.gradients[n] === b.gradients[n]
    const stacked = b.parts[n] || a.parts[n]
    return same && !stacked && old.flags[n].length === scene.flags[n].length ? [] : [n]
  })
  const edges = b.local.flatMap((known, e) => {
    const same = a.local[e] === known && a.propagated[e] === b.propagated[e]
    return same && old.local[e] === scene.local[e] && old.propagated[e] === scene.propagated[e] ? [] : [e]
  })
  return {
    nodes: union(nodes, a.activeNodes, b.activeNodes),
    edges: union(edges, a.activeEdges, b.activeEdges),
  }
}

/**
 * The nodes and edges that look different in a motion.
 * @param {Scene} scene
 * @param {Motion} motion
 */
function touched(scene, motion) {
  const nodes = union(motion.nodes, new Set(motion.settled.keys()), new Set(motion.stacks.keys()))
  const edges = new Set([...motion.values.keys(), ...motion.gradients.keys()])
  for (const node of motion.settled.keys()) for (const edge of scene.operands[node]) edges.add(edge)
  return { nodes, edges }
}
