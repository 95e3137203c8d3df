// What the page says besides the picture: complaints about a link, problems under the picture, announcements.

import { h } from '../dom.js'
import { english as texts } from './texts.js'

/** What the page says. */
export class Said {
  #part

  /** @param {import('./page.js').Part} part */
  constructor(part) {
    this.#part = part
    part('dismiss').addEventListener('click', () => this.complain([]))
  }

  /**
   * What is wrong with what was asked, under the picture.
   * @param {string[]} sentences
   * @param {() => void} [again]  asks once more
   */
  problems(sentences, again) {
    const lines = sentences.map((text) =>
      h('p', { class: text === texts.stale ? 'notice-line' : 'mistake' }, text),
    )
    const button = again
      ? [h('button', { type: 'button', class: 'button', onclick: again }, texts.again)]
      : []
    this.#part('problems').replaceChildren(...lines, ...button)
  }

  /**
   * What a link says that makes no sense, above the picture.
   * @param {string[]} complaints
   */
  complain(complaints) {
    const box = this.#part('complaints')
    box.querySelector('ul')?.replaceChildren(...complaints.map((text) => h('li', {}, text)))
    box.hidden = complaints.length === 0
    if (complaints.length > 0) this.announce(complaints.join(' '))
  }

  /**
   * Says something to those who listen.
   * @param {string} sentence
   */
  announce(sentence) {
    this.#part('announcer').textContent = sentence
  }
}
