// Names of nodes as mathematics writes them: one letter slanted, its digits as an index, longer names upright.

import { append, cut, fitted, select, set } from './svg.js'

/** One letter with digits behind it, or with its layer and indices as one writes them in a network: x1, w₁₂³. */
const INDEXED = /^(\p{L})(\d*|[₀-₉,⁰¹²³⁴-⁹]*)$/u
/** First code points: of the letters, and of their slanted twins among the mathematical characters. */
const ALPHABETS = [
  ['A', 'Z', 0x1d434],
  ['a', 'z', 0x1d44e],
  ['α', 'ω', 0x1d6fc],
]
const PLANCK = 'ℎ'

/**
 * A letter as the maths font holds its slanted form.
 * @param {string} letter
 */
export function slanted(letter) {
  if (letter === 'h') return PLANCK
  const row = ALPHABETS.find(([first, last]) => letter >= first && letter <= last)
  if (!row) return letter
  const [first, , start] = row
  return String.fromCodePoint(Number(start) + letter.charCodeAt(0) - String(first).charCodeAt(0))
}

/**
 * Writes a name into an SVG text element.
 * @param {Element} text
 * @param {string} name
 * @param {string} version  `.2` for the second binding of a name, empty for the first
 * @param {{ maths: boolean, size: number, room: number }} style  `maths`: the maths font is there
 */
export function writeName(text, name, version, { maths, size, room }) {
  const sign = `${name} ${version} ${maths}`
  if (/** @type {any} */ (text).written === sign) return
  Object.assign(text, { written: sign })
  text.replaceChildren()
  const group = select(text)
  const indexed = INDEXED.exec(name)
  const word = cut(name, room)
  if (indexed) {
    append(group, 'tspan', { class: 'slanted' }).text(maths ? slanted(indexed[1]) : indexed[1])
    const raised = indexed[2] > '9'
    if (raised) append(group, 'tspan', {}).text(indexed[2])
    else if (indexed[2]) append(group, 'tspan', { class: 'index', dy: '.28em' }).text(indexed[2])
  } else append(group, 'tspan', { class: 'word' }).text(word)
  if (version) append(group, 'tspan', { class: 'version' }).text(version)
  set(text, 'font-size', indexed ? size : fitted(word, size * 0.68, room))
}
