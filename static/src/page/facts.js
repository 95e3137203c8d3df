// What the page shows of a scene beside the picture: its inputs and what can be an output.

import { expressionOf } from '../expression.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../expression.js').Ops} Ops */
/** @typedef {import('./inputs.js').Input} Input */
/** @typedef {import('./output.js').Target} Target */

const LONGEST = 32

/**
 * The inputs of a scene with their values, in the order of the program.
 * @param {Scene} scene
 * @returns {Input[]}
 */
export function inputsOf(scene) {
  return scene.ids.flatMap((_, node) => {
    const value = scene.values[node]
    if (scene.ops[node] !== 'input' || value === null) return []
    const whole = typeof value === 'number' || Array.isArray(value)
    return whole ? [{ name: scene.labels[node], value, shape: scene.shapes[node] }] : []
  })
}

/**
 * All nodes that gradients can be taken of: names first, then steps in between by what they compute.
 * @param {Scene} scene
 * @param {Ops} ops
 * @returns {Target[]}
 */
export function targetsOf(scene, ops) {
  const computed = scene.ids.flatMap((_, node) => (scene.operands[node].length > 0 ? [node] : []))
  return computed.reverse().map((node) => {
    const [id, label] = [scene.ids[node], scene.labels[node]]
    return { id, text: label ? nameAndVersion(id, label) : inBetween(scene, ops, node), named: label !== '' }
  })
}

/**
 * @param {string} id
 * @param {string} label
 */
function nameAndVersion(id, label) {
  return id === label ? label : `${label} (version ${id.slice(label.length + 1)})`
}

/**
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
function inBetween(scene, ops, node) {
  const text = expressionOf(scene, ops, node)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
