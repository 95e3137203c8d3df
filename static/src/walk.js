// Walking the graph by keys: to consumers, to operands, up and down the column.

/** @typedef {import('./scene.js').Scene} Scene */

/**
 * The node that an arrow key leads to from a node; the same node where there is none.
 * @param {Scene} scene
 * @param {number} node
 * @param {string} key
 */
export function walk(scene, node, key) {
  const down = scene.direction === 'down'
  const ways = down
    ? { ArrowDown: onward, ArrowUp: backward, ArrowRight: after, ArrowLeft: before }
    : { ArrowRight: onward, ArrowLeft: backward, ArrowDown: after, ArrowUp: before }
  const way = ways[/** @type {keyof typeof ways} */ (key)]
  return way ? way(scene, node) : node
}

/**
 * @param {Scene} scene
 * @param {number} node
 */
const onward = (scene, node) =>
  nearest(
    scene,
    node,
    scene.consumers[node].map((edge) => scene.to[edge]),
  )

/**
 * @param {Scene} scene
 * @param {number} node
 */
const backward = (scene, node) =>
  nearest(
    scene,
    node,
    scene.operands[node].map((edge) => scene.from[edge]),
  )

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {number[]} others
 */
function nearest(scene, node, others) {
  const across = scene.direction === 'down' ? 'x' : 'y'
  const away = (/** @type {number} */ other) =>
    Math.abs(scene.boxes[other][across] - scene.boxes[node][across])
  return others.reduce((best, other) => (best === node || away(other) < away(best) ? other : best), node)
}

/**
 * @param {Scene} scene
 * @param {number} node
 */
const after = (scene, node) => beside(scene, node, 1)

/**
 * @param {Scene} scene
 * @param {number} node
 */
const before = (scene, node) => beside(scene, node, -1)

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {number} step
 */
function beside(scene, node, step) {
  const across = scene.direction === 'down' ? 'x' : 'y'
  const column = scene.ids
    .map((_, other) => other)
    .filter((other) => scene.levels[other] === scene.levels[node])
  column.sort((a, b) => scene.boxes[a][across] - scene.boxes[b][across])
  return column[column.indexOf(node) + step] ?? node
}
