// A table of one's own: pasted, dropped or opened, and which of its columns are x and y.

import { h } from '../dom.js'
import { firstChoice, readTable } from './csv.js'
import { tableOf } from './tables.js'
import { english as texts } from './texts.js'

const LONGEST = 2_000_000
const TYPING = 300

/** The text and the choice of columns. */
export class Own {
  element
  #changed
  #area
  #wrong = h('p', { class: 'tr-wrong', id: 'train-csv-wrong', hidden: true, role: 'alert' })
  #columns = h('div', { class: 'tr-columns' })
  #head = h('div')
  /** @type {import('./csv.js').Table | null} */ #table = null
  /** @type {Record<'x' | 'y', number[]>} */ #chosen = { x: [], y: [] }
  #names = ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
    this.#area = h('textarea', {
      id: 'train-csv',
      rows: 6,
      spellcheck: 'false',
      placeholder: texts.csvExample,
      'aria-describedby': 'train-csv-wrong',
      oninput: () => {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.#read(), TYPING)
      },
    })
    const file = h('input', {
      type: 'file',
      accept: '.csv,.tsv,.txt,text/csv,text/plain',
      'aria-label': texts.openFile,
      onchange: () => this.#open(file.files?.[0]),
    })
    this.element = h(
      'div',
      { class: 'tr-csv', hidden: true },
      h('label', { for: 'train-csv' }, texts.csvLabel),
      this.#area,
      this.#wrong,
      file,
      this.#columns,
      this.#head,
    )
    this.element.addEventListener('dragover', (event) => {
      event.preventDefault()
      this.element.classList.add('is-over')
    })
    this.element.addEventListener('dragleave', () => this.element.classList.remove('is-over'))
    this.element.addEventListener('drop', (event) => this.#drop(event))
  }

  /** Whether there is a table with columns on both sides. */
  get ready() {
    return Boolean(
      this.#table && !this.#table.problem && this.#chosen.x.length > 0 && this.#chosen.y.length > 0,
    )
  }

  request() {
    return { csv: this.#area.value, x: this.#chosen.x, y: this.#chosen.y }
  }

  /** @param {DragEvent} event */
  #drop(event) {
    event.preventDefault()
    this.element.classList.remove('is-over')
    const { dataTransfer } = event
    const text = dataTransfer?.getData('text/plain')
    if (dataTransfer?.files.length) this.#open(dataTransfer.files[0])
    else if (text) this.#put(text)
  }

  /** @param {File | undefined} file */
  async #open(file) {
    if (!file) return
    if (file.size > LONGEST) return this.fail(texts.tooLong(LONGEST))
    try {
      this.#put(await file.text())
    } catch (error) {
      console.warn(error)
      this.fail(texts.unreadable)
    }
  }

  /** @param {string} text */
  #put(text) {
    this.#area.value = text
    this.#read()
  }

  #read() {
    clearTimeout(this.#timer)
    this.clear()
    const table = readTable(this.#area.value)
    this.#table = table
    const names = table.columns.map(({ name, numeric }) => `${name}:${numeric}`).join('\n')
    if (names !== this.#names) this.#chosen = firstChoice(table.columns)
    this.#names = names
    this.#draw(table)
    if (table.problem && this.#area.value.trim())
      this.fail(texts.csvProblems[table.problem.code](table.problem))
    this.#changed()
  }

  /** @param {import('./csv.js').Table} table */
  #draw({ columns, head, rows }) {
    const sides = /** @type {const} */ (['x', 'y'])
    this.#columns.replaceChildren(
      ...(columns.length > 1 ? sides.map((side) => this.#side(side, columns)) : []),
    )
    const shown = {
      head: columns.map(({ name }) => name),
      rows: head,
      note: texts.firstRows(head.length, rows),
    }
    this.#head.replaceChildren(...(columns.length > 1 ? [tableOf(shown)] : []))
  }

  /**
   * @param {'x' | 'y'} side
   * @param {import('./csv.js').Column[]} columns
   */
  #side(side, columns) {
    const boxes = columns.map(({ name, index, numeric, words, bad }) => {
      const off = !numeric && side === 'x'
      const why = off && bad ? texts.notNumeric(bad.text, bad.line) : numeric ? '' : texts.words(words.length)
      const input = h('input', {
        type: 'checkbox',
        checked: this.#chosen[side].includes(index),
        disabled: off,
        onchange: () => this.#pick(side, index, input.checked),
      })
      return h(
        'label',
        { class: 'tr-pick' },
        input,
        h('span', {}, name),
        ...(why ? [h('small', {}, why)] : []),
      )
    })
    return h('fieldset', { class: 'tr-side' }, h('legend', {}, texts.sides[side]), ...boxes)
  }

  /**
   * A column is x or y, never both.
   * @param {'x' | 'y'} side
   * @param {number} index
   * @param {boolean} on
   */
  #pick(side, index, on) {
    const other = side === 'x' ? 'y' : 'x'
    const without = (/** @type {number[]} */ list) => list.filter((each) => each !== index)
    const own = on ? [...this.#chosen[side], index].sort((a, b) => a - b) : without(this.#chosen[side])
    this.#chosen = /** @type {Record<'x' | 'y', number[]>} */ ({
      [side]: own,
      [other]: on ? without(this.#chosen[other]) : this.#chosen[other],
    })
    this.clear()
    if (this.#table) this.#draw(this.#table)
    const box = this.#columns.children[side === 'x' ? 0 : 1]?.querySelectorAll('input')[index]
    box?.focus()
    if (!this.ready) this.fail(texts.bothSides)
    this.#changed()
  }

  /** @param {string} detail */
  fail(detail) {
    this.#area.setAttribute('aria-invalid', 'true')
    this.#wrong.textContent = detail
    this.#wrong.hidden = false
  }

  clear() {
    this.#area.removeAttribute('aria-invalid')
    this.#wrong.hidden = true
  }
}
