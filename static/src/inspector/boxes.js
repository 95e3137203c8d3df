// Mathematics as boxes: templates that were printed from the op records are filled here with names or numbers, and
// printed as MathML and as LaTeX. The same rules as in the package's notation.py, latex.py and mathml.py.

import { short } from '../format.js'
import { BINDING, COMMANDS } from '../generated/facts.js'

/** @typedef {import('../generated/facts.js').Box} Box */

export const PRODUCT = 4
const SIGN = 5
const POWER = 6
export const ATOM = 7
/** Invisible product sign: what comes behind it decides between 2x and 2 · 3. */
const CLOSE = '\u2062'
const MINUS = '−'

/** @param {string} text @returns {Box} */
export const sign = (text) => ['o', text]

/** @param {string} text @returns {Box} */
export const words = (text) => ['t', text]

/**
 * Boxes in one row, rows within it dissolved.
 * @param {...Box} boxes
 * @returns {Box}
 */
export function row(...boxes) {
  const items = boxes.flatMap((box) => (box[0] === 'r' ? box.slice(1) : [box]))
  return items.length === 1 ? items[0] : ['r', ...items]
}

/**
 * Boxes with a sign between.
 * @param {string} between
 * @param {Box[]} boxes
 */
export const joined = (between, boxes) =>
  row(...boxes.flatMap((box, i) => (i === 0 ? [box] : [sign(between), box])))

/**
 * A variable: its digits as an index, a later version of it with primes.
 * @param {string} text
 * @returns {Box}
 */
export function name(text) {
  const version = /^(.+)\.(\d+)$/.exec(text)
  if (version) return ['^', name(version[1]), sign('′'.repeat(Number(version[2]) - 1)), null]
  const indexed = /^(\p{L})_?(\d+)$/u.exec(text)
  return indexed ? ['^', ['n', indexed[1]], null, ['#', indexed[2]]] : ['n', text]
}

/**
 * A number as it is shown: 4 significant digits, powers of ten written out.
 * @param {number} value
 * @returns {Box}
 */
export function number(value) {
  if (Number.isNaN(value)) return words('NaN')
  const text = short(Math.abs(value))
  const [digits, power] = text.split('e')
  const size = text === '∞' ? ['n', text] : ['#', digits]
  const whole = power
    ? row(size, sign('·'), [
        '^',
        ['#', '10'],
        power.startsWith(MINUS) ? row(sign(MINUS), ['#', power.slice(1)]) : ['#', power],
        null,
      ])
    : size
  return value < 0 ? row(sign(MINUS), whole) : whole
}

/**
 * ∂over/∂under.
 * @param {Box} over
 * @param {Box} under
 * @returns {Box}
 */
export const derivative = (over, under) => [
  'f',
  row(sign('∂'), held(over, ATOM)),
  row(sign('∂'), held(under, ATOM)),
]

// How tightly a box binds ------------------------------------------------------------------------------------------

/**
 * How tightly a box holds together.
 * @param {Box} box
 * @returns {number}
 */
export function binding(box) {
  if (box[0] === 'r') {
    if (isCall(box)) return POWER
    const found = box.slice(1).flatMap((item) => (item[0] === 'o' ? [bindingOf(item[1])] : []))
    return Math.min(...found, found.length > 0 ? ATOM : PRODUCT)
  }
  if ('fsc'.includes(box[0])) return SIGN
  return box[0] === '^' && box[2] && !isPrime(box[2]) ? POWER : ATOM
}

/** @param {string} text */
const bindingOf = (text) => /** @type {Record<string, number>} */ (BINDING)[text] ?? PRODUCT

/** @param {Box} box */
function isCall(box) {
  const [, head, argument] = box
  const called = head[0] === '^' ? head[1] : head
  return (
    box.length === 3 && argument[0] === '(' && argument[1] === '(' && (called[0] === 'w' || called[0] === 'n')
  )
}

/** @param {Box} box */
const isPrime = (box) => box[0] === 'o' && /^′+$/.test(box[1])

