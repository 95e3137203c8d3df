// Small things that every drawing uses: creating elements and the width of text.

import { select } from 'd3-selection'

/** @typedef {import('d3-selection').Selection<any, any, any, any>} Drawing */

const SVG = 'http://www.w3.org/2000/svg'

/**
 * Appends a child with fixed attributes.
 * @param {Drawing} parent
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @returns {Drawing}
 */
export function append(parent, tag, attributes = {}) {
  const child = parent.append(tag)
  for (const name in attributes) child.attr(name, attributes[name])
  return child
}

/**
 * Sets an attribute only where it changes; null removes it.
 * @param {Element} element
 * @param {string} name
 * @param {string | number | null} value
 */
export function set(element, name, value) {
  const text = value === null ? null : String(value)
  if (element.getAttribute(name) === text) return
  if (text === null) element.removeAttribute(name)
  else element.setAttribute(name, text)
}

/**
 * Sets text only where it changes.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/**
 * Names a drawing that is a button, by a text that is heard and not seen: what is seen in it are numbers, without the
 * words that tell a value from a gradient.
 * @param {Element} element
 * @param {string} words
 */
export function nameAloud(element, words) {
  let aloud = element.querySelector('.aloud')
  if (!aloud) {
    for (const child of element.children) child.setAttribute('aria-hidden', 'true')
    const inSvg = element.localName === 'g'
    aloud = inSvg ? document.createElementNS(SVG, 'text') : document.createElement('span')
    aloud.setAttribute('class', 'aloud')
    element.append(aloud)
  }
  say(aloud, words)
}

/**
 * Shows or hides an SVG element.
 * @param {Element} element
 * @param {boolean} shown
 */
export const show = (element, shown) => set(element, 'display', shown ? null : 'none')

/**
 * The child of an element with a class.
 * @param {Element} element
 * @param {string} name
 * @returns {Element}
 */
export const part = (element, name) => /** @type {Element} */ (element.querySelector(`.${name}`))

const NARROW = 0.3
const WIDE = 0.63
const BRACKET = 0.45
const OTHER = 0.56
const LEAST = 9
const WIDTHS = new Map([
  ...[...".,:;|'′ iljI()"].map((character) => /** @type {const} */ ([character, NARROW])),
  ...[...'[]'].map((character) => /** @type {const} */ ([character, BRACKET])),
  ...[...'0123456789−+×=∞…M'].map((character) => /** @type {const} */ ([character, WIDE])),
])

/**
 * About how wide a text is; measured characters would cost a layout each.
 * @param {string} text
 * @param {number} size
 */
export function textWidth(text, size) {
  let width = 0
  for (const character of text) width += WIDTHS.get(character) ?? OTHER
  return width * size
}

/**
 * The size at which a text fits into a width.
 * @param {string} text
 * @param {number} size
 * @param {number} room
 * @param {number} [least]
 */
export function fitted(text, size, room, least = LEAST) {
  const width = textWidth(text, size)
  return width <= room ? size : Math.max(least, Math.floor(((size * room) / width) * 2) / 2)
}

/**
 * As much of a name as fits into a width at the least size.
 * @param {string} name
 * @param {number} room
 */
export function cut(name, room) {
  const most = Math.floor(room / (LEAST * OTHER))
  return name.length > most ? `${name.slice(0, most - 1)}…` : name
}

export { select }
