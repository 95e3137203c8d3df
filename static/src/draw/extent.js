// How far the picture reaches: cards with what belongs to them, roads, and the titles above.

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */

const NAME = 34
const SLIDER = 30
const NOTE = 34
const PLAIN = 8
const ROAD = 10
const TITLE = 16
const ROW_TITLE = 28
const NOTE_ASIDE = 30
const ROOMY = 12
const GUIDE = 34

/**
 * What stands above and below a card.
 * @param {Scene} scene
 * @param {number} node
 */
export function roomOf(scene, node) {
  const down = scene.direction === 'down'
  const leaf = scene.operands[node].length === 0
  const slider = scene.ops[node] === 'input' ? SLIDER : 0
  const note = node === scene.output || scene.levels[node] === null ? NOTE : 0
  const above = leaf || !scene.labels[node] ? (down ? slider : 0) : NAME
  return {
    above: above || PLAIN,
    below: (down ? note : Math.max(slider, slider && note ? slider + NOTE - 12 : note)) || PLAIN,
  }
}

/**
 * The line on which the titles stand, where columns run to the right.
 * @param {Scene} scene
 */
export const titleLine = (scene) => top(scene) - GUIDE

/** @param {Scene} scene */
const top = (scene) =>
  least(
    scene.boxes.map((box, node) => box.y - roomOf(scene, node).above),
    scene.routes.map((route) => least(route.map(({ y }) => y - ROAD))),
  )

/**
 * The least number in some lists, which may be too long to be arguments.
 * @param {number[][]} lists
 */
function least(...lists) {
  let found = Number.POSITIVE_INFINITY
  for (const list of lists) for (const number of list) if (number < found) found = number
  return found
}

/**
 * The box around everything.
 * @param {Scene} scene
 * @returns {Box}
 */
export function extentOf(scene) {
  const roads = scene.routes.flat()
  const aside = (/** @type {number} */ node) =>
    node === scene.output && scene.ids.length > ROOMY ? NOTE_ASIDE : PLAIN
  const left = least(
    scene.boxes.map((box) => box.x - PLAIN),
    roads.map(({ x }) => x - ROAD),
  )
  const right = -least(
    scene.boxes.map((box, node) => -box.x - box.width - aside(node)),
    roads.map(({ x }) => -x - ROAD),
  )
  const bottom = -least(
    scene.boxes.map((box, node) => -box.y - box.height - roomOf(scene, node).below),
    roads.map(({ y }) => -y - ROAD),
  )
  const above = scene.direction === 'down' ? top(scene) - ROW_TITLE : titleLine(scene) - TITLE
  return { x: left, y: above, width: right - left, height: bottom - above }
}
