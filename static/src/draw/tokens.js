// Tokens: the numbers that travel, through the lens.

import { brief } from '../format.js'
import { placed, share } from './edges.js'
import { ARROWHEAD } from './geometry.js'
import { append, say, set, show, textWidth } from './svg.js'

/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('../motion.js').Token} Token */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */

const SIZE = { width: 42, height: 30 }
const HALO = 11
const TEXT = 15

/**
 * Joins and draws the tokens of a motion.
 * @param {Drawing} layer
 * @param {Data} data
 * @param {Motion} motion
 * @param {import('../motion.js').Kind} kind
 */
export function drawTokens(layer, data, motion, kind) {
  layer
    .selectAll('g.token')
    .data(
      motion.tokens.filter((token) => token.kind === kind),
      (/** @type {any} */ token) => token.key,
    )
    .join((enter) => enterToken(enter))
    .each(function (token) {
      drawToken(/** @type {Element} */ (this), data, /** @type {Token} */ (token))
    })
}

/**
 * Joins and draws the trails that tokens leave on their roads.
 * @param {Drawing} layer
 * @param {Data} data
 * @param {Motion} motion
 */
export function drawTrails(layer, data, motion) {
  const trail =
    (/** @type {import('../motion.js').Kind} */ kind) =>
    (/** @type {[number, number]} */ [edge, s]) => ({ kind, edge, s })
  const trails = [...[...motion.values].map(trail('value')), ...[...motion.gradients].map(trail('gradient'))]
  layer
    .selectAll('g.trail')
    .data(
      trails.filter(({ s }) => s > 0),
      (/** @type {any} */ { kind, edge }) => `${kind} ${edge}`,
    )
    .join((enter) => {
      const group = append(enter, 'g', { class: 'trail', 'aria-hidden': 'true' })
      append(group, 'path', { pathLength: 1 })
      append(group, 'path', { d: ARROWHEAD })
      return group
    })
    .each(function ({ kind, edge, s }) {
      const [line, head] = /** @type {Element} */ (this).children
      const way = data.ways[edge]
      const both = data.scene.propagatedAt[edge] >= 0
      set(line, 'class', `lane known hot ${kind}`)
      set(line, 'd', kind === 'gradient' ? way.gradient : both ? way.value : way.single)
      set(
        line,
        'stroke-dasharray',
        s < 1 ? `${share(s, kind === 'gradient' ? 1 - way.lensAt : way.lensAt).toFixed(4)} 2` : null,
      )
      set(head, 'class', `head ${kind}`)
      set(head, 'transform', placed(kind === 'gradient' ? way.start : both ? way.end : way.singleEnd))
      show(head, s >= 1)
    })
}

/** @param {Drawing} enter */
function enterToken(enter) {
  const token = append(enter, 'g', { class: 'token', 'aria-hidden': 'true' })
  append(token, 'rect', { class: 'halo', y: -SIZE.height / 2 - HALO + 1, height: SIZE.height + 2 * HALO - 2 })
  append(token, 'rect', { class: 'pill', y: -SIZE.height / 2, height: SIZE.height, rx: 13 })
  append(token, 'text', { class: 'number', dy: '.36em' })
  return token
}

/**
 * The number that a token carries: upstream before the lens, propagated behind it; a value stays what it is.
 * @param {Data} data
 * @param {Token} token
 */
export function carried({ scene }, { edge, kind, through }) {
  if (kind === 'value') return scene.values[scene.from[edge]]
  return through ? scene.propagated[edge] : scene.gradients[scene.to[edge]]
}

/**
 * @param {Element} element
 * @param {Data} data
 * @param {Token} token
 */
function drawToken(element, data, token) {
  const { edge, kind, s, through, opacity } = token
  const way = data.ways[edge]
  const { x, y } = kind === 'value' ? way.at(share(s, way.lensAt)) : way.at(1 - share(s, 1 - way.lensAt))
  const text = brief(/** @type {Value} */ (carried(data, token)))
  const width = Math.max(SIZE.width, textWidth(text, TEXT) + 20)
  const [halo, pill, words] = element.children
  const dead = kind === 'gradient' && through && data.scene.local[edge] === 0
  set(element, 'class', `token ${kind}${dead ? ' dead' : ''}`)
  set(element, 'transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`)
  set(element, 'opacity', (dead ? opacity * Math.max(0.25, 2 * (1 - s)) : opacity).toFixed(3))
  set(halo, 'x', -width / 2 - 5)
  set(halo, 'width', width + 10)
  set(halo, 'rx', 25)
  set(pill, 'x', -width / 2)
  set(pill, 'width', width)
  say(words, text)
}
