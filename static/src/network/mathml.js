// MathML for the stations: symbols in the note's notation, numbers in the colours of their roles, small matrices.

import { maths } from '../expression.js'
import { short } from '../format.js'

/** @typedef {Element | string} Piece */
/** @typedef {'value' | 'gradient' | 'local' | ''} Role */

const MOST = 5
const SHOWN = 3

/**
 * A row of pieces; texts become operators.
 * @param {...Piece} pieces
 */
export const row = (...pieces) => maths('mrow', ...pieces.map(piece))

/** @param {Piece} each */
const piece = (each) => (typeof each === 'string' ? maths('mo', each) : each)

/**
 * A whole formula.
 * @param {...Piece} pieces
 */
export function formula(...pieces) {
  const math = maths('math', ...pieces.map(piece))
  math.setAttribute('displaystyle', 'true')
  return math
}

/**
 * A symbol: letter, layer above, indices below: `symbol('w', 3, 1, 2)` is w₁₂³; the layer may be `n` or `n+1`.
 * @param {string} letter
 * @param {string | number} [layer]
 * @param {...(string | number)} index
 */
export function symbol(letter, layer = '', ...index) {
  const base = maths('mi', letter)
  const above = layer === '' ? null : script(layer)
  const wide = index.some((each) => String(each).length > 1)
  const below =
    index.length === 0
      ? null
      : maths(
          'mrow',
          ...index.flatMap((each, i) => (i > 0 && wide ? [maths('mo', ','), script(each)] : [script(each)])),
        )
  if (above && below) return maths('msubsup', base, below, above)
  if (below) return maths('msub', base, below)
  return above ? maths('msup', base, above) : base
}

/** @param {string | number} text */
function script(text) {
  if (typeof text === 'number' || /^\d+$/.test(text)) return maths('mn', String(text))
  const parts = /^(\w)([+-])(\w)$/.exec(text)
  if (!parts) return maths('mi', text)
  const [, left, sign, right] = parts
  return maths(
    'mrow',
    maths('mi', left),
    maths('mo', sign === '-' ? '−' : sign),
    maths(/\d/.test(right) ? 'mn' : 'mi', right),
  )
}

/**
 * A number, in the colour of its role.
 * @param {unknown} value
 * @param {Role} [role]
 */
export function number(value, role = '') {
  const given = Number(value)
  const digits = maths('mn', short(Math.abs(given)))
  const element = given < 0 || Object.is(given, -0) ? maths('mrow', maths('mo', '−'), digits) : digits
  if (role) element.setAttribute('class', `is-${role}`)
  return element
}

/**
 * A number as a factor: a negative one in parentheses.
 * @param {unknown} value
 * @param {Role} [role]
 */
export const factor = (value, role) =>
  Number(value) < 0 ? row('(', number(value, role), ')') : number(value, role)

/**
 * ∂L/∂ of something.
 * @param {Element} under
 */
export const slopeOf = (under) =>
  maths('mfrac', row(maths('mo', '∂'), maths('mi', 'L')), row(maths('mo', '∂'), under))

/**
 * A derivative of one thing by another.
 * @param {Element} over
 * @param {Element} under
 */
export const partial = (over, under) =>
  maths('mfrac', row(maths('mo', '∂'), over), row(maths('mo', '∂'), under))

/**
 * Transposed.
 * @param {Element} inner
 */
export const transposed = (inner) => maths('msup', inner, maths('mo', '⊤'))

/**
 * The activation with its argument: σ(z), or σ′(z); other activations by their names.
 * @param {string} activation
 * @param {Piece} argument
 * @param {boolean} [prime]
 */
export function activated(activation, argument, prime = false) {
  const name = maths('mi', SIGNS[activation] ?? activation.replaceAll('_', ' '))
  return row(prime ? maths('msup', name, maths('mo', '′')) : name, '(', argument, ')')
}

/** @type {Record<string, string>} */
const SIGNS = { sigmoid: 'σ', linear: 'id' }

/**
 * A matrix; a large one shows its corners and dots.
 * @param {readonly unknown[][]} rows
 * @param {Role} [role]
 */
export function matrix(rows, role = '') {
  const picked = pick(rows.length)
  const cells = (/** @type {readonly unknown[]} */ list) =>
    pick(list.length).map((k) => maths('mtd', k < 0 ? maths('mo', '⋯') : number(list[k], role)))
  const body = picked.map((j) =>
    maths(
      'mtr',
      ...(j < 0 ? pick(rows[0].length).map(() => maths('mtd', maths('mo', '⋮'))) : cells(rows[j])),
    ),
  )
  return maths('mrow', fence('['), maths('mtable', ...body), fence(']'))
}

/** @param {string} sign */
function fence(sign) {
  const element = maths('mo', sign)
  element.setAttribute('stretchy', 'true')
  element.setAttribute('fence', 'true')
  return element
}

/**
 * Which of so many entries are shown; -1 stands for dots.
 * @param {number} count
 */
export function pick(count) {
  const all = Array.from({ length: count }, (_, i) => i)
  return count <= MOST ? all : [...all.slice(0, SHOWN), -1, count - 1]
}

/**
 * A column of numbers; a summary of a large array is its shape.
 * @param {unknown} list
 * @param {Role} [role]
 * @returns {Element}
 */
export function vector(list, role = '') {
  if (Array.isArray(list) && list.every((each) => typeof each === 'number' || typeof each === 'string'))
    return matrix(
      list.map((each) => [each]),
      role,
    )
  return array(list, role)
}

/**
 * Whatever array: a matrix as one, others by their shape.
 * @param {any} value
 * @param {Role} [role]
 * @returns {Element}
 */
export function array(value, role = '') {
  if (typeof value === 'number' || typeof value === 'string') return number(value, role)
  if (
    Array.isArray(value) &&
    value.every((each) => Array.isArray(each) && each.every((cell) => !Array.isArray(cell)))
  )
    return matrix(value, role)
  if (Array.isArray(value) && value.every((each) => !Array.isArray(each))) return vector(value, role)
  const shape = value?.shape ?? shapeOf(value)
  const text = maths('mtext', `[${shape.join(' × ')}]`)
  if (role) text.setAttribute('class', `is-${role}`)
  return text
}

/**
 * @param {any} value
 * @returns {number[]}
 */
const shapeOf = (value) => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [])

/**
 * The shape of a weight array, from its numbers or their summary.
 * @param {any} value
 * @returns {number[]}
 */
export const sizesOf = (value) => value?.shape ?? shapeOf(value)