/**
 * A box where it must bind as tightly as `need`: in parentheses if it does not.
 * @param {Box} box
 * @param {number} need
 * @returns {Box}
 */
export const held = (box, need) => (binding(box) >= need ? box : ['(', '(', box, ')'])

// Templates --------------------------------------------------------------------------------------------------------

/**
 * A template with boxes in its slots.
 * @param {Box} template
 * @param {Box[]} given
 * @returns {Box}
 */
export function fill(template, given) {
  const [kind, ...parts] = template
  if (typeof kind === 'number') return held(given[kind], parts[0])
  const filled = (/** @type {Box | null} */ part) => part && fill(part, given)
  if (kind === 'r') return closed(row(...parts.map((part) => fill(part, given))))
  if (kind === '(') return ['(', parts[0], filled(parts[1]), parts[2]]
  if (kind === 'c') return ['c', ...parts.map((pair) => pair.map(filled))]
  if (kind === '^') return ['^', held(fill(parts[0], given), ATOM), filled(parts[1]), filled(parts[2])]
  return 'fs'.includes(kind) ? [kind, ...parts.map(filled)] : template
}

/**
 * A row whose invisible product signs have become visible, or have gone.
 * @param {Box} box
 * @returns {Box}
 */
function closed(box) {
  if (box[0] !== 'r') return box
  const [, ...items] = box
  return row(
    ...items.flatMap((item, i) => {
      if (item[0] !== 'o' || item[1] !== CLOSE) return [item]
      const after = items[i + 1][0] === '^' ? items[i + 1][1] : items[i + 1]
      const close = after[0] === 'w' || (after[0] === 'n' && after[1].length === 1)
      return close ? [] : [sign('·')]
    }),
  )
}

// Printers ---------------------------------------------------------------------------------------------------------

/**
 * What makes elements: a tag, attributes and children.
 * @template T
 * @typedef {(tag: string, attributes: Record<string, string>, ...children: (T | string)[]) => T} Make
 */

/**
 * A box as MathML elements, to stand in a row.
 * @template T
 * @param {Box} box
 * @param {Make<T>} make
 * @returns {T[]}
 */
export function mathml(box, make) {
  const all = (/** @type {Box} */ part) => mathml(part, make)
  const one = (/** @type {Box} */ part) => (part[0] === 'r' ? make('mrow', {}, ...all(part)) : all(part)[0])
  const [kind, a, b, c] = box
  if (kind === 'r') return rowElements(box, make)
  if (kind === 'f') return [make('mfrac', {}, one(a), one(b))]
  if (kind === 's') return [b ? make('mroot', {}, one(a), one(b)) : make('msqrt', {}, ...all(a))]
  if (kind === '(') {
    const grows = /** @type {Record<string, string>} */ (tall(b) ? {} : { stretchy: 'false' })
    return [make('mrow', {}, make('mo', grows, a), ...all(b), make('mo', grows, c))]
  }
  if (kind === '^') {
    const scripts = [c, b].filter(Boolean).map(one)
    return [make(`m${c ? 'sub' : ''}${b ? 'sup' : ''}`, {}, one(a), ...scripts)]
  }
  if (kind === 'c') {
    const cell = (/** @type {Box} */ part) => make('mtd', {}, ...all(part))
    const rows = box.slice(1).map(([value, condition]) => make('mtr', {}, cell(value), cell(condition)))
    return [make('mrow', {}, make('mo', {}, '{'), make('mtable', {}, ...rows))]
  }
  return [token(kind, a, make)]
}

/**
 * Whether a box is taller than a line, so that what stands around it must grow.
 * @param {Box} box
 * @returns {boolean}
 */
const tall = (box) => 'fcs'.includes(box[0]) || box.some((part) => Array.isArray(part) && tall(part))

/** @type {Record<string, string>} */
const TAGS = { n: 'mi', w: 'mi', '#': 'mn', o: 'mo', t: 'mtext' }

