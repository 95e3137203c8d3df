// The tooltip: numbers in full and flags in words, on hover and on focus.

import { h } from './dom.js'

const AWAY = 8

/** A tooltip in a stage, for everything in it that carries `data-tip`. */
export class Tip {
  #stage
  #special
  #box = h('div', { class: 'tip-box', role: 'tooltip', hidden: true })

  /**
   * @param {HTMLElement} stage
   * @param {(element: Element, pointer?: PointerEvent) => string | null} special  what to say of an element that has no
   *   text of its own, or another one at the pointer
   */
  constructor(stage, special) {
    this.#stage = stage
    this.#special = special
    stage.append(this.#box)
    stage.addEventListener('pointerover', (event) => this.#over(event))
    // The cells of a card on a canvas are no elements.
    stage.addEventListener('pointermove', (event) => {
      const target = /** @type {Element} */ (event.composedPath()[0])
      if (target.matches?.('.over>.card')) this.#over(event)
    })
    stage.addEventListener('pointerleave', () => this.hide())
    stage.addEventListener('focusin', (event) => this.#over(event))
    stage.addEventListener('focusout', () => this.hide())
  }

  /** @param {Event} event */
  #over(event) {
    const target = /** @type {Element} */ (event.composedPath()[0])
    const said = this.#special(target, event instanceof PointerEvent ? event : undefined)
    if (said) return this.show(target, said)
    const tipped = target.closest?.('[data-tip]')
    const flag = event.type === 'focusin' ? target.querySelector?.('.flag:not([display=none])') : null
    const shown = tipped ?? flag
    if (shown) this.show(shown, shown.getAttribute('data-tip') ?? '')
    else this.hide()
  }

  /**
   * Shows a text at an element.
   * @param {Element} target
   * @param {string} text
   */
  show(target, text) {
    this.#box.textContent = text
    this.#box.hidden = false
    const stage = this.#stage.getBoundingClientRect()
    const at = target.getBoundingClientRect()
    const { width, height } = this.#box.getBoundingClientRect()
    const x = Math.min(Math.max(0, at.left + at.width / 2 - stage.left - width / 2), stage.width - width)
    const above = at.top - stage.top - height - AWAY
    this.#box.style.left = `${x}px`
    this.#box.style.top = `${above >= 0 ? above : at.bottom - stage.top + AWAY}px`
  }

  /** Hides it. */
  hide() {
    this.#box.hidden = true
  }
}
