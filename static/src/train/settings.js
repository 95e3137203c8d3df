// How the network learns: optimiser, learning rate and its schedule, batch, decay, clipping, steps, seed.

import { h } from '../dom.js'
import { Fields } from './fields.js'
import { OPTIMISERS, optimiser, SCHEDULES, schedule } from './known.js'
import { DEFAULTS } from './request.js'
import { english as texts } from './texts.js'

/** The fields. */
export class SettingsForm {
  element
  fields
  #optimiser = h('div', { class: 'tr-own' })
  #schedule = h('div', { class: 'tr-own' })
  #formula = h('p', { class: 'tr-hint' })
  #changed
  #size
  /** The fields that belong to the chosen optimiser and schedule. @type {string[]} */ #own = []

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
    this.fields = new Fields('train', (name) => this.#follow(name))
    const { fields } = this
    const d = DEFAULTS
    const optimisers = OPTIMISERS.map(({ name, label }) => /** @type {[string, string]} */ ([name, label]))
    const schedules = SCHEDULES.map(
      ({ name }) => /** @type {[string, string]} */ ([name, texts.schedules[name]]),
    )
    this.#size = fields.text('batch_size', texts.batchSize, d.batch_size)
    this.element = h(
      'div',
      { class: 'tr-fields' },
      fields.choice('optimizer', texts.optimiser, optimisers, d.optimizer),
      fields.text('learning_rate', texts.rate, d.learning_rate),
      this.#optimiser,
      fields.choice('batch', texts.batch, texts.batches, d.batch),
      this.#size,
      fields.text('steps', texts.steps, d.steps),
      fields.text('seed', texts.seed, d.seed),
      h(
        'details',
        { class: 'tr-more is-wide' },
        h('summary', {}, texts.moreSettings),
        h(
          'div',
          { class: 'tr-fields' },
          fields.choice('schedule', texts.schedule, schedules, d.schedule, { wide: true }),
          this.#formula,
          this.#schedule,
          fields.text('weight_decay', texts.decay, d.weight_decay),
          fields.text('clip', texts.clip, d.clip, { hint: texts.clipHint }),
        ),
      ),
    )
    this.#own = [...this.#makeOptimiser(), ...this.#makeSchedule()]
    this.#fit()
  }

  /** @returns {import('./request.js').Settings} */
  values() {
    return this.fields.values()
  }

  /** @param {import('./request.js').Settings} values */
  show(values) {
    this.fields.set('optimizer', values.optimizer)
    this.fields.set('schedule', values.schedule)
    this.#remake()
    for (const [name, value] of Object.entries(values)) this.fields.set(name, value)
    this.#fit()
    this.fields.clear()
  }

  /** @param {string} name */
  #follow(name) {
    this.fields.clear()
    if (name === 'optimizer')
      this.fields.set('learning_rate', String(optimiser(this.fields.value(name)).rate))
    if (name === 'optimizer' || name === 'schedule') this.#remake()
    this.#fit()
    this.#changed()
  }

  #remake() {
    this.fields.drop(this.#own)
    this.#own = [...this.#makeOptimiser(), ...this.#makeSchedule()]
  }

  #makeOptimiser() {
    const { settings } = optimiser(this.fields.value('optimizer'))
    this.#optimiser.replaceChildren(
      ...settings.map(({ name, label, value }) => this.fields.text(name, label, String(value))),
    )
    return settings.map(({ name }) => name)
  }

  #makeSchedule() {
    const { settings, formula } = schedule(this.fields.value('schedule'))
    this.#formula.textContent = formula
    this.#schedule.replaceChildren(
      ...settings.map(({ name, label, value }) => this.fields.text(`schedule_${name}`, label, String(value))),
    )
    return settings.map(({ name }) => `schedule_${name}`)
  }

  #fit() {
    this.#size.hidden = this.fields.value('batch') !== 'mini'
  }
}
