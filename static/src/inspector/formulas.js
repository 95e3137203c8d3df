// The formulas of a node and of an edge, as boxes: over the names of their operands, and with the numbers put in.

import { indexText } from '../expression.js'
import { entries } from '../format.js'
import { FACTS } from '../generated/facts.js'
import { isRule, lensText, stretched, titleOf } from '../lens.js'
import { ATOM, fill, held, name, number, PRODUCT, row, sign, words } from './boxes.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../generated/facts.js').Box} Box */

const DEPTH = 2

/**
 * What to call a node: its name, its number, else what it computes.
 * @param {Scene} scene
 * @param {number} node
 * @param {number} [depth]
 * @returns {Box}
 */
export function nodeBox(scene, node, depth = 0) {
  const title = titleOf(scene, node)
  if (title) return name(title)
  const value = scene.values[node]
  if (scene.operands[node].length === 0) return typeof value === 'number' ? number(value) : words('[…]')
  return (depth < DEPTH && valueFormula(scene, node, depth + 1)) || words(scene.ops[node])
}

/**
 * What a node computes, over its operands: x + y. Null for an input, and where there is no formula.
 * @param {Scene} scene
 * @param {number} node
 * @param {number} [depth]
 * @returns {Box | null}
 */
export function valueFormula(scene, node, depth = 0) {
  const operands = scene.operands[node].map((edge) => nodeBox(scene, scene.from[edge], depth))
  const key = scene.attrs?.[scene.ids[node]]?.key
  if (key) return row(held(operands[0], ATOM), ['(', '[', words(key.map(indexText).join(', ')), ']'])
  const template = FACTS[scene.ops[node]]?.value[operands.length]
  return template && operands.length > 0 ? fill(template, operands) : null
}

/**
 * What a node computes with the numbers put in: −2 + 5. Null unless all are numbers.
 * @param {Scene} scene
 * @param {number} node
 * @returns {Box | null}
 */
export function valueNumbers(scene, node) {
  const numbers = operandNumbers(scene, node)
  const template = FACTS[scene.ops[node]]?.value[scene.operands[node].length]
  return numbers && numbers.length > 0 && template && scene.ops[node] !== 'identity'
    ? fill(template, numbers)
    : null
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @returns {Box[] | null}
 */
function operandNumbers(scene, node) {
  const values = scene.operands[node].map((edge) => scene.values[scene.from[edge]])
  return values.every((value) => typeof value === 'number') ? values.map((value) => number(value)) : null
}

/**
 * The local gradient of an edge as a formula: ∂q/∂x is 1, ∂f/∂q is z. Null for an array op, whose rule is in words.
 * @param {Scene} scene
 * @param {number} edge
 * @returns {Box | null}
 */
export function localFormula(scene, edge) {
  const node = scene.to[edge]
  const operands = scene.operands[node].map((other) => nodeBox(scene, scene.from[other]))
  return filledLocal(scene, edge, [...operands, nodeBox(scene, node)])
}

/**
 * The same with the numbers put in: null unless all are numbers, and where that says no more than the result.
 * @param {Scene} scene
 * @param {number} edge
 * @returns {Box | null}
 */
export function localNumbers(scene, edge) {
  const node = scene.to[edge]
  const [numbers, value] = [operandNumbers(scene, node), scene.values[node]]
  if (!numbers || typeof value !== 'number') return null
  const box = filledLocal(scene, edge, [...numbers, number(value)])
  const local = scene.local[edge]
  const same = typeof local === 'number' && JSON.stringify(box) === JSON.stringify(number(local))
  return same ? null : box
}

/**
 * @param {Scene} scene
 * @param {number} edge
 * @param {Box[]} given
 */
function filledLocal(scene, edge, given) {
  const node = scene.to[edge]
  const template = FACTS[scene.ops[node]]?.local[scene.operands[node].length]?.[scene.slot[edge]]
  return template ? fill(template, given) : null
}

/**
 * How an array op hands its gradient to this operand, in words.
 * @param {Scene} scene
 * @param {number} edge
 */
export function ruleText(scene, edge) {
  const local = scene.local[edge]
  if (isRule(local) && typeof local.rule === 'string') return local.rule
  const rules = FACTS[scene.ops[scene.to[edge]]]?.rule ?? []
  return rules[Math.min(scene.slot[edge], rules.length - 1)] ?? ''
}

/**
 * upstream times local, as boxes: a product of numbers, entry by entry for arrays, or with the matrix on its side.
 * @param {Scene} scene
 * @param {number} edge
 * @param {Box} upstream
 * @param {Box} local
 * @returns {Box}
 */
export function productBox(scene, edge, upstream, local) {
  const found = scene.local[edge]
  if (isRule(found)) {
    const text = lensText(scene, edge)
    const matrix = words(text.replace(/^× | ×$/g, ''))
    return text.endsWith(' ×') ? row(matrix, sign('·'), upstream) : row(upstream, sign('·'), matrix)
  }
  const times = typeof found === 'number' || found === null ? '·' : '⊙'
  const product = row(upstream, sign(times), held(local, PRODUCT + 1))
  return stretched(scene, edge) ? row(sign('∑'), product) : product
}

/**
 * Whether a number is one that is not finite.
 * @param {import('../format.js').Value | null} value
 */
export const isOdd = (value) => entries(value).some((entry) => !Number.isFinite(entry))
