// Copying where the browser lets us: by the clipboard, else by a selection; where neither works a field to copy from.

import { h } from '../dom.js'

/**
 * Copies a text and says whether that has worked.
 * @param {string} text
 * @param {HTMLElement} place  takes a field for a moment
 */
export async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text, place)
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} place
 */
function copySelected(text, place) {
  const field = h('textarea', { class: 'unseen', readonly: true, tabindex: -1 })
  const root = /** @type {ShadowRoot | Document} */ (place.getRootNode())
  const focused = /** @type {HTMLElement | null} */ (root.activeElement)
  field.value = text
  place.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    focused?.focus()
  }
}
