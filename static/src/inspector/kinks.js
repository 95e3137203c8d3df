// What the libraries answer where a derivative is a convention, or a number stops being finite.

import { entries } from '../format.js'
import { FACTS, LIBRARIES } from '../generated/facts.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../generated/facts.js').Case} Case */

/**
 * The measured cases that are about a node at its present values.
 * @param {Scene} scene
 * @param {number} node
 * @returns {Case[]}
 */
export function casesOf(scene, node) {
  const cases = FACTS[scene.ops[node]]?.cases ?? []
  return cases.filter((each) => fits(scene, node, each))
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {Case} measured
 */
function fits(scene, node, { when, slots, fixed }) {
  const edges = scene.operands[node]
  if (!when) return scene.flags[node].length > 0
  if (slots.length > 1 && slots.length !== edges.length) return false
  const blocked = scene.local[edges[edges.length - 1]] === null
  if (scene.ops[node] === 'pow' && blocked !== Boolean(fixed)) return false
  const inputs = edges.map((edge) => entries(scene.values[scene.from[edge]]))
  const longest = Math.max(...inputs.map((input) => input.length))
  if (inputs.some((input) => input.length !== longest && input.length !== 1)) return false
  return Array.from({ length: longest }, (_, i) => i).some((i) =>
    when(...inputs.map((input) => input[input.length === 1 ? 0 : i])),
  )
}

/**
 * The libraries and what each answered, as people read it: a number for each operand, or null where a library has no such
 * function.
 * @param {Case} measured
 * @returns {{ name: string, answers: unknown[] | null }[]}
 */
export const answersOf = (measured) =>
  Object.entries(LIBRARIES).map(([library, name]) => {
    const answers = measured[/** @type {'torch' | 'jax' | 'tf'} */ (library)]
    return { name, answers: Array.isArray(answers) ? answers : null }
  })
