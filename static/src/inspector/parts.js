// The pieces that the inspector is put together from: formulas, numbers, coloured terms, buttons.

import { h, icon } from '../dom.js'
import { withRows } from '../draw/strip.js'
import { maths } from '../expression.js'
import { entries, full, worded } from '../format.js'
import { arrayed } from '../lens.js'
import { rowsOf } from '../matrices.js'
import { joined, mathml, row, sign } from './boxes.js'

/** @typedef {import('../generated/facts.js').Box} Box */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('./texts.js').InspectorTexts} Texts */

/**
 * Boxes with = between, as MathML. What is missing is left out.
 * @param {(Box | null)[]} boxes
 * @param {boolean} [goesOn]  whether it goes on from the line before
 * @param {string} [last]  the sign before the last box
 */
export function equation(boxes, goesOn = false, last = '=') {
  const there = /** @type {Box[]} */ (boxes.filter(Boolean))
  const unlike = there.filter((box, i) => i === 0 || JSON.stringify(box) !== JSON.stringify(there[i - 1]))
  const [rest, end] = [unlike.slice(0, -1), unlike.slice(-1)]
  const whole = rest.length > 0 ? row(joined('=', rest), sign(last), ...end) : row(...end)
  const math = maths('math', ...mathml(goesOn ? row(sign('='), whole) : whole, make))
  math.setAttribute('displaystyle', 'true')
  return h('span', { class: 'equation' }, math)
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Element | string)} children
 */
function make(tag, attributes, ...children) {
  const element = maths(tag, ...children)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

const COPY = 'M8 3h11v13h-3v5H5V8h3zm2 2v3h6v6h1V5zm-3 5v9h7v-9z'

/**
 * The button that copies a number.
 * @param {string} what
 * @param {string} label
 */
export const copyButton = (what, label) =>
  button('copy', [icon(COPY)], { class: 'small', 'data-what': what, 'aria-label': label, title: label })

/**
 * A button; `act` says what it does, and `at` to which node or edge.
 * @param {string} act
 * @param {(Node | string)[]} children
 * @param {Record<string, string | number | boolean | null>} [more]
 */
export const button = (act, children, more = {}) =>
  h('button', { type: 'button', 'data-do': act, ...more }, ...children)

/**
 * What stands on a button that is named by other words than those seen on it.
 * @param {string} words
 * @param {Element[]} seen
 */
export function aloud(words, seen) {
  for (const element of seen) element.setAttribute('aria-hidden', 'true')
  return [h('span', { class: 'unseen' }, words), ...seen]
}

/**
 * A part of the inspector under a heading.
 * @param {string} key
 * @param {string} title
 * @param {...(Node | string | null)} children
 */
export const section = (key, title, ...children) =>
  h(
    'section',
    { 'data-key': key, 'data-section': key },
    h('h3', {}, title),
    .../** @type {(Node | string)[]} */ (children.filter((child) => child !== null)),
  )

/** @param {string} text */
export const paragraph = (text, kind = 'lead') => h('p', { class: kind }, text)

/**
 * A term of an equation as a coloured field with a caption; an empty slot where it is pending.
 * @param {'value' | 'gradient' | 'local'} kind
 * @param {Value | string | null} value
 * @param {string} caption
 * @param {Texts} texts
 * @param {string[][]} [named]  the entries of what the text is a name of
 */
export function term(kind, value, caption, texts, named) {
  const text = value === null ? '' : typeof value === 'string' ? value : arrayed(value)
  const title = value === null ? texts.pending : typeof value === 'string' ? value : worded(value)
  const rows = typeof value === 'string' ? named : rowsOf(value)
  const shown = rows ? withRows(text, rows, typeof value === 'string') : [text]
  const said = value === null ? [h('span', { class: 'unseen' }, texts.pending)] : shown
  return h(
    'span',
    { class: `term ${kind}${value === null ? ' pending' : ''}` },
    h('b', { title }, ...said),
    h('i', { title: caption }, caption),
  )
}

/** @param {string} text */
export const operator = (text) => h('span', { class: 'sign' }, text)

/**
 * A value as one would type it: all digits, a real number or nested lists.
 * @param {Value} value
 */
export function typedOut(value) {
  if (typeof value === 'number') return String(value)
  return entries(value).length > 0 ? JSON.stringify(value, (_, entry) => wired(entry)) : worded(value)
}

/** @param {unknown} entry */
const wired = (entry) => (typeof entry === 'number' && !Number.isFinite(entry) ? String(entry) : entry)

/** @param {Value} value */
export const whole = (value) => (typeof value === 'number' ? full(value) : worded(value))
