// The pictures of a run. All of them show the same frame.

import { h } from '../dom.js'
import { short } from '../format.js'
import { CLASSES, SHAPES } from './colours.js'
import { Curves } from './curves.js'
import { Diagram } from './diagram.js'
import { Plane } from './plane.js'
import { Spread } from './spread.js'
import { Strip } from './strip.js'
import { more } from './tables.js'
import { english as texts } from './texts.js'
import { weightRows } from './walk.js'

/** @typedef {import('./history.js').Frame} Frame */

const MOST_WEIGHTS = 200
const COARSE = 5

/** The pictures. */
export class Views {
  element
  #host
  #run
  #rows
  #plane = new Plane()
  #diagram
  #spread = new Spread()
  #strip
  #lead = h('p', { class: 'tr-caption' }, texts.networkBefore)
  #legend = h('ul', { class: 'tr-legend', 'aria-label': texts.legend })
  #losses = new Curves({
    title: texts.lossTitle,
    log: true,
    series: [
      { name: texts.train, mark: 'value', value: ({ loss }) => loss },
      { name: texts.testing, mark: 'local', value: ({ test_loss: loss }) => loss },
    ],
  })
  #accuracies = new Curves({
    title: texts.accuracyTitle,
    percent: true,
    series: [
      { name: texts.train, mark: 'value', value: ({ accuracy }) => accuracy },
      { name: texts.testing, mark: 'local', value: ({ test_accuracy: accuracy }) => accuracy },
    ],
  })
  #norms = new Curves({
    title: texts.normTitle,
    log: true,
    series: [{ name: texts.norm, mark: 'gradient', value: ({ gradient_norm: norm }) => norm || undefined }],
  })
  #grid
  #state
  /** @type {import('./diagram.js').Chosen | null} */ #chosen = null
  /** @type {{ before: Frame, after: Frame, phase: string } | null} */ #walk = null
  /** @type {Frame | null} */ #frame = null

  /**
   * @param {import('./main.js').Host} host
   * @param {import('./run.js').Run} run
   * @param {() => (import('./plane.js').Rows | null)[]} rows  those that are chosen, and those of the run
   */
  constructor(host, run, rows) {
    this.#host = host
    this.#run = run
    this.#rows = rows
    this.#diagram = new Diagram((chosen) => {
      this.#chosen = chosen
      this.#sight()
    })
    this.#strip = new Strip((stop) => this.#stop(stop))
    this.#grid = more(texts.gridTable, () => this.#coarse())
    this.#state = more(texts.state, () => this.#weights())
    this.element = this.#layout()
  }

  #layout() {
    const sheet = (/** @type {string} */ title, /** @type {string} */ lead, /** @type {Node[]} */ ...parts) =>
      h(
        'section',
        { class: 'tr-sheet', 'aria-label': title },
        h('h3', {}, title),
        ...(lead ? [h('p', { class: 'tr-caption' }, lead)] : []),
        ...parts,
      )
    return h(
      'div',
      { class: 'tr-views' },
      h(
        'div',
        { class: 'tr-pair' },
        sheet(texts.network, '', this.#lead, this.#diagram.element, this.#strip.element),
        sheet(texts.learnt, '', this.#plane.element, this.#legend, this.#grid.element),
      ),
      sheet(
        texts.progress,
        '',
        h('div', { class: 'tr-trio' }, this.#losses.element, this.#accuracies.element, this.#norms.element),
      ),
      sheet(texts.layers, texts.layersLead, this.#spread.element, this.#state.element),
    )
  }

  get #spec() {
    return this.#run.request?.spec ?? this.#host.spec()
  }

  /** @param {number} at */
  show(at) {
    const { frames } = this.#run.history
    this.#frame = frames[at] ?? null
    this.#sight()
    this.#spread.show(this.#frame)
    this.#state.element.hidden = !this.#frame
    this.#state.changed()
    this.#grid.changed()
    const curves = [this.#losses, this.#accuracies, this.#norms]
    for (const chart of curves) {
      if (this.#frame) chart.show(frames, at)
      else chart.element.hidden = true
    }
    const sheet = this.#losses.element.parentElement?.parentElement
    if (sheet) sheet.hidden = !this.#frame
  }

  #sight() {
    const [rows, learnt] = this.#rows()
    const walk = this.#walk
    const frame = walk ? (walk.phase === 'update' ? walk.after : walk.before) : this.#frame
    this.#diagram.show(this.#spec, frame)
    const lead = !frame ? texts.networkBefore : frame.regions ? texts.networkLead : texts.networkPlain
    if (this.#lead.textContent !== lead) this.#lead.textContent = lead
    this.#plane.show({
      rows,
      // What was learnt from other data says nothing of these.
      frame: rows === learnt ? this.#frame : null,
      loss: this.#spec.loss ?? 'mse',
      neuron: rows === learnt && this.#frame ? this.#chosen : null,
    })
    const inputs = rows ? rows.x[0].flat(2).length : 0
    this.#plane.element.closest('.tr-pair')?.classList.toggle('is-single', inputs > 2)
    this.#grid.element.hidden = !this.#frame?.regions
    this.#key(rows)
  }

  /** @param {import('./plane.js').Rows | null} rows */
  #key(rows) {
    const plane = rows && rows.x[0].flat(2).length <= 2 && rows.kind === 'classes'
    const count = plane ? Math.max(rows.y[0].length, 2) : 0
    if (this.#legend.children.length === count && count === 0) return
    const names = rows?.classes?.length ? rows.classes : Array.from({ length: count }, (_, k) => String(k))
    this.#legend.replaceChildren(
      ...Array.from({ length: count }, (_, k) =>
        h(
          'li',
          { class: `tr-class is-${CLASSES[k % CLASSES.length]} is-${SHAPES[k % SHAPES.length]}` },
          texts.classLabel(names[k] ?? String(k)),
        ),
      ),
    )
  }

  // Layer by layer

  /**
   * @param {import('./walk.js').Stop[]} stops
   * @param {Frame} before
   * @param {Frame} after
   */
  walk(stops, before, after) {
    if (stops.length === 0) return
    this.#walk = { before, after, phase: 'forward' }
    this.#strip.open(stops)
  }

  closeWalk() {
    this.#strip.close()
  }

  /** @param {import('./walk.js').Stop | null} stop */
  #stop(stop) {
    this.#walk = this.#walk && stop ? { ...this.#walk, phase: stop.phase } : null
    this.#diagram.light(stop)
    this.#sight()
  }

  // Tables

  #coarse() {
    const regions = this.#frame?.regions
    if (!regions) return { head: [], rows: [] }
    const { edges, side, outputs } = regions
    const at = Array.from({ length: COARSE }, (_, i) => Math.round((i * (side - 1)) / (COARSE - 1)))
    const place = (/** @type {number} */ i, /** @type {number} */ axis) =>
      short(edges[2 * axis] + (i / (side - 1)) * (edges[2 * axis + 1] - edges[2 * axis]))
    const all = (/** @type {(grid: any) => number} */ read) =>
      outputs.map((grid) => short(read(grid))).join(', ')
    if (edges.length === 2)
      return { head: ['x', texts.prediction], rows: at.map((i) => [place(i, 0), all((line) => line[i])]) }
    return {
      head: [texts.gridPoint, ...at.map((i) => place(i, 0))],
      rows: [...at].reverse().map((j) => [place(j, 1), ...at.map((i) => all((grid) => grid[j][i]))]),
    }
  }

  #weights() {
    const frame = this.#frame
    if (!frame?.parameters) return { head: [], rows: [] }
    const layers = [...new Set(Object.keys(frame.parameters).map((name) => Number(name.slice(1))))]
    const parts = layers.map((n) => weightRows(frame, n, MOST_WEIGHTS))
    const all = parts.reduce((sum, part) => sum + part.all, 0)
    const rows = parts.flatMap((part) => part.rows).slice(0, MOST_WEIGHTS)
    const [{ letters }] = parts
    return { head: [texts.weight, texts.value, ...letters], rows, note: texts.firstWeights(rows.length, all) }
  }
}
