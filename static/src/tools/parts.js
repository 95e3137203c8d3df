// What several tools are made of: the choice of an input, number fields, coloured chips.

import { h } from '../dom.js'
import { full, raw, short, typed } from '../format.js'
import { english as texts } from './texts.js'

/** @typedef {import('./bench.js').Bench} Bench */

/** The select element with everything that can be turned. */
export class Choice {
  #known = ''

  /**
   * @param {Bench} bench
   * @param {string} id
   * @param {() => void} changed
   */
  constructor(bench, id, changed) {
    this.bench = bench
    this.select = h('select', {
      id,
      onchange: () => {
        bench.choose(this.select.value)
        changed()
      },
    })
    this.root = h('div', { class: 'field' }, h('label', { for: id }, texts.input), this.select)
  }

  show() {
    const { variables, chosen } = this.bench
    const key = variables.map((variable) => variable.key).join('\n')
    if (key !== this.#known) {
      this.#known = key
      this.select.replaceChildren(...variables.map(({ key: value, name }) => h('option', { value }, name)))
    }
    this.select.value = chosen.key
  }
}

/** A number field: what is typed arrives, what is no number is said. */
export class NumberField {
  /**
   * @param {string} id
   * @param {string} label
   * @param {(value: number) => void} changed
   */
  constructor(id, label, changed) {
    this.changed = changed
    this.wrong = h('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' })
    this.field = h('input', {
      id,
      type: 'text',
      inputmode: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': `${id}-wrong`,
      oninput: () => this.#read(true),
      onchange: () => this.#read(false),
    })
    this.label = h('label', { for: id }, label)
    this.root = h('div', { class: 'field' }, this.label, this.field, this.wrong)
  }

  /** @param {boolean} quiet  while somebody is still typing */
  #read(quiet) {
    const value = typed(this.field.value)
    const good = value !== null && Number.isFinite(value)
    if (good || !quiet) {
      this.wrong.textContent = good ? '' : texts.notANumber(this.field.value.trim())
      this.field.setAttribute('aria-invalid', String(!good))
    }
    if (good) this.changed(value)
  }

  /** @param {number} value */
  show(value) {
    if (this.field.matches(':focus') && typed(this.field.value) === value) return
    if (this.field.matches(':focus') && this.field.getAttribute('aria-invalid') === 'true') return
    this.field.value = raw(value).replace('-', '−')
    this.field.removeAttribute('aria-invalid')
    this.wrong.textContent = ''
  }
}

/**
 * A number in the colour of what it is.
 * @param {'value' | 'gradient' | 'local' | 'ink'} kind
 * @param {number | string} number
 * @param {string} [title]
 */
export function chip(kind, number, title = '') {
  const whole = typeof number === 'number' ? full(number) : number
  return h(
    'span',
    { class: `chip ${kind}`, title: title ? `${title}: ${whole}` : whole },
    typeof number === 'number' ? short(number) : number,
  )
}

/**
 * A figure with its name above and how it came about below.
 * @param {'value' | 'gradient' | 'local' | 'ink'} kind
 * @param {string} name
 * @param {string} how
 */
export function figure(kind, name, how) {
  const number = h('output', { class: `number ${kind}` })
  return { root: h('div', { class: 'figure' }, h('h4', {}, name), number, h('p', {}, how)), number }
}

/**
 * Shows a number in a figure.
 * @param {{ number: HTMLElement }} figure
 * @param {number} value
 */
export function figures({ number }, value) {
  number.textContent = short(value)
  number.title = full(value)
}
