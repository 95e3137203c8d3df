// Gradient descent on inputs, as a function of scenes: no picture, no page.

import { outputOf } from './bench.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {import('./bench.js').Bench} Bench */

/**
 * What is known after a step.
 * @typedef {{ output: number, values: Map<number, Numbers> }} Entry
 */

/**
 * Value + rate × gradient, entry by entry; where there is no gradient the value stays.
 * @param {any} value
 * @param {any} gradient
 * @param {number} rate  negative goes down
 * @returns {Numbers}
 */
export function moved(value, gradient, rate) {
  if (Array.isArray(value))
    return value.map((each, i) => moved(each, gradient === null ? null : gradient[i], rate))
  // 0 times anything is no move, even where the rate is large.
  return gradient === null || gradient === 0 ? value : value + rate * gradient
}

/**
 * The values of inputs after one step.
 * @param {Scene} scene
 * @param {number[]} nodes  the inputs that move
 * @param {number} rate  negative goes down
 * @returns {Map<number, Numbers>}
 */
export const stepped = (scene, nodes, rate) =>
  new Map(nodes.map((node) => [node, moved(scene.values[node], scene.gradients[node], rate)]))

/**
 * What a scene says about the walk.
 * @param {Scene} scene
 * @param {number[]} nodes
 * @returns {Entry}
 */
export const entryOf = (scene, nodes) => ({
  output: outputOf(scene),
  values: new Map(nodes.map((node) => [node, /** @type {Numbers} */ (scene.values[node])])),
})

/**
 * Whether a walk's last entry is what the scene holds; if not, somebody has turned an input.
 * @param {Entry | undefined} entry
 * @param {Scene} scene
 */
export const holds = (entry, scene) =>
  entry !== undefined &&
  [...entry.values].every(([node, value]) => JSON.stringify(value) === JSON.stringify(scene.values[node]))
