// A sweep: lists instead of single settings, one job, and what it has found so far.

import { ProblemError } from '../client.js'
import { h } from '../dom.js'
import { typed } from '../format.js'
import { ask } from './ask.js'
import { button, disable } from './button.js'
import { Fields } from './fields.js'
import { INITS, OPTIMISERS } from './known.js'
import { numbers } from './request.js'
import { watch } from './stream.js'
import { SweepPictures } from './sweep-pictures.js'
import { english as texts } from './texts-sweep.js'

const PATH = '/api/v1/sweep'
const MOST_RUNS = 1000
const CHOSEN = { optimizers: ['sgd', 'adam'], inits: ['xavier_uniform'] }

/** @typedef {import('./sweep-results.js').Result} Result */
/** @typedef {import('./sweep-results.js').Setting} Setting */

/** The form, the progress and the results. */
export class Sweep {
  element
  #request
  #fields = new Fields('sweep', () => this.#count())
  #optimisers
  #inits
  #sentence = h('p', { class: 'tr-caption', role: 'status' })
  #message = h('p', { class: 'tr-message', hidden: true, role: 'alert' })
  #bar = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': texts.progress })
  #start
  #cancel
  #pictures
  /** @type {Result[]} */ #results = []
  /** @type {any} */ #facts = null
  /** @type {(() => void) | null} */ #stop = null
  #waiting = false
  #all = 0

