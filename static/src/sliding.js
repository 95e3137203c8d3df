// Changing an input: by its slider, or by typing a number into its card.

import { h } from './dom.js'
import { raw, typed } from './format.js'
import { rangeOf, shareAt, valueAt } from './ranges.js'
import { textsFor } from './texts-more.js'

/** @typedef {import('./scene.js').Scene} Scene */

const NOTCH = 100
const LEAP = 10
/** Entries; larger arrays are edited as text. */
const LARGEST_TABLE = 400

/**
 * What changing an input needs of the element.
 * @typedef {object} Host
 * @property {() => Scene | null} scene
 * @property {(id: string, value: import('./format.js').Numbers, last: boolean) => void} change
 * @property {(point: { x: number, y: number }) => { x: number, y: number }} toStage
 * @property {Map<string, number>} ranges  of the sliders, by input
 * @property {import('./texts.js').Texts} texts
 */

/** Sliders and number fields of one stage. */
export class Sliding {
  #stage
  #host
  /** @type {HTMLInputElement | null} */ #entry = null
  #complaint = h('p', { id: 'complaint', role: 'alert' })
  /** @type {string | null} */ #held = null

  /**
   * @param {HTMLElement} stage
   * @param {Host} host
   */
  constructor(stage, host) {
    this.#stage = stage
    this.#host = host
    stage.addEventListener('pointerdown', (event) => this.#down(event))
    stage.addEventListener('pointermove', (event) => this.#slide(event, false))
    stage.addEventListener('pointerup', (event) => this.#slide(event, true))
    stage.addEventListener('pointercancel', () => {
      this.#held = null
    })
    stage.addEventListener('keydown', (event) => this.#key(event))
  }

  /** @param {Event} event */
  #sliderOf(event) {
    return /** @type {SVGGraphicsElement | null} */ (
      /** @type {Element} */ (event.composedPath()[0]).closest?.('.slider') ?? null
    )
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const slider = this.#sliderOf(event)
    if (!slider || event.button !== 0) return
    slider.focus({ preventScroll: true })
    this.#held = slider.getAttribute('data-input')
    this.#stage.setPointerCapture(event.pointerId)
    event.preventDefault()
    this.#slide(event, false)
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} last
   */
  #slide(event, last) {
    const id = this.#held
    if (id === null) return
    if (last) this.#held = null
    const slider = /** @type {SVGGraphicsElement} */ (
      this.#stage.querySelector(`[data-input="${CSS.escape(id)}"]`)
    )
    const matrix = slider?.getScreenCTM()
    if (!matrix) return
    const { x } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    this.#host.change(id, valueAt(shareAt(x), this.#host.ranges.get(id) ?? LEAP), last)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const slider = this.#sliderOf(event)
    const scene = this.#host.scene()
    if (!slider || !scene) return
    const id = slider.getAttribute('data-input') ?? ''
    const range = this.#host.ranges.get(id) ?? LEAP
    const notch = range / NOTCH
    const moves = {
      ArrowRight: notch,
      ArrowUp: notch,
      ArrowLeft: -notch,
      ArrowDown: -notch,
      PageUp: notch * LEAP,
      PageDown: -notch * LEAP,
    }
    const move = moves[/** @type {keyof typeof moves} */ (event.key)]
    if (move === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const value = Number(scene.values[/** @type {number} */ (scene.index.get(id))])
    this.#host.change(id, valueAt((value + move + range) / (2 * range), range), true)
  }

  /**
   * Opens the number field on the card of an input, or the table of an array; false if it has none.
   * @param {string} id
   * @param {string} [first]  the key that was typed; else the present value is there to be changed
   */
  type(id, first) {
    const scene = this.#host.scene()
    const node = scene?.index.get(id) ?? -1
    const value = scene?.values[node]
    if (scene?.ops[node] !== 'input') return false
    if (Array.isArray(value)) return this.#table(scene, node)
    if (typeof value !== 'number') return false
    this.close()
    const entry = h('input', {
      class: 'entry',
      type: 'text',
      inputmode: 'text',
      'aria-label': this.#host.texts.slider(id),
    })
    entry.value = first ?? raw(value)
    const { x, y } = this.#host.toStage({ x: scene.boxes[node].x + 166, y: scene.boxes[node].y + 22 })
    entry.style.left = `${x - 96}px`
    entry.style.top = `${y - 16}px`
    entry.addEventListener('keydown', (event) => this.#entered(event, id, entry))
    entry.addEventListener('blur', () => this.#commit(id, entry))
    entry.addEventListener('input', () => this.#complain(entry, ''))
    Object.assign(this.#complaint.style, {
      position: 'absolute',
      zIndex: '2',
      left: entry.style.left,
      top: `${y + 18}px`,
      margin: '0',
      fontSize: '13px',
      background: 'var(--surface)',
    })
    this.#stage.append(entry, this.#complaint)
    this.#entry = entry
    entry.focus()
    if (first) entry.setSelectionRange(1, 1)
    else entry.select()
    return true
  }

  /**
   * Opens the table of an input that is an array; false where it is too large for one.
   * @param {Scene} scene
   * @param {number} node
   */
  #table(scene, node) {
    const entries = scene.shapes[node].reduce((all, extent) => all * extent, 1)
    if (entries > LARGEST_TABLE) return false
    import('./tabling.js').then(({ openTable }) => openTable(this.#stage, this.#host, scene.ids[node]))
    return true
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   * @param {HTMLInputElement} entry
   */
  #entered(event, id, entry) {
    event.stopPropagation()
    if (event.key === 'Escape') entry.value = ''
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    this.#commit(id, entry)
    if (this.#entry === entry) return
    const card = this.#stage.querySelector(`.card[data-node="${CSS.escape(id)}"]`)
    if (card instanceof SVGElement) card.focus()
  }

  /**
   * @param {string} id
   * @param {HTMLInputElement} entry
   */
  #commit(id, entry) {
    if (this.#entry !== entry) return
    const text = entry.value.trim()
    const value = typed(text)
    if (value === null && text) return this.#complain(entry, textsFor(null).notANumber(text))
    this.close()
    if (value === null) return
    if (Math.abs(value) > (this.#host.ranges.get(id) ?? 0)) this.#host.ranges.set(id, rangeOf(value))
    this.#host.change(id, value, true)
  }

  /**
   * Marks the number field and says what is wrong with it; nothing is wrong where there are no words.
   * @param {HTMLInputElement} entry
   * @param {string} words
   */
  #complain(entry, words) {
    if (words) {
      entry.setAttribute('aria-invalid', 'true')
      entry.setAttribute('aria-errormessage', 'complaint')
    } else entry.removeAttribute('aria-invalid')
    if (this.#complaint.textContent !== words) this.#complaint.textContent = words
  }

  /** Closes the number field. */
  close() {
    const entry = this.#entry
    this.#entry = null
    entry?.remove()
    this.#complaint.textContent = ''
    this.#complaint.remove()
  }
}
