// The list of inputs: a field for each, where any number can be typed, and lists of numbers for arrays.

import { raw, shapeText, toWire } from '../format.js'
import { english as texts } from './texts.js'
import { readValue } from './values.js'

/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {{ name: string, value: Numbers, shape: readonly number[] }} Input */

const SHOWN = 60
/** Entries; larger arrays are edited as text. */
const LARGEST_TABLE = 400
const WAIT = 350

/** The fields. They show what the picture shows, except the one that somebody is typing in. */
export class Inputs {
  #list
  #changed
  /** @type {Map<string, Row>} */ #rows = new Map()
  #more = document.createElement('p')

  /**
   * @param {HTMLElement} list
   * @param {(name: string, value: Numbers) => void} changed
   */
  constructor(list, changed) {
    this.#list = list
    this.#changed = changed
    this.#more.className = 'hint'
  }

  /**
   * Shows these inputs; fields of inputs that stay are kept.
   * @param {Input[]} inputs
   * @param {{ all?: boolean }} [known]  whether these are all inputs of the program, as far as anybody knows
   */
  show(inputs, { all = true } = {}) {
    const shown = inputs.slice(0, SHOWN)
    const names = new Set(shown.map(({ name }) => name))
    for (const [name, row] of this.#rows) if (!names.has(name)) this.#remove(name, row)
    for (const [place, input] of shown.entries()) this.#place(place, input)
    this.#more.textContent = inputs.length === 0 ? texts.noInputs : texts.moreInputs(inputs.length - SHOWN)
    if (inputs.length > SHOWN ? false : inputs.length > 0 || !all) this.#more.remove()
    else this.#list.append(this.#more)
  }

  /**
   * Says what is wrong with the value of an input.
   * @param {string} name
   * @param {string} complaint  empty takes it away
   * @returns {boolean} whether there is a field for it
   */
  complain(name, complaint) {
    const row = this.#rows.get(name)
    row?.complain(complaint)
    return row !== undefined
  }

  /**
   * @param {number} place
   * @param {Input} input
   */
  #place(place, input) {
    const known = this.#rows.get(input.name)
    const row = known ?? new Row(input.name, (value) => this.#changed(input.name, value))
    this.#rows.set(input.name, row)
    row.show(input)
    if (this.#list.children[place] !== row.box)
      this.#list.insertBefore(row.box, this.#list.children[place] ?? null)
  }

  /**
   * @param {string} name
   * @param {Row} row
   */
  #remove(name, row) {
    row.box.remove()
    this.#rows.delete(name)
  }
}

/**
 * A value as its field shows it; what is typed in the same way is read back.
 * @param {Numbers} value
 */
const fieldText = (value) => raw(value).replaceAll('"', '').replaceAll(',', ', ').replaceAll('-', '−')

/**
 * A name as one writes it in a formula: the number of `w0` is an index.
 * @param {string} name
 */
function nameParts(name) {
  const [, letter, index] = /^(\p{L})(\d+)$/u.exec(name) ?? []
  if (!letter) return [name]
  return [letter, Object.assign(document.createElement('sub'), { textContent: index })]
}

/** One input: its name, its field and what is wrong with it. */
class Row {
  box = document.createElement('div')
  #field = document.createElement('input')
  #shape = Object.assign(document.createElement('button'), { type: 'button', className: 'shape' })
  /** The array as a table, once somebody wants it. @type {import('../grid.js').Grid | null} */ #grid = null
  /** @type {Input | null} */ #input = null
  #wrong = document.createElement('p')
  #changed
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  #shown = ''

