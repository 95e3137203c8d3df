// The words in a lens: how an edge's local gradient is shown, for numbers, arrays and matrix rules alike.

import { brief, entries, entriesText, fromWire, LISTED, shapeOf, shapeText, short, worded } from './format.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').LocalRule} LocalRule */
/** @typedef {import('./format.js').Value} Value */

/**
 * Whether a local gradient is the rule of an array op, not a number or an array of numbers.
 * @param {Value | LocalRule | null} local
 * @returns {local is LocalRule}
 */
export const isRule = (local) => local !== null && typeof local === 'object' && 'kind' in local

/**
 * The name of a node, with its version where the name was bound before: `h`, then `h.2`; empty for what has no name.
 * @param {Scene} scene
 * @param {number} node
 */
export function titleOf(scene, node) {
  const label = scene.labels[node]
  return label && `${label}${versionOf(scene, node)}`
}

/**
 * `.2` for the second binding of a name, empty for the first.
 * @param {Scene} scene
 * @param {number} node
 */
export const versionOf = ({ ids }, node) => /\.\d+$/.exec(ids[node])?.[0] ?? ''

/**
 * A value among words: a short vector by its numbers; a shape says that it is one, for `3` alone reads as a number.
 * @param {Value} value
 */
export const arrayed = (value) => (isShape(value) ? shapeWords(shapeOf(value)) : listing(value))

/**
 * A value in a sentence.
 * @param {{ hasShape: (shape: string) => string }} texts
 * @param {Value} value
 */
export const said = (texts, value) => (isShape(value) ? texts.hasShape(brief(value)) : arrayed(value))

/**
 * What stands for an array that is not listed: `2×3 array`, `5 entries`.
 * @param {readonly number[]} shape
 */
const shapeWords = (shape) => (shape.length === 1 ? entriesText(shape[0]) : `${shapeText(shape)} array`)

/**
 * Whether a value among words is but its shape.
 * @param {Value} value
 */
export const isShape = (value) => typeof value !== 'number' && listing(value)[0] !== '['

/** @param {Value} value */
const listing = (value) =>
  Array.isArray(value) && value.length <= LISTED && typeof value[0] === 'number'
    ? worded(value)
    : brief(value)

const LONGEST_LIST = 14

/**
 * The text in the lens of an edge: `× −4`, `⊙ [1, 2]`, `⊙ 2×3 array`, `× wᵀ`; `× [1, 1]`, a Jacobian of one short row.
 * @param {Scene} scene
 * @param {number} edge
 */
export function lensText(scene, edge) {
  const local = scene.local[edge]
  if (local === null) return ''
  if (typeof local === 'number') return `× ${short(local)}`
  if (isRule(local)) return ruleText(scene, edge, local)
  const text = brief(local)
  return `⊙ ${text[0] === '[' && text.length <= LONGEST_LIST ? text : shapeWords(shapeOf(local))}`
}

/**
 * Whether an edge leads into a product of matrices: `@`, or `dot` where its operands are not two vectors.
 * @param {Scene} scene
 * @param {number} edge
 */
export function isMatrixProduct(scene, edge) {
  const to = scene.to[edge]
  return scene.ops[to] === 'matmul' || (scene.ops[to] === 'dot' && scene.shapes[to].length > 0)
}

/**
 * @param {Scene} scene
 * @param {number} edge
 * @param {LocalRule} local
 */
function ruleText(scene, edge, local) {
  if (typeof local.lens === 'string') return local.lens
  if (local.kind === 'matrix') {
    const name = titleOf(scene, scene.index.get(String(local.operand)) ?? -1) || 'M'
    if (isMatrixProduct(scene, edge)) return scene.slot[edge] === 0 ? `× ${name}ᵀ` : `${name}ᵀ ×`
    return scene.ops[scene.to[edge]] === 'outer' && scene.slot[edge] === 1 ? `${name}ᵀ ×` : `× ${name}`
  }
  if (local.kind !== 'jacobian') return `${scene.ops[scene.to[edge]]}′`
  const rows = /** @type {unknown[] | undefined} */ (local.matrix)
  const row = rows?.length === 1 ? brief(/** @type {Value} */ (fromWire(rows[0]))) : ''
  return row[0] === '[' && row.length <= LONGEST_LIST ? `× ${row}` : '× J'
}

/**
 * The factor of an edge as it multiplies, transposed where the rule says so: its entries row by row, and its shape; null
 * where there is none.
 * @param {Scene} scene
 * @param {number} edge
 */
export function factorOf(scene, edge) {
  const local = scene.local[edge]
  if (!isRule(local) || local.kind !== 'matrix') return null
  const operand = scene.index.get(String(local.operand)) ?? -1
  const [value, shape] = [scene.values[operand], scene.shapes[operand]]
  if (!Array.isArray(value) || shape.includes(0)) return null
  const all = entries(value)
  const matrices = isMatrixProduct(scene, edge)
  if (!matrices || shape.length === 1) {
    const outer = scene.ops[scene.to[edge]] === 'outer'
    const column = matrices ? scene.slot[edge] === 1 : outer && scene.slot[edge] === 0
    return { all, shape: column ? [all.length, 1] : [1, all.length] }
  }
  const [rows, columns] = shape.slice(-2)
  const turned = all.map((_, i) => {
    const [slice, place] = [Math.floor(i / (rows * columns)), i % (rows * columns)]
    return all[slice * rows * columns + (place % rows) * columns + Math.floor(place / rows)]
  })
  return { all: turned, shape: [...shape.slice(0, -2), columns, rows] }
}

/**
 * The local gradient in full: all entries of a small array; the rule of an array op with the factor that it names.
 * @param {Scene} scene
 * @param {number} edge
 * @param {import('./texts.js').Texts} texts
 */
export function localInFull(scene, edge, texts) {
  const local = /** @type {Value | LocalRule} */ (scene.local[edge])
  if (!isRule(local)) return worded(local)
  const text = lensText(scene, edge)
  const factor = local.kind === 'matrix' ? scene.index.get(String(local.operand)) : undefined
  const value = factor === undefined ? null : scene.values[factor]
  return value === null ? text : texts.factor(text, titleOf(scene, factor ?? -1) || 'M', worded(value))
}

/**
 * The local gradient as a term of a sentence.
 * @param {Scene} scene
 * @param {number} edge
 */
export function localText(scene, edge) {
  const local = scene.local[edge]
  if (local === null) return ''
  return isRule(local) ? lensText(scene, edge).replace(/^× | ×$/g, '') : arrayed(local)
}

/**
 * The rule of an array op in words, where the answer has them.
 * @param {Value | LocalRule | null} local
 */
export const ruleWords = (local) => (isRule(local) && typeof local.rule === 'string' ? local.rule : '')

/**
 * Whether an operand is stretched over several entries of the result (broadcast), so that its products add up.
 * @param {Scene} scene
 * @param {number} edge
 */
export function stretched(scene, edge) {
  const [local, propagated] = [scene.local[edge], scene.propagated[edge]]
  if (local === null || propagated === null || isRule(local)) return false
  return String(shapeOf(local)) !== String(shapeOf(propagated))
}
