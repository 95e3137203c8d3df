// The page: starts everything.

import '../define.js'
import { Explorer } from './explorer.js'
import { Themes } from './theme.js'

/**
 * A part of the page by the attribute that marks it.
 * @template {HTMLElement} T
 * @param {string} mark
 * @returns {T}
 */
const part = (mark) => /** @type {T} */ (document.querySelector(`[data-${mark}]`))

for (const link of document.querySelectorAll('[data-skip]')) {
  // The part after # is the state of the page, so that the skip link moves the focus without changing it.
  link.addEventListener('click', (event) => {
    event.preventDefault()
    document.getElementById('main')?.focus()
  })
}

const picture = document.querySelector('chain-rule')
if (picture) new Explorer(/** @type {import('./explorer.js').Picture} */ (picture), part).start()
else new Themes(part('themes'), () => {})