  /**
   * @param {() => any} request  the training request as it stands, null where something in it is wrong
   * @param {(setting: Setting) => void} use
   */
  constructor(request, use) {
    this.#request = request
    this.#optimisers = choices(
      texts.optimisers,
      OPTIMISERS.map(({ name, label }) => [name, label]),
      CHOSEN.optimizers,
      () => this.#count(),
    )
    this.#inits = choices(
      texts.inits,
      INITS.map((name) => [name, name.replaceAll('_', ' ')]),
      CHOSEN.inits,
      () => this.#count(),
    )
    this.#start = button(texts.start, () => this.#go(), 'tr-main')
    this.#cancel = button(texts.cancel, () => this.#give())
    this.#cancel.hidden = true
    this.#pictures = new SweepPictures(use)
    this.element = this.#layout()
    this.#count()
  }

  #layout() {
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'tr-axes' },
        this.#fields.text('learning_rates', texts.rates, '0.01, 0.03, 0.1, 0.3', { hint: texts.listHint }),
        this.#fields.text('seeds', texts.seeds, '3', { hint: texts.seedsHint }),
        this.#fields.text('steps', texts.steps, '300'),
        this.#optimisers.element,
        this.#inits.element,
      ),
      this.#sentence,
      h('div', { class: 'tr-buttons' }, this.#start, this.#cancel),
      this.#bar,
      this.#message,
      this.#pictures.element,
    )
  }

  /** The axes as the fields say; what is wrong is said at the field. */
  #axes() {
    this.#fields.clear()
    const rates = numbers(this.#fields.value('learning_rates'))
    if (!rates) this.#fields.fail('learning_rates', texts.notList)
    const seeds = this.#whole('seeds')
    const steps = this.#whole('steps')
    const [optimizers, inits] = [this.#optimisers.chosen(), this.#inits.chosen()]
    if (!rates || !seeds || !steps || optimizers.length === 0 || inits.length === 0) return null
    return {
      steps,
      learning_rates: [...new Set(rates)],
      inits,
      optimizers,
      seeds: Array.from({ length: Math.min(seeds, MOST_RUNS + 1) }, (_, i) => i),
    }
  }

  /** @param {string} name */
  #whole(name) {
    const number = typed(this.#fields.value(name))
    if (number !== null && Number.isInteger(number) && number >= 1) return number
    this.#fields.fail(name, texts.notWhole)
    return 0
  }

  #count() {
    const axes = this.#axes()
    const parts =
      axes && [axes.learning_rates, axes.optimizers, axes.inits, axes.seeds].map(({ length }) => length)
    const all = parts ? parts.reduce((product, count) => product * count, 1) : 0
    this.#sentence.textContent = parts ? texts.count(parts, all, MOST_RUNS) : texts.incomplete
    disable(this.#start, all === 0 || all > MOST_RUNS)
  }

  async #go() {
    const axes = this.#axes()
    const request = this.#request()
    if (!axes || !request) return this.#say(texts.fixFirst)
    this.#say('')
    const { spec, data, batch_size, schedule, weight_decay, clip } = request
    const { init: _, ...rest } = spec
    disable(this.#start, true)
    try {
      await this.#end()
      this.#facts = await ask('POST', PATH, {
        spec: rest,
        data,
        batch_size,
        schedule,
        weight_decay,
        clip,
        ...axes,
      })
      this.#results = []
      this.#all = this.#facts.runs
      this.#bar.hidden = false
      this.#cancel.hidden = false
      this.#watch()
      this.#soon()
    } catch (error) {
      this.#fail(error)
    }
    disable(this.#start, false)
  }

  #watch() {
    const { events } = this.#facts
    this.#stop = watch(events, {
      event: (kind, data) => {
        if (kind === 'frame') this.#results.push(data)
        else if (kind !== 'paused')
          this.#finish(texts.ends[data.code] ?? (kind === 'done' ? '' : data.detail), data.code)
        this.#soon()
      },
      connection: (state) => {
        if (state === 'lost') this.#say(texts.lost, 'mark')
        else if (state === 'open') this.#say('')
        else if (this.#facts) this.#finish(texts.gone)
      },
    })
  }

  /**
   * @param {string} words
   * @param {string} [code]
   */
  #finish(words, code = '') {
    this.#facts = null
    this.#cancel.hidden = true
    if (words) this.#say(words, code === 'cancelled' ? 'value' : code in texts.ends ? 'mark' : 'error')
  }

  async #give() {
    await this.#end()
    this.#say(texts.ends.cancelled, 'value')
    this.#start.focus()
  }

  /** Ends the sweep that goes on; what it has found stays. */
  async #end() {
    const { id } = this.#facts ?? {}
    this.#stop?.()
    this.#facts = null
    this.#cancel.hidden = true
    if (id) await ask('DELETE', `${PATH}/${id}`).catch((error) => this.#fail(error))
  }

  /** Draws once an animation frame, however many runs end. */
  #soon() {
    if (this.#waiting) return
    this.#waiting = true
    requestAnimationFrame(() => {
      this.#waiting = false
      const all = this.#all
      this.#bar.value = all ? this.#results.length / all : 0
      this.#sentence.textContent = texts.done(this.#results.length, all)
      this.#pictures.show(this.#results)
    })
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ProblemError)) {
      console.warn(error)
      return this.#say(texts.unreachable)
    }
    const others = error.errors.filter(
      ({ pointer = '', detail }) => !this.#fields.fail(pointer.split('/')[1] ?? '', detail),
    )
    this.#say(error.errors.length > 0 ? others.map(({ detail }) => detail).join(' ') : error.message)
  }

  /**
   * @param {string} text
   * @param {'error' | 'mark' | 'value'} [role]
   */
  #say(text, role = 'error') {
    this.#message.setAttribute('role', role === 'error' ? 'alert' : 'status')
    this.#message.dataset.role = role
    this.#message.textContent = text
    this.#message.hidden = text === ''
  }
}

/**
 * A group of boxes of which some are ticked.
 * @param {string} title
 * @param {[string, string][]} names
 * @param {string[]} first
 * @param {() => void} changed
 */
function choices(title, names, first, changed) {
  const boxes = names.map(([name, label]) => {
    const input = h('input', {
      type: 'checkbox',
      value: name,
      checked: first.includes(name),
      onchange: changed,
    })
    return { input, box: h('label', { class: 'tr-pick' }, input, h('span', {}, label)) }
  })
  return {
    element: h(
      'fieldset',
      { class: 'tr-side tr-choices' },
      h('legend', {}, title),
      ...boxes.map(({ box }) => box),
    ),
    chosen: () => boxes.filter(({ input }) => input.checked).map(({ input }) => input.value),
  }
}
