// The three forms of a spec: form, line and JSON. Each can be edited; the others follow, and so they convert into one
// another. Steps back and forth go through the networks that were accepted.

import { Form } from './form.js'
import { Written } from './written.js'

/** @typedef {import('./layers.js').Spec} Spec */
/** @typedef {'form' | 'line' | 'json'} Source */
/** @typedef {{ spec: Spec, line: string }} Both  a spec in the forms that the server writes */

const SOURCES = /** @type {const} */ (['form', 'line', 'json'])

/** The editors of one network. */
export class Editors {
  #part
  #form
  #line
  #json
  #undo
  #redo
  /** @type {string[]} */ #past = []
  /** @type {string[]} */ #future = []
  /** The network that is shown, as a line. */ #present = ''

  /**
   * @param {import('./page.js').Part} part
   * @param {{ propose: (given: unknown, source: Source | 'history') => void,
   *   drawn: () => { n: number, [name: string]: any }[] }} acts
   */
  constructor(part, { propose, drawn }) {
    this.#part = part
    const pane = (/** @type {Source} */ source) =>
      /** @type {HTMLElement} */ (document.querySelector(`[data-pane="${source}"]`))
    this.#form = new Form(pane('form'), (spec) => propose(spec, 'form'), drawn)
    this.#line = new Written(pane('line'), 'line', (text) => propose(text, 'line'))
    this.#json = new Written(pane('json'), 'json', (given) => propose(given, 'json'))
    this.#undo = /** @type {HTMLButtonElement} */ (part('undo'))
    this.#redo = /** @type {HTMLButtonElement} */ (part('redo'))
    const step = (/** @type {string[]} */ from, /** @type {string[]} */ to) => {
      const line = from.pop()
      if (line === undefined) return
      to.push(this.#present)
      this.#present = line
      this.#buttons()
      propose(line, 'history')
    }
    this.#undo.addEventListener('click', () => step(this.#past, this.#future))
    this.#redo.addEventListener('click', () => step(this.#future, this.#past))
    this.#tabs()
  }

  /**
   * Shows a network in all forms but the one in which somebody is writing it.
   * @param {Both} both
   * @param {Source | 'history' | 'other'} source
   */
  show({ spec, line }, source) {
    if (source !== 'history' && this.#present && this.#present !== line) {
      this.#past.push(this.#present)
      this.#future = []
    }
    this.#present = line
    this.#buttons()
    if (source === 'form') this.#form.keep(spec)
    else this.#form.show(spec)
    if (source === 'line') this.#line.clear()
    else this.#line.show(line)
    if (source === 'json') this.#json.clear()
    else this.#json.show(written(spec))
  }

  /**
   * Shows what is wrong where it was written.
   * @param {Source} source
   * @param {any} problem
   */
  fail(source, problem) {
    if (source === 'form') this.#form.fail(problem.errors ?? [])
    else if (source === 'line') this.#line.fail(problem)
    else this.#json.fail(problem)
  }

  /** Forgets the ways back, for a network that was opened. */
  forget() {
    this.#past = []
    this.#future = []
    this.#present = ''
  }

  #buttons() {
    this.#undo.disabled = this.#past.length === 0
    this.#redo.disabled = this.#future.length === 0
  }

  #tabs() {
    const tabs = /** @type {HTMLElement[]} */ ([...this.#part('tabs').querySelectorAll('[role=tab]')])
    const choose = (/** @type {HTMLElement} */ chosen) => {
      for (const tab of tabs) {
        const here = tab === chosen
        tab.setAttribute('aria-selected', String(here))
        tab.tabIndex = here ? 0 : -1
        const pane = document.getElementById(tab.getAttribute('aria-controls') ?? '')
        if (pane) pane.hidden = !here
      }
    }
    for (const [i, tab] of tabs.entries()) {
      tab.addEventListener('click', () => choose(tab))
      tab.addEventListener('keydown', ({ key }) => {
        const way = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
        if (way === 0) return
        const next = tabs[(i + way + tabs.length) % tabs.length]
        choose(next)
        next.focus()
      })
    }
  }
}

/** Whether a word names an editor. @param {string} source @returns {source is Source} */
export const isSource = (source) => SOURCES.some((each) => each === source)

/**
 * A spec as JSON that people read: lists of numbers in one line.
 * @param {Spec} spec
 */
export const written = (spec) =>
  JSON.stringify(spec, null, 2).replace(/\[[\s\d.,eE+-]*\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
