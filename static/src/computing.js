// What computes in the browser: the rules of numbers at once, those of arrays as soon as somebody has an array.

import { OPS } from './generated/ops.js'
import { canEvaluate, evaluate } from './live.js'

/** @typedef {import('./scene.js').Scene} Scene */

/** The rules of arrays; without them the server computes. */
const loadArrays = () => import('./live-arrays.js').catch(() => null)

/**
 * What computes a scene with other values of inputs here; it gives null where only the server can do it. The rules of
 * arrays are loaded for the first scene that has any: `meet` is told of every scene that is drawn.
 * @returns {{ compute: import('./state.js').Compute, meet: (scene: Scene) => void }}
 */
export function computing() {
  /** @type {typeof import('./live-arrays.js') | null} */
  let arrays = null
  const load = async () => {
    arrays ??= await loadArrays()
  }
  return {
    meet: (scene) => void (scene.scalar || arrays || load()),
    compute: (scene, given) => {
      if (canEvaluate(scene, OPS))
        return [...given.values()].some(Array.isArray) ? null : evaluate(scene, OPS, given)
      return arrays?.canEvaluateArrays(scene) ? arrays.evaluateArrays(scene, given) : null
    },
  }
}

/**
 * The same for a scene, with all rules that it needs; null where the browser lacks some.
 * @param {Scene} scene
 * @returns {Promise<import('./state.js').Compute | null>}
 */
export async function computer(scene) {
  if (canEvaluate(scene, OPS)) return (of, given) => evaluate(of, OPS, given)
  const arrays = await loadArrays()
  return arrays?.canEvaluateArrays(scene) ? arrays.evaluateArrays : null
}
