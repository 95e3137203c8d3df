// Columns: titled by their step, the present one marked.

import { roomOf, titleLine } from './extent.js'
import { append, part, say, set } from './svg.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Column} Column */

const APART = 8

/**
 * Joins titles to the columns of a scene.
 * @param {Drawing} layer
 * @param {Data} data
 */
export function joinColumns(layer, data) {
  const line = titleLine(data.scene)
  layer
    .selectAll('g.column')
    .data(data.scene.columns, (/** @type {any} */ column) => column.level)
    .join((enter) => {
      const column = append(enter, 'g', { class: 'column', 'aria-hidden': 'true' })
      append(column, 'path', { class: 'guide' })
      append(column, 'text', { class: 'title' })
      return column
    })
    .each(function (column) {
      placeColumn(/** @type {Element} */ (this), data.scene, /** @type {Column} */ (column), line)
    })
}

/**
 * Where the title of a column stands: over its middle, where columns run to the right; and what is above its cards.
 * @param {Scene} scene
 * @param {number[]} nodes  of the column, not none
 * @param {number} line  where the titles stand
 */
export function titleAt(scene, nodes, line) {
  const over = (/** @type {number} */ node) => scene.boxes[node].y - roomOf(scene, node).above
  const top = nodes.reduce((a, b) => (over(a) < over(b) ? a : b))
  const { x, width } = scene.boxes[top]
  const above = over(top)
  return { x: x + width / 2, y: scene.direction === 'down' ? above - APART : line, above }
}

/**
 * @param {Element} element
 * @param {Scene} scene
 * @param {Column} column
 * @param {number} line  where the titles stand
 */
function placeColumn(element, scene, { nodes }, line) {
  const [guide, title] = element.children
  if (nodes.length === 0) return
  const { x, y, above } = titleAt(scene, nodes, line)
  const down = scene.direction === 'down'
  set(title, 'x', down ? Math.min(...scene.boxes.map((box) => box.x)) : x)
  set(title, 'y', y)
  set(title, 'text-anchor', down ? 'start' : 'middle')
  set(guide, 'd', down ? '' : `M${x} ${line + 2 * APART}V${above - APART}`)
}

/**
 * Draws the titles in a frame.
 * @param {Drawing} layer
 * @param {Data} data
 * @param {Frame} frame
 * @param {import('../motion.js').Schedule | null} move
 */
export function drawColumns(layer, { scene, texts }, frame, move) {
  const stage = move ? stageAfter(scene, move.to) : frame.stage
  const { phase = 'forward', column = -1 } = scene.stages[stage] ?? {}
  const over = frame.phase === 'done' && !move
  const elements = /** @type {Element[]} */ (layer.selectAll('g.column').nodes())
  elements.forEach((element, index) => {
    const now = index === column && !over && (frame.phase !== 'start' || Boolean(move))
    const title =
      phase === 'forward'
        ? texts.columnForward(index + 1)
        : texts.columnBackward(scene.columns.length - index)
    say(part(element, 'title'), now ? texts.now(title) : title)
    set(element, 'class', `column${now ? ` now ${phase === 'forward' ? 'value' : 'gradient'}` : ''}`)
  })
}

/**
 * @param {Scene} scene
 * @param {number} k
 */
export const stageAfter = (scene, k) => scene.stages.findIndex((stage) => k <= stage.to)
