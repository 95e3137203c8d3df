// How strong a number looks among its like: the greatest of its layer is 1.

/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */

/** Below this width a neuron is a cell without text. */
export const CELL_TEXT = 40

/** @type {WeakMap<NeuronScene, Map<string, number>>} */
const GREATEST = new WeakMap()

/**
 * The size of a node's value among those of its layer, 0 to 1.
 * @param {NeuronScene} scene
 * @param {number} node
 * @param {number} value
 */
export function strength(scene, node, value) {
  const most = greatest(scene).get(layerOf(scene.ids[node])) ?? 0
  return most > 0 && Number.isFinite(value) ? Math.min(1, Math.abs(value) / most) : 0
}

/** @param {string} id */
const layerOf = (id) => id.replace(/_.*/, '')

/** @param {NeuronScene} scene */
function greatest(scene) {
  const found = GREATEST.get(scene)
  if (found) return found
  /** @type {Map<string, number>} */
  const most = new Map()
  const take = (/** @type {string} */ key, /** @type {unknown} */ value) => {
    if (typeof value === 'number' && Number.isFinite(value))
      most.set(key, Math.max(most.get(key) ?? 0, Math.abs(value)))
  }
  scene.ids.forEach((id, node) => {
    take(layerOf(id), scene.values[node])
  })
  const { name, value } = scene.network.edges
  name.forEach((/** @type {string} */ each, /** @type {number} */ i) => {
    take(layerOf(each), value[i])
  })
  GREATEST.set(scene, most)
  return most
}

const THIN = 1
const THICK = 5.5

/**
 * The width of a weight's line.
 * @param {NeuronScene} scene
 * @param {string} name
 * @param {number} weight
 */
export function lineWidth(scene, name, weight) {
  const most = greatest(scene).get(layerOf(name)) ?? 0
  const share = most > 0 && Number.isFinite(weight) ? Math.abs(weight) / most : 0
  return THIN + (THICK - THIN) * share
}
