// The lines of a node in the plain text area, before the rich editor has been used: marked behind the text, so that
// nothing moves.

import { h } from '../dom.js'
import { linesOf } from './lines.js'

/** Pixels at the left that the numbers of the lines will take. */
const GUTTER = 34
/** What decides where a text breaks. */
const SHAPE = /** @type {const} */ ([
  'font',
  'letterSpacing',
  'padding',
  'tabSize',
  'whiteSpace',
  'overflowWrap',
])

/**
 * Marks the lines of a node; none without one, and none in a text that the picture does not show.
 * @param {HTMLTextAreaElement} area
 * @param {import('./explorer.js').Picture} picture
 * @param {string | null} id
 */
export function markLines(area, { scene, program }, id) {
  const node = scene?.index.get(id ?? '')
  const lines = scene && node !== undefined && area.value === program ? linesOf(program, scene)[node] : []
  area.style.background = lines.length > 0 ? rowsOf(area, lines).map(stripe).join(',') : ''
}

/** @param {{ top: number, height: number }} row  in pixels of the scrolled text */
function stripe({ top, height }) {
  const filled = (/** @type {string} */ colour, /** @type {string} */ width) =>
    `linear-gradient(var(${colour}),var(${colour})) ${GUTTER}px ${top}px/${width} ${height}px no-repeat local`
  return `${filled('--value', '3px')},${filled('--value-tint', '100%')}`
}

/**
 * Where lines of the area's text stand: a long one breaks into several rows.
 * @param {HTMLTextAreaElement} area
 * @param {number[]} lines  counted from 1
 */
function rowsOf(area, lines) {
  const style = getComputedStyle(area)
  const copies = area.value.split('\n').map((text) => h('div', {}, text || '\u200b'))
  const mirror = h('div', { 'aria-hidden': 'true' }, ...copies)
  Object.assign(mirror.style, { position: 'absolute', visibility: 'hidden', width: `${area.clientWidth}px` })
  for (const property of SHAPE) mirror.style[property] = style[property]
  mirror.style.boxSizing = 'border-box'
  area.after(mirror)
  const rows = lines.map((line) => ({
    top: copies[line - 1].offsetTop,
    height: copies[line - 1].offsetHeight,
  }))
  mirror.remove()
  return rows
}
