// Numbers as people read them: 4 significant digits, a real minus, and the words for what is not a number.

const MINUS = '\u2212'
const DIGITS = 4
const LARGEST_PLAIN = 1e6
const SMALLEST_PLAIN = 1e-4

/** @typedef {number | NestedNumbers} Numbers  a number or nested lists of them */
/** @typedef {Numbers[]} NestedNumbers */
/** @typedef {{ shape: number[], min: number, max: number, mean: number }} Summary  a large array in brief */
/** @typedef {Numbers | Summary} Value */

/**
 * A number slot of the wire: non-finite numbers travel as words.
 * @param {unknown} slot
 * @returns {Value | null}
 */
export function fromWire(slot) {
  if (slot === null || slot === undefined) return null
  if (typeof slot === 'string') return Number(slot)
  if (Array.isArray(slot)) return slot.map((entry) => /** @type {Numbers} */ (fromWire(entry)))
  if (typeof slot === 'object') return /** @type {Summary} */ (slot)
  return Number(slot)
}

/**
 * A value as JSON takes it: non-finite numbers become words.
 * @param {Numbers} value
 * @returns {unknown}
 */
export function toWire(value) {
  if (Array.isArray(value)) return value.map(toWire)
  return Number.isFinite(value) ? value : String(value)
}

/**
 * A number to 4 significant digits, and all before the point; whole numbers below a million in full.
 * @param {number} number
 */
export function short(number) {
  if (!Number.isFinite(number)) return nonFinite(number)
  const size = Math.abs(number)
  if (size === 0) return '0'
  if (size < LARGEST_PLAIN && Number.isInteger(number)) return sign(String(number))
  const plain = size < LARGEST_PLAIN && size >= SMALLEST_PLAIN
  const digits = Math.max(DIGITS, String(Math.trunc(size)).length)
  return sign(plain ? String(Number(number.toPrecision(digits))) : scientific(number))
}

/**
 * A number with all its digits, as it was computed.
 * @param {number} number
 */
export function full(number) {
  return Number.isFinite(number) ? sign(String(number)) : nonFinite(number)
}

/**
 * What one types to get this number: plain ASCII, all digits.
 * @param {Value} value
 */
export function raw(value) {
  return typeof value === 'number' ? String(value) : JSON.stringify(value, (_, entry) => wireEntry(entry))
}

/** @param {unknown} entry */
const wireEntry = (entry) => (typeof entry === 'number' && !Number.isFinite(entry) ? String(entry) : entry)

/** @param {number} number */
function nonFinite(number) {
  if (Number.isNaN(number)) return 'NaN'
  return number > 0 ? '∞' : `${MINUS}∞`
}

/** @param {number} number */
function scientific(number) {
  const [digits, power] = number.toExponential(DIGITS - 1).split('e')
  return `${Number(digits)}e${Number(power)}`
}

/** @param {string} text */
const sign = (text) => text.replaceAll('-', MINUS)

/**
 * A number that stands behind another sign: negative ones in parentheses.
 * @param {Value} value
 */
export function operand(value) {
  const text = brief(value)
  return text.startsWith(MINUS) ? `(${text})` : text
}

/**
 * The shape as one says it: `3` for a vector, `2×3` for a matrix, empty for a number.
 * @param {readonly number[]} shape
 */
export const shapeText = (shape) => shape.join('×')

/**
 * The shape of a value.
 * @param {Value | null} value
 * @returns {number[]}
 */
export function shapeOf(value) {
  if (value === null || typeof value === 'number') return []
  if (!Array.isArray(value)) return value.shape
  return value.length === 0 ? [0] : [value.length, ...shapeOf(value[0])]
}

/**
 * All entries in order; a summary has none to show.
 * @param {Value | null} value
 * @returns {number[]}
 */
export function entries(value) {
  if (typeof value === 'number') return [value]
  return Array.isArray(value) ? /** @type {any[]} */ (value).flat(Number.POSITIVE_INFINITY) : []
}

