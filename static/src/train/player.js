// Which frame is shown: the newest, every one in turn, or the one that somebody pulled the time line to.

import { onward } from './history.js'

const PACE = 45

/** Draws at most once an animation frame, however many reports come. */
export class Player {
  at = 0
  each = true
  #draw
  #history
  #follows = true
  #waiting = false
  #stale = false
  #last = 0

  /**
   * @param {() => import('./history.js').History} history
   * @param {(at: number) => void} draw
   */
  constructor(history, draw) {
    this.#history = history
    this.#draw = draw
  }

  /** Something new has come. */
  wake() {
    this.#stale = true
    this.#next()
  }

  #next() {
    if (this.#waiting) return
    this.#waiting = true
    requestAnimationFrame((now) => this.#tick(now))
  }

  /** @param {number} now */
  #tick(now) {
    this.#waiting = false
    const { last } = this.#history()
    if (this.#follows && this.at < last) {
      if (!this.each || now - this.#last >= PACE) {
        this.at = onward(this.at, last, this.each)
        this.#last = now
        this.#stale = true
      }
      if (this.at < last) this.#next()
    }
    this.at = Math.max(Math.min(this.at, last), 0)
    if (this.#stale) this.#draw(this.at)
    this.#stale = false
  }

  /** @param {number} at */
  scrub(at) {
    this.at = at
    this.#follows = at >= this.#history().last
    this.wake()
  }

  /** To the newest frame, without those between. */
  catchUp() {
    this.#follows = true
    this.at = Math.max(this.#history().last, 0)
    this.wake()
  }

  reset() {
    this.at = 0
    this.#follows = true
    this.wake()
  }
}
