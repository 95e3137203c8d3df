// The minimap: the whole of a large picture in a corner, with the window on it, to be dragged.

import { h } from '../dom.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../scene.js').Point} Point */

const ROOM = { width: 168, height: 104 }
const LEAST = 6
/** Fewer nodes than this need no map. */
const MANY = 60

/**
 * How a picture fits into the map.
 * @param {Box} box
 * @param {{ width: number, height: number }} [room]
 */
export function mapOf({ width, height }, room = ROOM) {
  const across = room.width / width
  const down = room.height / height
  const even = Math.min(across, down)
  // A picture that is very long and flat, or the other way round, is stretched, so that it can be seen at all.
  const x = Math.min(across, even * 4)
  const y = Math.min(down, even * 4)
  return { x, y, width: width * x, height: height * y }
}

/**
 * The window on the map, within its borders, and large enough to be grasped.
 * @param {Box} window
 * @param {Box} box
 * @param {ReturnType<typeof mapOf>} map
 */
export function windowOn(window, box, map) {
  const span = (/** @type {number} */ from, /** @type {number} */ length, /** @type {number} */ whole) => {
    const size = Math.min(whole, Math.max(LEAST, Math.min(from + length, whole) - Math.max(0, from)))
    return { at: Math.min(Math.max(0, from), whole - size), size }
  }
  const x = span((window.x - box.x) * map.x, window.width * map.x, map.width)
  const y = span((window.y - box.y) * map.y, window.height * map.y, map.height)
  return { x: x.at, y: y.at, width: x.size, height: y.size }
}

/**
 * The place in the picture of a place on the map.
 * @param {Point} at
 * @param {Box} box
 * @param {ReturnType<typeof mapOf>} map
 */
export const placeOn = ({ x, y }, box, map) => ({ x: box.x + x / map.x, y: box.y + y / map.y })

/** A map in the corner of a stage. */
export class Minimap {
  #canvas = h('canvas')
  #frame = h('div')
  root = h('div', { class: 'minimap', 'aria-hidden': 'true', hidden: true }, this.#canvas, this.#frame)
  /** @type {Scene['boxes'] | null} */ #drawn = null
  #panel
  #eye

  /**
   * @param {import('../panel.js').Panel} panel
   * @param {import('../eye.js').Eye} eye
   */
  constructor(panel, eye) {
    this.#panel = panel
    this.#eye = eye
    panel.stage.append(this.root)
    const follow = panel.view.moved
    panel.view.moved = (window) => {
      follow(window)
      this.look(window)
    }
    const drag = (/** @type {PointerEvent} */ event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.#go(event)
    }
    this.root.addEventListener('pointerdown', (event) => {
      event.stopPropagation()
      this.root.setPointerCapture(event.pointerId)
      this.#go(event)
    })
    this.root.addEventListener('pointermove', drag)
    if (panel.data) panel.view.place()
  }

  /**
   * Shows a window, if the picture is larger than that.
   * @param {Box} window
   */
  look(window) {
    const { data, view } = this.#panel
    const { box } = view
    const larger = window.width < 0.95 * box.width || window.height < 0.95 * box.height
    const small = view.room.width < 480 || view.room.height < 200
    this.root.hidden = !data || !larger || small || data.scene.ids.length < MANY
    if (this.root.hidden || !data) return
    const map = mapOf(box)
    if (this.#drawn !== data.scene.boxes) this.#draw(data.scene, map)
    const { x, y, width, height } = windowOn(window, box, map)
    Object.assign(this.#frame.style, {
      transform: `translate(${x}px,${y}px)`,
      width: `${width}px`,
      height: `${height}px`,
    })
  }

  /**
   * @param {Scene} scene
   * @param {ReturnType<typeof mapOf>} map
   */
  #draw(scene, map) {
    this.#drawn = scene.boxes
    const ratio = globalThis.devicePixelRatio || 1
    const canvas = /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (this.#canvas))
    canvas.width = Math.ceil(map.width * ratio)
    canvas.height = Math.ceil(map.height * ratio)
    Object.assign(canvas.style, { width: `${map.width}px`, height: `${map.height}px` })
    const pen = canvas.getContext('2d')
    if (!pen) return
    const { box } = this.#panel.view
    pen.scale(ratio, ratio)
    pen.fillStyle = getComputedStyle(this.root).color
    pen.globalAlpha = 0.75
    for (const { x, y, width, height } of scene.boxes) {
      pen.fillRect(
        (x - box.x) * map.x,
        (y - box.y) * map.y,
        Math.max(1, width * map.x),
        Math.max(1, height * map.y),
      )
    }
  }

  /** @param {PointerEvent} event */
  #go({ clientX, clientY }) {
    const { left, top } = this.#canvas.getBoundingClientRect()
    const { view } = this.#panel
    const to = placeOn({ x: clientX - left, y: clientY - top }, view.box, mapOf(view.box))
    this.#eye.panBy((view.centre.x - to.x) * view.scale, (view.centre.y - to.y) * view.scale)
  }
}