export const LISTED = 4
const LISTED_CHARACTERS = 18

/**
 * Any value in brief: a number, a short list, else its shape.
 * @param {Value} value
 */
export function brief(value) {
  if (typeof value === 'number') return short(value)
  const shape = shapeOf(value)
  if (shape.length === 1 && shape[0] <= LISTED) {
    const listed = list(value, short)
    if (listed.length <= LISTED_CHARACTERS) return listed
  }
  return shape.length === 1 ? entriesText(shape[0]) : shapeText(shape)
}

/**
 * A vector that is not listed: its length alone would read as its value.
 * @param {number} count
 */
export const entriesText = (count) => `${count} ${count === 1 ? 'entry' : 'entries'}`

const WORDED = 64

/**
 * Any value in full words, for a tooltip: every entry of a small array, the extremes of a large one.
 * @param {Value} value
 */
export function worded(value) {
  if (typeof value === 'number') return full(value)
  const all = entries(value)
  if (all.length > 0 && all.length <= WORDED) return list(value, short)
  const bounds = Array.isArray(value) ? extremes(all) : value
  const range = `${short(Number(bounds.min))} … ${short(Number(bounds.max))}`
  return `${shapeText(shapeOf(value))} array, ${range}`
}

/** @param {number[]} all */
function extremes(all) {
  return all.reduce(
    (found, entry) => ({ min: Math.min(found.min, entry), max: Math.max(found.max, entry) }),
    {
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    },
  )
}

/**
 * @param {Value} value
 * @param {(entry: number) => string} show
 * @returns {string}
 */
function list(value, show) {
  if (typeof value === 'number') return show(value)
  return Array.isArray(value) ? `[${value.map((entry) => list(entry, show)).join(', ')}]` : '…'
}

/**
 * The sum of two values of one shape, entry by entry.
 * @param {Numbers} a
 * @param {Numbers} b
 * @returns {Numbers}
 */
export function add(a, b) {
  if (typeof a === 'number') return a + /** @type {number} */ (b)
  return a.map((entry, index) => add(entry, /** @type {NestedNumbers} */ (b)[index]))
}

const SUMMANDS = 4

/**
 * `−4 + 3`; a long sum is cut, and so is one of which not all is there yet.
 * @param {Value[]} parts
 * @param {number} [all]  how many there will be
 */
export function sumText(parts, all = parts.length) {
  const shown = parts.length <= SUMMANDS ? parts : parts.slice(0, SUMMANDS - 1)
  const sum = shown.map((part, i) => (i === 0 ? brief(part) : operand(part))).join(' + ')
  return shown.length < all ? `${sum} + …` : sum
}

/** @type {Record<string, (a: number, b: number) => number>} */
const WAYS = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
}

/**
 * The sign between numbers as they are written and their result as it is written: `=`, or `≈` where one who reckons with
 * what is written finds another one.
 * @param {unknown[]} parts  what is no number is never unequal
 * @param {string} infix
 * @param {Value | null} result
 */
export function equality(parts, infix, result) {
  const way = WAYS[infix]
  const numbers = [...parts, result]
  if (!way || !numbers.every((each) => typeof each === 'number' && Number.isFinite(each))) return '='
  const written = /** @type {number[]} */ (parts).map((part) => Number(short(part).replaceAll(MINUS, '-')))
  const found = short(written.reduce(way))
  return found === short(/** @type {number} */ (result)) ? '=' : '≈'
}

/**
 * What a person typed as a number; null if it is none, and if it is too large to be one.
 * @param {string} text
 * @returns {number | null}
 */
export function typed(text) {
  const plain = text.trim().replaceAll(MINUS, '-').replace(',', '.')
  const word = { '∞': 'Infinity', '-∞': '-Infinity' }[plain] ?? plain
  if (word === 'NaN') return Number.NaN
  const number = Number(word)
  const finite = Number.isFinite(number) || /^[-+]?Infinity$/.test(word)
  return word !== '' && finite ? number : null
}
