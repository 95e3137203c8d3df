// The state of the page after the `#` of its address, and back.

import { typed } from '../format.js'
import { quoted } from '../page/texts.js'
import { english as texts } from './texts.js'

/** @typedef {'layer' | 'neuron' | 'scalar'} View */
/**
 * @typedef {object} Link
 * @property {string | null} network  the spec as one line
 * @property {number[] | null} x
 * @property {number[] | null} y
 * @property {number | null} rate
 * @property {View | null} view
 * @property {string | null} at  what the view is near to: a layer such as `2`, or a neuron such as `2.1`
 * @property {number | 'end' | null} step
 * @property {number | null} station
 * @property {string | null} data  a row of a data set: `xor.3`
 * @property {import('../page/link.js').Theme | null} theme
 */

export const VIEWS = /** @type {const} */ (['layer', 'neuron', 'scalar'])
const STATIONS = 7
const LONGEST = 100_000
const KNOWN = new Set(['network', 'x', 'y', 'rate', 'view', 'at', 'step', 'station', 'data', 'theme'])

/**
 * A list of numbers such as `0.05, 0.1`; null where something in it is none.
 * @param {string} text
 * @returns {number[] | null}
 */
export function numbersOf(text) {
  const parts = text
    .replace(/[[\]]/g, ' ')
    .split(/[\s,;]+/)
    .filter(Boolean)
  const numbers = parts.map(typed)
  return numbers.length > 0 && numbers.every((n) => n !== null && Number.isFinite(n))
    ? /** @type {number[]} */ (numbers)
    : null
}

/**
 * Reads the part of an address after `#`. What makes no sense is left out and said so.
 * @param {string} hash
 * @returns {{ link: Link, complaints: string[] }}
 */
export function readLink(hash) {
  /** @type {string[]} */
  const complaints = []
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  for (const name of said.keys()) if (!KNOWN.has(name)) complaints.push(texts.unknownInLink(quoted(name)))
  /**
   * @template T
   * @param {string} name
   * @param {(text: string) => T | null} read
   */
  const one = (name, read) => {
    const text = said.get(name)
    if (text === null || text === '') return null
    const found = read(text)
    if (found === null) complaints.push(texts.badInLink(name, quoted(text)))
    return found
  }
  const whole = (/** @type {string} */ text) => (/^\d{1,9}$/.test(text) ? Number(text) : null)
  /** @type {Link} */
  const link = {
    network: one('network', (text) => (text.length <= LONGEST ? text : null)),
    x: one('x', numbersOf),
    y: one('y', numbersOf),
    rate: one('rate', (text) => numbersOf(text)?.[0] ?? null),
    view: one('view', (text) => VIEWS.find((view) => view === text) ?? null),
    at: one('at', (text) => (/^\d+(\.\d+)*$/.test(text) ? text : null)),
    step: one('step', (text) => (text === 'end' ? text : whole(text))),
    station: one('station', (text) => {
      const number = whole(text)
      return number && number <= STATIONS ? number : null
    }),
    data: one('data', (text) => (/^\w+\.\d+$/.test(text) ? text : null)),
    theme: one('theme', (text) => (text === 'dark' || text === 'light' || text === 'auto' ? text : null)),
  }
  return { link, complaints }
}

/**
 * The text after `#` that says this; `readLink` reads it back.
 * @param {Link} link
 */
export function writeLink(link) {
  /** @type {[string, string | number | null][]} */
  const parts = [
    ['network', link.network],
    ['x', link.x?.join(',') ?? null],
    ['y', link.y?.join(',') ?? null],
    ['rate', link.rate],
    ['view', link.view],
    ['at', link.at],
    ['step', link.step],
    ['station', link.station],
    ['data', link.data],
    ['theme', link.theme],
  ]
  const said = parts.filter(([, value]) => value !== null && value !== '')
  return said.map(([name, value]) => `${name}=${escaped(String(value))}`).join('&')
}

/** @param {string} text */
const escaped = (text) =>
  encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/%(?:2C|3B|3A|2F|40|3E|5B|5D)/g, decodeURIComponent)
