// One step of training, layer by layer: forward, the loss, δ on its way back, and the update of all weights at once.
// Everything is read off two frames that lie one step apart.

import { short } from '../format.js'
import { english as texts } from './texts.js'

/** @typedef {import('./history.js').Frame} Frame */
/** @typedef {{ phase: 'forward' | 'loss' | 'backward' | 'update', n: number, sentence: string }} Stop */

/**
 * The stops of a step.
 * @param {Frame | undefined} before
 * @param {Frame} after
 * @returns {Stop[]} empty where the two frames are not one step apart
 */
export function stopsOf(before, after) {
  if (!before?.parameters || !after.parameters || after.step !== before.step + 1) return []
  const spreads = after.histograms ?? []
  const rows = after.batch?.length ?? 0
  /** @type {Stop[]} */
  const stops = spreads.map(({ n, activations: { low, high } }) => ({
    phase: 'forward',
    n,
    sentence: texts.walkForward(n, rows, short(low), short(high)),
  }))
  const last = spreads[spreads.length - 1]?.n ?? 2
  stops.push({ phase: 'loss', n: last, sentence: texts.walkLoss(rows, short(before.loss)) })
  for (const {
    n,
    gradients: { low, high },
  } of [...spreads].reverse()) {
    const size = after.gradient_norms[`w${n}`]
    stops.push({
      phase: 'backward',
      n,
      sentence: texts.walkBackward(n, short(low), short(high), size === undefined ? null : short(size)),
    })
  }
  for (const { n } of spreads) {
    const moved = distance(before.parameters[`w${n}`], after.parameters[`w${n}`])
    const old = distance(before.parameters[`w${n}`])
    stops.push({ phase: 'update', n, sentence: texts.walkUpdate(n, short(moved), short(old)) })
  }
  return stops
}

/**
 * The length of the difference of two arrays, or of one array.
 * @param {any} from
 * @param {any} [to]
 */
export function distance(from, to) {
  const a = [from].flat(4)
  const b = to === undefined ? null : [to].flat(4)
  return Math.sqrt(a.reduce((sum, value, i) => sum + (b ? b[i] - value : value) ** 2, 0))
}

/**
 * The weights of a layer with the optimiser's state, one row a weight.
 * @param {Frame} frame
 * @param {number} n
 * @param {number} most
 */
export function weightRows(frame, n, most) {
  const letters = Object.keys(frame.state ?? {})
  /** @type {string[][]} */
  const rows = []
  for (const name of [`w${n}`, `b${n}`]) {
    const values = [frame.parameters?.[name] ?? []].flat(4)
    const states = letters.map((letter) => [frame.state?.[letter]?.[name] ?? []].flat(4))
    const columns = Array.isArray(frame.parameters?.[name]?.[0])
      ? frame.parameters[name][0].flat(3).length
      : 0
    values.forEach((value, i) => {
      const place = columns ? `${Math.floor(i / columns) + 1},${(i % columns) + 1}` : `${i + 1}`
      rows.push([
        texts.weightName(name[0], n, place),
        short(value),
        ...states.map((state) => short(state[i])),
      ])
    })
  }
  return { letters, rows: rows.slice(0, most), all: rows.length }
}
