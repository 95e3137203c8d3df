// Nudge: an input goes up by h. What the gradient predicts stands beside what happens.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { outputName, outputOf } from './bench.js'
import { Chart } from './chart.js'
import { Choice, figure, figures, NumberField } from './parts.js'
import { kinkBetween } from './sweep.js'
import { english } from './texts.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Variable} Variable */

const texts = english.nudge
const FARTHEST = 3
const NOTCH = 0.01
const SAMPLES = 48
const WIDTH = 1.35
const ROUNDING = 1e-9
const FARTHER = 1e6

/**
 * A nudge in numbers.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {number} by
 */
export function nudged(bench, variable, by) {
  const scene = /** @type {import('../scene.js').Scene} */ (bench.scene)
  const at = bench.value(variable)
  const before = outputOf(scene)
  const slope = bench.gradient(variable)
  const predicted = by === 0 ? 0 : slope * by
  const changeOf = (/** @type {number} */ h) => outputOf(bench.at(variable, at + h)) - before
  const change = by === 0 ? 0 : changeOf(by)
  /** Whether the gradient is right about a nudge by h, but for rounding; an infinite error is no rounding. */
  const right = (/** @type {number} */ h) => {
    const [told, found] = [slope * h, changeOf(h)]
    const scale = Math.max(Math.abs(told), Math.abs(found), Math.abs(before))
    return Number.isFinite(told - found) && Math.abs(told - found) <= ROUNDING * scale
  }
  const exact = by === 0 || right(by)
  // Beside a nudge that is small every curve is as good as straight: it is looked at from farther away.
  const far = by * Math.max(1, Math.min(FARTHER, Math.max(1, Math.abs(at)) / Math.abs(by || 1)))
  const straight = exact && [0.25, 0.5, 0.75, 1].every((share) => right(far * share))
  const known = exact || !Number.isFinite(predicted - change)
  const kink = known ? null : kinkBetween(bench, variable, at, at + by)
  return {
    at,
    before,
    slope,
    predicted,
    change,
    error: exact ? 0 : predicted - change,
    exact,
    straight,
    kink,
  }
}

/**
 * A nudge in a sentence or two, as the note says it.
 * @param {string} x
 * @param {string} f
 * @param {number} by
 * @param {ReturnType<typeof nudged>} found
 */
export function told(x, f, by, { at, predicted, change, error, exact, straight, kink }) {
  if (by === 0) return texts.nothing(x)
  if (!Number.isFinite(predicted) || !Number.isFinite(change)) return texts.undefined
  // A change that rounding has spoilt is told as the gradient has it.
  const plain = exact ? predicted : change
  const said = texts.said(x, by, short(Math.abs(by)), f, plain, short(Math.abs(plain)))
  if (exact) return `${said} ${straight ? texts.exact : texts.near}`
  const off = texts.off(short(predicted), short(Math.abs(error)))
  if (kink === null) return `${said} ${off}: ${texts.curved}`
  const there = Math.abs(kink - at) <= ROUNDING * Math.max(1, Math.abs(at))
  return `${said} ${off}: ${there ? texts.onKink(x) : texts.overKink(x, short(kink))}`
}

/** @param {Bench} bench */
export const make = (bench) => new Nudge(bench)

class Nudge {
  #by = 1
  #chart = new Chart(260, ['curves', 'rises', 'dots', 'words'])

  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench
    this.choice = new Choice(bench, 'nudge-input', () => this.show())
    this.slider = h('input', {
      type: 'range',
      min: -FARTHEST,
      max: FARTHEST,
      step: NOTCH,
      'aria-label': texts.h,
      oninput: () => this.#turn(Number(this.slider.value)),
    })
    this.field = new NumberField('nudge-h', texts.h, (value) => this.#turn(value))
    this.field.root.append(this.slider)
    this.figures = {
      predicted: figure('gradient', texts.predicted, texts.predictedHow),
      change: figure('value', texts.true, texts.trueHow),
      error: figure('ink', texts.error, texts.errorHow),
    }
    this.said = h('p', { class: 'said', role: 'status' })
    this.take = h('button', { type: 'button', class: 'button', onclick: () => this.#take() })
    this.root = h(
      'div',
      { class: 'two' },
      h(
        'div',
        { class: 'controls' },
        h('h3', {}, texts.title),
        h('div', { class: 'row' }, this.choice.root, this.field.root),
        h('div', { class: 'figures' }, ...Object.values(this.figures).map(({ root }) => root)),
        this.said,
        this.take,
      ),
      h('div', { class: 'drawing' }, this.#chart.root),
    )
  }

  /** @param {number} by */
  #turn(by) {
    this.#by = by
    this.show()
  }

  #take() {
    const { bench } = this
    bench.set(bench.chosen, bench.value(bench.chosen) + this.#by)
  }

  show() {
    const { bench } = this
    const scene = /** @type {import('../scene.js').Scene} */ (bench.scene)
    const variable = bench.chosen
    this.choice.show()
    this.field.show(this.#by)
    this.slider.value = String(this.#by)
    this.slider.setAttribute('aria-valuetext', short(this.#by))
    const found = nudged(bench, variable, this.#by)
    for (const key of /** @type {const} */ (['predicted', 'change', 'error']))
      figures(this.figures[key], found[key])
    const [x, f] = [variable.name, outputName(scene)]
    this.said.textContent = told(x, f, this.#by, found)
    this.take.textContent = texts.take(x, short(found.at + this.#by))
    this.take.disabled = this.#by === 0
    this.#draw(variable, found, f)
  }

  /**
   * @param {Variable} variable
   * @param {ReturnType<typeof nudged>} found
   * @param {string} f
   */
  #draw(variable, { at, before, slope, predicted, change }, f) {
    const { bench } = this
    const chart = this.#chart
    const reach = WIDTH * (Math.abs(this.#by) || 1)
    const [from, to] = [at - reach, at + reach]
    const line = (/** @type {number} */ place) => before + slope * (place - at)
    const points = Array.from({ length: SAMPLES + 1 }, (_, i) => {
      const place = i === SAMPLES / 2 ? at : from + ((to - from) * i) / SAMPLES
      return /** @type {import('./chart.js').Point} */ ([place, outputOf(bench.at(variable, place))])
    })
    chart.fit([from, to], [...points.map(([, value]) => value), line(from), line(to)])
    chart.root.setAttribute('aria-label', texts.picture(f, variable.name))
    const end = at + this.#by
    const finite = [before, predicted, change].every(Number.isFinite)
    chart.put(
      'curves',
      ...(Number.isFinite(before) && Number.isFinite(slope)
        ? [chart.stroke('line gradient dashed', [from, line(from)], [to, line(to)])]
        : []),
      svg('path', { class: 'line value', d: chart.path(points) }),
    )
    chart.put(
      'rises',
      ...(finite
        ? [
            chart.stroke('guide', [at, before], [end, before]),
            chart.stroke('rise gradient', [end, before], [end, before + predicted]),
            chart.stroke('rise error', [end, before + predicted], [end, before + change]),
          ]
        : []),
    )
    const dots = Number.isFinite(before) ? [chart.dot('ink', [at, before])] : []
    if (finite && this.#by !== 0)
      dots.push(
        chart.dot('gradient hollow', [end, before + predicted], 6),
        chart.dot('value', [end, before + change], 4.5),
      )
    chart.put('dots', ...dots)
  }
}
