// The choice between light, dark and what the system prefers. It is kept in the page and its link, in no storage.

/** @typedef {import('./link.js').Theme} Theme */

/** The three radio buttons in the header. */
export class Themes {
  #box
  #changed

  /**
   * @param {HTMLElement} box
   * @param {(theme: Theme) => void} changed
   */
  constructor(box, changed) {
    this.#box = box
    this.#changed = changed
    box.hidden = false
    box.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) this.set(/** @type {Theme} */ (target.value))
    })
  }

  /** @param {Theme} theme */
  set(theme) {
    document.documentElement.dataset.theme = theme
    for (const radio of this.#box.querySelectorAll('input')) radio.checked = radio.value === theme
    this.#changed(theme)
  }
}
