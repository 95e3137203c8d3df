// Paths: all ways from an input to the output with their products, and the work of both modes.

import { h } from '../dom.js'
import { brief, operand, short } from '../format.js'
import { SYMBOLS } from '../generated/symbols.js'
import { lensText, titleOf } from '../lens.js'
import { entryAt, outputName } from './bench.js'
import { Light } from './light.js'
import { Choice, chip } from './parts.js'
import { english } from './texts.js'
import { count, pathsOf, SHOWN, timesLocal, work } from './ways.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Variable} Variable */
/** @typedef {import('./ways.js').Path} Path */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {typeof import('../live-arrays.js')} Arrays */
/** @typedef {typeof import('../ndarray.js')} Nested */

const texts = english.paths
const SUMMANDS = 5
const GROUPED = 12
const LEADING = 4
const PERCENT = 100n
/** A longer path is written out at its ends only. */
const LONGEST = 9
const SHOWN_FIRST = 4
const SHOWN_LAST = 3
/** Elements for an edge. */
const PART = 3

/** @param {Bench} bench */
export const make = (bench) => new Paths(bench)

/**
 * A whole number of any size: in groups of three, or its first digits and its power of ten.
 * @param {bigint} number
 */
export function large(number) {
  const digits = String(number)
  if (digits.length <= GROUPED) return digits.replace(/\B(?=(\d{3})+$)/g, '\u202f')
  const rounded = String((BigInt(digits.slice(0, LEADING + 1)) + 5n) / 10n)
  return `${rounded[0]}.${rounded.slice(1, LEADING)}e${digits.length - 1 + rounded.length - LEADING}`
}

class Paths {
  #light
  #graph = ''
  /** What hands back along edges where there are arrays. @type {[Arrays, Nested] | null} */ #arrays = null

  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench
    this.#light = new Light(bench.host.picture)
    this.choice = new Choice(bench, 'paths-input', () => this.show())
    this.said = h('p', { class: 'said', role: 'status' })
    this.list = h('ol', { class: 'ways', 'aria-label': texts.list })
    this.sum = h('p', { class: 'total' })
    this.bars = h('dl', { class: 'bars' })
    this.root = h(
      'div',
      { class: 'two' },
      h(
        'div',
        { class: 'controls' },
        h('h3', {}, texts.title),
        this.choice.root,
        this.said,
        h('h4', {}, texts.workTitle),
        this.bars,
      ),
      h('div', { class: 'drawing' }, this.list, this.sum, h('p', { class: 'hint' }, texts.hint)),
    )
  }

  hide() {
    this.#light.off()
  }

  async show() {
    const { bench } = this
    const scene = /** @type {Scene} */ (bench.scene)
    const variable = bench.chosen
    this.choice.show()
    if (!scene.scalar)
      this.#arrays ??= await Promise.all([import('../live-arrays.js'), import('../ndarray.js')])
    const paths = pathsOf(scene, variable.node, this.#handBack(scene))
    this.#showPaths(scene, variable, paths)
    this.#showWork(scene)
  }

  /**
   * What one edge hands back, as numbers or nested lists.
   * @param {Scene} scene
   */
  #handBack(scene) {
    if (scene.scalar || !this.#arrays) return timesLocal(scene)
    const [{ arraysOf, handBack }, { fromNested, toNested }] = this.#arrays
    const known = arraysOf(scene)
    return (/** @type {number} */ edge, /** @type {any} */ g) =>
      toNested(handBack(scene, known, edge, fromNested(g)))
  }

  /**
   * @param {Scene} scene
   * @param {Variable} variable
   * @param {Path[]} paths
   */
  #showPaths(scene, variable, paths) {
    const [x, f] = [titleOf(scene, variable.node), outputName(scene)]
    const all = count(scene)[variable.node]
    const graph = `${variable.key} ${scene.ids.join(' ')}`
    // Paths of the same graph keep their elements, and with them the focus and the light.
    if (graph !== this.#graph) {
      this.#graph = graph
      this.#light.off()
      this.list.replaceChildren(...paths.map((path) => this.#way(scene, variable, path)))
    } else
      paths.forEach((path, i) => {
        this.list.children[i].firstElementChild?.replaceChildren(...steps(scene, variable, path))
      })
    this.said.textContent =
      all === 0n
        ? texts.none(x, f)
        : `${texts.count(x, f, large(all), all === 1n)} ${all > BigInt(SHOWN) ? texts.first(SHOWN) : ''}`.trim()
    this.sum.hidden = all === 0n
    const gradient = chip('gradient', this.bench.gradient(variable))
    const products = paths.map(({ product }) => Number(entryAt(product, variable.place)))
    const whole = all === BigInt(paths.length)
    const written = products
      .slice(0, SUMMANDS)
      .map((product, i) => (i === 0 ? short(product) : operand(product)))
    if (products.length > SUMMANDS) written.push('…')
    const sum = whole && products.length > 1 ? `${written.join(' + ')} = ` : ''
    this.sum.replaceChildren(
      (all === 1n ? texts.one : whole ? texts.sum : texts.partial)(f, variable.name),
      h('br'),
      sum,
      gradient,
    )
  }

  /**
   * @param {Scene} scene
   * @param {Variable} variable
   * @param {Path} path
   */
  #way(scene, variable, path) {
    const { edges } = path
    const nodes = [variable.node, ...edges.map((edge) => scene.to[edge])]
    const lit = () => this.#light.on(nodes, edges)
    const dark = () => this.#light.off()
    const button = h(
      'button',
      {
        type: 'button',
        class: 'way',
        onfocus: lit,
        onblur: dark,
        onclick: lit,
        onpointerenter: lit,
        onpointerleave: dark,
      },
      ...steps(scene, variable, path),
    )
    return h('li', {}, button)
  }

  /** @param {Scene} scene */
  #showWork(scene) {
    const { passes, forward, reverse, paths } = work(scene)
    const rows = /** @type {[string, string, bigint][]} */ ([
      [texts.reverse, texts.reverseHow(passes), reverse],
      [texts.forward, texts.forwardHow(passes), forward],
      [texts.each, texts.eachHow, paths],
    ])
    const most = [reverse, forward, paths].reduce((a, b) => (a > b ? a : b))
    this.bars.replaceChildren(
      ...rows.flatMap(([name, how, number]) => {
        const bar = h('meter', {
          min: 0,
          max: 1,
          value: most === 0n ? 0 : share(number, most),
          'aria-hidden': 'true',
        })
        return [h('dt', {}, name), h('dd', {}, h('b', {}, large(number)), bar, h('span', {}, how))]
      }),
    )
  }
}

