// The words in a lens: how an edge's local gradient is shown, for numbers, arrays and matrix rules alike.

import { brief, shapeOf, shapeText, short } from './format.js'

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
 * The text in the lens of an edge: `× −4`, `⊙ 2×3`, `× wᵀ`.
 * @param {Scene} scene
 * @param {number} edge
 */
export function lensText(scene, edge) {
  const local = scene.local[edge]
  if (local === null) return ''
  if (typeof local === 'number') return `× ${short(local)}`
  if (isRule(local)) return ruleText(scene, edge, local)
  return `⊙ ${shapeText(shapeOf(local))}`
}

/**
 * @param {Scene} scene
 * @param {number} edge
 * @param {LocalRule} local
 */
function ruleText(scene, edge, local) {
  if (local.kind === 'matrix') {
    const name = scene.labels[scene.index.get(String(local.operand)) ?? -1]
    const factor = `${name || 'M'}ᵀ`
    return scene.slot[edge] === 0 ? `× ${factor}` : `${factor} ×`
  }
  return local.kind === 'jacobian' ? '× J' : `${scene.ops[scene.to[edge]]}′`
}

/**
 * The local gradient as a term of a sentence.
 * @param {Scene} scene
 * @param {number} edge
 */
export function localText(scene, edge) {
  const local = scene.local[edge]
  if (local === null) return ''
  return isRule(local) ? lensText(scene, edge).replace(/^× | ×$/g, '') : brief(local)
}

/**
 * The rule of an array op in words, where the answer has them.
 * @param {Value | LocalRule | null} local
 */
export const ruleWords = (local) => (isRule(local) && typeof local.rule === 'string' ? local.rule : '')
