// The sentence strip: what happens in this step, in words and as an equation of coloured terms.

import { h } from '../dom.js'
import { derivative } from '../expression.js'

/** @typedef {import('../story.js').Story} Story */
/** @typedef {import('../story.js').Term} Term */

/** The most matrices whose entries stand in an equation. */
const MATRICES = 3

/**
 * Shows a story; the same one again changes nothing.
 * @param {{ headline: Element, sentence: Element, terms: Element }} strip
 * @param {Story} story
 */
export function drawStrip(strip, story) {
  for (const line of /** @type {const} */ (['headline', 'sentence'])) {
    if (strip[line].textContent !== story[line]) strip[line].textContent = story[line]
  }
  const matrices = story.terms.filter((term) => 'rows' in term && term.rows).length
  strip.terms.replaceChildren(...signed(story.terms))
  strip.terms.classList.toggle('many', matrices > MATRICES)
}

/**
 * The elements of terms; a sign stays with what follows it where a line ends.
 * @param {Term[]} terms
 */
function signed(terms) {
  const elements = []
  let signs = []
  for (const term of terms) {
    signs.push(termElement(term))
    if (term.kind === 'sign') continue
    elements.push(signs.length > 1 ? h('span', { class: 'is' }, ...signs) : signs[0])
    signs = []
  }
  return [...elements, ...signs]
}

/** @param {Term} term */
function termElement(term) {
  if (term.kind === 'derivative') return derivative(term.over, term.under)
  if (term.kind === 'sign') return h('span', { class: 'sign' }, term.text)
  const caption = h('i', { title: term.caption }, term.caption)
  const text = term.rows ? withRows(term.text, term.rows, term.name) : [term.text]
  return h('span', { class: `term ${term.kind}` }, h('b', { title: term.full }, ...text), caption)
}

/**
 * The text of a term and the entries of its matrix, for eyes; a shape makes room for them.
 * @param {string} text
 * @param {string[][]} rows
 * @param {boolean} [name]
 */
export function withRows(text, rows, name) {
  const matrix = h('span', { class: 'matrix', 'aria-hidden': 'true' })
  matrix.style.setProperty('--columns', String(rows[0].length))
  matrix.append(...rows.flat().map((entry) => h('span', {}, entry)))
  return [h('span', { class: name ? null : 'brief' }, text), matrix]
}
