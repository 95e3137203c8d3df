// A row of a data set as the sample: the sets and their rows come from the server when somebody looks for them.

import { h } from '../dom.js'
import { Asking } from './ask.js'
import { english as texts } from './texts.js'

/** @typedef {{ name: string, line: string, sentence?: string }} DataSet */
/** @typedef {{ x: number[][], y: number[][] }} Rows */
/** @typedef {{ name: string, row: number }} Chosen  row from 1 */

/** The choice of a set and a row. */
export class RowChoice {
  #acts
  #asking = new Asking('/api/v1/data')
  /** @type {DataSet[] | null} */ #sets = null
  /** @type {Rows | null} */ #rows = null
  #loaded = ''
  /** @type {Chosen | null} */ #chosen = null
  #select
  #row
  #of
  #said

  /**
   * @param {HTMLElement} box
   * @param {{ take: (row: { x: number[], y: number[] }, chosen: Chosen) => boolean, network: (line: string) => Promise<void> }} acts
   *   `take` says whether the row fits the network
   */
  constructor(box, acts) {
    this.#acts = acts
    this.#select = h(
      'select',
      {
        onpointerdown: () => this.#list(),
        onfocus: () => this.#list(),
        onchange: () => this.#choose(this.#select.value, 1),
      },
      h('option', { value: '' }, texts.ownSample),
    )
    this.#row = h('input', {
      type: 'number',
      min: '1',
      value: '1',
      'aria-label': texts.rowNumber,
      onchange: () => this.#choose(this.#select.value, Number(this.#row.value)),
    })
    this.#of = h('span', {})
    this.#said = h('div', { class: 'messages', role: 'status' })
    box.append(
      h('label', { class: 'field' }, h('span', {}, texts.dataSet), this.#select),
      h('div', { class: 'field row' }, h('span', {}, texts.rowNumber), h('div', {}, this.#row, this.#of)),
      this.#said,
    )
    this.#showRow()
  }

  /** The set and the row that the sample is; null where the numbers are one's own. */
  get chosen() {
    return this.#chosen
  }

  /** The numbers are somebody's own. */
  forget() {
    this.#chosen = null
    this.#select.value = ''
    this.#said.replaceChildren()
    this.#showRow()
  }

  /**
   * Shows what a link says; its numbers are in the link, too.
   * @param {Chosen} chosen
   */
  show(chosen) {
    this.#chosen = chosen
    this.#offer([{ name: chosen.name, line: '' }])
    this.#select.value = chosen.name
    this.#row.value = String(chosen.row)
    this.#showRow()
  }

  #showRow() {
    const own = this.#chosen === null
    this.#row.disabled = own
    this.#of.textContent = own || !this.#rows ? '' : texts.rowOf(this.#rows.x.length)
    if (this.#rows) this.#row.max = String(this.#rows.x.length)
  }

  /** @param {DataSet[]} sets */
  #offer(sets) {
    const known = new Set([...this.#select.options].map(({ value }) => value))
    for (const { name } of sets) if (!known.has(name)) this.#select.append(new Option(name, name))
  }

  async #list() {
    if (this.#sets) return
    try {
      const answer = await fetch(new URL('/api/v1/data', document.baseURI), {
        headers: { Accept: 'application/json' },
      })
      if (!answer.ok) throw new Error(`the list of data sets: ${answer.status}`)
      const body = await answer.json()
      this.#sets = /** @type {DataSet[]} */ (Object.values(body).find(Array.isArray))
      this.#offer(this.#sets)
    } catch (error) {
      console.warn(error)
      this.#say(texts.dataFailed)
    }
  }

  /**
   * @param {string} name
   * @param {number} row
   */
  async #choose(name, row) {
    this.#said.replaceChildren()
    if (name === '') return this.forget()
    try {
      if (this.#loaded !== name) {
        const answer = await this.#asking.ask({ data: name, seed: 0 })
        if (!answer) return
        this.#rows = answer
        this.#loaded = name
      }
    } catch (error) {
      console.warn(error)
      return this.#say(texts.dataFailed)
    }
    const { x, y } = /** @type {Rows} */ (this.#rows)
    const at = Math.min(Math.max(1, Math.round(row) || 1), x.length)
    this.#chosen = { name, row: at }
    this.#row.value = String(at)
    this.#showRow()
    const own = { x: flat(x[at - 1]), y: flat(y[at - 1]) }
    if (this.#acts.take(own, this.#chosen)) return
    await this.#list()
    const line = this.#sets?.find((set) => set.name === name)?.line
    this.#say(texts.unfit(name, own.x.length, own.y.length), line)
  }

  /**
   * @param {string} sentence
   * @param {string} [line]  of a network that takes these rows
   */
  #say(sentence, line) {
    const take = async () => {
      const { name, row } = /** @type {Chosen} */ (this.#chosen)
      await this.#acts.network(/** @type {string} */ (line))
      await this.#choose(name, row)
    }
    const button = h('button', { type: 'button', class: 'button', onclick: take }, texts.fitting)
    this.#said.replaceChildren(h('p', { class: 'notice-line' }, sentence), ...(line ? [button] : []))
  }
}

/**
 * All numbers of a row, which may be an image.
 * @param {unknown} row
 */
const flat = (row) => /** @type {number[]} */ ([row].flat(Number.POSITIVE_INFINITY))