/**
 * @template T
 * @param {string} kind
 * @param {string} text
 * @param {Make<T>} make
 */
function token(kind, text, make) {
  if (text === '\u2009') return make('mspace', { width: '0.17em' })
  const upright = kind === 'n' && text === '∞'
  return make(TAGS[kind], upright ? { mathvariant: 'normal' } : {}, text)
}

/**
 * @template T
 * @param {Box} box
 * @param {Make<T>} make
 */
function rowElements(box, make) {
  const items = box.slice(1)
  return items.flatMap((item, i) => {
    const head = item[0] === '^' ? item[1] : item
    const applied = head[0] === 'w' && i < items.length - 1
    const lone = item[0] === 'o' && item[1] === MINUS && (i === 0 || items[i - 1][0] === 'o')
    const elements = lone ? [make('mo', { form: 'prefix' }, MINUS)] : mathml(item, make)
    return [...elements, ...(applied ? [make('mo', {}, '\u2061')] : [])]
  })
}

/** @param {string} text */
const escaped = (text) => text.replace(/[_#$%&{}]/g, '\\$&')

/** @type {{ signs: Record<string, string>, names: Record<string, string>, words: string[], fences: Record<string, string[]> }} */
const { signs, names, words: known, fences } = COMMANDS

/**
 * A box as LaTeX, for mathematics mode.
 * @param {Box} box
 * @returns {string}
 */
export function latex(box) {
  const [kind, a, b, c] = box
  if (kind === 'r') return latexRow(box)
  if (kind === 'f') return `\\frac{${latex(a)}}{${latex(b)}}`
  if (kind === 's') return `\\sqrt${b ? `[${latex(b)}]` : ''}{${latex(a)}}`
  if (kind === '^') return `${latexBase(box)}${c ? `_{${latex(c)}}` : ''}${b ? `^{${latex(b)}}` : ''}`
  if (kind === '(') return latexFence(a, latex(b))
  if (kind === 'c') {
    const rows = box.slice(1).map(([value, condition]) => `${latex(value)} & ${latex(condition)}`)
    return `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}`
  }
  return latexToken(kind, a)
}

/**
 * What has scripts: TeX refuses a second one at the same place, as in the square of a name with a prime.
 * @param {Box} box
 */
function latexBase([, base, above, below]) {
  const twice = base[0] === '^' && ((base[2] && above) || (base[3] && below))
  return twice ? `{${latex(base)}}` : latex(base)
}

/**
 * @param {string} kind
 * @param {string} text
 */
function latexToken(kind, text) {
  if (kind === 'w') return known.includes(text) ? `\\${text}` : `\\operatorname{${escaped(text)}}`
  if (kind === 't') return `\\text{${escaped(text)}}`
  if (kind === 'n') return names[text] ?? (text.length === 1 ? text : `\\mathit{${escaped(text)}}`)
  if (kind === '#') return text.replaceAll(MINUS, '-')
  if (text === '⊙') return '\\odot'
  return signs[text] ?? (/^′+$/.test(text) ? '\\prime'.repeat(text.length) : text)
}

/**
 * @param {string} left
 * @param {string} inner
 */
function latexFence(left, inner) {
  const [begin, end] = fences[left]
  if (/\\frac|\\begin/.test(inner)) return `\\left${begin} ${inner} \\right${end}`
  return begin.startsWith('\\') ? `${begin} ${inner} ${end}` : `${begin}${inner}${end}`
}

/** @param {Box} box */
function latexRow(box) {
  let text = ''
  box.slice(1).forEach((item, i) => {
    const before = box[i]
    const applied = item[0] === '(' && item[1] === '(' && before[0] !== 'o'
    const comma = 'n#owt'.includes(item[0]) && item[1] === ','
    text += text === '' || applied || comma ? latex(item) : ` ${latex(item)}`
  })
  return text.replace(/(^|[=&<>,] |\\le |\\ge )- /g, '$1-')
}
