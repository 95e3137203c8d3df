// A still picture in pieces, one a frame, so that none is held up: strips from top to bottom, each drawn aside.

import { detailAt } from './places.js'
import { dots, penOf } from './sheet.js'
import { drawStill } from './still.js'

/** @typedef {import('./still.js').Easel} Easel */

/** In one frame no step is begun after so many ms. */
const BUDGET = 4
/** How many rows of dots a strip has. */
const STRIP = 64

/** Draws one picture at a time. */
export class Pieces {
  #handle = 0

  /** Whether one is being drawn. */
  get busy() {
    return this.#handle !== 0
  }

  /** Leaves the picture as it is. */
  stop() {
    cancelAnimationFrame(this.#handle)
    this.#handle = 0
  }

  /**
   * Draws what an easel shows in its window.
   * @param {Easel} easel  its pen is left alone
   * @param {(pieces: ImageBitmap[], cost: number) => void} done  with the time that it took, in ms
   */
  draw(easel, done) {
    this.stop()
    /** @type {ImageBitmap[]} */
    const pieces = []
    const steps = stepsOf(easel, pieces)
    let cost = 0
    const go = () => {
      const begun = performance.now()
      let [spent, ended] = [0, false]
      while (!ended && spent < BUDGET) {
        ended = steps.next().done === true
        spent = performance.now() - begun
      }
      cost += spent
      this.#handle = ended ? 0 : requestAnimationFrame(go)
      if (ended) done(pieces, cost)
    }
    this.#handle = requestAnimationFrame(go)
  }
}

/**
 * What there is to do, in steps that are short: the ways of edges, then strip after strip.
 * @param {Easel} easel
 * @param {ImageBitmap[]} pieces  where they are kept
 */
function* stepsOf(easel, pieces) {
  const { window, scale, places, ways } = easel
  const { height, grain } = dots(window, scale)
  const edges = places.edgesIn(window)
  if (detailAt(scale) === 'cards') {
    for (const edge of edges) {
      ways.get(edge)
      yield
    }
  }
  const aside = new OffscreenCanvas(1, 1)
  for (let row = 0; row < height; row += STRIP) {
    const end = Math.min(height, row + STRIP)
    const pen = penOf(aside, window, scale, [row, end])
    if (!pen) return
    const strip = { ...window, y: window.y + row / grain, height: (end - row) / grain }
    drawStill({ ...easel, pen, crowd: edges.length }, strip)
    pieces.push(aside.transferToImageBitmap())
    yield
  }
}
