// The ranges of sliders: from places on the track to round values and back.

export const TRACK = { from: 13, to: 163 }
const STEPS = 200
const LEAST_RANGE = 10

/**
 * The range of an input's slider: ±max(10, 2|v|).
 * @param {number} value
 */
export const rangeOf = (value) =>
  Number.isFinite(value) ? Math.max(LEAST_RANGE, 2 * Math.abs(value)) : LEAST_RANGE

/**
 * Fixes the ranges for a new scene; inputs that were there before keep theirs while the value fits.
 * @param {import('./scene.js').Scene} scene
 * @param {Map<string, number>} ranges
 */
export function fixRanges(scene, ranges) {
  scene.ids.forEach((id, node) => {
    const value = scene.values[node]
    if (scene.ops[node] !== 'input' || typeof value !== 'number') return
    if (!(Math.abs(value) <= (ranges.get(id) ?? -1))) ranges.set(id, rangeOf(value))
  })
}

/**
 * The value at a share of the track, on round steps.
 * @param {number} share
 * @param {number} range
 */
export function valueAt(share, range) {
  const step = 10 ** Math.floor(Math.log10((2 * range) / STEPS))
  const raw = (Math.min(1, Math.max(0, share)) * 2 - 1) * range
  return Number((Math.round(raw / step) * step).toPrecision(6))
}

/**
 * The share of the track at a place in a card.
 * @param {number} x
 */
export const shareAt = (x) => (x - TRACK.from) / (TRACK.to - TRACK.from)
