// What the network learns from: a set by name, or a table of one's own.

import { ProblemError } from '../client.js'
import { h } from '../dom.js'
import { typed } from '../format.js'
import { ask } from './ask.js'
import { onTheme } from './colours.js'
import { Fields } from './fields.js'
import { Own } from './own.js'
import { english as texts } from './texts.js'
import { thumbnail } from './thumb.js'

const PATH = '/api/v1/data'
const THUMB_ROWS = 120
const PAUSE = 250
/** What sets that are drawn are drawn by; the others are fixed tables, and have neither. */
const DRAWN = ['data_rows', 'data_noise', 'data_seed']

/** @typedef {import('./plane.js').Rows & { rows: number, test_rows: number }} Rows */
/** @typedef {{ name: string, sentence: string, kind: string, inputs: number | number[], rows: number | null, noise: number, source: string, starter: any, line: string }} Entry */

/** The choice of data. `changed` is called with the rows, or with null where there are none. */
export class DataForm {
  element
  fields
  /** @type {Rows | null} */ rows = null
  #changed
  #starter
  #cards = h('div', { class: 'tr-cards', role: 'radiogroup', 'aria-label': texts.dataSets })
  #facts = h('p', { class: 'tr-caption' })
  #general = h('p', { class: 'tr-wrong', hidden: true, role: 'alert' })
  #own
  #begin
  /** @type {Entry[]} */ #sets = []
  #name = 'xor'
  #turn = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  /** @type {Map<HTMLCanvasElement, Rows>} */ #thumbs = new Map()
  /** The seed of the run, which divides the rows. @type {() => string} */ #seed