/**
 * @param {bigint} part
 * @param {bigint} whole
 */
const share = (part, whole) => Number((part * PERCENT * PERCENT) / whole) / Number(PERCENT * PERCENT)

/**
 * A path written out: names, the local gradients between them, and the product.
 * @param {Scene} scene
 * @param {Variable} variable
 * @param {Path} path
 */
function steps(scene, variable, { edges, product }) {
  const seed = scene.gradients[scene.output]
  const kept = (/** @type {number} */ i) =>
    edges.length <= LONGEST || i < SHOWN_FIRST || i >= edges.length - SHOWN_LAST
  const parts = edges
    .filter((_, i) => kept(i))
    .flatMap((edge) => [
      chip('local', lensText(scene, edge)),
      h('span', { class: 'to', 'aria-hidden': 'true' }, '→'),
      named(scene, scene.to[edge]),
    ])
  const gap = h('span', { class: 'quiet' }, texts.between(edges.length - SHOWN_FIRST - SHOWN_LAST))
  const at = PART * SHOWN_FIRST
  const shown = edges.length > LONGEST ? [...parts.slice(0, at), gap, ...parts.slice(at)] : parts
  const seeded =
    seed === 1 ? [] : [h('span', {}, ` × ${texts.seed} `), chip('gradient', brief(/** @type {any} */ (seed)))]
  const whole = entryAt(product, variable.place)
  return [
    named(scene, variable.node),
    ...shown,
    ...seeded,
    h('span', { class: 'is' }, '=', chip('gradient', Number(whole), texts.product)),
  ]
}

/**
 * A node by its name, else by its sign as in the picture.
 * @param {Scene} scene
 * @param {number} node
 */
function named(scene, node) {
  const title = titleOf(scene, node)
  const op = scene.ops[node]
  return title ? h('i', {}, title) : h('span', { class: 'sign' }, SYMBOLS[op] ?? op)
}
