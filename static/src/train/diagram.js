// The network while it learns: every neuron with a small map of its activation over the inputs, every weight a line
// as thick as it is large, whole where it is positive and dashed where it is negative.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { Palette } from './colours.js'
import { columnsOf, heightOf, placesOf } from './columns.js'
import { neuronColour } from './plane.js'
import { painted } from './regions.js'
import { linear } from './scale.js'
import { english as texts } from './texts.js'

/** @typedef {import('./history.js').Frame} Frame */
/** @typedef {import('./columns.js').Neuron} Neuron */
/** @typedef {{ layer: number, unit: number, activation: string }} Chosen */

const MAP = 36
const BLOCK = 66
const THICK = 6

/** The diagram. `look` is called with the neuron under the pointer or the focus, and with null afterwards. */
export class Diagram {
  element = h('div', { class: 'tr-net', role: 'group' })
  #look
  #lines = svg('svg', { class: 'tr-wires', 'aria-hidden': 'true' })
  /** @type {any} */ #spec = null
  /** @type {Frame | null} */ #frame = null
  /** @type {{ neuron: Neuron, node: HTMLElement, canvas: HTMLCanvasElement | null }[]} */ #nodes = []
  #made = ''
  /** @type {{ n: number, phase: string } | null} */ #lit = null

  /** @param {(chosen: Chosen | null) => void} look */
  constructor(look) {
    this.#look = look
    this.element.setAttribute('aria-label', texts.diagram)
    this.element.addEventListener('keydown', (event) => this.#move(event))
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /**
   * @param {any} spec
   * @param {Frame | null} frame
   */
  show(spec, frame) {
    this.#spec = spec
    this.#frame = frame
    this.draw()
  }

  /**
   * The layer that is at work when somebody goes through a step layer by layer.
   * @param {{ n: number, phase: string } | null} lit
   */
  light(lit) {
    this.#lit = lit
    this.draw()
  }

  draw() {
    const width = this.element.clientWidth
    if (!this.#spec || width === 0) return
    const columns = columnsOf(this.#spec)
    const height = heightOf(columns)
    const key = JSON.stringify([columns, width])
    if (key !== this.#made) this.#make(columns, width, height)
    this.#made = key
    this.#wire(placesOf(columns, width, height))
    this.#paint()
  }

  /**
   * @param {import('./columns.js').Column[]} columns
   * @param {number} width
   * @param {number} height
   */
  #make(columns, width, height) {
    const held = this.element.contains(document.activeElement) ? this.#at(document.activeElement) : -1
    this.element.style.height = `${height}px`
    this.#lines.setAttribute('viewBox', `0 0 ${width} ${height}`)
    this.#nodes = placesOf(columns, width, height).map((neuron) => this.#node(neuron))
    const heads = columns.map(({ n, title, more }, i) => {
      const name = h(
        'div',
        { class: 'tr-column' },
        h('span', {}, title),
        ...(more ? [h('small', {}, texts.notShown(more))] : []),
      )
      name.style.left = `${this.#across(columns.length, width)(i)}px`
      name.dataset.column = String(n)
      return name
    })
    this.element.replaceChildren(this.#lines, ...heads, ...this.#nodes.map(({ node }) => node))
    this.#nodes.forEach(({ node }, i) => {
      node.tabIndex = i === Math.max(held, 0) ? 0 : -1
    })
    if (held >= 0) this.#nodes[held]?.node.focus()
  }

  /**
   * @param {number} count
   * @param {number} width
   */
  #across = (count, width) => linear([0, Math.max(count - 1, 1)], [MAP, width - MAP])

  /** @param {Neuron} neuron */
  #node(neuron) {
    const { layer, unit, activation, x, y, block } = neuron
    const canvas = block ? null : h('canvas', { width: MAP, height: MAP })
    const node = h(
      'button',
      { type: 'button', class: `tr-neuron${block ? ' is-block' : ''}` },
      ...(canvas ? [canvas] : [block]),
    )
    node.style.left = `${x}px`
    node.style.top = `${y}px`
    const look = () => this.#look(block || layer === 1 ? null : { layer, unit, activation })
    node.addEventListener('pointerenter', look)
    node.addEventListener('focus', look)
    node.addEventListener('pointerleave', () => this.#look(null))
    node.addEventListener('blur', () => this.#look(null))
    return { neuron, node, canvas }
  }

  /** @param {Neuron[]} places */
  #wire(places) {
    const wires = []
    for (const to of places) {
      const weights = this.#frame?.parameters?.[`w${to.layer}`]
      const row = to.block ? null : weights?.[to.unit]
      const most = row ? greatest(weights) : 0
      for (const from of places) {
        if (from.layer !== to.layer - 1) continue
        wires.push(wire(from, to, from.block ? undefined : row?.[from.unit], most))
      }
    }
    this.#lines.replaceChildren(...wires)
    this.#lines.classList.toggle('is-lit', this.#lit !== null)
    for (const line of wires)
      line.classList.toggle(
        'is-on',
        this.#lit !== null && Number(line.getAttribute('data-layer')) === this.#lit.n,
      )
  }

  #paint() {
    const palette = new Palette(this.element)
    const { layers, edges } = this.#frame?.regions ?? {}
    for (const { neuron, node, canvas } of this.#nodes) {
      const { layer, unit, activation } = neuron
      const grid = layer === 1 ? inputMap(unit, edges) : layers?.[layer]?.[unit]
      node.classList.toggle('is-on', this.#lit?.n === layer)
      node.dataset.phase = this.#lit?.n === layer ? this.#lit.phase : ''
      const bias = this.#frame?.parameters?.[`b${layer}`]?.[unit]
      const name = layer === 1 ? texts.inputNeuron(unit + 1) : texts.neuron(layer, unit + 1, activation)
      const words = neuron.block
        ? neuron.block
        : bias === undefined
          ? name
          : texts.withBias(name, short(bias))
      node.setAttribute('aria-label', words)
      node.title = words
      if (grid || neuron.block) node.removeAttribute('data-empty')
      else node.dataset.empty = String(unit + 1)
      if (canvas) paintMap(canvas, grid, activation, palette)
    }
  }

  /** @param {Element | null} node */
  #at = (node) => this.#nodes.findIndex((each) => each.node === node)

  /** Arrows go from neuron to neuron; the diagram is one stop of the tab key. @param {KeyboardEvent} event */
  #move(event) {
    const at = this.#at(document.activeElement)
    const here = this.#nodes[at]?.neuron
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!here || (!down && !along)) return
    event.preventDefault()
    const next = down
      ? this.#nodes.findIndex(({ neuron }) => neuron.layer === here.layer && neuron.unit === here.unit + down)
      : this.#nearest(here, Number(along))
    if (next < 0) return
    this.#nodes[at].node.tabIndex = -1
    this.#nodes[next].node.tabIndex = 0
    this.#nodes[next].node.focus()
  }

  /**
   * @param {Neuron} here
   * @param {number} along
   */
  #nearest(here, along) {
    let best = -1
    this.#nodes.forEach(({ neuron }, i) => {
      if (neuron.layer !== here.layer + along) return
      const gap = Math.abs(neuron.y - here.y)
      if (best < 0 || gap < Math.abs(this.#nodes[best].neuron.y - here.y)) best = i
    })
    return best
  }
}

