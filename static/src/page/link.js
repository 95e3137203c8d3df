// The state of the page as readable text after the `#` of its address, and back. Nothing of it reaches the server.

import { toWire } from '../format.js'
import { quoted, english as texts } from './texts.js'
import { readValue } from './values.js'

/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {'auto' | 'light' | 'dark'} Theme */

/**
 * What a link can say.
 * @typedef {object} Link
 * @property {string | null} program
 * @property {Map<string, Numbers>} inputs
 * @property {string | null} output
 * @property {string | null} view
 * @property {number | 'end' | null} step
 * @property {Theme | null} theme  null where the link does not say
 */

const OWN = ['program', 'output', 'view', 'step', 'theme', 'inputs']
/** What a link may say beside the state: how a server draws, and what a frame shows. */
const OTHERS = ['seed', 'layout', 'format', 'width', 'arrays', 'controls']
const RESERVED = new Set([...OWN, ...OTHERS])
const NAME = /^(?:[A-Za-z][A-Za-z0-9_]{0,63}|[Α-Ωα-ω][0-9_]{0,63})$/
const NODE = /^(?:[A-Za-zΑ-Ωα-ω][A-Za-z0-9_]*(?:\.[0-9]+)?|:[0-9]+)$/
const LONGEST_PROGRAM = 100_000
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * Reads the part of an address after `#`. What makes no sense is left out and said so.
 * @param {string} hash
 * @returns {{ link: Link, complaints: string[] }}
 */
export function readLink(hash) {
  /** @type {string[]} */
  const complaints = []
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const given = said.get('program')
  const tooLong = given !== null && given.length > LONGEST_PROGRAM
  if (tooLong) complaints.push(texts.badProgram)
  const theme = said.get('theme')
  /** @type {Link} */
  const link = {
    program: tooLong ? null : given,
    inputs: new Map([...readNamed(said, complaints), ...readJson(said.get('inputs'), complaints)]),
    output: readNode(said.get('output'), complaints),
    view: said.get('view')?.match(/^[a-z-]{1,20}$/)?.[0] ?? null,
    step: readStep(said.get('step'), complaints),
    theme: theme === 'dark' || theme === 'light' || theme === 'auto' ? theme : null,
  }
  return { link, complaints }
}

/**
 * @param {URLSearchParams} said
 * @param {string[]} complaints
 * @returns {[string, Numbers][]}
 */
function readNamed(said, complaints) {
  return [...said].flatMap(([name, text]) => {
    if (RESERVED.has(name)) return []
    if (!NAME.test(name)) {
      complaints.push(texts.unknown(quoted(name)))
      return []
    }
    return readInput(name, text, complaints)
  })
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string[]} complaints
 * @returns {[string, Numbers][]}
 */
function readInput(name, text, complaints) {
  const reading = readValue(text)
  if ('value' in reading) return [[name, reading.value]]
  complaints.push(texts.badValue(name, quoted(text)))
  return []
}

/**
 * @param {string | null} text
 * @param {string[]} complaints
 * @returns {[string, Numbers][]}
 */
function readJson(text, complaints) {
  if (text === null) return []
  try {
    const inputs = JSON.parse(text)
    if (inputs === null || typeof inputs !== 'object' || Array.isArray(inputs))
      throw new TypeError('no object')
    const named = Object.entries(inputs).filter(([name]) => NAME.test(name))
    return named.flatMap(([name, value]) => readInput(name, unquoted(value), complaints))
  } catch {
    complaints.push(texts.badInputs)
    return []
  }
}

/**
 * A JSON value as someone would type it: non-finite numbers are strings in JSON.
 * @param {unknown} value
 */
const unquoted = (value) => JSON.stringify(value).replace(/"(NaN|-?Infinity)"/g, '$1')

/**
 * @param {string | null} text
 * @param {string[]} complaints
 */
function readNode(text, complaints) {
  if (text === null || text === '' || NODE.test(text)) return text || null
  complaints.push(texts.unknown(quoted(`output=${text}`)))
  return null
}

/**
 * @param {string | null} text
 * @param {string[]} complaints
 * @returns {number | 'end' | null}
 */
function readStep(text, complaints) {
  if (text === null || text === '') return null
  if (text === 'end') return text
  if (/^\d{1,9}$/.test(text)) return Number(text)
  complaints.push(texts.badStep(quoted(text)))
  return null
}

/**
 * The text after `#` that says this; `readLink` reads it back.
 * @param {Link} link
 */
export function writeLink(link) {
  const named = [...link.inputs].filter(([name]) => !RESERVED.has(name))
  const others = [...link.inputs].filter(([name]) => RESERVED.has(name))
  /** @type {[string, string | null][]} */
  const parts = [
    ['program', link.program],
    ...named.map(([name, value]) => /** @type {[string, string]} */ ([name, unquoted(toWire(value))])),
    ['inputs', others.length > 0 ? JSON.stringify(Object.fromEntries(others.map(jsonPair))) : null],
    ['output', link.output],
    ['view', link.view],
    ['step', link.step === null ? null : String(link.step)],
    ['theme', link.theme],
  ]
  const said = parts.filter(([, text]) => text !== null && text !== '')
  return said.map(([name, text]) => `${escaped(name)}=${escaped(/** @type {string} */ (text))}`).join('&')
}

/**
 * @param {[string, Numbers]} pair
 * @returns {[string, unknown]}
 */
const jsonPair = ([name, value]) => [name, toWire(value)]

/**
 * Escapes no more than an address needs, so that a formula stays readable: `q=x%2By`.
 * @param {string} text
 */
function escaped(text) {
  return encodeURIComponent(text.replace(LONE, '\uFFFD'))
    .replace(/%20/g, '+')
    .replace(/%(?:3D|2C|3B|3A|2F|40)/g, decodeURIComponent)
}
