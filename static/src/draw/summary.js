// A large network at a glance: every neuron a cell, for each layer the heat maps of its weights and of their gradients,
// and its hundred strongest edges; never a line for each of a hundred thousand weights.

import { brief, entries, raw, worded } from '../format.js'
import { motionAt, REST } from '../motion.js'
import { symbolText } from '../notation.js'
import { english } from '../texts-network.js'
import { heatPaths } from './heat-paths.js'
import { dress } from './neurons.css.js'
import { arranged, MAP, portOf, STRIP_WIDTH, stripAt } from './summary-places.js'
import { append, nameAloud, say, select, set, show } from './svg.js'
import { writeSymbol } from './symbols.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */
/** @typedef {import('./summary-places.js').Block} Block */
/** @typedef {Scene & { blocks: Block[], maps: { n: number, box: import('../scene.js').Box }[] }} SummaryScene */

const CAPTION = 8
const THICK = 4

/** Draws the layers of a large network. */
export class SummaryPicture {
  static light = true
  static arranged = arranged

  /** @type {Data | null} */ #data = null
  /** @type {Drawing} */ #roads
  /** @type {Drawing} */ #blocks
  /** What stands for a node. @type {Map<string, Element>} */ #cards = new Map()

  /** @param {HTMLElement} root  takes the sheets */
  constructor(root) {
    const sheet = append(select(root), 'svg')
    this.#roads = append(sheet, 'g', { class: 'roads strongest' })
    this.#blocks = append(sheet, 'g', { class: 'neurons summary' })
    dress(root)
    root.classList.remove('cells', 'labelled', 'looked', 'upright')
  }

  /** What is drawn. */
  get scene() {
    return this.#data?.scene ?? null
  }

  /**
   * Draws a frame at time t of the move that starts from it, or at rest.
   * @param {Data} data
   * @param {Frame} frame
   * @param {import('../motion.js').Schedule | null} [move]
   * @param {number} [t]
   */
  draw(data, frame, move = null, t = 0) {
    const scene = /** @type {SummaryScene} */ (data.scene)
    if (data !== this.#data) this.#join(data, scene)
    this.#data = data
    const motion = move ? motionAt(move, t) : REST
    for (const [id, card] of this.#cards) {
      const node = scene.index.get(id) ?? -1
      const active = motion.idle
        ? frame.activeNodes.has(node) && frame.phase !== 'done'
        : motion.nodes.has(node)
      const kind = motion.idle ? (frame.phase === 'forward' ? 'value' : 'gradient') : motion.kind
      set(card, 'class', `card block${active ? ` active ${kind}` : ''}`)
      const [value, gradient] = [frame.values[node], frame.gradients[node]]
      for (const part of card.querySelectorAll('.of-value')) show(part, value !== null)
      for (const part of card.querySelectorAll('.of-gradient')) show(part, gradient !== null)
      const aloud = (/** @type {import('../format.js').Value | null} */ each) =>
        each === null ? data.texts.pending : brief(each)
      nameAloud(card, data.texts.card(symbolText(id), aloud(value), aloud(gradient)))
      const number = card.querySelector('[data-part=value]')
      if (number) say(number, value === null ? '' : brief(value))
    }
  }

  /**
   * @param {Data} data
   * @param {SummaryScene} scene
   */
  #join(data, scene) {
    this.#cards.clear()
    this.#blocks.selectAll('*').remove()
    this.#roads.selectAll('*').remove()
    for (const block of scene.blocks) this.#layer(data, scene, block)
    scene.network.summary.forEach((/** @type {any} */ layer, /** @type {number} */ i) => {
      this.#map(data, scene, layer)
      this.#edges(scene, layer, scene.blocks[i], scene.blocks[i + 1])
    })
    this.#loss(data, scene)
  }

