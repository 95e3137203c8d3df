// Buttons that can be out of use and keep the focus: one that is `disabled` would lose it in the middle of a run.

import { h } from '../dom.js'

/**
 * @param {string} text
 * @param {() => void} run
 * @param {string} [kind]  further classes
 */
export function button(text, run, kind = '') {
  const element = h(
    'button',
    {
      type: 'button',
      class: `button ${kind}`.trim(),
      onclick: () => {
        if (element.getAttribute('aria-disabled') !== 'true') run()
      },
    },
    text,
  )
  return element
}

/**
 * @param {HTMLButtonElement} element
 * @param {boolean} off
 */
export function disable(element, off) {
  if (off) element.setAttribute('aria-disabled', 'true')
  else element.removeAttribute('aria-disabled')
}
