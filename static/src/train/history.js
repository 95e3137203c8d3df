// What a run has reported, bounded: when it grows too long, older frames give way, never the first or the newest.

/**
 * A report of a run.
 * @typedef {object} Frame
 * @property {number} step
 * @property {number} epoch
 * @property {number} loss
 * @property {number} gradient_norm
 * @property {Record<string, number>} gradient_norms
 * @property {{ kind: string, layer: number, detail: string }[]} warnings
 * @property {number} [accuracy]
 * @property {number} [test_loss]
 * @property {number} [test_accuracy]
 * @property {Record<string, any>} [parameters]
 * @property {Record<string, Record<string, any>>} [state]
 * @property {Spread[]} [histograms]
 * @property {Regions | null} [regions]
 * @property {number[]} [batch]
 */
/** @typedef {{ n: number, activations: Bins, gradients: Bins }} Spread */
/** @typedef {{ low: number, high: number, counts: number[], not_finite: number }} Bins */
/** @typedef {{ edges: number[], side: number, outputs: any[], neuron_side?: number, layers?: Record<string, any[]> }} Regions */

const MOST_FRAMES = 1200
const MOST_CHARACTERS = 24_000_000

/** The frames of one run in the order of their steps. */
export class History {
  /** @type {Frame[]} */ frames = []
  /** @type {number[]} */ #sizes = []
  #size = 0
  #most
  #room

  /**
   * @param {number} [most]  frames
   * @param {number} [room]  characters of all frames as they came
   */
  constructor(most = MOST_FRAMES, room = MOST_CHARACTERS) {
    this.#most = most
    this.#room = room
  }

  get last() {
    return this.frames.length - 1
  }

  get newest() {
    return this.frames[this.last]
  }

  /**
   * Takes a frame. One of a step that is known takes its place; an older one is late and is dropped.
   * @param {Frame} frame
   * @param {number} size  in characters
   * @returns {boolean} whether it was taken
   */
  add(frame, size) {
    const { newest } = this
    if (newest && frame.step < newest.step) return false
    if (newest && frame.step === newest.step) {
      this.frames.pop()
      this.#size -= this.#sizes.pop() ?? 0
    }
    this.frames.push(frame)
    this.#sizes.push(size)
    this.#size += size
    while (this.frames.length > 2 && (this.frames.length > this.#most || this.#size > this.#room))
      this.#thin()
    return true
  }

  /** Drops every second frame between the first and the newest. */
  #thin() {
    const { last } = this
    const kept = (/** @type {unknown} */ _, /** @type {number} */ i) =>
      i === 0 || i === last || (i % 2 === 0 && last > 2)
    this.frames = this.frames.filter(kept)
    this.#sizes = this.#sizes.filter(kept)
    this.#size = this.#sizes.reduce((sum, size) => sum + size, 0)
  }

  /**
   * The place of the last frame at or before a step.
   * @param {number} step
   */
  at(step) {
    let [low, high] = [0, this.last]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.frames[middle].step <= step) low = middle
      else high = middle - 1
    }
    return low
  }
}

/**
 * Where the shown frame goes next: to the newest, or one on where every frame is to be seen.
 * @param {number} shown
 * @param {number} last
 * @param {boolean} each
 */
export const onward = (shown, last, each) => (each ? Math.min(shown + 1, last) : last)
