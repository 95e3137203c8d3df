// What people type for an input: a number, or lists of numbers.

import { typed } from '../format.js'
import { quoted, english as texts } from './texts.js'

/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {{ value: Numbers } | { complaint: string }} Reading */

/** Lists inside one another; a server reads no more. */
const DEEPEST = 32
const TOKEN = /[[\],]|[^[\],\s]+/g

/**
 * Reads a number or nested lists of numbers.
 * @param {string} text
 * @returns {Reading}
 */
export function readValue(text) {
  if (!/[[\]]/.test(text)) {
    const number = typed(text)
    return number === null ? { complaint: complaintOf(text.trim()) } : { value: number }
  }
  const value = readLists(text.match(TOKEN) ?? [])
  if (value === null) return { complaint: texts.notAnArray(quoted(text.trim())) }
  return shape(value) === null ? { complaint: texts.ragged } : { value }
}

/**
 * What is wrong with a single number.
 * @param {string} text
 */
function complaintOf(text) {
  const large =
    /^[-+−]?[\d.,]/.test(text) &&
    Math.abs(Number(text.replace('−', '-').replace(',', '.'))) === Number.POSITIVE_INFINITY
  return (large ? texts.tooLarge : texts.notANumber)(quoted(text))
}

/**
 * @param {string[]} tokens
 * @returns {Numbers | null}
 */
function readLists(tokens) {
  /** @type {Numbers[][]} */
  const open = [[]]
  let wantsValue = true
  for (const token of tokens) {
    const list = /** @type {Numbers[]} */ (open.at(-1))
    if (token === ',') {
      if (wantsValue || open.length === 1) return null
      wantsValue = true
    } else if (token === ']') {
      if (open.length === 1 || (wantsValue && list.length > 0)) return null
      open.pop()
      open.at(-1)?.push(list)
      wantsValue = false
    } else {
      if (!wantsValue) return null
      const number = token === '[' ? [] : typed(token)
      if (number === null || open.length > DEEPEST) return null
      if (Array.isArray(number)) open.push(number)
      else list.push(number)
      wantsValue = token === '['
    }
  }
  return open.length === 1 && open[0].length === 1 ? open[0][0] : null
}

/**
 * The shape of nested lists; null if they are ragged.
 * @param {Numbers} value
 * @returns {number[] | null}
 */
function shape(value) {
  if (!Array.isArray(value)) return []
  const inner = value.map(shape)
  const first = inner[0] ?? []
  const same = inner.every((other) => other !== null && String(other) === String(first))
  return same ? [value.length, ...first] : null
}
