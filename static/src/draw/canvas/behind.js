// The whole of a large picture in little, as large as its window: what stands around the still picture while a zoom shows
// more than that has. It is drawn when nothing else is to do, so that a zoom need not wait for a picture on its way.

import { Sheet } from './sheet.js'

/** @typedef {import('../../scene.js').Box} Box */

/** No side is longer than this, in pixels of the screen: browsers draw no canvas of any size. */
const LONGEST = 4096

/** A sheet with everything, and what it was drawn from. */
export class Behind {
  #sheet = new Sheet()
  #scale = 1
  /** @type {unknown[]} */ #state = []

  constructor() {
    this.root.className = 'behind'
    this.root.hidden = true
  }

  /** The canvas. */
  get root() {
    return this.#sheet.root
  }

  /**
   * Whether it shows this state.
   * @param {unknown[]} state
   */
  shows(state) {
    return (
      state.length > 0 &&
      state.length === this.#state.length &&
      state.every((part, i) => part === this.#state[i])
    )
  }

  /**
   * A pen for the whole picture, and the scale that it draws at.
   * @param {Box} box  of the picture
   * @param {number} area  of the window, in pixels
   */
  pen(box, area) {
    const ratio = globalThis.devicePixelRatio || 1
    this.#scale = scaleOf(box, area, LONGEST / ratio)
    this.#state = []
    return { pen: this.#sheet.pen(box, this.#scale), scale: this.#scale }
  }

  /**
   * Keeps what was drawn.
   * @param {Box} box
   * @param {unknown[]} state  what it was drawn from
   */
  show(box, state) {
    this.#sheet.show(box, this.#scale)
    this.#state = state
  }

  /**
   * Is seen at a scale, where it shows what is wanted.
   * @param {number} scale
   * @param {unknown[]} state
   */
  put(scale, state) {
    const hidden = !this.shows(state)
    this.root.hidden = hidden
    if (!hidden) this.root.style.transform = `scale(${scale / this.#scale})`
  }
}

/**
 * The scale at which a picture takes so many pixels, and no side more than the longest.
 * @param {Box} box
 * @param {number} area
 * @param {number} longest
 */
export const scaleOf = ({ width, height }, area, longest) =>
  Math.min(Math.sqrt(area / (width * height)), longest / Math.max(width, height))
