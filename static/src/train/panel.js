// The panel: carries data, settings and network to a run, and what the run reports to the pictures.

import { ProblemError } from '../client.js'
import { h } from '../dom.js'
import { adapted, ends, endsOf, mismatch } from './adapt.js'
import { onTheme } from './colours.js'
import { Controls } from './controls.js'
import { DataForm } from './data.js'
import { Player } from './player.js'
import { fieldOf, settingsOf, trainRequest } from './request.js'
import { Run } from './run.js'
import { SettingsForm } from './settings.js'
import { Surface } from './surface.js'
import { Sweep } from './sweep.js'
import { english as texts } from './texts.js'
import { Views } from './views.js'
import { stopsOf } from './walk.js'

/** @typedef {import('./main.js').Host} Host */

/** Everything of the section. */
export class Panel {
  element
  #host
  #data
  #settings
  #controls
  #views
  #run
  #player
  #sweep
  #surface
  #fit = h('div', { class: 'tr-banner', hidden: true })
  #changedNote = h('p', { class: 'tr-banner', hidden: true }, texts.changed)
  /** What the run was made of, to see whether that has changed. */
  #made = ''
  /** The data of the run. @type {import('./plane.js').Rows | null} */ #learnt = null
  /** Whether the next frame that comes to rest is to be gone through layer by layer. */
  #walking = false
  #pausing = false
  /** Whether it has been said that a run has to wait for a network that fits. */
  #refused = false
  #began = { time: 0, step: 0 }

