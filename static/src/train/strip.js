// The strip of a step: one chip a stop, and the sentence of the stop that one is at.

import { h } from '../dom.js'
import { button, disable } from './button.js'
import { english as texts } from './texts.js'

/** @typedef {import('./walk.js').Stop} Stop */

/** The strip. `go` is called with every stop that is reached, and with null when it is closed. */
export class Strip {
  element
  #go
  #chips = h('ol', { class: 'tr-chips' })
  #sentence = h('p', { class: 'tr-sentence', role: 'status' })
  #back
  #next
  /** @type {Stop[]} */ #stops = []
  #at = 0

  /** @param {(stop: Stop | null) => void} go */
  constructor(go) {
    this.#go = go
    this.#back = button(texts.walkBack, () => this.#to(this.#at - 1))
    this.#next = button(texts.walkNext, () => this.#to(this.#at + 1))
    const close = button(texts.walkEnd, () => this.close())
    this.element = h(
      'section',
      { class: 'tr-walk', hidden: true, 'aria-label': texts.walk },
      h('h4', {}, texts.walk),
      this.#chips,
      this.#sentence,
      h('div', { class: 'tr-buttons' }, this.#back, this.#next, close),
    )
  }

  /** @param {Stop[]} stops */
  open(stops) {
    this.#stops = stops
    this.element.hidden = false
    this.#chips.replaceChildren(
      ...stops.map(({ phase, n }, i) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: `tr-chip is-${phase}`, onclick: () => this.#to(i) },
            `${texts.phaseNames[phase]}${phase === 'loss' ? '' : ` ${n}`}`,
          ),
        ),
      ),
    )
    this.#to(0)
    this.#next.focus()
  }

  close() {
    if (this.element.hidden) return
    this.element.hidden = true
    this.#go(null)
  }

  /** @param {number} at */
  #to(at) {
    this.#at = Math.min(Math.max(at, 0), this.#stops.length - 1)
    const stop = this.#stops[this.#at]
    this.#sentence.textContent = stop.sentence
    disable(this.#back, this.#at === 0)
    disable(this.#next, this.#at === this.#stops.length - 1)
    for (const [i, chip] of [...this.#chips.querySelectorAll('button')].entries())
      chip.setAttribute('aria-current', String(i === this.#at))
    this.#go(stop)
  }
}
