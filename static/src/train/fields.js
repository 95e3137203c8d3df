// Fields of the panel: a label, an input, and a place for what is wrong with it.

import { h } from '../dom.js'

/** A group of fields by name; what they hold is text. */
export class Fields {
  /** @type {Map<string, { input: HTMLInputElement | HTMLSelectElement, wrong: HTMLElement, box: HTMLElement }>} */ #all =
    new Map()
  #prefix
  #changed

  /**
   * @param {string} prefix  of the ids
   * @param {(name: string) => void} changed
   */
  constructor(prefix, changed) {
    this.#prefix = prefix
    this.#changed = changed
  }

  /**
   * A field for a number or a list of them.
   * @param {string} name
   * @param {string} label
   * @param {string} value
   * @param {{ wide?: boolean, hint?: string }} [more]
   */
  text(name, label, value, { wide = false, hint = '' } = {}) {
    const input = h('input', {
      value,
      inputmode: 'decimal',
      autocomplete: 'off',
      onchange: () => this.#changed(name),
    })
    return this.#field(name, label, input, wide, hint)
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {[string, string][]} choices  value and word
   * @param {string} value
   * @param {{ wide?: boolean, hint?: string }} [more]
   */
  choice(name, label, choices, value, { wide = false, hint = '' } = {}) {
    const options = choices.map(([each, word]) =>
      h('option', { value: each, selected: each === value }, word),
    )
    const select = h('select', { onchange: () => this.#changed(name) }, ...options)
    return this.#field(name, label, select, wide, hint)
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {HTMLInputElement | HTMLSelectElement} input
   * @param {boolean} wide
   * @param {string} hint
   */
  #field(name, label, input, wide, hint) {
    const id = `${this.#prefix}-${name}`
    input.id = id
    input.setAttribute('aria-describedby', `${id}-wrong`)
    const wrong = h('span', { class: 'tr-wrong', id: `${id}-wrong`, hidden: true })
    const note = hint ? [h('span', { class: 'tr-hint' }, hint)] : []
    const box = h(
      'div',
      { class: `tr-field${wide ? ' is-wide' : ''}` },
      h('label', { for: id }, label),
      input,
      ...note,
      wrong,
    )
    this.#all.set(name, { input, wrong, box })
    return box
  }

  /** @param {string} name */
  value(name) {
    return this.#all.get(name)?.input.value ?? ''
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  set(name, value) {
    const field = this.#all.get(name)
    if (field) field.input.value = value
  }

  /**
   * @param {string} name
   * @param {boolean} visible
   */
  show(name, visible) {
    const field = this.#all.get(name)
    if (field) field.box.hidden = !visible
  }

  /** @returns {Record<string, string>} what all fields hold */
  values() {
    return Object.fromEntries([...this.#all].map(([name, { input }]) => [name, input.value]))
  }

  /** Forgets fields that are no more. @param {string[]} names */
  drop(names) {
    for (const name of names) this.#all.delete(name)
  }

  /**
   * Says what is wrong with a field, and whether there is such a field.
   * @param {string} name
   * @param {string} detail
   */
  fail(name, detail) {
    const field = this.#all.get(name)
    if (!field || field.box.hidden) return false
    field.input.setAttribute('aria-invalid', 'true')
    field.wrong.textContent = detail
    field.wrong.hidden = false
    return true
  }

  clear() {
    for (const { input, wrong } of this.#all.values()) {
      input.removeAttribute('aria-invalid')
      wrong.hidden = true
      wrong.textContent = ''
    }
  }

  /** The first field that something is wrong with. */
  focusWrong() {
    for (const { input } of this.#all.values()) {
      if (input.hasAttribute('aria-invalid')) return input.focus()
    }
  }
}
