// The buttons of a run, its progress, and the time line over what it has reported.

import { h } from '../dom.js'
import { short } from '../format.js'
import { button, disable } from './button.js'
import { english as texts } from './texts.js'

/** @typedef {import('./stream.js').Standing} Standing */
/** @typedef {{ toggle: () => void, step: () => void, walk: () => void, epochs: (n: number) => void, reset: () => void, scrub: (at: number) => void, each: (on: boolean) => void }} Orders */

const QUIET = 4000

/** The bar. */
export class Controls {
  element
  #toggle
  #step
  #walk
  #epochs
  #reset
  #bar = h('progress', { max: 1, value: 0, 'aria-label': texts.run })
  #words = h('p', { class: 'tr-standing' })
  #slider
  #shown = h('output', { class: 'tr-shown', for: 'train-time' })
  #message = h('p', { class: 'tr-message', hidden: true })
  #status = h('p', { class: 'unseen', role: 'status' })
  #each = h('input', { type: 'checkbox', checked: true })
  #said = 0
  #phase = ''

  /** @param {Orders} orders */
  constructor(orders) {
    const count = h('input', {
      id: 'train-epochs',
      value: '10',
      inputmode: 'numeric',
      'aria-label': texts.epochs,
    })
    this.#toggle = button(texts.start, orders.toggle, 'tr-main')
    this.#step = button(texts.oneStep, orders.step)
    this.#walk = button(texts.byLayer, orders.walk)
    this.#epochs = button(texts.runEpochs, () =>
      orders.epochs(Math.max(1, Math.round(Number(count.value)) || 1)),
    )
    this.#reset = button(texts.reset, orders.reset)
    const each = this.#each
    each.addEventListener('change', () => orders.each(each.checked))
    this.#slider = h('input', {
      id: 'train-time',
      type: 'range',
      min: 0,
      max: 0,
      value: 0,
      'aria-label': texts.timeLine,
      oninput: () => orders.scrub(Number(this.#slider.value)),
    })
    this.element = h(
      'div',
      {},
      h(
        'div',
        { class: 'tr-buttons' },
        this.#toggle,
        this.#step,
        this.#walk,
        h('div', { class: 'tr-epochs' }, count, this.#epochs),
        this.#reset,
        h('label', { class: 'tr-each' }, each, h('span', {}, texts.each)),
      ),
      this.#bar,
      this.#words,
      h('div', { class: 'tr-time' }, this.#slider, this.#shown),
      this.#message,
      this.#status,
    )
  }

  /** Whether every frame is to be shown in turn. */
  get each() {
    return this.#each.checked
  }

  set each(on) {
    this.#each.checked = on
  }

  /**
   * @param {Standing} standing
   * @param {{ steps: number, left: number | null }} run
   */
  show(standing, { steps, left }) {
    const { phase, step, epoch, end } = standing
    const going = phase === 'running'
    this.#toggle.textContent = {
      idle: texts.start,
      starting: texts.start,
      running: texts.pause,
      paused: texts.goOn,
      ended: texts.again,
    }[phase]
    disable(this.#toggle, phase === 'starting')
    for (const each of [this.#step, this.#epochs])
      disable(each, going || phase === 'starting' || phase === 'ended')
    disable(this.#walk, going || phase === 'starting')
    disable(this.#reset, phase === 'idle' || phase === 'starting')
    this.#bar.value = steps ? step / steps : 0
    const where = steps ? texts.standing(step, steps, short(Number(epoch.toFixed(2)))) : ''
    const plain = end?.kind === 'done' && !end.code
    const more = going && left !== null ? texts.left(left) : plain ? texts.ends.done : texts.phases[phase]
    this.#words.textContent = [where, more].filter(Boolean).join(' · ')
    this.#bar.setAttribute('aria-valuetext', this.#words.textContent)
    if (standing.connection === 'lost' && phase !== 'ended') this.say(texts.lostConnection, 'mark')
    else if (end && !plain) this.say(endWords(end))
  }

  /**
   * @param {number} at
   * @param {import('./history.js').History} history
   */
  time(at, history) {
    this.#slider.max = String(Math.max(history.last, 0))
    this.#slider.value = String(at)
    this.#slider.disabled = history.last < 1
    const frame = history.frames[at]
    this.#shown.textContent = frame ? texts.shownStep(frame.step) : ''
    if (frame) this.#slider.setAttribute('aria-valuetext', texts.shownStep(frame.step))
  }

  /**
   * Tells those who do not see the picture, now and then; a change of the phase at once.
   * @param {Standing} standing
   * @param {number} steps
   * @param {number | undefined} loss
   */
  announce(standing, steps, loss) {
    const now = performance.now()
    const other = standing.phase !== this.#phase
    if (!other && now - this.#said < QUIET) return
    if (standing.phase === 'idle' && !this.#phase) return
    this.#phase = standing.phase
    this.#said = now
    const where = texts.standing(standing.step, steps, short(Number(standing.epoch.toFixed(2))))
    const end = standing.end ? endWords(standing.end) : texts.phases[standing.phase]
    this.#status.textContent = `${end} ${texts.announce(where, loss === undefined ? '–' : short(loss))}`
  }

  /**
   * A sentence under the bar; empty to take it away.
   * @param {string} text
   * @param {'error' | 'mark' | 'value'} [role]
   */
  say(text, role = 'error') {
    this.#message.textContent = text
    this.#message.hidden = text === ''
    this.#message.dataset.role = role
  }
}

/** @param {NonNullable<Standing['end']>} end */
export function endWords({ kind, step = 0, layer, code, detail }) {
  if (kind === 'diverged' && layer !== undefined) return texts.diverged(step, layer, detail ?? '')
  return texts.ends[code ?? kind] ?? detail ?? texts.ends.gone
}