  /**
   * @param {{ changed: (rows: Rows | null) => void, starter: (entry: Entry) => void, seed: () => string }} calls
   */
  constructor({ changed, starter, seed }) {
    this.#changed = changed
    this.#starter = starter
    this.#seed = seed
    this.fields = new Fields('data', () => this.#soon())
    this.#own = new Own(() => this.#soon())
    this.#begin = h(
      'button',
      { type: 'button', class: 'button tr-begin', onclick: () => this.#useStarter() },
      texts.useStarter,
    )
    const scalings = Object.entries(texts.scalings)
    this.element = h(
      'div',
      {},
      this.#cards,
      this.#own.element,
      this.#general,
      this.#facts,
      h(
        'div',
        { class: 'tr-fields' },
        this.fields.text('data_rows', texts.rows, ''),
        this.fields.text('data_noise', texts.noise, ''),
        this.fields.text('data_seed', texts.dataSeed, '0'),
        this.fields.text('data_test', texts.test, '25', { hint: texts.testHint }),
        this.fields.choice('data_scaling', texts.scaling, scalings, 'none', { wide: true }),
      ),
      this.#begin,
    )
    onTheme(() => {
      for (const [canvas, rows] of this.#thumbs) thumbnail(canvas, rows)
    })
  }

  /** Fetches the catalogue, the first rows, and then the small pictures. */
  async start() {
    try {
      this.#sets = (await ask('GET', PATH)).sets
    } catch (error) {
      this.fail(error)
      return
    }
    this.#cards.replaceChildren(...this.#sets.map((entry) => this.#card(entry)), this.#card(null))
    await this.choose(this.#name)
    for (const entry of this.#sets) await this.#small(entry)
  }

  get entry() {
    return this.#sets.find(({ name }) => name === this.#name) ?? null
  }

  /** @param {Entry | null} entry  null for a table of one's own */
  #card(entry) {
    const name = entry?.name ?? ''
    const picture = entry
      ? h('canvas', { 'aria-hidden': 'true', 'data-thumb': name })
      : h('span', { class: 'tr-plus', 'aria-hidden': 'true' }, 'CSV')
    const radio = h('input', {
      type: 'radio',
      name: 'train-data',
      value: name,
      checked: name === this.#name,
      onchange: () => this.choose(name),
    })
    const title = entry ? texts.setName(name) : texts.ownData
    return h(
      'label',
      { class: 'tr-card', title: entry?.sentence ?? texts.ownHint },
      radio,
      picture,
      h('span', {}, title),
    )
  }

  /** @param {string} name  empty for a table of one's own */
  async choose(name) {
    this.#name = name
    for (const radio of this.#cards.querySelectorAll('input')) radio.checked = radio.value === name
    const { entry } = this
    this.#own.element.hidden = Boolean(entry)
    this.fields.set('data_rows', entry?.rows ? String(entry.rows) : '')
    this.fields.set('data_noise', entry ? String(entry.noise) : '')
    this.fields.set('data_test', String(100 * (entry ? (entry.starter.data.test ?? 0) : 0.25)))
    for (const field of DRAWN) this.fields.show(field, typeof entry?.rows === 'number')
    this.#begin.hidden = !entry
    await this.load()
  }

  /** The data as a request names it. */
  request() {
    const number = (/** @type {string} */ name) => typed(this.fields.value(name)) ?? this.fields.value(name)
    const part = number('data_test')
    const test = typeof part === 'number' ? part / 100 : part
    const shared = { ...(test !== 0 && { test }), scaling: this.fields.value('data_scaling') }
    if (!this.#name) return { ...this.#own.request(), ...shared }
    if (this.entry?.rows === null) return { name: this.#name, ...shared }
    const rows = this.fields.value('data_rows') === '' ? {} : { rows: number('data_rows') }
    return { name: this.#name, ...rows, noise: number('data_noise'), seed: number('data_seed'), ...shared }
  }

  #soon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.load(), PAUSE)
  }

  /** Fetches the rows as a run would take them. Of several wishes the newest counts. */
  async load() {
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    this.#clear()
    if (!this.#name && !this.#own.ready) {
      this.#take(null)
      return
    }
    try {
      const seed = typed(this.#seed()) ?? 0
      const rows = await ask('POST', PATH, { data: this.request(), seed })
      if (turn === this.#turn) this.#take(rows)
    } catch (error) {
      if (turn !== this.#turn) return
      this.#take(null)
      this.fail(error)
    }
  }

  /** @param {Rows | null} rows */
  #take(rows) {
    this.rows = rows
    const { entry } = this
    const facts = rows ? [texts.rowsFact(rows.rows, rows.test_rows, rows.kind)] : []
    this.#facts.textContent = [entry?.sentence, ...facts, entry?.source ? texts.source(entry.source) : '']
      .filter(Boolean)
      .join(' ')
    this.#changed(rows)
  }

  /**
   * Says what is wrong with the data, at its place. Answers whether the error was about the data.
   * @param {unknown} error
   */
  fail(error) {
    if (!(error instanceof ProblemError)) {
      this.#say(texts.unreachable)
      return true
    }
    const own = error.errors.filter(({ pointer }) => pointer?.startsWith('/data'))
    for (const { pointer = '', detail } of own) {
      const field = `data_${pointer.split('/')[2] ?? ''}`
      if (!this.#name && /^\/data\/(csv|x|y)/.test(pointer)) this.#own.fail(detail)
      else if (!this.fields.fail(field, detail)) this.#say(detail)
    }
    if (error.errors.length === 0) this.#say(error.message)
    return own.length > 0 || error.errors.length === 0
  }

  /** @param {string} detail */
  #say(detail) {
    this.#general.textContent = detail
    this.#general.hidden = false
  }

  #clear() {
    this.fields.clear()
    this.#own.clear()
    this.#general.hidden = true
  }

  #useStarter() {
    if (this.entry) this.#starter(this.entry)
  }

  /** @param {Entry} entry */
  async #small(entry) {
    const canvas = /** @type {HTMLCanvasElement | null} */ (
      this.#cards.querySelector(`[data-thumb="${entry.name}"]`)
    )
    if (!canvas) return
    const data = entry.rows ? { name: entry.name, rows: Math.min(entry.rows, THUMB_ROWS) } : entry.name
    try {
      const rows = await ask('POST', PATH, { data, seed: 0 })
      this.#thumbs.set(canvas, rows)
      thumbnail(canvas, rows)
    } catch (error) {
      // A set without its small picture can still be chosen by its name.
      console.warn(error)
    }
  }
}
