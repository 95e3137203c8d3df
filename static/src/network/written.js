// A text in which the network is written, a line or JSON: a text area, and under it what is wrong with the text.

import { h } from '../dom.js'
import { showMessages } from '../page/messages.js'
import { mistakes } from '../page/problems.js'
import { positionAt } from './pointer.js'
import { english as texts } from './texts.js'

const TYPING = 350

/** @typedef {import('../page/problems.js').Mistake} Mistake */

/** One text. */
export class Written {
  #kind
  #area
  #messages
  #typed
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer

  /**
   * @param {HTMLElement} pane
   * @param {'line' | 'json'} kind
   * @param {(given: unknown) => void} propose
   */
  constructor(pane, kind, propose) {
    this.#kind = kind
    this.#typed = propose
    const id = `written-${kind}`
    this.#area = h('textarea', {
      id,
      rows: kind === 'line' ? 5 : 14,
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': `${id}-messages`,
      oninput: () => this.#soon(),
      onchange: () => this.#now(),
    })
    this.#messages = h('div', { class: 'messages', id: `${id}-messages`, role: 'status' })
    const label = kind === 'line' ? texts.lineLabel : texts.jsonLabel
    pane.append(
      h('label', { class: 'unseen', for: id }, label),
      h('div', { class: 'editor' }, this.#area),
      this.#messages,
      ...(kind === 'line' ? [h('p', { class: 'hint' }, texts.lineHint)] : []),
    )
  }

  get text() {
    return this.#area.value
  }

  /**
   * Shows a network; somebody who types here is not disturbed.
   * @param {string} text
   */
  show(text) {
    this.clear()
    if (this.#area.value !== text) this.#area.value = text
  }

  clear() {
    this.#area.removeAttribute('aria-invalid')
    showMessages(this.#messages, { mistakes: [], notices: [] }, { fix: () => {} })
  }

  /**
   * Shows what the server found wrong with the text.
   * @param {any} problem
   */
  fail(problem) {
    const { text } = this
    const found = mistakes(problem, text).map((mistake, i) => {
      const pointer = problem.errors?.[i]?.pointer?.replace(/^\/spec/, '')
      const place = this.#kind === 'json' && pointer !== undefined ? positionAt(text, pointer) : mistake.place
      return { ...mistake, place }
    })
    this.#say(found)
  }

  /** @param {Mistake[]} found */
  #say(found) {
    this.#area.setAttribute('aria-invalid', 'true')
    const select = (/** @type {{ from: number, to: number }} */ { from, to }) => {
      this.#area.focus()
      this.#area.setSelectionRange(from, to)
    }
    showMessages(
      this.#messages,
      { mistakes: found, notices: [] },
      {
        go: select,
        fix: (fix) => {
          select(fix)
          // The browser's own insertion stays undoable; where there is none, the text is set.
          if (!document.execCommand?.('insertText', false, fix.insert)) {
            this.#area.setRangeText(fix.insert, fix.from, fix.to, 'end')
            this.#now()
          }
        },
      },
    )
  }

  #soon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#now(), TYPING)
  }

  #now() {
    clearTimeout(this.#timer)
    const { text } = this
    if (this.#kind === 'line') return this.#typed(text)
    try {
      this.#typed(JSON.parse(text))
    } catch (error) {
      this.#say([notJson(/** @type {Error} */ (error), text)])
    }
  }
}

/**
 * @param {Error} error
 * @param {string} text
 * @returns {Mistake}
 */
function notJson({ message }, text) {
  const at = /position (\d+)/.exec(message)
  const from = at ? Number(at[1]) : text.length
  const place = { from, to: Math.min(text.length, from + 1) }
  return { detail: texts.notJson(message), code: 'json', place, input: null, fix: null }
}
