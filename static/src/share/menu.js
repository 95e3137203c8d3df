// The menu of files. Loaded when it is first asked for; what is chosen is written by the server, PNG from its SVG.

import { h } from '../dom.js'
import { DownloadError, save } from './download.js'
import { dress } from './style.css.js'
import { english as texts } from './texts.js'

/** @typedef {import('./texts.js').Kind} Kind */
/** @typedef {import('./download.js').Question} Question */

/** @type {[string, Kind[]][]} */
const GROUPS = [
  [texts.pictures, ['svg', 'png', 'tikz', 'tex']],
  [texts.graphs, ['dot', 'mmd', 'json']],
  [texts.code, ['py', 'pytorch.py', 'jax.py', 'micrograd.py']],
]
const ROOM = 8

/** The menu of one button. */
export class Menu {
  #button
  #ask
  #say
  #root
  /** @type {HTMLButtonElement[]} */ #items = []

  /**
   * @param {HTMLElement} button
   * @param {() => Question} ask  what the page shows now
   * @param {(sentence: string, wrong?: boolean) => void} say
   */
  constructor(button, ask, say) {
    dress(document)
    this.#button = button
    this.#ask = ask
    this.#say = say
    const groups = GROUPS.map(([title, kinds], i) => this.#group(`downloads-${i}`, title, kinds))
    this.#root = h(
      'div',
      { class: 'downloads', role: 'menu', popover: 'auto', 'aria-label': texts.download },
      ...groups,
    )
    this.#root.addEventListener('keydown', (event) => this.#pressed(event))
    this.#root.addEventListener('toggle', (event) => {
      const shown = /** @type {ToggleEvent} */ (event).newState === 'open'
      button.setAttribute('aria-expanded', String(shown))
    })
    button.after(this.#root)
  }

  /**
   * @param {string} id
   * @param {string} title
   * @param {Kind[]} kinds
   */
  #group(id, title, kinds) {
    const items = kinds.map((kind) => {
      const [name, about] = texts.kinds[kind]
      const item = h(
        'button',
        { type: 'button', role: 'menuitem', tabindex: -1 },
        h('b', {}, name),
        h('span', {}, about),
      )
      item.addEventListener('click', () => this.#choose(kind))
      return item
    })
    this.#items.push(...items)
    const head = h('div', { class: 'title', id, role: 'presentation' }, title)
    return h('div', { role: 'group', 'aria-labelledby': id }, head, ...items)
  }

  /** Opens under the button, with the focus on the first file; or closes. */
  toggle() {
    if (this.#root.matches(':popover-open')) return this.#close()
    const root = this.#root
    root.showPopover()
    const { bottom, right } = this.#button.getBoundingClientRect()
    const { width, height } = root.getBoundingClientRect()
    const left = Math.max(ROOM, Math.min(right, innerWidth - ROOM) - width)
    const top = Math.max(ROOM, Math.min(bottom + ROOM, innerHeight - ROOM - height))
    Object.assign(root.style, { left: `${left}px`, top: `${top}px` })
    this.#items[0].focus()
  }

  #close() {
    this.#root.hidePopover()
    this.#button.focus()
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const items = this.#items
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
    /** @type {Record<string, number>} */
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }
    if (event.key === 'Tab') return this.#close()
    const next = event.key in to ? to[event.key] : this.#named(event, at)
    if (next === null) return
    event.preventDefault()
    items[(next + items.length) % items.length].focus()
  }

  /**
   * The next file whose name begins with what was typed.
   * @param {KeyboardEvent} event
   * @param {number} at
   */
  #named({ key, ctrlKey, metaKey, altKey }, at) {
    if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return null
    const order = [...this.#items.slice(at + 1), ...this.#items.slice(0, at + 1)]
    const found = order.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()))
    return found ? this.#items.indexOf(found) : null
  }

  /** @param {Kind} kind */
  async #choose(kind) {
    this.#close()
    const [name] = texts.kinds[kind]
    this.#say(texts.working(name))
    try {
      this.#say(await save(kind, this.#ask()))
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error
      this.#say(texts.failed(name, error.message), true)
    }
  }
}
