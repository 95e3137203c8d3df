// What went wrong, from a problem report of the server, ready for the editor and for the list under it.

import { unitSpan } from './program.js'
import { english as texts } from './texts.js'

/**
 * One mistake. `from` and `to` are UTF-16 offsets in the program, where the mistake has a place in it.
 * @typedef {object} Mistake
 * @property {string} detail
 * @property {string} code
 * @property {{ from: number, to: number } | null} place
 * @property {string | null} input  the input whose value is wrong
 * @property {{ from: number, to: number, insert: string, shown: string } | null} fix  `shown` is the piece of text after it
 */

/**
 * The mistakes in a problem report (RFC 9457).
 * @param {any} problem
 * @param {string} program  the text that the report is about
 * @returns {Mistake[]}
 */
export function mistakes(problem, program) {
  const errors = Array.isArray(problem?.errors) ? problem.errors : []
  const found = errors.map((/** @type {any} */ error) => mistake(error, program))
  if (found.length > 0) return found
  const detail = String(problem?.detail ?? problem?.title ?? texts.failed)
  return [{ detail, code: String(problem?.code ?? ''), place: null, input: null, fix: null }]
}

/**
 * @param {any} error
 * @param {string} program
 * @returns {Mistake}
 */
function mistake(error, program) {
  const place = error.span ? unitSpan(program, error.span) : null
  return {
    detail: String(error.detail ?? texts.failed),
    code: String(error.code ?? ''),
    place,
    input: /^\/inputs\/([^/]+)/.exec(error.pointer ?? '')?.[1] ?? null,
    fix: place && readFix(error.fix, place, program),
  }
}

/**
 * A fix is the text that takes the place of the span, or an object that has a span of its own.
 * @param {any} fix
 * @param {{ from: number, to: number }} place
 * @param {string} program
 */
function readFix(fix, place, program) {
  const insert = typeof fix === 'string' ? fix : fix?.text
  if (typeof insert !== 'string') return null
  const { from, to } = fix.span ? unitSpan(program, fix.span) : place
  return { from, to, insert, shown: around(program, from, to, insert) }
}

/**
 * The piece of the program that a fix leads to: what stands around it without a space.
 * @param {string} program
 * @param {number} from
 * @param {number} to
 * @param {string} insert
 */
function around(program, from, to, insert) {
  const before = /[^\s=;,]*$/.exec(program.slice(0, from))?.[0] ?? ''
  const after = /^[^\s=;,]*/.exec(program.slice(to))?.[0] ?? ''
  return `${before}${insert}${after}`
}