  /**
   * @param {string} name
   * @param {(value: Numbers) => void} changed
   */
  constructor(name, changed) {
    this.#changed = changed
    const label = document.createElement('label')
    const id = `input-${name}`
    label.htmlFor = id
    label.append(...nameParts(name))
    Object.assign(this.#field, { id, type: 'text', autocomplete: 'off', spellcheck: false })
    Object.assign(this.#wrong, { id: `${id}-wrong`, className: 'wrong', hidden: true })
    this.#field.setAttribute('aria-label', texts.inputLabel(name))
    this.#field.setAttribute('aria-describedby', this.#wrong.id)
    this.box.className = 'input'
    this.#shape.hidden = true
    this.#shape.setAttribute('aria-expanded', 'false')
    this.#shape.addEventListener('click', () => this.#unfold(name))
    this.box.append(label, this.#field, this.#shape, this.#wrong)
    this.#listen()
  }

  #listen() {
    this.#field.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#read({ quiet: true }), WAIT)
    })
    this.#field.addEventListener('change', () => this.#read())
    this.#field.addEventListener('keydown', (event) => this.#key(event))
    this.#field.addEventListener('focus', () => this.#field.select())
  }

  /** @param {Input} input */
  show(input) {
    const { value, shape } = input
    const scalar = shape.length === 0
    const entries = shape.reduce((all, extent) => all * extent, 1)
    this.#input = input
    this.box.classList.toggle('wide', !scalar)
    this.#shape.hidden = scalar
    this.#shape.textContent = shapeText(shape)
    this.#shape.disabled = entries > LARGEST_TABLE || entries === 0
    this.#shape.title = this.#shape.disabled ? '' : texts.asTable
    if (scalar) this.#grid?.root.remove()
    else this.#grid?.show(value, shape)
    const text = fieldText(value)
    this.#shown = text
    const typing = this.#field.matches(':focus')
    if (typing && (this.#timer !== undefined || this.#same(value))) return
    this.#field.value = text
    this.#size()
    this.complain('')
  }

  /**
   * Shows the array as a table, or no longer.
   * @param {string} name
   */
  async #unfold(name) {
    const { Grid, style } = await import('../grid.js')
    const input = /** @type {Input} */ (this.#input)
    if (!this.#grid) dress(style)
    this.#grid ??= new Grid(name, (value) => this.#changed(value))
    const { root } = this.#grid
    const open = !root.isConnected
    this.#shape.setAttribute('aria-expanded', String(open))
    if (!open) return root.remove()
    this.#grid.show(input.value, input.shape)
    this.box.insertBefore(root, this.#wrong)
    this.#grid.focus()
  }

  /** @param {string} complaint */
  complain(complaint) {
    this.#wrong.textContent = complaint
    this.#wrong.hidden = complaint === ''
    this.#field.setAttribute('aria-invalid', String(complaint !== ''))
  }

  /** @param {Numbers} value */
  #same(value) {
    const reading = readValue(this.#field.value)
    if (!('value' in reading)) return true
    return JSON.stringify(toWire(reading.value)) === JSON.stringify(toWire(value))
  }

  /** @param {{ quiet?: boolean }} [how]  quiet while somebody is still typing: `1e` may become `1e-3` */
  #read({ quiet = false } = {}) {
    this.#settle()
    const reading = readValue(this.#field.value)
    if ('complaint' in reading) return quiet ? undefined : this.complain(reading.complaint)
    this.complain('')
    this.#size()
    this.#changed(reading.value)
  }

  #settle() {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /**
   * Enter takes the value, Escape brings the old one back, arrows count up and down.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const { key } = event
    if (key === 'Enter') this.#read()
    if (key === 'Escape') {
      this.#settle()
      this.#field.value = this.#shown
      this.complain('')
    }
    if (key === 'ArrowUp' || key === 'ArrowDown') this.#count(event, key === 'ArrowUp' ? 1 : -1)
  }

  /**
   * @param {KeyboardEvent} event
   * @param {1 | -1} way
   */
  #count(event, way) {
    const reading = readValue(this.#field.value)
    if (!('value' in reading) || typeof reading.value !== 'number') return
    event.preventDefault()
    const step = event.shiftKey ? 1 : 0.1
    this.#field.value = fieldText(Number((reading.value + way * step).toPrecision(12)))
    this.#read()
  }

  #size() {
    this.#field.title = this.#field.value.length > 12 ? this.#field.value : ''
  }
}

/** @param {string} style */
function dress(style) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
