// What every page does at its start: finding its parts, and the skip link.

/**
 * A part of the page by the attribute that marks it.
 * @template {HTMLElement} T
 * @param {string} mark
 * @returns {T}
 */
export const part = (mark) => /** @type {T} */ (document.querySelector(`[data-${mark}]`))

/** The part after # is the state of the page, so that the skip link moves the focus without changing it. */
export function skipLinks() {
  for (const link of document.querySelectorAll('[data-skip]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      document.getElementById('main')?.focus()
    })
  }
}
