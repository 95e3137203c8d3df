// The head of the element: the formula, and what the colours mean.

import { h, svg } from './dom.js'

/** @typedef {import('./texts.js').Texts} Texts */

/** Cells of heat maps from far below 0 to far above it, as shares of the largest. */
const SHARES = [-1, -0.4, 0.4, 1]

/** The signs of the legend. */
const SIGNS = {
  value: () => [svg('path', { d: 'M1 8H22' }), svg('path', { class: 'tip', d: 'M28 8l-9 -4.5v9z' })],
  gradient: () => [svg('path', { d: 'M6 8H27' }), svg('path', { class: 'tip', d: 'M0 8l9 -4.5v9z' })],
  local: () => [svg('rect', { x: 0, y: 0.5, width: 28, height: 15, rx: 7.5 })],
  cells: () => [
    ...SHARES.map((share, i) => {
      const [kind, rx] = share < 0 ? ['minus', 3] : ['plus', 1]
      const place = { x: 7 * i + 1, y: 5, width: 6, height: 6, rx }
      return svg('rect', { class: `cell ${kind}`, ...place, 'fill-opacity': Math.abs(share) })
    }),
    svg('path', { d: 'M-8 8H-3M31 8H37M34 5V11' }),
  ],
}

/**
 * The list of colours and their meanings.
 * @param {Texts} texts
 */
export function makeLegend(texts) {
  const item = (/** @type {keyof typeof SIGNS} */ kind) => {
    const [name, where] = texts.legend[kind]
    const sign = svg('svg', { viewBox: '0 0 28 16', 'aria-hidden': 'true' }, ...SIGNS[kind]())
    return h('li', { class: kind }, sign, h('b', {}, name), h('span', {}, where))
  }
  return h('ul', { class: 'legend' }, item('value'), item('gradient'), item('local'), item('cells'))
}
