// The sample: x and y as fields or, where there are many, as a text; the learning rate; a row of a data set.

import { h } from '../dom.js'
import { identifier, maths } from '../expression.js'
import { typed } from '../format.js'
import { numbersOf } from './link.js'
import { english as texts } from './texts.js'

const MOST_FIELDS = 8

/** @typedef {{ x: number[], y: number[], rate: number }} Sample */

/** The fields of the sample. */
export class SampleFields {
  #box
  #changed
  /** @type {Sample} */ #sample = { x: [], y: [], rate: 0 }
  #sizes = ''

  /**
   * @param {HTMLElement} box
   * @param {(sample: Sample) => void} changed
   */
  constructor(box, changed) {
    this.#changed = changed
    this.#box = h('div', {})
    this.rows = h('div', { class: 'rows' })
    box.append(h('div', { class: 'heading' }, h('h2', {}, texts.sample)), this.#box, this.rows)
  }

  /** @param {Sample} sample */
  show(sample) {
    const sizes = `${sample.x.length} ${sample.y.length}`
    this.#sample = sample
    if (sizes !== this.#sizes) this.#make(sizes)
    for (const name of /** @type {const} */ (['x', 'y'])) {
      const many = this.#at(`/sample/${name}`)
      if (many) put(many, sample[name].join(', '))
      else
        for (const [i, number] of sample[name].entries())
          put(this.#at(`/sample/${name}/${i}`), String(number))
    }
    put(this.#at('/learning_rate'), String(sample.rate))
    this.clear()
  }

  clear() {
    for (const field of this.#box.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
    for (const words of this.#box.querySelectorAll('.wrong')) words.toggleAttribute('hidden', true)
  }

  /**
   * Shows an error at its field; false where it is about something else.
   * @param {{ detail: string, pointer?: string }} error
   */
  fail({ detail, pointer = '' }) {
    const field =
      this.#at(pointer) ??
      this.#at(pointer.replace(/\/\d+$/, '')) ??
      this.#box.querySelector(`[data-of="${pointer}"] input`)
    if (!field) return false
    this.#wrong(/** @type {HTMLElement} */ (field), detail)
    return true
  }

  /**
   * @param {HTMLElement} field
   * @param {string} detail
   */
  #wrong(field, detail) {
    const words = /** @type {HTMLElement} */ (field.closest('[data-field]')?.querySelector('.wrong'))
    field.setAttribute('aria-invalid', 'true')
    words.textContent = detail
    words.hidden = false
  }

  /**
   * @param {string} pointer
   * @returns {HTMLInputElement | null}
   */
  #at(pointer) {
    return this.#box.querySelector(`[data-pointer="${pointer}"]`)
  }

  /** @param {string} sizes */
  #make(sizes) {
    this.#sizes = sizes
    this.#box.replaceChildren(this.#numbers('x'), this.#numbers('y'), this.#rate())
  }

  /** @param {'x' | 'y'} name */
  #numbers(name) {
    const count = this.#sample[name].length
    if (count > MOST_FIELDS) return this.#many(name, count)
    const fields = this.#sample[name].map((_, i) => {
      const label = count === 1 && name === 'y' ? identifier('y') : identifier(`${name}${i + 1}`)
      const input = h('input', {
        inputmode: 'decimal',
        autocomplete: 'off',
        'aria-label': texts.valueOf(count === 1 && name === 'y' ? 'y' : `${name} ${i + 1}`),
        'data-pointer': `/sample/${name}/${i}`,
        onchange: () => this.#entry(name, i, input),
      })
      return h('label', { class: 'number' }, maths('math', label), input)
    })
    return h(
      'fieldset',
      { class: 'numbers', 'data-field': true, 'data-of': `/sample/${name}` },
      h('legend', {}, texts[name]),
      ...fields,
      h('span', { class: 'wrong', hidden: true }),
    )
  }

  /**
   * @param {'x' | 'y'} name
   * @param {number} count
   */
  #many(name, count) {
    const id = `sample-${name}`
    const area = h('textarea', {
      id,
      rows: 3,
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-describedby': `${id}-hint`,
      'data-pointer': `/sample/${name}`,
      onchange: () => {
        const numbers = numbersOf(area.value)
        if (!numbers) return this.#wrong(area, texts.notNumbers)
        this.#set({ [name]: numbers })
      },
    })
    return h(
      'div',
      { class: 'numbers many', 'data-field': true },
      h('label', { for: id }, texts[name]),
      area,
      h('span', { class: 'hint', id: `${id}-hint` }, texts.numbersHint(count)),
      h('span', { class: 'wrong', hidden: true }),
    )
  }

  #rate() {
    const input = h('input', {
      inputmode: 'decimal',
      autocomplete: 'off',
      'data-pointer': '/learning_rate',
      onchange: () => {
        const rate = typed(input.value)
        if (rate === null) return this.#wrong(input, texts.notNumbers)
        this.#set({ rate })
      },
    })
    const label = h('span', {}, texts.rate)
    return h(
      'label',
      { class: 'field', 'data-field': true },
      label,
      input,
      h('span', { class: 'wrong', hidden: true }),
    )
  }

  /**
   * @param {'x' | 'y'} name
   * @param {number} i
   * @param {HTMLInputElement} input
   */
  #entry(name, i, input) {
    const number = typed(input.value)
    if (number === null || !Number.isFinite(number)) return this.#wrong(input, texts.notNumbers)
    this.#set({ [name]: this.#sample[name].with(i, number) })
  }

  /** @param {Partial<Sample>} change */
  #set(change) {
    this.clear()
    this.#sample = { ...this.#sample, ...change }
    this.#changed(this.#sample)
  }
}

/**
 * Writes into a field only what it does not say already.
 * @param {HTMLInputElement | null} field
 * @param {string} text
 */
function put(field, text) {
  if (field && field.value !== text) field.value = text
}