/** @param {number[][]} weights */
const greatest = (weights) => Math.max(...weights.flat().map(Math.abs), 1e-12)

/**
 * @param {Neuron} from
 * @param {Neuron} to
 * @param {number | undefined} weight
 * @param {number} most  the greatest size of a weight of the layer
 */
function wire(from, to, weight, most) {
  const half = (/** @type {Neuron} */ { block }) => (block ? BLOCK : MAP) / 2
  const [x1, x2] = [from.x + half(from), to.x - half(to)]
  const middle = (x1 + x2) / 2
  const d = `M${x1} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${x2} ${to.y}`
  const sign = weight === undefined ? 'none' : weight < 0 ? 'minus' : 'plus'
  const line = svg('path', { d, class: `tr-wire is-${sign}`, 'data-layer': to.layer })
  line.setAttribute(
    'stroke-width',
    weight === undefined ? '1' : String(0.4 + (THICK * Math.abs(weight)) / most),
  )
  return line
}

/**
 * An input as a map of itself: it grows along its own axis.
 * @param {number} unit
 * @param {number[] | undefined} edges
 */
function inputMap(unit, edges) {
  if (!edges || unit > 1) return null
  const side = 12
  const [low, high] = edges.slice(2 * unit, 2 * unit + 2)
  const value = linear([0, side - 1], [low, high])
  if (edges.length === 2) return Array.from({ length: side }, (_, i) => value(i))
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => value(unit === 0 ? column : row)),
  )
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {any} grid  rows of numbers over two inputs, or a row over one; null where there is no plane
 * @param {string} activation
 * @param {Palette} palette
 */
function paintMap(canvas, grid, activation, palette) {
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, canvas.width, canvas.height)
  if (!grid) return
  if (!Array.isArray(grid[0])) return paintCurve(context, grid, palette)
  const image = painted([grid], neuronColour(palette, grid, activation))
  const small = new OffscreenCanvas(image.width, image.height)
  small.getContext('2d')?.putImageData(image, 0, 0)
  context.drawImage(small, 0, 0, canvas.width, canvas.height)
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} values
 * @param {Palette} palette
 */
function paintCurve(context, values, palette) {
  const y = linear([Math.min(...values), Math.max(...values)], [MAP - 5, 5])
  const x = linear([0, values.length - 1], [3, MAP - 3])
  context.beginPath()
  for (const [i, value] of values.entries()) context.lineTo(x(i), y(value))
  context.strokeStyle = palette.css('value')
  context.lineWidth = 2
  context.stroke()
}
