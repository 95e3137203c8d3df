// The button that copies the link.

import { english as texts } from './texts.js'

const SHOWN = 2500

/**
 * Copies an address; where the browser does not let us, shows it to be copied by hand.
 * @param {HTMLButtonElement} button
 * @param {() => string} address
 * @param {(sentence: string) => void} announce
 */
export function shareButton(button, address, announce) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const link = address()
    try {
      await navigator.clipboard.writeText(link)
      announce(texts.copied)
      flash(button)
    } catch {
      byHand(button, link)
    }
  })
}

/** @param {HTMLButtonElement} button */
function flash(button) {
  const words = /** @type {HTMLElement} */ (button.querySelector('span'))
  const before = button.dataset.words ?? words.textContent ?? ''
  button.dataset.words = before
  words.textContent = texts.copiedShort
  button.classList.add('done')
  setTimeout(() => {
    words.textContent = before
    button.classList.remove('done')
  }, SHOWN)
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} link
 */
function byHand(button, link) {
  const dialog = Object.assign(document.createElement('dialog'), { className: 'by-hand' })
  const label = Object.assign(document.createElement('label'), { textContent: texts.copyByHand })
  const field = Object.assign(document.createElement('input'), { value: link, readOnly: true })
  const close = Object.assign(document.createElement('button'), {
    className: 'button',
    textContent: texts.close,
  })
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => {
    dialog.remove()
    button.focus()
  })
  label.append(field)
  dialog.append(label, close)
  document.body.append(dialog)
  dialog.showModal()
  field.select()
}
