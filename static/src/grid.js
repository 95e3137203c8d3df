// An array as a small table of number fields: arrow keys walk, and what is copied from a spreadsheet can be pasted.

import { h } from './dom.js'
import { entries, raw, typed } from './format.js'
import { textsFor } from './texts-grid.js'

/** @typedef {import('./format.js').Numbers} Numbers */

/** More entries than this are edited as text. */
export const MOST = 400
const SEPARATORS = /[\t;]\s*|,\s*|\s+/

export const style = `
.grid{display:grid;gap:8px;justify-items:start;max-width:100%}
.grid .scroll{max-width:100%;overflow:auto}
.grid table{border-collapse:separate;border-spacing:3px;width:auto}
.grid caption{padding:0 3px;font-size:12.5px;font-weight:600;text-align:start;color:var(--secondary)}
.grid td{padding:0;border:0}
.grid input{width:68px;height:38px;padding:0 8px;border:1px solid var(--wire);border-radius:8px;background:var(--background);color:var(--value);
font:600 14px Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums;text-align:end}
.grid input:focus-visible{outline:2px solid var(--ink);outline-offset:1px}
.grid input[aria-invalid=true]{border-color:#b3261e;border-width:2px}
.grid p{margin:0;font-size:12.5px;color:var(--secondary)}
.grid p:empty{display:none}
`

/**
 * The rows of what somebody copied from a table; null where it is a single entry.
 * @param {string} text
 * @returns {(number | null)[][] | null}
 */
export function readTable(text) {
  const lines = text.trim().replace(/[[\]]/g, ' ').split(/\r?\n/)
  const rows = lines.map((line) =>
    line
      .trim()
      .replace(/[,\s]+$/, '')
      .split(SEPARATORS)
      .map(typed),
  )
  return rows.length === 1 && rows[0].length === 1 ? null : rows
}

/** The table of one array. */
export class Grid {
  /** @type {HTMLInputElement[][]} */ #rows = []
  #said = h('p', { role: 'status' })
  #shape = ''
  #changed
  #name

  /**
   * @param {string} name
   * @param {(value: Numbers, last: boolean) => void} changed  `last`: the entry is complete
   */
  constructor(name, changed) {
    this.#name = name
    this.#changed = changed
    this.tables = h('div', { class: 'scroll' })
    this.root = h('div', { class: 'grid' }, this.tables, this.#said)
    this.root.addEventListener('keydown', (event) => this.#key(event))
    this.root.addEventListener('paste', (event) => this.#paste(event))
    this.root.addEventListener('input', (event) => this.#entered(event, false))
    this.root.addEventListener('change', (event) => this.#entered(event, true))
    this.root.addEventListener('focusin', (event) => /** @type {any} */ (event.target).select?.())
  }

  /**
   * Shows an array; a field that somebody is typing in stays as it is.
   * @param {Numbers} value
   * @param {readonly number[]} shape
   */
  show(value, shape) {
    if (String(shape) !== this.#shape) this.#build(shape)
    const numbers = entries(value)
    this.#rows.flat().forEach((field, i) => {
      if (field.matches(':focus')) return
      field.value = raw(numbers[i]).replace('-', '−')
      field.removeAttribute('aria-invalid')
    })
  }

  /** Puts the focus on the first entry. */
  focus() {
    this.#rows[0]?.[0]?.focus()
  }

  /** @param {readonly number[]} shape */
  #build(shape) {
    this.#shape = String(shape)
    const texts = textsFor(null)
    const [high, wide] = shape.length === 1 ? [1, shape[0]] : shape.slice(-2)
    const sheets = shape.slice(0, -2).reduce((a, b) => a * b, 1)
    this.#rows = []
    const tables = Array.from({ length: sheets }, (_, sheet) => {
      const lines = Array.from({ length: high }, (_, row) => {
        const fields = Array.from({ length: wide }, (_, column) => {
          const label = texts.entry(this.#name, [
            ...(sheets > 1 ? [sheet] : []),
            ...(shape.length > 1 ? [row] : []),
            column,
          ])
          return h('input', {
            type: 'text',
            inputmode: 'text',
            autocomplete: 'off',
            spellcheck: 'false',
            'aria-label': label,
          })
        })
        this.#rows.push(fields)
        return h('tr', {}, ...fields.map((field) => h('td', {}, field)))
      })
      const caption = sheets > 1 ? [h('caption', {}, texts.sheet(sheet))] : []
      return h(
        'table',
        { role: 'group', 'aria-label': texts.table(this.#name) },
        ...caption,
        h('tbody', {}, ...lines),
      )
    })
    this.tables.replaceChildren(...tables)
  }

  /**
   * The place of a field.
   * @param {EventTarget | null} field
   */
  #placeOf(field) {
    const row = this.#rows.findIndex((fields) => fields.includes(/** @type {any} */ (field)))
    return row < 0 ? null : { row, column: this.#rows[row].indexOf(/** @type {any} */ (field)) }
  }

  /** The array as it stands; null while an entry is no number. */
  #read() {
    const numbers = this.#rows.flat().map((field) => typed(field.value))
    if (numbers.some((number) => number === null)) return null
    const shape = this.#shape.split(',').map(Number)
    let lists = /** @type {any[]} */ (numbers)
    for (const extent of shape.slice(1).reverse())
      lists = Array.from({ length: lists.length / extent }, (_, i) =>
        lists.slice(i * extent, (i + 1) * extent),
      )
    return /** @type {Numbers} */ (lists)
  }

  /**
   * @param {Event} event
   * @param {boolean} last
   */
  #entered({ target }, last) {
    const field = /** @type {HTMLInputElement} */ (target)
    const wrong = typed(field.value) === null
    field.setAttribute('aria-invalid', String(wrong && last))
    this.#said.textContent = wrong && last ? textsFor(null).wrong(field.value.trim()) : ''
    const value = this.#read()
    if (value !== null) this.#changed(value, last)
  }

  /**
   * Arrows and Enter walk; to the left and right only from the ends of what is typed.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const place = this.#placeOf(event.target)
    const move = MOVES[/** @type {keyof typeof MOVES} */ (event.key)]
    if (!place || !move || event.ctrlKey || event.metaKey || event.altKey) return
    const field = /** @type {HTMLInputElement} */ (event.target)
    const { selectionStart: from, selectionEnd: to, value } = field
    const all = from === 0 && to === value.length
    if (event.key === 'ArrowLeft' && !all && to !== 0) return
    if (event.key === 'ArrowRight' && !all && from !== value.length) return
    const next = this.#rows[place.row + move[0]]?.[place.column + move[1]]
    event.preventDefault()
    event.stopPropagation()
    if (next) next.focus()
    else if (event.key === 'Enter') field.dispatchEvent(new Event('change', { bubbles: true }))
  }

  /**
   * What comes from a table fills the fields from here to the right and down.
   * @param {ClipboardEvent} event
   */
  #paste(event) {
    const place = this.#placeOf(event.target)
    const rows = readTable(event.clipboardData?.getData('text') ?? '')
    if (!place || !rows) return
    event.preventDefault()
    let lost = 0
    for (const [i, numbers] of rows.entries())
      for (const [k, number] of numbers.entries()) {
        const field = this.#rows[place.row + i]?.[place.column + k]
        if (field && number !== null) field.value = raw(number).replace('-', '−')
        else lost++
      }
    const value = this.#read()
    if (value !== null) this.#changed(value, true)
    this.#said.textContent = lost > 0 ? textsFor(null).lost(lost) : ''
  }
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }
