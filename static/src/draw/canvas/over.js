// What stands over a canvas: an element for the node or the edge that is pointed at or focused, so that hands, tooltips,
// keys and screen readers find there what they find in a picture of cards.

import { h } from '../../dom.js'
import { brief, raw, worded } from '../../format.js'
import { lensText, localInFull } from '../../lens.js'
import { lensWidth } from '../edges.js'
import { nameAloud } from '../svg.js'

/** @typedef {import('../picture.js').Data} Data */
/** @typedef {import('../../frames.js').Frame} Frame */
/** @typedef {import('../../scene.js').Box} Box */
/** @typedef {import('../../format.js').Value} Value */

const MOST = 12
const LEAST_SIZE = 24
const LENS = 34

/** The elements over one canvas. */
export class Over {
  root = h('div', { class: 'over' })
  /** @type {Map<string, HTMLElement>} */ #made = new Map()
  /** @type {Data | null} */ #data = null
  /** @type {Frame | null} */ #frame = null
  #corner = { x: 0, y: 0 }
  #scale = 1

  /**
   * Says anew what the elements that are there stand for.
   * @param {Data} data
   * @param {Frame} frame
   */
  tell(data, frame) {
    if (this.#data && this.#data.scene.ids !== data.scene.ids) this.#clear()
    this.#data = data
    this.#frame = frame
    for (const [key, element] of this.#made) this.#say(key, element)
  }

  /**
   * The picture is looked at from elsewhere.
   * @param {{ x: number, y: number }} corner  of the picture
   * @param {number} scale
   */
  place(corner, scale) {
    this.#corner = corner
    this.#scale = scale
    for (const [key, element] of this.#made) this.#put(key, element)
  }

  /** @param {number} node */
  card(node) {
    return this.#element(`node ${node}`, () =>
      h(
        'div',
        { class: 'card', role: 'button', tabindex: -1 },
        h('span', { 'data-part': 'value' }),
        h('span', { 'data-part': 'gradient' }),
      ),
    )
  }

  /** @param {number} edge */
  lens(edge) {
    return this.#element(`edge ${edge}`, () =>
      h('div', { class: 'edge' }, h('span', { class: 'lens', 'data-part': 'local' })),
    )
  }

  /**
   * @param {string} key
   * @param {() => HTMLElement} make
   */
  #element(key, make) {
    const known = this.#made.get(key)
    if (known) {
      this.#made.delete(key)
      this.#made.set(key, known)
      return known
    }
    if (this.#made.size >= MOST) this.#forget()
    const element = make()
    this.#made.set(key, element)
    this.root.append(element)
    this.#say(key, element)
    this.#put(key, element)
    return element
  }

  /** Takes the element away that was asked for longest ago, unless it has the focus. */
  #forget() {
    for (const [key, element] of this.#made) {
      if (element.matches(':focus') || element.getAttribute('tabindex') === '0') continue
      element.remove()
      this.#made.delete(key)
      return
    }
  }

  #clear() {
    for (const element of this.#made.values()) element.remove()
    this.#made.clear()
  }

  /**
   * @param {string} key
   * @param {HTMLElement} element
   */
  #say(key, element) {
    if (!this.#data || !this.#frame) return
    const [kind, place] = key.split(' ')
    if (kind === 'node') sayNode(element, this.#data, this.#frame, Number(place))
    else sayEdge(element, this.#data, this.#frame, Number(place))
  }

  /**
   * @param {string} key
   * @param {HTMLElement} element
   */
  #put(key, element) {
    if (!this.#data) return
    const [kind, place] = key.split(' ')
    const box = kind === 'node' ? this.#data.scene.boxes[Number(place)] : lensBox(this.#data, Number(place))
    const width = Math.max(LEAST_SIZE, box.width * this.#scale)
    const height = Math.max(LEAST_SIZE, box.height * this.#scale)
    const x = (box.x + box.width / 2 - this.#corner.x) * this.#scale - width / 2
    const y = (box.y + box.height / 2 - this.#corner.y) * this.#scale - height / 2
    Object.assign(element.style, {
      width: `${width}px`,
      height: `${height}px`,
      transform: `translate(${x}px,${y}px)`,
    })
  }
}

/**
 * @param {Data} data
 * @param {number} edge
 * @returns {Box}
 */
function lensBox({ scene }, edge) {
  const { x, y } = scene.lenses[edge]
  const width = lensWidth(scene, edge)
  return { x: x - width / 2, y: y - LENS / 2, width, height: LENS }
}

/**
 * @param {HTMLElement} element
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} node
 */
function sayNode(element, data, frame, node) {
  const { scene, texts } = data
  const never = scene.gradientAt[node] < 0
  const numbers = { value: frame.values[node], gradient: frame.gradients[node] }
  const aloud = (/** @type {Value | null} */ value) => (value === null ? texts.pending : brief(value))
  const name = data.name(node, true)
  const gradient = never ? texts.noGradient : aloud(numbers.gradient)
  const label = texts.card(name, aloud(numbers.value), gradient)
  const flags = scene.flags[node].map(({ detail }) => detail)
  const told = (/** @type {'value' | 'gradient'} */ kind) => {
    const value = numbers[kind]
    const text = value === null ? (kind === 'gradient' ? gradient : texts.pending) : worded(value)
    return `${texts.legend[kind][0]} ${text}`
  }
  element.setAttribute('data-node', scene.ids[node])
  nameAloud(element, [label, ...flags].join('. '))
  element.setAttribute('data-tip', [name, told('value'), told('gradient'), ...flags].join('\n'))
  for (const kind of /** @type {const} */ (['value', 'gradient'])) {
    const slot = element.querySelector(`[data-part=${kind}]`)
    const value = numbers[kind]
    if (!slot) continue
    slot.textContent = value === null ? '' : brief(value)
    if (value === null) slot.removeAttribute('data-value')
    else slot.setAttribute('data-value', raw(value))
  }
}

/**
 * @param {HTMLElement} element
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} edge
 */
function sayEdge(element, data, frame, edge) {
  const { scene, texts } = data
  const [from, to] = [scene.from[edge], scene.to[edge]]
  element.setAttribute('data-edge', `${scene.ids[from]}->${scene.ids[to]}`)
  const twice = scene.operands[to].filter((other) => scene.from[other] === from).length > 1
  if (twice) element.setAttribute('data-slot', String(scene.slot[edge]))
  const local = scene.local[edge]
  const text = frame.local[edge] ? lensText(scene, edge) : ''
  if (element.firstElementChild) element.firstElementChild.textContent = text
  if (!text || local === null) return element.removeAttribute('data-tip')
  const tip = texts.lens(data.name(to), data.name(from), localInFull(scene, edge, texts))
  element.setAttribute('data-tip', tip + (scene.heat?.factorWords(scene, edge, data.name) ?? ''))
}
