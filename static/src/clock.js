// The clock: one playhead, one requestAnimationFrame loop. Play, pause, step, back and scrub are the same code on
// (k, move, t): the frame that is reached, the move under way, and the time in it.

import { nextStop, stageOf } from './frames.js'
import { schedule } from './motion.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./motion.js').Schedule} Schedule */

export const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4]
const COLUMN_A_SECOND = 1000
const LONGEST_TICK = 100
const SNAP = 0.06

/**
 * @typedef {object} Ticker  what the clock needs of the browser
 * @property {(callback: (now: number) => void) => number} request
 * @property {(handle: number) => void} cancel
 */

/** A playhead over the steps of a scene. */
export class Clock {
  /** @type {Scene | null} */ scene = null
  k = 0
  /** @type {Schedule | null} */ move = null
  t = 0
  playing = false
  speed = 1
  reduced = false
  /** The steps that the sentence tells of. @type {[number, number]} */ told = [0, 0]
  /** @type {number | null} */ #handle = null
  #before = 0
  #ticker
  #changed

  /**
   * @param {Ticker} ticker
   * @param {(change: 'tick' | 'step' | 'state') => void} changed  called after every change of the playhead
   */
  constructor(ticker, changed) {
    this.#ticker = ticker
    this.#changed = changed
  }

  /**
   * Takes another scene; the playhead stays where it is as far as that exists.
   * @param {Scene | null} scene
   * @param {number} [k]
   */
  attach(scene, k = this.k) {
    this.scene = scene
    this.#leap(Math.min(Math.max(0, k), this.end))
    if (this.playing && this.k >= this.end) this.pause()
  }

  /**
   * Takes the same graph with other values: nothing about the playhead changes.
   * @param {Scene | null} scene
   */
  refresh(scene) {
    this.scene = scene
    this.#changed('tick')
  }

  /** The number of steps. */
  get end() {
    return this.scene?.steps.length ?? 0
  }

  /**
   * The playhead in columns: 2.5 is half-way through the third column.
   * @returns {number}
   */
  get position() {
    return this.scene ? positionOf(this.scene, this.k, this.move, this.t) : 0
  }

  /** Plays a column at a time; from the start again if the end is reached. */
  play() {
    if (this.playing || !this.scene || this.end === 0) return
    this.playing = true
    if (this.k >= this.end) this.#rest(0)
    if (!this.move) this.#startColumn()
    this.#run()
    this.#changed('state')
  }

  /** Stops where it is, in the middle of a flight too. */
  pause() {
    if (!this.playing) return
    this.playing = false
    if (this.move?.still) this.#rest(this.move.to)
    this.#stop()
    this.#changed('state')
  }

  /** One step on; a move under way is brought to its end first. */
  next() {
    this.#advance((k) => k + 1)
  }

  /** One column on. */
  nextColumn() {
    this.#advance((k) => nextStop(/** @type {Scene} */ (this.scene), k, 1))
  }

  /** One step back, at once; in the middle of a move to its beginning. */
  previous() {
    this.goTo(this.move ? this.k : this.k - 1)
  }

  /** One column back. */
  previousColumn() {
    if (this.scene) this.goTo(this.move ? this.k : nextStop(this.scene, this.k, -1))
  }

  /**
   * To a frame, at once.
   * @param {number} k
   */
  goTo(k) {
    this.playing = false
    this.#stop()
    this.#leap(Math.min(Math.max(0, Math.round(k)), this.end))
    this.#changed('step')
  }

  /**
   * To a place in columns, at once; between two columns tokens are in flight.
   * @param {number} position
   */
  scrub(position) {
    if (!this.scene) return
    const { stages } = this.scene
    const nearest = Math.round(position)
    const near = Math.abs(position - nearest) < SNAP || this.reduced
    const at = Math.min(Math.max(0, near ? nearest : position), stages.length)
    const stage = stages[Math.floor(at)]
    this.goTo(stage ? stage.from : this.end)
    if (!stage || at === Math.floor(at)) return
    this.#begin(stage.to)
    this.t = (at - Math.floor(at)) * /** @type {Schedule} */ (this.move).duration
    this.#changed('tick')
  }

  /**
   * Slower or faster by one notch.
   * @param {1 | -1} way
   */
  shift(way) {
    const at = SPEEDS.findIndex((speed) => speed >= this.speed)
    this.speed = SPEEDS[Math.min(Math.max(0, at + way), SPEEDS.length - 1)]
    this.#changed('state')
  }

  /** @param {(k: number) => number} target */
  #advance(target) {
    if (!this.scene) return
    const waiting = this.move && !this.playing && this.#handle === null
    this.playing = false
    if (this.move && !waiting) this.#arrive()
    if (!this.move && this.k < this.end) this.#begin(target(this.k))
    this.#run()
    this.#changed('state')
  }

  /** @param {number} to */
  #begin(to) {
    const scene = /** @type {Scene} */ (this.scene)
    const hold = this.playing ? COLUMN_A_SECOND : undefined
    this.move = schedule(scene, this.k, to, { still: this.reduced, hold })
    this.told = [this.k, to]
    this.t = 0
    this.#changed('state')
  }

  #startColumn() {
    this.#begin(nextStop(/** @type {Scene} */ (this.scene), this.k, 1))
  }

  /**
   * Rests at a frame that was not walked to. Who jumps to the end has seen no step of its column.
   * @param {number} k
   */
  #leap(k) {
    const before = this.k
    this.#rest(k)
    const last = this.scene?.stages.at(-1)
    if (last && k === last.to && before < last.from) this.told = [last.from, last.to]
  }

  /** @param {number} k */
  #rest(k) {
    const told = this.told[1] === k && this.told[0] < k && this.move
    this.k = k
    this.move = null
    this.t = 0
    if (!told) this.told = [Math.max(0, k - 1), k]
  }

  #arrive() {
    const { to } = /** @type {Schedule} */ (this.move)
    this.#rest(to)
    this.#changed('step')
  }

  #run() {
    if (this.#handle !== null || !this.move) return
    this.#before = Number.NaN
    this.#handle = this.#ticker.request(this.#tick)
  }

  #stop() {
    if (this.#handle !== null) this.#ticker.cancel(this.#handle)
    this.#handle = null
  }

  /** Stops the loop for good. */
  stop() {
    this.playing = false
    this.#stop()
  }

  /** @param {number} now */
  #tick = (now) => {
    this.#handle = null
    const passed = Number.isNaN(this.#before) ? 0 : Math.min(now - this.#before, LONGEST_TICK)
    this.#before = now
    this.elapse(passed * this.speed)
    if (this.move) this.#handle = this.#ticker.request(this.#tick)
  }

  /**
   * Lets time pass.
   * @param {number} ms
   */
  elapse(ms) {
    if (!this.move) return
    this.t += ms
    if (this.t < this.move.duration) return this.#changed('tick')
    const over = this.t - this.move.duration
    this.#arrive()
    if (!this.playing) return
    if (this.k >= this.end) return this.pause()
    this.#startColumn()
    this.t = over
  }
}

/**
 * Where the playhead stands in columns.
 * @param {Scene} scene
 * @param {number} k
 * @param {Schedule | null} move
 * @param {number} t
 */
export function positionOf(scene, k, move, t) {
  const index = stageOf(scene, move ? move.to : k)
  const stage = scene.stages[index]
  if (!stage) return 0
  const part = move ? move.from + ((move.to - move.from) * Math.min(t, move.duration)) / move.duration : k
  return index + (part - stage.from) / (stage.to - stage.from)
}
