// The sentence strip: what happens in this step, in words and as an equation of coloured terms.

import { h } from '../dom.js'
import { derivative } from '../expression.js'

/** @typedef {import('../story.js').Story} Story */
/** @typedef {import('../story.js').Term} Term */

/**
 * Shows a story; the same one again changes nothing.
 * @param {{ headline: Element, sentence: Element, terms: Element }} strip
 * @param {Story} story
 */
export function drawStrip(strip, story) {
  for (const line of /** @type {const} */ (['headline', 'sentence'])) {
    if (strip[line].textContent !== story[line]) strip[line].textContent = story[line]
  }
  strip.terms.replaceChildren(...story.terms.map(termElement))
}

/** @param {Term} term */
function termElement(term) {
  if (term.kind === 'derivative') return derivative(term.over, term.under)
  if (term.kind === 'sign') return h('span', { class: 'sign' }, term.text)
  const caption = h('i', { title: term.caption }, term.caption)
  return h('span', { class: `term ${term.kind}` }, h('b', { title: term.full }, term.text), caption)
}
