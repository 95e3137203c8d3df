// Zooming and panning by pointer, wheel and buttons. While a gesture lasts only a CSS transform changes; the picture
// itself is placed anew at its end.

import { h, icon } from './dom.js'

/** @typedef {import('./eye.js').Eye} Eye */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('./texts-more.js').MoreTexts} Texts */

const WHEEL = 0.006
const LINES = 16
const STEP = 1.4
const DRAG = 4
const SPREAD = 0.02

const ICONS = {
  zoomOut: 'M5 11h14v2H5z',
  zoomIn: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  fit: 'M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z',
}

/**
 * The buttons that zoom.
 * @param {Eye} eye
 * @param {Texts} texts
 */
function buttons(eye, texts) {
  const button = (/** @type {keyof typeof ICONS} */ name, /** @type {() => void} */ onclick) =>
    h('button', { type: 'button', 'aria-label': texts[name], title: texts[name], onclick }, icon(ICONS[name]))
  return h(
    'div',
    { class: 'zoom' },
    button('zoomOut', () => eye.zoomBy(1 / STEP)),
    button('zoomIn', () => eye.zoomBy(STEP)),
    button('fit', () => eye.turn()),
  )
}

/** The hands on one view. */
export class Gestures {
  #eye
  #view
  #stage
  /** @type {Map<number, { x: number, y: number }>} */ #pointers = new Map()
  /** @type {{ x: number, y: number, spread: number } | null} */ #start = null

  /**
   * @param {View} view
   * @param {Eye} eye
   * @param {Texts} texts
   */
  constructor(view, eye, texts) {
    const { stage } = view
    this.#eye = eye
    this.#view = view
    this.#stage = stage
    this.buttons = buttons(eye, texts)
    stage.append(this.buttons)
    stage.addEventListener('pointerdown', (event) => this.#down(event))
    stage.addEventListener('pointermove', (event) => this.#moved(event))
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
      stage.addEventListener(name, (event) => this.#up(event))
    }
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const { left, top } = this.#stage.getBoundingClientRect()
    const turned = event.deltaY * (event.deltaMode ? LINES : 1)
    this.#eye.zoomBy(Math.exp(-turned * WHEEL), event.clientX - left, event.clientY - top, true)
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const target = /** @type {Element} */ (event.composedPath()[0])
    if (target.closest('.slider,button,input') || event.button !== 0) return
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    this.#eye.settle()
    if (this.#pointers.size > 1 || this.#eye.zoomed) this.#start = this.#hands()
  }

  /** The middle of the pointers and how far they are apart. */
  #hands() {
    const all = [...this.#pointers.values()]
    const x = all.reduce((sum, p) => sum + p.x, 0) / all.length
    const y = all.reduce((sum, p) => sum + p.y, 0) / all.length
    return { x, y, spread: all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0 }
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    if (!this.#pointers.has(event.pointerId)) return
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (!this.#start) return
    const { move, factor, about } = this.#gesture(this.#start)
    if (!this.#stage.classList.contains('dragging')) {
      if (Math.hypot(move.x, move.y) < DRAG && Math.abs(factor - 1) < SPREAD) return
      this.#stage.classList.add('dragging')
      this.#stage.setPointerCapture(event.pointerId)
    }
    const { x: left, y: top } = this.#view.offset
    const x = about.x * (1 - factor) + move.x + factor * left
    const y = about.y * (1 - factor) + move.y + factor * top
    this.#view.sheets.style.transform = this.#view.transform({ x, y }, factor)
  }

  /** @param {{ x: number, y: number, spread: number }} start */
  #gesture(start) {
    const hands = this.#hands()
    const { left, top } = this.#stage.getBoundingClientRect()
    return {
      move: { x: hands.x - start.x, y: hands.y - start.y },
      factor: start.spread > 0 && hands.spread > 0 ? hands.spread / start.spread : 1,
      about: { x: start.x - left, y: start.y - top },
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#pointers.has(event.pointerId)) return
    if (this.#start && this.#stage.classList.contains('dragging')) {
      const { move, factor, about } = this.#gesture(this.#start)
      this.#stage.classList.remove('dragging')
      this.#eye.panBy(move.x, move.y)
      this.#eye.zoomBy(factor, about.x + move.x, about.y + move.y)
    }
    this.#pointers.delete(event.pointerId)
    this.#start = null
  }
}
