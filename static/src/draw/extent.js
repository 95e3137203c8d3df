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
export const titleLine = (scene) => reach(scene).top - GUIDE

/**
 * How far cards and roads reach. One pass, without lists in between: a large picture has tens of thousands of places.
 * @param {Scene} scene
 */
function reach(scene) {
  let [left, top, right, bottom] = [1, 1, -1, -1].map((sign) => sign * Number.POSITIVE_INFINITY)
  const take = (/** @type {number[]} */ [x0, y0, x1, y1]) => {
    left = Math.min(left, x0)
    top = Math.min(top, y0)
    right = Math.max(right, x1)
    bottom = Math.max(bottom, y1)
  }
  scene.boxes.forEach(({ x, y, width, height }, node) => {
    const { above, below } = roomOf(scene, node)
    const aside = node === scene.output && scene.ids.length > ROOMY ? NOTE_ASIDE : PLAIN
    take([x - PLAIN, y - above, x + width + aside, y + height + below])
  })
  for (const route of scene.routes)
    for (const { x, y } of route) take([x - ROAD, y - ROAD, x + ROAD, y + ROAD])
  return { left, top, right, bottom }
}

/**
 * The box around everything.
 * @param {Scene} scene
 * @returns {Box}
 */
export function extentOf(scene) {
  const { left, top, right, bottom } = reach(scene)
  const above = top - (scene.direction === 'down' ? ROW_TITLE : GUIDE + TITLE)
  return { x: left, y: above, width: right - left, height: bottom - above }
}
