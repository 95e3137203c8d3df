// Step: gradient descent on chosen inputs, one step after the other, with the history of the output.

import { h, svg } from '../dom.js'
import { brief, entries, short } from '../format.js'
import { titleOf } from '../lens.js'
import { outputName, outputOf } from './bench.js'
import { Chart } from './chart.js'
import { entryOf, holds, stepped } from './descent.js'
import { chip, NumberField } from './parts.js'
import { english } from './texts.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('./descent.js').Entry} Entry */

const texts = english.step
const TEN = 10
const LISTED = 6
const COLUMNS = 4
const RATE = 0.1
const LEAST = -4
const NOTCH = 0.01
const DOTS = 60
const PACE = 70

/** @param {Bench} bench */
export const make = (bench) => new Step(bench)

class Step {
  #rate = RATE
  #up = false
  /** @type {Entry[]} */ #walk = []
  /** The graph that the walk is on. @type {string[] | null} */ #ids = null
  /** @type {Set<number>} */ #still = new Set()
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #going
  /** Set while a step of ours is under way to the picture. */ #expected = false
  #chart = new Chart(220, ['curves', 'dots'])

  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench
    this.inputs = h('fieldset', { class: 'checks' })
    this.field = new NumberField('step-rate', texts.rate, (value) => this.#turn(value))
    this.slider = h('input', {
      type: 'range',
      min: LEAST,
      max: 0,
      step: NOTCH,
      'aria-label': texts.rate,
      oninput: () => this.#turn(Number((10 ** Number(this.slider.value)).toPrecision(2))),
    })
    this.field.root.append(this.slider)
    const goals = h('fieldset', { class: 'checks' }, h('legend', {}, texts.direction))
    goals.append(this.#goal(texts.down, false), this.#goal(texts.up, true))
    const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
      h('button', { type: 'button', class: 'button', onclick }, name)
    this.buttons = [
      button(texts.one, () => this.#go(1)),
      button(texts.ten, () => this.#go(TEN)),
      button(texts.reset, () => this.#reset()),
    ]
    this.rule = h('p', { class: 'rule' })
    this.said = h('p', { class: 'said', role: 'status' })
    this.table = h('table', { class: 'steps' })
    this.title = h('h4', {})
    this.root = h(
      'div',
      { class: 'two' },
      h(
        'div',
        { class: 'controls' },
        h('h3', {}, texts.title),
        this.inputs,
        h('div', { class: 'row' }, this.field.root, goals),
        this.rule,
        h('div', { class: 'row buttons' }, ...this.buttons),
        this.said,
      ),
      h(
        'div',
        { class: 'drawing' },
        this.title,
        this.#chart.root,
        h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': texts.caption }, this.table),
      ),
    )
  }

  /**
   * @param {string} name
   * @param {boolean} up
   */
  #goal(name, up) {
    const radio = h('input', {
      type: 'radio',
      name: 'step-goal',
      onchange: () => {
        this.#up = up
        this.show()
      },
    })
    radio.checked = up === this.#up
    return h('label', { class: 'check' }, radio, name)
  }

  /** @param {number} rate */
  #turn(rate) {
    this.#rate = rate
    this.show()
  }

  /** All inputs, and those of them that move. */
  get #nodes() {
    const all = [...new Set(this.bench.variables.map(({ node }) => node))]
    return { all, moving: all.filter((node) => !this.#still.has(node)) }
  }

  /** @param {number} times */
  #go(times) {
    clearTimeout(this.#going)
    const { bench } = this
    bench.take() // Two steps may come within one frame.
    const scene = /** @type {Scene} */ (bench.scene)
    const next = stepped(scene, this.#nodes.moving, this.#up ? this.#rate : -this.#rate)
    const after = bench.with(next)
    this.#walk.push(entryOf(after, this.#nodes.all))
    this.#expected = true
    bench.host.set([...next].map(([node, value]) => [scene.ids[node], value]))
    if (times > 1) this.#going = setTimeout(() => this.#go(times - 1), PACE)
  }

  #reset() {
    clearTimeout(this.#going)
    const scene = /** @type {Scene} */ (this.bench.scene)
    this.#walk.length = 1
    this.#expected = true
    this.bench.host.set([...this.#walk[0].values].map(([node, value]) => [scene.ids[node], value]))
  }

  hide() {
    clearTimeout(this.#going)
  }

  show() {
    const scene = /** @type {Scene} */ (this.bench.scene)
    this.#keep(scene)
    this.#showInputs(scene)
    this.field.show(this.#rate)
    this.slider.value = String(Math.log10(Math.max(this.#rate, 10 ** LEAST)))
    this.slider.setAttribute('aria-valuetext', short(this.#rate))
    this.#showRule(scene)
    const stuck = this.#nodes.moving.length === 0 || !Number.isFinite(this.#walk.at(-1)?.output)
    this.buttons[0].disabled = this.buttons[1].disabled = stuck
    this.buttons[2].disabled = this.#walk.length < 2
    this.said.textContent = this.#sentence(scene)
    this.#draw(scene)
    this.#showTable(scene)
  }

  /**
   * The walk goes on from its last step; where somebody has turned an input, it begins anew.
   * @param {Scene} scene
   */
  #keep(scene) {
    const other = this.#ids !== scene.ids
    if (other) {
      clearTimeout(this.#going)
      this.#still.clear()
    }
    if (other || (!holds(this.#walk.at(-1), scene) && !this.#expected)) {
      clearTimeout(this.#going)
      this.#walk = [entryOf(scene, this.#nodes.all)]
    }
    // Another output, other numbers: the same walk would be of something else.
    this.#ids = scene.ids
    if (holds(this.#walk.at(-1), scene)) this.#expected = false
  }

  /** @param {Scene} scene */
  #showInputs(scene) {
    const { all } = this.#nodes
    const key = all.map((node) => scene.ids[node]).join(' ')
    if (this.inputs.getAttribute('data-key') === key) return
    this.inputs.setAttribute('data-key', key)
    const checks = all.map((node) => {
      const box = h('input', {
        type: 'checkbox',
        onchange: () => {
          if (box.checked) this.#still.delete(node)
          else this.#still.add(node)
          this.show()
        },
      })
      box.checked = !this.#still.has(node)
      return h('label', { class: 'check' }, box, titleOf(scene, node))
    })
    this.inputs.replaceChildren(h('legend', {}, texts.which), ...checks)
  }

  /**
   * What the next step does, with the numbers put in.
   * @param {Scene} scene
   */
  #showRule(scene) {
    const sign = this.#up ? '+' : '−'
    const { moving } = this.#nodes
    const plain = moving.filter((node) => typeof scene.values[node] === 'number').slice(0, COLUMNS)
    const next = stepped(scene, plain, this.#up ? this.#rate : -this.#rate)
    const lines = plain.map((node) => {
      const gradient = Number(scene.gradients[node] ?? 0)
      return h(
        'span',
        { class: 'sum' },
        h('i', {}, titleOf(scene, node)),
        ' = ',
        chip('value', Number(scene.values[node])),
        ` ${sign} ${short(this.#rate)} × `,
        chip('gradient', gradient),
        ' = ',
        chip('value', Number(next.get(node))),
      )
    })
    this.rule.replaceChildren(h('span', { class: 'quiet' }, texts.rule(sign)), ...lines)
  }

  /** @param {Scene} scene */
  #sentence(scene) {
    const { moving } = this.#nodes
    if (moving.length === 0) return texts.none
    const [name, walk] = [outputName(scene), this.#walk]
    const [first, last] = [walk[0].output, /** @type {Entry} */ (walk.at(-1)).output]
    const gone = walk.length - 1
    if (!Number.isFinite(last)) return gone > 0 ? texts.diverged : texts.nowhere(name, short(last))
    const told =
      this.#up && gone === 0
        ? texts.ascent(name, short(last))
        : texts.done(gone, name, short(first), short(last))
    const slopes = moving.flatMap((node) => entries(scene.gradients[node]))
    if (slopes.every((slope) => slope === 0)) return `${told} ${texts.flat}`
    const turn = gone > 0 ? last - walk[gone - 1].output : 0
    return (this.#up ? turn < 0 : turn > 0) ? `${told} ${texts.wrong}` : told
  }

  /** @param {Scene} scene */
  #draw(scene) {
    const chart = this.#chart
    const name = outputName(scene)
    this.title.textContent = texts.chart(name)
    const points = this.#walk.map(({ output }, i) => /** @type {[number, number]} */ ([i, output]))
    chart.fit(
      [0, Math.max(TEN, points.length - 1)],
      points.map(([, output]) => output),
    )
    chart.root.setAttribute('aria-label', `${texts.chart(name)}: ${short(outputOf(scene))}`)
    chart.put('curves', svg('path', { class: 'line value', d: chart.path(points) }))
    const dots = points.length > DOTS ? points.slice(-1) : points
    chart.put(
      'dots',
      ...dots
        .filter(([, output]) => Number.isFinite(output))
        .map((point, i) =>
          chart.dot(i === dots.length - 1 ? 'ink' : 'value', point, i === dots.length - 1 ? 5.5 : 4),
        ),
    )
  }

  /** @param {Scene} scene */
  #showTable(scene) {
    const nodes = this.#nodes.all.slice(0, COLUMNS)
    const head = [texts.step, ...nodes.map((node) => titleOf(scene, node)), outputName(scene)]
    const first = Math.max(0, this.#walk.length - LISTED)
    const rows = this.#walk.slice(first).map(({ values, output }, i) => {
      const cells = nodes.map((node) => h('td', {}, brief(/** @type {any} */ (values.get(node)))))
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, first + i === 0 ? texts.start : String(first + i)),
        ...cells,
        h('td', { class: 'result' }, short(output)),
      )
    })
    this.table.replaceChildren(
      h('caption', {}, texts.caption),
      h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows.reverse()),
    )
  }
}