  /**
   * @param {string} id
   * @param {SummaryScene} scene
   */
  #card(id, scene) {
    const { x, y, width, height } = scene.boxes[scene.index.get(id) ?? 0]
    const card = append(this.#blocks, 'g', {
      class: 'card block',
      role: 'button',
      tabindex: -1,
      'data-node': id,
      transform: `translate(${x} ${y})`,
    })
    append(card, 'rect', { class: 'body', width, height, rx: 4 })
    this.#cards.set(id, /** @type {Element} */ (card.node()))
    return card
  }

  /**
   * @param {Data} data
   * @param {SummaryScene} scene
   * @param {Block} block
   */
  #layer(data, scene, block) {
    const { n, corner, grid, count, strips } = block
    const { width, height } = grid
    const last = block === scene.blocks[scene.blocks.length - 1]
    const title = append(this.#blocks, 'text', {
      class: 'column',
      x: corner.x + width / 2,
      y: 22,
      'text-anchor': 'middle',
    })
    title.text(`${english.layerColumn(n, last)} · ${english.neurons(count)}`)
    if (!strips) {
      const card = this.#card('x', scene)
      heat(
        card,
        folded(entries(scene.values[scene.index.get('x') ?? 0]), grid.columns),
        grid,
        'of-value value',
      )
      return caption(card, 'x', data, width / 2, -CAPTION)
    }
    const found = scene.network.summary.find((/** @type {any} */ each) => each.n === n)
    const room = { width: STRIP_WIDTH, height }
    for (const which of /** @type {const} */ (['z', 'a'])) {
      const card = this.#card(`${which}${n}`, scene)
      heat(
        card,
        entries(found[which]).map((each) => [each]),
        room,
        'of-value value',
      )
      caption(card, `${which}${n}`, data, STRIP_WIDTH / 2, -CAPTION)
      if (which === 'a') continue
      const back = append(card, 'g', { transform: `translate(${stripAt('delta')} 0)` })
      append(back, 'rect', { class: 'body', ...room, rx: 4 })
      heat(
        back,
        entries(found.delta).map((each) => [each]),
        room,
        'of-gradient gradient',
      )
      caption(back, `delta${n}`, data, STRIP_WIDTH / 2, -CAPTION)
    }
  }

  /**
   * The heat maps of a layer's weights and of their gradients, one below the other.
   * @param {Data} data
   * @param {SummaryScene} scene
   * @param {any} layer
   */
  #map(data, scene, { n, shape, weights, gradients }) {
    const card = this.#card(`w${n}`, scene)
    const room = { width: MAP, height: MAP }
    heat(card, weights.tiles, room, 'of-value local')
    caption(
      card,
      `w${n}`,
      data,
      MAP / 2,
      -CAPTION,
      ` ${shape.join(' × ')}: ${brief(weights.min)} … ${brief(weights.max)}`,
    )
    const below = append(card, 'g', { transform: `translate(0 ${MAP + 34})` })
    append(below, 'rect', { class: 'body', ...room, rx: 4 })
    heat(below, gradients.tiles, room, 'of-gradient gradient')
    const words = append(below, 'text', { class: 'column', x: MAP / 2, y: -CAPTION, 'text-anchor': 'middle' })
    words.text(english.gradientMap(symbolText(`w${n}`), brief(gradients.min), brief(gradients.max)))
    append(card, 'title').text(english.mapTip(symbolText(`w${n}`), shape))
  }

  /**
   * @param {SummaryScene} _scene
   * @param {any} layer
   * @param {Block} before
   * @param {Block} after
   */
  #edges(_scene, { strongest }, before, after) {
    const most = Math.abs(strongest.value[0]) || 1
    strongest.name.forEach((/** @type {string} */ name, /** @type {number} */ i) => {
      const [a, b] = [portOf(before, strongest.from[i], 'from'), portOf(after, strongest.to[i], 'to')]
      const value = Number(strongest.value[i])
      const road = append(this.#roads, 'g', { class: 'road known', 'data-name': name })
      const d = `M${a.x} ${a.y}L${b.x} ${b.y}`
      append(road, 'path', { class: 'reach', d })
      append(road, 'path', {
        class: `weight ${value < 0 ? 'minus' : 'plus'}`,
        d,
        'stroke-width': (0.6 + (THICK * Math.abs(value)) / most / 2).toFixed(2),
      })
      road.attr(
        'data-tip',
        english.parameter(
          symbolText(name),
          worded(value),
          worded(Number(strongest.gradient[i])),
          worded(Number(strongest.update[i])),
        ),
      )
    })
  }

  /**
   * @param {Data} data
   * @param {SummaryScene} scene
   */
  #loss(data, scene) {
    const card = this.#card('L', scene)
    const { width, height } = scene.boxes[scene.index.get('L') ?? 0]
    caption(card, 'L', data, width / 2, 24)
    const value = append(card, 'g', { class: 'row value' })
    append(value, 'text', {
      class: 'number',
      'data-part': 'value',
      'data-value': raw(scene.values[scene.output] ?? 0),
      x: width - 14,
      y: height - 22,
      'font-size': 18,
    })
  }

  /** Everything is drawn at once; nothing is taken out. */
  cull() {}

  /**
   * What stands for a node; for one that is not drawn, what it belongs to.
   * @param {number} node
   */
  card(node) {
    const { scene } = this
    let at = node
    while (scene && !this.#cards.has(scene.ids[at])) {
      const [edge] = scene.consumers[at]
      if (edge === undefined) return this.#cards.get('L')
      at = scene.to[edge]
    }
    return scene ? this.#cards.get(scene.ids[at]) : undefined
  }
}

/**
 * A list as rows of so many columns.
 * @param {number[]} list
 * @param {number} columns
 */
const folded = (list, columns) =>
  Array.from({ length: Math.ceil(list.length / columns) }, (_, j) =>
    list.slice(j * columns, (j + 1) * columns),
  )

/**
 * @param {Drawing} parent
 * @param {number[][]} rows
 * @param {{ width: number, height: number }} room
 * @param {string} kind
 */
function heat(parent, rows, { width, height }, kind) {
  const group = append(parent, 'g', { class: `map ${kind}` })
  const room = { width: rows[0] ? width : 0, height }
  for (const { d, sign, strength } of heatPaths(rows, room))
    append(group, 'path', { d, class: sign, 'fill-opacity': strength })
}

/**
 * @param {Drawing} parent
 * @param {string} id
 * @param {Data} data
 * @param {number} x
 * @param {number} y
 * @param {string} [after]
 */
function caption(parent, id, { maths }, x, y, after = '') {
  const text = append(parent, 'text', { class: 'column', x, y, 'text-anchor': 'middle' })
  writeSymbol(/** @type {Element} */ (text.node()), id, { maths, size: 15, after })
}
