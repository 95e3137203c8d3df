// The seven stations on the time line: a button each, and for the present one its equation, the same with this network's
// numbers, and what it lights up in the picture.

import { h } from '../dom.js'
import { stationAt, stretchesOf } from './progress.js'
import { stationBody } from './station-body.js'
import { english as texts } from './texts.js'
import { restAt, toldAt } from './told.js'

/** @typedef {import('./page.js').Picture} Picture */
/** @typedef {import('./progress.js').Stretch} Stretch */

const UPDATE = 7
const GRADIENTS = 6
const FORWARD = 3

/** The stations of a run. */
export class Stations {
  #picture
  #bar
  #box
  #acts
  /** @type {any} */ #network = null
  /** @type {Stretch[]} */ #stretches = []
  /** The station that somebody went to. @type {number | null} */ #chosen = null
  /** The station whose card is shown. @type {number | null} */ #shown = null
  /** Where playing stops. @type {number | null} */ #until = null
  /** The neuron that is written out: its place in each layer, from 1. */ #neuron = 1
  #drawn = ''

  /**
   * @param {Picture} picture
   * @param {{ bar: HTMLElement, box: HTMLElement }} places
   * @param {{ apply: () => void, changed: () => void, history: () => number[], light: (names: string[]) => void,
   *   announce: (sentence: string) => void }} acts
   */
  constructor(picture, { bar, box }, acts) {
    this.#picture = picture
    this.#bar = bar
    this.#box = box
    this.#acts = acts
    const buttons = texts.stations.map((title, i) =>
      h(
        'li',
        {},
        h(
          'button',
          { type: 'button', 'data-go': i + 1, onclick: () => this.go(i + 1) },
          h('span', { class: 'badge', 'aria-hidden': 'true' }, String(i + 1)),
          h('span', {}, title),
        ),
      ),
    )
    bar.replaceChildren(h('ol', {}, ...buttons))
    picture.addEventListener('chainrule:step', () => this.#stepped())
  }

  /** The station that somebody is at. */
  get chosen() {
    return this.#chosen
  }

  /** The neuron that is written out in every layer. */
  get neuron() {
    return this.#neuron
  }

  set neuron(j) {
    this.#neuron = j
    this.#tell()
    this.#draw()
  }

  /**
   * Takes another run.
   * @param {any} network  of the answer
   */
  take(network) {
    this.#network = network
    const { scene } = this.#picture
    this.#stretches = scene && network.stations ? stretchesOf(scene, network.stations) : []
    this.#drawn = ''
    this.#stepped()
  }

  /**
   * The station a link says, without moving.
   * @param {number | null} number
   */
  choose(number) {
    this.#chosen = number
  }

  /**
   * Goes to a station: the picture moves through it, and stops at its end.
   * @param {number} number
   * @param {number} [part]  the layer of it to which to go
   */
  go(number, part) {
    const stretch = this.#stretches[number - 1]
    if (!stretch) return
    this.#chosen = number
    const at = stretch.parts.findIndex(({ n }) => n === part)
    const to = at < 0 ? stretch.to : stretch.parts[at].to
    const from = at > 0 ? stretch.parts[at - 1].to : stretch.from
    this.#until = null
    if (from >= to || matchMedia('(prefers-reduced-motion: reduce)').matches) this.#picture.goTo(to)
    else {
      this.#picture.goTo(from)
      this.#until = to
      this.#picture.play()
    }
    this.#stepped()
    this.#acts.changed()
    this.#acts.announce(`${texts.stationTitles[number - 1]}. ${texts.sentences[number - 1]}`)
  }

  #stepped() {
    const { step } = this.#picture
    if (this.#until !== null && step >= this.#until) {
      this.#until = null
      this.#picture.pause()
    }
    const now = stationAt(this.#stretches, step, this.#chosen)
    if (this.#chosen !== null && now !== this.#chosen && this.#until === null) this.#chosen = null
    this.#shown = now
    this.#mark()
    this.#tell()
    this.#draw()
  }

  /** Where a station ends it tells of itself, not of the step that the picture came to rest on. */
  #tell() {
    const { scene, step } = this.#picture
    if (!scene) return
    const own = this.#until === null ? this.#told(step) : null
    if (!own && !scene.story) return
    // What moves from here on is told as it is.
    scene.story = own
      ? (/** @type {unknown} */ _, /** @type {number} */ _from, /** @type {number} */ to) =>
          to === step ? own : null
      : undefined
    this.#picture.retell()
  }

  /**
   * The story of the station that somebody went to, or of the gradients of the weights at the very end.
   * @param {number} step
   */
  #told(step) {
    const last = this.#stretches[GRADIENTS - 1]?.to
    const number = this.#chosen ?? (step > 0 && step === last ? GRADIENTS : null)
    const rest = number === null ? null : restAt(this.#stretches[number - 1], step)
    return number !== null && rest && this.#network?.stations
      ? toldAt(this.#network, number, this.#neuron, rest.n)
      : null
  }

  #mark() {
    for (const button of this.#bar.querySelectorAll('button')) {
      const number = Number(button.dataset.go)
      const stretch = this.#stretches[number - 1]
      if (number === this.#shown) button.setAttribute('aria-current', 'step')
      else button.removeAttribute('aria-current')
      button.classList.toggle('past', this.#shown !== null && number < this.#shown)
      button.disabled = !stretch
    }
    this.#picture.toggleAttribute('data-update', this.#shown === UPDATE)
    const names = this.#shown === null ? [] : this.#network?.stations?.[this.#shown - 1]?.nodes
    this.#acts.light(this.#chosen === null ? [] : (names ?? []))
  }

  #draw() {
    const sign = `${this.#shown} ${this.#neuron}`
    if (sign === this.#drawn) return
    this.#drawn = sign
    const { stations } = this.#network ?? {}
    this.#box.hidden = !stations
    if (!stations) return
    this.#box.dataset.half = halfOf(this.#shown)
    this.#box.replaceChildren(
      ...stationBody(this.#network, this.#shown, this.#stretches, {
        neuron: this.#neuron,
        history: this.#acts.history(),
        choose: (j) => {
          this.neuron = j
          this.#box.querySelector('select')?.focus()
        },
        part: (number, n) => this.go(number, n),
        apply: this.#acts.apply,
      }),
    )
    for (const formula of this.#box.querySelectorAll('.formula')) reachable(formula)
  }
}

/**
 * Which way things go at a station: forward, back, or neither.
 * @param {number | null} number
 */
const halfOf = (number) =>
  number === UPDATE ? 'update' : number !== null && number > FORWARD ? 'back' : 'forward'

/**
 * A formula that is wider than its place can be scrolled by keyboard, too.
 * @param {Element} formula
 */
function reachable(formula) {
  if (formula.scrollWidth <= formula.clientWidth) return
  formula.setAttribute('tabindex', '0')
  formula.setAttribute('role', 'group')
  formula.setAttribute('aria-label', texts.formula)
}
