// The eye: zooms and moves a view, and goes along with what happens where the whole picture would be too small to read.

import { READABLE } from './view.js'

/** @typedef {import('./scene.js').Box} Box */
/** @typedef {import('./scene.js').Point} Point */
/** @typedef {import('./view.js').View} View */

const LARGEST = 4
const GLIDE = { duration: 300, easing: 'ease-in-out' }
const MARGIN = { x: 20, y: 45 }
const EXTENT = /** @type {const} */ ({ x: 'width', y: 'height' })

/** What looks through a view. */
export class Eye {
  #view
  #follows = false

  /** @param {View} view */
  constructor(view) {
    this.#view = view
    view.fitted = () => this.start()
    this.start()
  }

  get zoomed() {
    return this.#view.zoom > 1
  }

  /** Shows the whole picture, or as much of its beginning as can be read. */
  start() {
    const view = this.#view
    const closer = READABLE / view.fits
    this.#follows = closer > 1
    if (!this.#follows) return
    view.zoom = closer
    this.#look(view.box.x, view.box.y)
  }

  /** Shows the whole picture; what is whole already, from near by. */
  turn() {
    if (!this.zoomed) return this.start()
    this.#follows = false
    this.#view.home()
  }

  /**
   * A place on the stage, in pixels, of a place in the picture.
   * @param {Point} point
   */
  toStage(point) {
    const { centre, room, scale } = this.#view
    return {
      x: (point.x - centre.x) * scale + room.width / 2,
      y: (point.y - centre.y) * scale + room.height / 2,
    }
  }

  /**
   * Zooms about a place on the stage; about its middle without one.
   * @param {number} factor
   * @param {number} [x]
   * @param {number} [y]
   */
  zoomBy(factor, x = this.#view.room.width / 2, y = this.#view.room.height / 2) {
    const view = this.#view
    const before = view.scale
    view.zoom = Math.min(Math.max(1, view.zoom * factor), Math.max(1, LARGEST / view.fits))
    if (!this.zoomed) return view.home()
    const move = 1 / before - 1 / view.scale
    this.#look(
      view.centre.x + (x - view.room.width / 2) * move,
      view.centre.y + (y - view.room.height / 2) * move,
    )
  }

  /**
   * Moves the picture by pixels of the screen.
   * @param {number} x
   * @param {number} y
   */
  panBy(x, y) {
    const { centre, scale } = this.#view
    this.#follows = false
    this.#look(centre.x - x / scale, centre.y - y / scale)
  }

  /**
   * Brings a box of the picture into view.
   * @param {Box} box
   */
  reveal({ x, y, width, height }) {
    if (!this.zoomed) return
    const { centre, room, scale } = this.#view
    const reach = { x: room.width / scale / 2 - MARGIN.x, y: room.height / scale / 2 - MARGIN.y }
    this.#look(
      Math.min(Math.max(centre.x, x + width - reach.x), x + reach.x),
      Math.min(Math.max(centre.y, y + height - reach.y), y + reach.y),
    )
  }

  /**
   * Goes along to what happens, if that is wanted.
   * @param {Box[]} boxes
   * @param {boolean} smoothly
   */
  follow(boxes, smoothly) {
    const view = this.#view
    if (!this.#follows || boxes.length === 0) return
    const before = view.offset
    const middle = (/** @type {'x' | 'y'} */ axis) => {
      const low = Math.min(...boxes.map((box) => box[axis]))
      const high = Math.max(...boxes.map((box) => box[axis] + box[EXTENT[axis]]))
      return (low + high) / 2
    }
    this.#look(middle('x'), middle('y'))
    const after = view.offset
    if (!smoothly || Math.hypot(after.x - before.x, after.y - before.y) < 1) return
    const at = (/** @type {Point} */ { x, y }) => ({ transform: `translate(${x}px,${y}px)` })
    view.sheets.animate([at(before), at(after)], GLIDE)
  }

  /**
   * Looks at a place of the picture, never beyond its borders.
   * @param {number} x
   * @param {number} y
   */
  #look(x, y) {
    this.#view.centre = { x: this.#within('x', x), y: this.#within('y', y) }
    this.#view.place()
  }

  /**
   * @param {'x' | 'y'} axis
   * @param {number} at
   */
  #within(axis, at) {
    const { box, room, scale } = this.#view
    const extent = EXTENT[axis]
    const half = room[extent] / scale / 2
    if (2 * half >= box[extent]) return box[axis] + box[extent] / 2
    return Math.min(Math.max(at, box[axis] + half), box[axis] + box[extent] - half)
  }
}
