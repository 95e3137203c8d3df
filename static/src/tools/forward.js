// Forward mode: one input moves by 1, and its tangents flow right through the picture above.

import { h } from '../dom.js'
import { full, short } from '../format.js'
import { tangentsOf } from '../forward.js'
import { titleOf } from '../lens.js'
import { outputName } from './bench.js'
import { Choice, chip } from './parts.js'
import { english } from './texts.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Variable} Variable */
/** @typedef {import('../scene.js').Scene} Scene */

const texts = english.forward
const VIEW = 'forward'
const ROUNDING = 1e-9
const LISTED = 12

/** @param {Bench} bench */
export const make = (bench) => new Forward(bench)

/**
 * The tangent that arrives at the output, as one number.
 * @param {Scene} scene
 * @param {Variable} variable
 * @param {import('../forward.js').Push} [push]
 */
export function arriving(scene, variable, push) {
  const { tangents } = tangentsOf(scene, variable, push)
  const seeds = [/** @type {any} */ (scene.gradients[scene.output])].flat(Number.POSITIVE_INFINITY)
  return [/** @type {any} */ (tangents[scene.output])]
    .flat(Number.POSITIVE_INFINITY)
    .reduce((sum, tangent, i) => sum + tangent * seeds[i], 0)
}

class Forward {
  /** Where the reverse picture stood. @type {number | null} */ #stood = null
  /** @type {import('../forward.js').Push | undefined} */ #push

  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench
    this.choice = new Choice(bench, 'forward-input', () => this.show())
    this.lead = h('p', { class: 'lead-in' })
    this.result = h('p', { class: 'outcome', role: 'status' })
    this.passes = h('p', {})
    this.table = h('div', { class: 'passes' })
    this.root = h(
      'div',
      { class: 'two' },
      h(
        'div',
        { class: 'controls' },
        h('h3', {}, texts.title),
        this.choice.root,
        this.lead,
        h('button', { type: 'button', class: 'button', onclick: () => this.#play() }, texts.play),
      ),
      h(
        'div',
        { class: 'drawing' },
        this.result,
        h('h4', {}, texts.table),
        this.table,
        this.passes,
        h('p', { class: 'hint' }, texts.when),
      ),
    )
  }

  #play() {
    const picture = /** @type {any} */ (this.bench.host.picture)
    picture.goTo(0)
    picture.play()
    picture.scrollIntoView({ block: 'nearest' })
  }

  hide() {
    const { picture, view } = this.bench.host
    if (picture.view === VIEW) view(null)
    if (this.#stood !== null) Object.assign(picture, { step: this.#stood })
    this.#stood = null
  }

  async show() {
    const { bench } = this
    const scene = /** @type {Scene} */ (bench.scene)
    this.choice.show()
    this.#look(bench.chosen)
    if (!scene.scalar) this.#push ??= await pushing()
    this.#showResult(scene, bench.chosen)
    this.#showPasses(scene)
  }

  /** @param {Variable} variable */
  #look({ key }) {
    const { picture, view } = this.bench.host
    if (picture.getAttribute('tangent') !== key) picture.setAttribute('tangent', key)
    if (picture.view === VIEW) return
    this.#stood = /** @type {any} */ (picture).step
    view(VIEW)
    Object.assign(picture, { step: 'end' })
  }

  /**
   * @param {Scene} scene
   * @param {Variable} variable
   */
  #showResult(scene, variable) {
    const { bench } = this
    const [x, f] = [variable.name, outputName(scene)]
    this.lead.textContent = texts.lead(x)
    const gradient = bench.gradient(variable)
    const tangent = arriving(scene, variable, scene.scalar ? undefined : this.#push)
    if (scene.gradients[variable.node] === null) return this.result.replaceChildren(texts.none(x, f))
    const exact = Object.is(tangent, gradient) || tangent === gradient
    const near = exact || Math.abs(tangent - gradient) <= ROUNDING * Math.max(1, Math.abs(gradient))
    const said = exact ? texts.same : near ? texts.sameNearly : texts.other
    this.result.replaceChildren(
      `${texts.result(f, x)} `,
      chip('gradient', tangent),
      h('br'),
      said(short(gradient)),
    )
    this.result.title = `${full(tangent)} · ${full(gradient)}`
  }

  /** @param {Scene} scene */
  #showPasses(scene) {
    const { bench } = this
    const { variables, chosen } = bench
    const push = scene.scalar ? undefined : this.#push
    this.passes.textContent = texts.passes(variables.length)
    this.table.replaceChildren(
      ...variables.slice(0, LISTED).map((variable) => {
        const choose = () => {
          bench.choose(variable.key)
          this.show()
        }
        const pressed = String(variable.key === chosen.key)
        return h(
          'button',
          { type: 'button', class: 'pass', 'aria-pressed': pressed, onclick: choose },
          h('i', {}, variable.place.length > 0 ? variable.name : titleOf(scene, variable.node)),
          h('span', { 'aria-hidden': 'true' }, '→'),
          chip('gradient', arriving(scene, variable, push)),
        )
      }),
    )
    if (variables.length > LISTED)
      this.table.append(h('span', { class: 'quiet' }, texts.more(variables.length - LISTED)))
  }
}

/** Local × tangent where there are arrays. */
async function pushing() {
  const [{ arraysOf, pushOn }, { fromNested, toNested }] = await Promise.all([
    import('../live-arrays.js'),
    import('../ndarray.js'),
  ])
  return (/** @type {Scene} */ scene, /** @type {number} */ edge, /** @type {any} */ tangent) =>
    toNested(pushOn(scene, arraysOf(scene), edge, fromNested(tangent)))
}
