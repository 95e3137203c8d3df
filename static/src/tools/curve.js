// Curve: the output and its gradient while one input sweeps a range. The point on the curve moves the input.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { rangeOf } from '../ranges.js'
import { outputName, outputOf } from './bench.js'
import { Chart, calm } from './chart.js'
import { Choice, NumberField } from './parts.js'
import { gapsOf, kinksOf, sampleAt, sweep } from './sweep.js'
import { english } from './texts.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Variable} Variable */
/** @typedef {import('./sweep.js').Sample} Sample */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {{ key: string, samples: Sample[], kinks: import('./sweep.js').Kink[] }} Swept  `key`: of what */

const texts = english.curve
const NOTCHES = 200
const LEAP = 10
const TOLD = 6

/** @param {Bench} bench */
export const make = (bench) => new Curve(bench)

class Curve {
  /** @type {Swept | null} */ #swept = null
  /** @type {{ variable: string, from: number, to: number }} */ #range = { variable: '', from: 0, to: 0 }
  #upper = new Chart(240, ['kinks', 'guides', 'curves', 'dots'])
  #lower = new Chart(170, ['kinks', 'guides', 'curves', 'dots'])
  /** Where somebody points. @type {number | null} */ #pointed = null

  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench
    this.choice = new Choice(bench, 'curve-input', () => this.show())
    this.from = new NumberField('curve-from', texts.from, (from) => this.#turn({ from }))
    this.to = new NumberField('curve-to', texts.to, (to) => this.#turn({ to }))
    this.wrong = h('p', { class: 'wrong', role: 'alert' })
    this.read = h('p', { class: 'read' })
    this.said = h('p', { class: 'said', role: 'status' })
    this.titles = [h('h4', { class: 'is-value' }), h('h4', { class: 'is-gradient' })]
    this.handle = svg('circle', { class: 'handle', r: 9, role: 'slider', tabindex: 0 })
    this.handle.addEventListener('keydown', (event) => this.#key(event))
    this.drawing = h(
      'div',
      { class: 'drawing plot' },
      this.titles[0],
      this.#upper.root,
      this.titles[1],
      this.#lower.root,
    )
    this.#upper.root.removeAttribute('role')
    this.#upper.root.append(this.handle)
    this.#listen()
    this.root = h(
      'div',
      { class: 'two narrow' },
      h(
        'div',
        { class: 'controls' },
        h('h3', {}, texts.title),
        this.choice.root,
        h('div', { class: 'row' }, this.from.root, this.to.root),
        this.wrong,
        this.read,
        this.said,
        h('p', { class: 'hint' }, texts.hint),
      ),
      this.drawing,
    )
  }

  #listen() {
    const { drawing } = this
    drawing.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      drawing.setPointerCapture(event.pointerId)
      event.preventDefault()
      this.handle.focus({ preventScroll: true })
      this.#drag(event)
    })
    drawing.addEventListener('pointermove', (event) => {
      if (drawing.hasPointerCapture(event.pointerId)) return this.#drag(event)
      this.#pointed = this.#placeOf(event)
      this.#drawPoint()
    })
    drawing.addEventListener('pointerleave', () => {
      this.#pointed = null
      this.#drawPoint()
    })
  }

  /** @param {PointerEvent} event */
  #placeOf({ clientX }) {
    const matrix = /** @type {SVGGraphicsElement} */ (this.#upper.root).getScreenCTM()
    if (!matrix) return null
    const { x } = new DOMPoint(clientX, 0).matrixTransform(matrix.inverse())
    return this.#round(this.#upper.x.invert(x))
  }

  /**
   * A round place within the range.
   * @param {number} at
   */
  #round(at) {
    const { from, to } = this.#range
    const notch = 10 ** Math.floor(Math.log10((to - from) / NOTCHES))
    return Number((Math.round(Math.min(to, Math.max(from, at)) / notch) * notch).toPrecision(6))
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const at = this.#placeOf(event)
    this.#pointed = null
    if (at !== null) this.bench.set(this.bench.chosen, at)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { from, to } = this.#range
    const notch = ((to - from) / NOTCHES) * (event.shiftKey ? LEAP : 1)
    const moves = {
      ArrowRight: notch,
      ArrowUp: notch,
      ArrowLeft: -notch,
      ArrowDown: -notch,
      PageUp: notch * LEAP,
      PageDown: -notch * LEAP,
    }
    const move = moves[/** @type {keyof typeof moves} */ (event.key)]
    if (move === undefined) return
    event.preventDefault()
    const { bench } = this
    bench.take()
    bench.set(bench.chosen, this.#round(bench.value(bench.chosen) + move))
  }

  /** @param {{ from?: number, to?: number }} range */
  #turn(range) {
    Object.assign(this.#range, range)
    this.show()
  }

  show() {
    const { bench } = this
    const variable = bench.chosen
    this.choice.show()
    const at = bench.value(variable)
    const { variable: before, from, to } = this.#range
    // A range that somebody has typed stays while the value is in it.
    if (before !== variable.key || (from < to && (at < from || at > to))) {
      const range = rangeOf(at)
      this.#range = { variable: variable.key, from: -range, to: range }
    }
    this.from.show(this.#range.from)
    this.to.show(this.#range.to)
    const good = this.#range.from < this.#range.to
    this.wrong.textContent = good ? '' : texts.badRange
    if (!good) return
    this.#sweep(variable)
    this.#draw(variable)
  }

  /**
   * The curve stays what it is while only the swept input moves.
   * @param {Variable} variable
   */
  #sweep(variable) {
    const { bench } = this
    const { from, to } = this.#range
    const scene = bench.at(variable, from)
    const given = scene.values.filter((_, node) => scene.ops[node] === 'input')
    const key = JSON.stringify([
      variable.key,
      from,
      to,
      scene.ids[scene.output],
      scene.ops,
      scene.from,
      given,
    ])
    if (this.#swept?.key === key) return
    const samples = sweep(bench, variable, from, to)
    this.#swept = { key, samples, kinks: kinksOf(bench, variable, samples) }
  }

  /** @param {Variable} variable */
  #draw(variable) {
    const { samples, kinks } = /** @type {Swept} */ (this.#swept)
    const { bench } = this
    const { from, to } = this.#range
    const now = this.#now(variable)
    const [x, f] = [variable.name, outputName(/** @type {Scene} */ (bench.scene))]
    this.titles[0].textContent = texts.output(f, x)
    this.titles[1].textContent = texts.gradient(f, x)
    const charts = /** @type {const} */ ([
      [this.#upper, 'output', 'value'],
      [this.#lower, 'gradient', 'gradient'],
    ])
    for (const [chart, key, kind] of charts) {
      const values = samples.map((sample) => sample[key])
      chart.fit([from, to], calm(values, Number.isFinite(now[key]) ? now[key] : 0))
      chart.put('curves', ...this.#lines(chart, key, kind))
      const { top, bottom } = chart.room
      chart.put(
        'kinks',
        ...kinks.map(({ at }) => svg('path', { class: 'kink', d: `M${chart.x(at)} ${top}V${bottom}` })),
        ...(chart.y.domain()[0] < 0 && chart.y.domain()[1] > 0
          ? [chart.stroke('zero', [from, 0], [to, 0])]
          : []),
      )
      chart.root.setAttribute('aria-label', texts[key](f, x))
    }
    this.said.textContent = this.#sentences(x, f, now.gradient)
    this.#drawPoint()
  }

  /**
   * The line of a chart, broken where a kink lies: a jump is no slope.
   * @param {Chart} chart
   * @param {'output' | 'gradient'} key
   * @param {string} kind
   */
  #lines(chart, key, kind) {
    const { samples, kinks } = /** @type {Swept} */ (this.#swept)
    const [low, high] = chart.y.domain()
    const room = high - low
    const points = samples.flatMap((sample, i) => {
      const value = sample[key]
      const next = samples[i + 1]
      const point = /** @type {[number, number]} */ ([
        sample.at,
        value < low - room || value > high + room ? Number.NaN : value,
      ])
      const broken = next && kinks.some(({ at }) => at > sample.at && at < next.at)
      const jump = broken && (key === 'gradient' || Math.abs(next.output - value) > room / 8)
      return jump || (next && key === 'output' && isPole(sample, next, room / 8))
        ? [point, /** @type {[number, number]} */ ([sample.at, Number.NaN])]
        : [point]
    })
    return [svg('path', { class: `line ${kind}`, d: chart.path(points) })]
  }

  /**
   * @param {Variable} variable
   * @returns {Sample}
   */
  #now(variable) {
    const { bench } = this
    const scene = /** @type {Scene} */ (bench.scene)
    return { at: bench.value(variable), output: outputOf(scene), gradient: bench.gradient(variable), scene }
  }

  /** The present point with its tangent, and what is pointed at. */
  #drawPoint() {
    if (!this.#swept) return
    const { bench } = this
    const variable = bench.chosen
    const now = this.#now(variable)
    const { from, to } = this.#range
    const [x, f] = [variable.name, outputName(/** @type {Scene} */ (bench.scene))]
    const seen = this.#pointed === null ? now : sampleAt(bench, variable, this.#pointed)
    const text = texts.read(x, short(seen.at), f, short(seen.output), short(seen.gradient))
    this.read.textContent = text
    const [upper, lower] = [this.#upper, this.#lower]
    const tangent = (/** @type {number} */ at) => now.output + now.gradient * (at - now.at)
    const drawn = Number.isFinite(now.output) && Number.isFinite(now.gradient)
    upper.put(
      'guides',
      ...(drawn ? clipped(upper, [from, tangent(from)], [to, tangent(to)]) : []),
      ...crosshair(upper, seen.at),
    )
    lower.put('guides', ...crosshair(lower, seen.at))
    const dots = (/** @type {Chart} */ chart, /** @type {number} */ value, /** @type {string} */ kind) =>
      Number.isFinite(value) ? [chart.dot(kind, [seen.at, value], 5)] : []
    upper.put('dots', ...(this.#pointed === null ? [] : dots(upper, seen.output, 'value')))
    lower.put('dots', ...dots(lower, seen.gradient, 'gradient'))
    const [bottom, top] = upper.y.range()
    const y = Number.isFinite(now.output) ? upper.y(now.output) : bottom
    this.handle.setAttribute('cx', String(upper.x(now.at)))
    this.handle.setAttribute('cy', String(Math.min(bottom, Math.max(top, y))))
    const aria = {
      label: texts.point(x),
      valuemin: from,
      valuemax: to,
      valuenow: now.at,
      valuetext: texts.read(x, short(now.at), f, short(now.output), short(now.gradient)),
    }
    for (const [name, value] of Object.entries(aria)) this.handle.setAttribute(`aria-${name}`, String(value))
  }

  /**
   * @param {string} x
   * @param {string} f
   * @param {number} slope
   */
  #sentences(x, f, slope) {
    const { samples, kinks } = /** @type {Swept} */ (this.#swept)
    const gaps = gapsOf(samples)
    const all = samples.every(({ output }) => !Number.isFinite(output))
    const ranges = gaps.slice(0, TOLD).map(([from, to]) => texts.range(short(from), short(to)))
    return [
      Number.isFinite(slope) ? texts.tangent(short(slope)) : '',
      kinks.length > TOLD
        ? texts.manyKinks(kinks.length)
        : kinks.length > 0
          ? texts.kinks(
              kinks.map(({ at }) => short(at)),
              x,
            )
          : '',
      all ? texts.nowhere(f) : gaps.length > 0 ? texts.gaps(f, ranges.join(', ')) : '',
    ]
      .filter(Boolean)
      .join(' ')
  }
}

/**
 * Whether a pole lies between two samples: the output goes one way there, and both slopes say the other.
 * @param {Sample} a
 * @param {Sample} b
 * @param {number} least  how far the output has to go
 */
export function isPole(a, b, least) {
  const change = b.output - a.output
  return Math.abs(change) > least && a.gradient * change < 0 && b.gradient * change < 0
}

/**
 * A straight line as far as it is within the drawing.
 * @param {Chart} chart
 * @param {[number, number]} a
 * @param {[number, number]} b
 */
function clipped(chart, a, b) {
  const [low, high] = chart.y.domain()
  const slope = (b[1] - a[1]) / (b[0] - a[0])
  const within = (/** @type {[number, number]} */ [at, value]) => {
    const kept = Math.min(high, Math.max(low, value))
    return /** @type {[number, number]} */ (slope === 0 ? [at, value] : [at + (kept - value) / slope, kept])
  }
  return [chart.stroke('line gradient dashed', within(a), within(b))]
}

/**
 * @param {Chart} chart
 * @param {number} at
 */
function crosshair(chart, at) {
  const { top, bottom } = chart.room
  return [svg('path', { class: 'guide', d: `M${chart.x(at)} ${top}V${bottom}` })]
}
