// Heat maps: the entries of an array as a grid, square above zero and round below, strong by size.

import { entries } from '../format.js'
import { select, set } from './svg.js'

/** @typedef {import('../format.js').Value} Value */

const MOST_CELLS = 400
const FAINTEST = 0.12
const ROOM = { width: 62, height: 33 }

/**
 * The grid of an array: rows by columns; leading axes stand one below the other.
 * @param {number[]} shape
 */
function gridOf(shape) {
  const columns = shape[shape.length - 1] ?? 1
  return { columns, rows: shape.slice(0, -1).reduce((product, n) => product * n, 1) }
}

/**
 * Whether an array is small enough to show every entry.
 * @param {Value | null} value
 * @param {number[]} shape
 */
export function hasHeat(value, shape) {
  if (!Array.isArray(value) || shape.length === 0) return false
  const { rows, columns } = gridOf(shape)
  return rows * columns > 0 && rows * columns <= MOST_CELLS && rows <= 24
}

/**
 * Draws a heat map into the row of a card.
 * @param {Element} group
 * @param {Value} value
 * @param {number[]} shape
 * @param {number} right  where it ends
 * @param {number} middle
 */
export function placeHeat(group, value, shape, right, middle) {
  const width = drawHeat(group, value, shape, ROOM)
  set(group, 'transform', `translate(${right - width} ${middle - ROOM.height / 2})`)
}

/**
 * Draws a heat map into a box and returns the width that it takes.
 * @param {Element} group
 * @param {Value} value
 * @param {number[]} shape
 * @param {{ width: number, height: number }} room
 */
export function drawHeat(group, value, shape, room) {
  const all = entries(value)
  const { rows, columns } = gridOf(shape)
  const size = Math.min(11, room.width / columns, room.height / rows)
  const most = Math.max(...all.map((entry) => (Number.isFinite(entry) ? Math.abs(entry) : 0))) || 1
  const gap = size > 4 ? 1 : 0
  const inner = size - gap
  select(group)
    .selectAll('rect')
    .data(all)
    .join('rect')
    .attr('class', (entry) =>
      Number.isFinite(entry) ? (entry < 0 ? 'cell minus' : 'cell plus') : 'cell odd',
    )
    .attr('x', (_, i) => (i % columns) * size)
    .attr('y', (_, i) => (room.height - rows * size) / 2 + Math.floor(i / columns) * size)
    .attr('width', inner)
    .attr('height', inner)
    .attr('rx', (entry) => (entry < 0 ? inner / 2 : inner > 5 ? 2 : 0))
    .attr('fill-opacity', (entry) =>
      entry === 0 ? 0 : FAINTEST + (1 - FAINTEST) * Math.min(1, Math.abs(entry) / most) || 1,
    )
  return columns * size
}
