// The painter of scenes with folded groups: any other painter, which draws the smaller scene.

import { foldMove, foldScene } from '../folding.js'
import { frameAt } from '../frames.js'
import { textsFor } from '../texts-more.js'
import { waysOf } from './geometry.js'
import { nameAloud } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Painter} Painter */
/** @typedef {import('../scene.js').Painting} Painting */
/** @typedef {import('../folding.js').Folded} Folded */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Schedule} Schedule */

const SIGN = '⊞'

/**
 * A painter for folded scenes that leaves the drawing to another one.
 * @param {Painting} Inner
 * @returns {Painting}
 */
export const foldedPainter = (Inner) =>
  class {
    static light = true
    static reach = Inner.reach
    /** @type {Scene | null} */ scene = null
    /** @type {Folded | null} */ folded = null
    /** @type {Data | null} */ #whole = null
    /** @type {Data | null} */ #small = null
    /** @type {{ whole: Frame, small: Frame } | null} */ #frame = null
    /** @type {{ whole: Schedule, small: Schedule } | null} */ #move = null

    /** @param {HTMLElement} sheets */
    constructor(sheets) {
      this.inner = new Inner(sheets)
    }

    /** Lets go of the sheets. */
    close() {
      this.inner.close?.()
    }

    /**
     * @param {Data} data
     * @param {Frame} frame
     * @param {Schedule | null} [move]
     * @param {number} [t]
     */
    draw(data, frame, move = null, t = 0) {
      if (data !== this.#whole || !this.folded) this.#take(data)
      const folded = /** @type {Folded} */ (this.folded)
      if (this.#frame?.whole !== frame) this.#frame = { whole: frame, small: frameAt(folded.scene, frame.k) }
      if (move && this.#move?.whole !== move) this.#move = { whole: move, small: foldMove(folded, move) }
      const small = /** @type {Data} */ (this.#small)
      const now = /** @type {{ small: Frame }} */ (this.#frame).small
      this.inner.draw(small, now, move && this.#move ? this.#move.small : null, t)
      if (t === 0) this.#name(now)
    }

    /** @param {Data} data */
    #take(data) {
      const same = this.folded && this.scene?.routes === data.scene.routes
      const folded = foldScene(data.scene)
      if (same && this.folded) {
        const { routes, boxes, ids } = this.folded.scene
        Object.assign(folded.scene, { routes, boxes, ids })
      }
      const name = (/** @type {number} */ node, /** @type {boolean} */ whole = false) =>
        folded.cards[node] ? folded.scene.labels[node] : data.name(folded.head[node], whole)
      const ways = same && this.#small ? this.#small.ways : Inner.light ? [] : waysOf(folded.scene)
      const symbols = { ...data.symbols, group: SIGN }
      this.#small = {
        ...data,
        scene: folded.scene,
        symbols,
        ways,
        name: same && this.#small && data.name === this.#whole?.name ? this.#small.name : name,
        glide: false,
      }
      this.#whole = data
      this.folded = folded
      this.scene = data.scene
      this.#frame = this.#move = null
    }

    /**
     * Says what a folded card is, and whether all is known in it.
     * @param {Frame} frame
     */
    #name(frame) {
      if (Inner.light) return
      const { cards, scene } = /** @type {Folded} */ (this.folded)
      const texts = textsFor(null)
      cards.forEach((card, place) => {
        if (!card) return
        const element = this.inner.card(place)
        const known = frame.values[place] !== null
        if (element) nameAloud(element, texts.folded(scene.labels[place], card.nodes.length, known))
        element?.setAttribute('data-group', card.groups.join(' '))
        for (const row of element?.querySelectorAll('.row') ?? []) {
          row.setAttribute('data-tip', texts.folded(scene.labels[place], card.nodes.length, known))
        }
      })
    }

    /** @param {number} node */
    card(node) {
      return this.folded ? this.inner.card(this.folded.place[node]) : undefined
    }

    /**
     * @param {import('../scene.js').Box} window
     * @param {import('../view.js').View} view
     */
    cull(window, view) {
      this.inner.cull(window, view)
    }
  }