  /** @param {Host} host */
  constructor(host) {
    this.#host = host
    this.#settings = new SettingsForm(() => this.#edited())
    this.#data = new DataForm({
      changed: () => this.#edited(),
      starter: (entry) => this.#begin(entry),
      seed: () => this.#settings.fields.value('seed'),
    })
    this.#run = new Run(
      (frame) => this.#reported(frame),
      (error) => this.#fail(error),
    )
    this.#player = new Player(
      () => this.#run.history,
      (at) => this.#draw(at),
    )
    this.#controls = new Controls({
      toggle: () => this.#try(() => this.#toggle()),
      step: () => this.#try(() => this.#order({ action: 'step', steps: 1 })),
      walk: () => this.#try(() => this.#walk()),
      epochs: (epochs) => this.#try(() => this.#order({ action: 'epochs', epochs })),
      reset: () => this.#try(() => this.#reset()),
      scrub: (at) => this.#player.scrub(at),
      each: (on) => {
        this.#player.each = on
        this.#player.wake()
      },
    })
    // Pictures that change twenty times a second are motion, too.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#controls.each = false
    this.#player.each = this.#controls.each
    this.#views = new Views(host, this.#run, () => [this.#data.rows, this.#learnt])
    this.#sweep = new Sweep(
      () => this.#request(),
      (setting) => this.#try(() => this.#use(setting)),
    )
    this.#surface = new Surface(this.#run)
    this.element = this.#layout()
  }

  #layout() {
    const sheet = (/** @type {string} */ title, /** @type {string} */ kind, /** @type {Node[]} */ ...parts) =>
      h('section', { class: `tr-sheet ${kind}`, 'aria-label': title }, h('h3', {}, title), ...parts)
    return h(
      'div',
      { class: 'tr-panel' },
      h('h2', { id: 'training' }, texts.title),
      h('p', { class: 'tr-lead' }, texts.lead),
      h(
        'div',
        { class: 'tr-grid' },
        h(
          'div',
          { class: 'tr-side-column' },
          sheet(texts.data, '', this.#data.element),
          sheet(texts.settings, '', this.#settings.element),
        ),
        h(
          'div',
          { class: 'tr-main-column' },
          sheet(texts.run, 'tr-run', this.#fit, this.#changedNote, this.#controls.element),
          this.#views.element,
        ),
      ),
      h(
        'div',
        { class: 'tr-pair tr-more-work' },
        sheet(texts.sweep, '', h('p', { class: 'tr-caption' }, texts.sweepLead), this.#sweep.element),
        sheet(texts.surface, '', h('p', { class: 'tr-caption' }, texts.surfaceLead), this.#surface.element),
      ),
    )
  }

  /** Fetches the data sets and listens to the page. */
  async start() {
    this.#host.onSpec(() => this.#edited())
    onTheme(() => this.#player.wake())
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return
      // A page that was hidden for long may have missed the end of its run.
      this.#run.look()
      this.#player.wake()
    })
    this.#player.wake()
    await this.#data.start()
  }

  // What is asked

  /** The request as it would be made now; null where something is wrong, which is then said. */
  #request() {
    this.#settings.fields.clear()
    const { request, wrong } = trainRequest(this.#settings.values(), this.#host.spec(), this.#data.request())
    for (const name of wrong) this.#settings.fields.fail(name, texts.notNumber)
    if (wrong.length > 0) {
      this.#settings.fields.focusWrong()
      return null
    }
    if (this.#data.rows && !mismatch(this.#host.spec(), this.#data.rows)) return request
    if (this.#data.rows) this.#fit.querySelector('button')?.focus()
    this.#refused = this.#data.rows !== null
    this.#controls.say(this.#refused ? texts.adaptFirst : texts.noRows)
    return null
  }

  async #toggle() {
    const { phase } = this.#run.standing
    if (phase === 'running') {
      // The server is ahead of the pictures where every frame is shown in turn: at rest both are at one step.
      this.#pausing = true
      return this.#run.order({ action: 'pause' })
    }
    if (phase === 'paused') return this.#order({ action: 'go' })
    await this.#start({ action: 'go' })
  }

  /** @param {{ action: string, [count: string]: any }} order */
  async #start(order) {
    const request = this.#request()
    if (!request) return
    this.#made = JSON.stringify(request)
    this.#learnt = this.#data.rows
    this.#player.reset()
    this.#controls.say('')
    this.#began = { time: performance.now(), step: 0 }
    await this.#run.start(/** @type {any} */ (request), order)
    this.#edited()
  }

  /** @param {{ action: string, [count: string]: any }} order */
  async #order(order) {
    this.#views.closeWalk()
    this.#player.catchUp()
    this.#began = { time: performance.now(), step: this.#run.standing.step }
    if (this.#run.standing.phase === 'paused') return this.#run.order(order)
    await this.#start(order)
  }

  /** The shown step layer by layer, where it follows the frame before it; else a new step. */
  async #walk() {
    const { frames, last } = this.#run.history
    const { at } = this.#player
    const stops = at > 0 && at < last ? stopsOf(frames[at - 1], frames[at]) : []
    if (stops.length > 0) return this.#views.walk(stops, frames[at - 1], frames[at])
    if (this.#run.standing.phase === 'ended') {
      const found = frames[at] && stopsOf(frames[at - 1], frames[at])
      if (found?.length) return this.#views.walk(found, frames[at - 1], frames[at])
      return this.#controls.say(texts.noWalk, 'mark')
    }
    this.#walking = true
    await this.#order({ action: 'step', steps: 1 })
  }

  async #reset() {
    this.#walking = false
    this.#made = ''
    this.#controls.say('')
    this.#views.closeWalk()
    this.#player.reset()
    await this.#run.reset()
    this.#edited()
  }

  /** @param {any} entry */
  async #begin(entry) {
    await this.#reset()
    this.#settings.show(settingsOf({ seed: 0, ...entry.starter }))
    await this.#host.setSpec(entry.line)
    await this.#data.choose(entry.name)
  }

  /** Takes a setting that a sweep has found. @param {import('./sweep-results.js').Setting} setting */
  async #use({ optimizer, init, rate }) {
    await this.#reset()
    this.#settings.show(settingsOf({ optimizer, learning_rate: rate }, this.#settings.values()))
    await this.#host.setSpec({ ...this.#host.spec(), init: { scheme: init } })
    this.element.querySelector('.tr-run')?.scrollIntoView({ block: 'nearest' })
  }

  /** Another spec, other data or other settings. */
  #edited() {
    const rows = this.#data.rows
    const spec = this.#host.spec()
    const wrong = rows && spec.layers.length > 0 ? mismatch(spec, rows) : null
    this.#fit.hidden = !wrong
    if (this.#refused && !wrong) this.#controls.say('')
    this.#refused &&= Boolean(wrong)
    if (wrong && rows) {
      const adapt = () => this.#try(async () => this.#host.setSpec(adapted(spec, rows)))
      const button = h('button', { type: 'button', class: 'button', onclick: adapt }, texts.adapt)
      this.#fit.replaceChildren(h('span', {}, texts.unfit(ends(rows), endsOf(spec))), button)
    }
    const { request } = trainRequest(this.#settings.values(), spec, this.#data.request())
    this.#changedNote.hidden = !this.#run.request || JSON.stringify(request) === this.#made
    this.#player.wake()
  }

  // What comes back

  /** @param {boolean} _frame */
  #reported(_frame) {
    const { standing, history, request } = this.#run
    if (standing.phase === 'paused' && this.#walking && history.last > 0) {
      this.#walking = false
      this.#player.catchUp()
      const { frames, last } = history
      this.#views.walk(stopsOf(frames[last - 1], frames[last]), frames[last - 1], frames[last])
    }
    if (standing.phase !== 'running' && this.#pausing) {
      this.#pausing = false
      this.#player.catchUp()
    }
    this.#controls.announce(standing, request?.steps ?? 0, history.newest?.loss)
    this.#player.wake()
  }

  /** @param {number} at */
  #draw(at) {
    const { standing, history, request } = this.#run
    this.#controls.show(standing, { steps: request?.steps ?? 0, left: this.#left() })
    this.#controls.time(at, history)
    this.#views.show(at)
    this.#surface.follow()
  }

  /** Seconds until the run has made its steps, by how fast it was since it last set out. */
  #left() {
    const { standing, request } = this.#run
    const made = standing.step - this.#began.step
    if (!request || made <= 0) return null
    const seconds = (performance.now() - this.#began.time) / 1000
    return (seconds / made) * (request.steps - standing.step)
  }

  // What goes wrong

  /** @param {() => unknown} act */
  async #try(act) {
    try {
      await act()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#walking = false
    if (!(error instanceof ProblemError)) {
      console.warn(error)
      return this.#controls.say(texts.unreachable)
    }
    const others = error.errors.filter(
      ({ pointer, detail }) =>
        !this.#settings.fields.fail(fieldOf(pointer), detail) && !pointer?.startsWith('/data'),
    )
    if (error.errors.some(({ pointer }) => pointer?.startsWith('/data'))) this.#data.fail(error)
    const words = error.errors.length === 0 ? [error.message] : others.map(({ detail }) => detail)
    this.#controls.say(words.join(' '))
    this.#settings.fields.focusWrong()
  }
}
