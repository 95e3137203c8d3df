// The loss curves of a sweep as small multiples, and its settings as a table that can be ordered.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { path } from './curves.js'
import { extent, linear, logarithmic, powers, ticks } from './scale.js'
import { best, facets, gathered, ordered } from './sweep-results.js'
import { english as texts } from './texts-sweep.js'

/** @typedef {import('./sweep-results.js').Result} Result */
/** @typedef {import('./sweep-results.js').Setting} Setting */
/** @typedef {import('./sweep-results.js').Key} Key */

const SIZE = { width: 230, height: 130, left: 52, right: 14, top: 8, bottom: 20 }
const TONES = ['value', 'gradient', 'local', 'mark', 'ink', 'wire']
/** Lines differ by their dashes too. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 2 1 2']
const MOST_ROWS = 200

/** The pictures. */
export class SweepPictures {
  element
  #use
  #best = h('div', { class: 'tr-best', hidden: true })
  #keys = h('div', { class: 'tr-keys', hidden: true })
  #multiples = h('div', { class: 'tr-multiples' })
  #table = h('div', { class: 'tr-scroll' })
  /** @type {Setting[]} */ #settings = []
  /** @type {Key} */ #key = 'mean'
  #falling = false

  /** @param {(setting: Setting) => void} use */
  constructor(use) {
    this.#use = use
    this.element = h('div', { class: 'tr-found' }, this.#best, this.#keys, this.#multiples, this.#table)
  }

  /** @param {Result[]} results */
  show(results) {
    this.#settings = gathered(results)
    const rates = [...new Set(results.map(({ learning_rate: rate }) => rate))].sort((a, b) => a - b)
    this.#keys.hidden = rates.length === 0
    this.#keys.replaceChildren(h('span', {}, 'α'), ...rates.map((rate, i) => key(rate, i)))
    const range = extent(
      results.flatMap(({ curve }) => curve.map(([, loss]) => loss)).filter((loss) => loss > 0),
    )
    this.#multiples.replaceChildren(...facets(results).map((facet) => multiple(facet, rates, range)))
    this.#praise()
    this.#list()
  }

  #praise() {
    const found = best(this.#settings)
    this.#best.hidden = !found
    if (!found) return
    const { optimizer, init, rate, mean, test, runs, failed } = found
    const words = texts.best(
      optimizer,
      init.replaceAll('_', ' '),
      short(rate),
      short(Number.isNaN(test) ? mean : test),
      runs.length - failed,
      runs.length,
    )
    this.#best.replaceChildren(h('p', {}, words), this.#button(found))
  }

  /** @param {Setting} setting */
  #button(setting) {
    const { optimizer, init, rate } = setting
    const name = texts.useName(optimizer, init.replaceAll('_', ' '), short(rate))
    return h(
      'button',
      { type: 'button', class: 'button', 'aria-label': name, onclick: () => this.#use(setting) },
      texts.use,
    )
  }

  #list() {
    const keys = /** @type {Key[]} */ ([
      'optimizer',
      'init',
      'rate',
      'mean',
      'worst',
      'test',
      'accuracy',
      'failed',
    ])
    const shown = keys.filter(
      (name) =>
        typeof this.#settings[0]?.[name] === 'string' ||
        this.#settings.some((each) => !Number.isNaN(each[name])),
    )
    const held = this.#table.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : null
    const heads = shown.map((name) => {
      const on = name === this.#key
      const sort = on ? (this.#falling ? 'descending' : 'ascending') : 'none'
      const arrow = on ? (this.#falling ? ' ▾' : ' ▴') : ''
      const button = h(
        'button',
        { type: 'button', class: 'tr-sort', 'data-key': name, onclick: () => this.#order(name) },
        texts.columns[name] + arrow,
      )
      return h('th', { scope: 'col', 'aria-sort': sort }, button)
    })
    const rows = ordered(this.#settings, this.#key, this.#falling).slice(0, MOST_ROWS)
    const cells = rows.map((setting) =>
      h(
        'tr',
        {},
        ...shown.map((name) => h('td', {}, cell(setting, name))),
        h('td', {}, this.#button(setting)),
      ),
    )
    const table = h('table', {}, h('thead', {}, h('tr', {}, ...heads, h('td'))), h('tbody', {}, ...cells))
    this.#table.replaceChildren(...(rows.length > 0 ? [table] : []))
    if (held) /** @type {HTMLElement | null} */ (this.#table.querySelector(`[data-key="${held}"]`))?.focus()
  }

  /** @param {Key} name */
  #order(name) {
    this.#falling = name === this.#key ? !this.#falling : false
    this.#key = name
    this.#list()
  }
}

/**
 * @param {Setting} setting
 * @param {Key} name
 */
function cell(setting, name) {
  const value = setting[name]
  if (typeof value === 'string') return value.replaceAll('_', ' ')
  if (name === 'failed') return value === 0 ? '0' : texts.failed(value, setting.runs.length)
  if (Number.isNaN(value)) return '–'
  return name === 'accuracy' ? `${short(value * 100)} %` : short(value)
}

/**
 * @param {number} rate
 * @param {number} i
 */
function key(rate, i) {
  const line = svg('line', {
    x1: 0,
    x2: 26,
    y1: 5,
    y2: 5,
    class: 'tr-line',
    'stroke-dasharray': DASHES[i % DASHES.length],
  })
  const picture = svg('svg', { viewBox: '0 0 26 10', width: 26, height: 10, 'aria-hidden': 'true' }, line)
  return h('span', { class: `tr-sample is-${TONES[i % TONES.length]}` }, picture, short(rate))
}

/**
 * @param {{ optimizer: string, init: string, runs: Result[] }} facet
 * @param {number[]} rates
 * @param {[number, number]} range
 */
function multiple({ optimizer, init, runs }, rates, range) {
  const steps = Math.max(...runs.flatMap(({ curve }) => curve.map(([step]) => step)), 1)
  const x = linear([0, steps], [SIZE.left, SIZE.width - SIZE.right])
  const bounds = /** @type {[number, number]} */ ([range[0] / 1.3 || 1e-6, range[1] * 1.3 || 1])
  const y = logarithmic(bounds, [SIZE.height - SIZE.bottom, SIZE.top])
  const marks = powers(...bounds)
  const lines = runs.map(({ curve, learning_rate: rate, ended }) => {
    const i = rates.indexOf(rate)
    const points = curve.filter(([, loss]) => Number.isFinite(loss))
    return svg('path', {
      d: path(points, x, y),
      class: `tr-line is-${TONES[i % TONES.length]}${ended === 'done' ? '' : ' is-failed'}`,
      'stroke-dasharray': DASHES[i % DASHES.length],
    })
  })
  const words = texts.facet(optimizer, init.replaceAll('_', ' '))
  const picture = svg(
    'svg',
    {
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      class: 'tr-chart',
      role: 'img',
      'aria-label': texts.facetAlt(words, runs.length),
    },
    ...marks.flatMap((mark) => [
      svg('line', {
        x1: SIZE.left,
        x2: SIZE.width - SIZE.right,
        y1: y(mark),
        y2: y(mark),
        class: 'tr-grid-line',
      }),
      text(SIZE.left - 5, y(mark) + 4, short(mark), 'end'),
    ]),
    ...ticks(0, steps, 3).map((tick) => text(x(tick), SIZE.height - 4, short(tick), 'middle')),
    ...lines,
  )
  return h('figure', { class: 'tr-figure' }, h('figcaption', {}, words), picture)
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} anchor
 */
function text(x, y, words, anchor) {
  const element = svg('text', { x, y, 'text-anchor': anchor })
  element.textContent = words
  return element
}
