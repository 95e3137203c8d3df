// Live numbers: everything with a key shows the number that the key names.

import { full, operand, short } from '../format.js'
import { numberAt } from './keys.js'

/** @typedef {import('./keys.js').Run} Run */

/**
 * Writes all numbers of a part of the page.
 * @param {ParentNode} root
 * @param {Run} run
 */
export function bind(root, run) {
  for (const place of root.querySelectorAll('[data-live]')) {
    const number = numberAt(run, /** @type {string} */ (place.getAttribute('data-live')))
    if (number !== null) write(place, number)
  }
}

/**
 * @param {Element} place
 * @param {number} number
 */
function write(place, number) {
  const text = place.hasAttribute('data-operand') ? operand(number) : short(number)
  if (place.textContent !== text) place.textContent = text
  if (place.hasAttribute('data-scrub')) place.setAttribute('title', full(number))
}
