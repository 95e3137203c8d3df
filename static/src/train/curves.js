// Lines over the steps of a run: losses and accuracies, with the shown frame marked and a table on demand.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { extent, linear, logarithmic, powers, ticks, widened } from './scale.js'
import { more } from './tables.js'
import { english as texts } from './texts.js'

/** @typedef {{ name: string, mark: string, value: (frame: any) => number | undefined }} Series */

const SIZE = { width: 290, height: 150, left: 54, right: 18, top: 10, bottom: 24 }
const TABLE = 20

/** One chart. */
export class Curves {
  element
  #series
  #log
  #title
  #percent
  #picture
  #sentence = h('p', { class: 'tr-caption' })
  #table
  #keys = h('div', { class: 'tr-keys' })
  /** @type {any[]} */ #frames = []
  #shown = 0

  /**
   * @param {{ title: string, series: Series[], log?: boolean, percent?: boolean }} chart
   */
  constructor({ title, series, log = false, percent = false }) {
    this.#series = series
    this.#log = log
    this.#title = title
    this.#percent = percent
    this.#picture = svg('svg', {
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      role: 'img',
      class: 'tr-chart',
    })
    this.#table = more(texts.asTable, () => this.#rows())
    const head = h('div', { class: 'tr-head' }, h('h4', {}, title), this.#keys)
    this.element = h('div', { class: 'tr-curves' }, head, this.#picture, this.#sentence, this.#table.element)
  }

  /**
   * @param {any[]} frames
   * @param {number} shown
   */
  show(frames, shown) {
    this.#frames = frames
    this.#shown = shown
    const last = frames[frames.length - 1]
    const lines = this.#series.map((series) => ({ ...series, points: pointsOf(frames, series) }))
    this.element.hidden = lines.every(({ points }) => points.length === 0)
    if (this.element.hidden) return
    this.#keys.replaceChildren(
      ...lines
        .filter(({ points }) => points.length > 0)
        .map(({ name, mark }) => h('span', { class: `tr-key is-${mark}` }, name)),
    )
    const across = /** @type {[number, number]} */ ([0, Math.max(last.step, 1)])
    const range = extent(lines.flatMap(({ points }) => points.map(([, y]) => y)))
    const { y, marks } = this.#percent
      ? { y: linear([0, 1], [SIZE.height - SIZE.bottom, SIZE.top]), marks: [0, 0.5, 1] }
      : vertical(range, this.#log)
    const x = linear(across, [SIZE.left, SIZE.width - SIZE.right])
    const word = (/** @type {number} */ value) => (this.#percent ? `${short(value * 100)} %` : short(value))
    this.#picture.replaceChildren(
      ...marks.flatMap((mark) => grid(y(mark), word(mark))),
      ...ticks(...across, 4).map((tick) => label(x(tick), SIZE.height - 6, short(tick), 'middle')),
      ...lines.map(({ points, mark }) =>
        svg('path', {
          d: path(points, x, y),
          class: `tr-line is-${mark}`,
          'vector-effect': 'non-scaling-stroke',
        }),
      ),
      ...this.#cursor(lines, x, y),
    )
    const frame = frames[shown]
    const values = this.#series
      .map(({ name, value }) => ({ name, value: value(frame) }))
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => `${name} ${word(Number(value))}`)
    this.#sentence.textContent = texts.atStep(frame.step, values.join(', '))
    this.#picture.setAttribute('aria-label', `${this.#title}. ${this.#sentence.textContent}`)
    this.#table.changed()
  }

  /**
   * @param {(Series & { points: [number, number][] })[]} lines
   * @param {(n: number) => number} x
   * @param {(n: number) => number} y
   */
  #cursor(lines, x, y) {
    const frame = this.#frames[this.#shown]
    const at = x(frame.step)
    const dots = lines.flatMap(({ value, mark }) => {
      const height = value(frame)
      return height === undefined
        ? []
        : [svg('circle', { cx: at, cy: y(height), r: 4, class: `tr-dot is-${mark}` })]
    })
    const line = svg('line', {
      x1: at,
      x2: at,
      y1: SIZE.top,
      y2: SIZE.height - SIZE.bottom,
      class: 'tr-cursor',
    })
    return [line, ...dots]
  }

  #rows() {
    const frames = this.#frames
    const step = Math.max(1, Math.ceil(frames.length / TABLE))
    const chosen = frames.filter((_, i) => i % step === 0 || i === frames.length - 1)
    const series = this.#series.filter(({ value }) => chosen.some((frame) => value(frame) !== undefined))
    return {
      head: [texts.step, ...series.map(({ name }) => name)],
      rows: chosen.map((frame) => [
        short(frame.step),
        ...series.map(({ value }) => short(value(frame) ?? Number.NaN)),
      ]),
    }
  }
}

/**
 * @param {any[]} frames
 * @param {Series} series
 * @returns {[number, number][]}
 */
const pointsOf = (frames, { value }) =>
  frames.flatMap((frame) => {
    const found = value(frame)
    return found === undefined || !Number.isFinite(found) ? [] : [[frame.step, found]]
  })

/**
 * @param {[number, number]} range
 * @param {boolean} log
 */
function vertical([low, high], log) {
  const to = /** @type {[number, number]} */ ([SIZE.height - SIZE.bottom, SIZE.top])
  if (!log || low <= 0) {
    const wide = widened([Math.min(low, 0), high])
    return { y: linear([Math.min(low, 0), wide[1]], to), marks: ticks(Math.min(low, 0), wide[1], 4) }
  }
  const from = /** @type {[number, number]} */ ([low / 1.3, high * 1.3])
  const marks = powers(...from)
  return { y: logarithmic(from, to), marks: marks.length > 1 ? marks : ticks(...from, 3) }
}

/**
 * @param {[number, number][]} points
 * @param {(n: number) => number} x
 * @param {(n: number) => number} y
 */
export const path = (points, x, y) =>
  points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('')

/**
 * @param {number} y
 * @param {string} text
 */
const grid = (y, text) => [
  svg('line', { x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: y, y2: y, class: 'tr-grid-line' }),
  label(SIZE.left - 6, y + 4, text, 'end'),
]

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} anchor
 */
function label(x, y, text, anchor) {
  const element = svg('text', { x, y, 'text-anchor': anchor })
  element.textContent = text
  return element
}
