// How activations and gradients are spread in each layer over the last batch, and what goes wrong in words.

import { h, svg } from '../dom.js'
import { short } from '../format.js'
import { english as texts } from './texts.js'

/** @typedef {import('./history.js').Bins} Bins */
/** @typedef {import('./history.js').Frame} Frame */

const WIDTH = 180
const HEIGHT = 56

/** The histograms and the warnings of a frame. */
export class Spread {
  element
  #warnings = h('div', { class: 'tr-warnings' })
  #layers = h('div', { class: 'tr-layers' })

  constructor() {
    this.element = h('div', {}, this.#warnings, this.#layers)
  }

  /** @param {Frame | null} frame */
  show(frame) {
    const warnings = frame?.warnings ?? []
    const calm = h('p', { class: 'tr-calm' }, frame ? texts.noWarnings : texts.notYet)
    this.#warnings.replaceChildren(...(warnings.length > 0 ? warnings.map(warning) : [calm]))
    this.#layers.replaceChildren(...(frame?.histograms ?? []).map(layer))
  }
}

/** @param {{ kind: string, detail: string }} found */
const warning = ({ kind, detail }) =>
  h('p', { class: 'tr-warning' }, h('strong', {}, texts.warnings[kind] ?? kind), ` ${detail}`)

/** @param {{ n: number, activations: Bins, gradients: Bins }} spread */
const layer = ({ n, activations, gradients }) =>
  h(
    'div',
    { class: 'tr-layer' },
    h('h4', {}, texts.layer(n)),
    bars(texts.activations(n), activations, 'value'),
    bars(texts.gradients(n), gradients, 'gradient'),
  )

/**
 * @param {string} name
 * @param {Bins} bins
 * @param {string} role
 */
function bars(name, { low, high, counts, not_finite: lost }, role) {
  const most = Math.max(...counts, 1)
  const step = WIDTH / counts.length
  const picture = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      class: `tr-bars is-${role}`,
      preserveAspectRatio: 'none',
    },
    ...counts.map((count, i) => {
      const height = count === 0 ? 0 : Math.max((count / most) * HEIGHT, 1.5)
      return svg('rect', { x: i * step + 0.5, y: HEIGHT - height, width: step - 1, height })
    }),
  )
  const range = texts.range(short(low), short(high))
  picture.setAttribute('aria-label', `${name}: ${range}`)
  return h(
    'figure',
    { class: 'tr-spread' },
    h('figcaption', {}, name),
    picture,
    h('div', { class: 'tr-ends' }, h('span', {}, short(low)), h('span', {}, short(high))),
    ...(lost ? [h('p', { class: 'tr-caption' }, texts.lost(lost))] : []),
  )
}
