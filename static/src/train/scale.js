// From numbers to places: linear and logarithmic scales with round ticks.

import { scaleLinear, scaleLog } from 'd3-scale'

/** @typedef {(number: number) => number} Scale */

/**
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {Scale}
 */
export const linear = (from, to) => scaleLinear(from, to)

/**
 * A scale of powers of ten; numbers at or below 0 lie at its lower end.
 * @param {[number, number]} from  both greater than 0
 * @param {[number, number]} to
 * @returns {Scale}
 */
export function logarithmic(from, to) {
  const inner = scaleLog(from, to)
  return (number) => inner(Math.max(number, from[0]))
}

/**
 * About `count` round numbers from `low` to `high`.
 * @param {number} low
 * @param {number} high
 * @param {number} [count]
 */
export const ticks = (low, high, count = 5) => scaleLinear([low, high], [0, 1]).ticks(count)

/**
 * The powers of ten between two numbers, at most about six of them.
 * @param {number} low
 * @param {number} high
 */
export function powers(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9)
  const last = Math.floor(Math.log10(high) + 1e-9)
  const step = Math.max(1, Math.ceil((last - first + 1) / 6))
  const found = []
  for (let power = first; power <= last; power += step) found.push(Number(`1e${power}`))
  return found
}

/**
 * The least and the greatest of some numbers; what is not finite does not count.
 * @param {Iterable<number>} numbers
 * @returns {[number, number]}
 */
export function extent(numbers) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue
    if (number < low) low = number
    if (number > high) high = number
  }
  return low <= high ? [low, high] : [0, 1]
}

/**
 * A little more room on both sides.
 * @param {[number, number]} range
 * @param {number} [part]
 * @returns {[number, number]}
 */
export function widened([low, high], part = 0.08) {
  const more = high > low ? (high - low) * part : Math.max(Math.abs(low) * part, 0.5)
  return [low - more, high + more]
}
