// Symbols of a network in a picture: a slanted letter with its layer above and its indices below, one over the other.

import { indexText, symbolOf } from '../notation.js'
import { slanted } from './names.js'
import { append, select, set } from './svg.js'

const SMALL = 0.74
const RISE = 0.42
const DROP = 0.26
const DIGIT = 0.52

/**
 * Writes a symbol into an SVG text element; what is no symbol stays a word.
 * @param {Element} text
 * @param {string} id
 * @param {{ maths: boolean, size: number, after?: string }} style  `maths`: the maths font is there; `after` follows it
 */
export function writeSymbol(text, id, { maths, size, after = '' }) {
  const sign = `${id} ${maths} ${after}`
  if (/** @type {any} */ (text).written === sign) return
  Object.assign(text, { written: sign })
  text.replaceChildren()
  set(text, 'font-size', size)
  const group = select(text)
  const symbol = symbolOf(id)
  if (!symbol) {
    append(group, 'tspan', { class: 'word' }).text(id + after)
    return
  }
  const { letter, layer, index } = symbol
  const small = size * SMALL
  const below = indexText(index)
  append(group, 'tspan', { class: 'slanted' }).text(maths ? slanted(letter) : letter)
  let up = 0
  if (layer) {
    append(group, 'tspan', { class: 'script', dy: -size * RISE, 'font-size': small }).text(layer)
    up = size * RISE
  }
  if (below) {
    const back = layer ? -layer.length * small * DIGIT : 0
    append(group, 'tspan', { class: 'script', dx: back, dy: up + size * DROP, 'font-size': small }).text(
      below,
    )
    up = -size * DROP
  }
  if (after) append(group, 'tspan', { class: 'after', dy: up }).text(after)
}
