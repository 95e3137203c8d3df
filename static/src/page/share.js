// What the button that copies the link does; loaded when it is first pressed.

/** @typedef {typeof import('./texts.js').english} Texts */

const SHOWN = 2500

/**
 * Copies an address; where the browser does not let us, shows it to be copied by hand.
 * @param {HTMLButtonElement} button
 * @param {string} link
 * @param {Texts} texts
 * @param {(sentence: string) => void} announce
 */
export async function copy(button, link, texts, announce) {
  try {
    await navigator.clipboard.writeText(link)
    announce(texts.copied)
    flash(button, texts.copiedShort)
  } catch {
    byHand(button, link, texts)
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} done
 */
function flash(button, done) {
  const words = /** @type {HTMLElement} */ (button.querySelector('span'))
  const before = button.dataset.words ?? words.textContent ?? ''
  button.dataset.words = before
  words.textContent = done
  button.classList.add('done')
  setTimeout(() => {
    words.textContent = before
    button.classList.remove('done')
  }, SHOWN)
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} link
 * @param {Texts} texts
 */
function byHand(button, link, texts) {
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
