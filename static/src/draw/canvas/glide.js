// A layout that becomes another one: the nodes that are in both move to their new places.

import { GLIDE } from '../picture.js'

/** @typedef {import('../../scene.js').Scene} Scene */
/** @typedef {import('../../scene.js').Box} Box */
/** @typedef {import('../../scene.js').Point} Point */

/** One glide, from its first look on. */
export class Glide {
  #scene
  #from
  /** @type {number | null} */ #begun = null

  /**
   * @param {Scene} scene  the one that it ends in
   * @param {Map<number, Point>} from  where its nodes were, those that were elsewhere
   */
  constructor(scene, from) {
    this.#scene = scene
    this.#from = from
  }

  /**
   * The glide from one scene into another; null where nothing moves.
   * @param {Scene} old
   * @param {Scene} scene
   */
  static between(old, scene) {
    const before = new Map(old.ids.map((id, node) => [id, old.boxes[node]]))
    const moved = scene.ids.flatMap((id, node) => {
      const was = before.get(id)
      const { x, y } = scene.boxes[node]
      return was && (was.x !== x || was.y !== y) ? [/** @type {const} */ ([node, was])] : []
    })
    return moved.length > 0 ? new Glide(scene, new Map(moved)) : null
  }

  /**
   * Where all nodes are; null once they have arrived.
   * @param {number} now  ms
   * @returns {Box[] | null}
   */
  boxes(now) {
    this.#begun ??= now
    const p = (now - this.#begun) / GLIDE
    if (p >= 1) return null
    const left = 1 - p * p * (3 - 2 * p)
    return this.#scene.boxes.map((box, node) => {
      const was = this.#from.get(node)
      return was ? { ...box, x: box.x + (was.x - box.x) * left, y: box.y + (was.y - box.y) * left } : box
    })
  }
}
