// The cells of heat maps: the entries of an array as a grid, square above zero and round below, strong by size.

import { entries } from '../format.js'
import { select } from './svg.js'

/** @typedef {import('../format.js').Value} Value */

const FAINTEST = 0.12
const LARGEST = 11
const MOST_CELLS = 400
const MOST_ROWS = 24
const MOST_COLUMNS = 48
/** A vector of more entries runs on in further rows: in one, its cells would be too thin to be seen. */
const LONGEST = 24
/** The width of such a map for its height, about that of the room in a row of a card. */
const ASPECT = 2.5
/** So few rows or columns stay apart, however many of the others there are. */
const FEW = 8

/**
 * How the entries of an array stand in the cells of a map: leading axes one below the other, and a long vector in rows,
 * one after the other. Where there are more entries than cells that can be told apart, a cell stands for a block of them, of
 * the shape `block`.
 * @param {number[]} shape
 */
export function gridOf(shape) {
  const width = shape[shape.length - 1] ?? 1
  const height = shape.slice(0, -1).reduce((product, n) => product * n, 1)
  if (height === 1 && width > LONGEST) {
    const run = Math.ceil(width / MOST_CELLS)
    const count = Math.ceil(width / run)
    const columns = Math.ceil(Math.sqrt(count * ASPECT))
    const blockOf = (/** @type {number} */ i) => Math.floor(i / run)
    return { columns, rows: Math.ceil(count / columns), block: [run], blockOf }
  }
  let step = 0
  let [down, across, rows, columns] = [1, 1, height, width]
  do {
    step++
    down = height <= FEW ? 1 : step
    across = width <= FEW ? 1 : step
    rows = Math.ceil(height / down)
    columns = Math.ceil(width / across)
  } while (rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS)
  const blockOf = (/** @type {number} */ i) =>
    Math.floor(Math.floor(i / width) / down) * columns + Math.floor((i % width) / across)
  return { columns, rows, block: [down, across], blockOf }
}

/**
 * The entry that each cell of a map shows: of a block the one of the largest size, or one that is no number.
 * @param {number[]} all
 * @param {ReturnType<typeof gridOf>} grid
 */
export function strongest(all, { blockOf }) {
  const size = (/** @type {number} */ i) =>
    Number.isFinite(all[i]) ? Math.abs(all[i]) : Number.POSITIVE_INFINITY
  const found = /** @type {number[]} */ ([])
  all.forEach((_, i) => {
    const block = blockOf(i)
    if (found[block] === undefined || size(i) > size(found[block])) found[block] = i
  })
  return found
}

/**
 * The largest size of the entries that are finite.
 * @param {number[]} all
 */
export const mostOf = (all) =>
  Math.max(0, ...all.map((entry) => (Number.isFinite(entry) ? Math.abs(entry) : 0)))

/**
 * The cells of a heat map that fits into a box: strong where an entry is large, empty where it is 0. Each tells the index
 * of the entry that it shows.
 * @param {Value} value
 * @param {number[]} shape
 * @param {{ width: number, height: number, largest?: number }} room  with the largest distance of two cells
 */
export function cellsOf(value, shape, room) {
  const all = entries(value)
  const grid = gridOf(shape)
  const { rows, columns } = grid
  const pitch = Math.min(room.largest ?? LARGEST, room.width / columns, room.height / rows)
  const most = mostOf(all) || 1
  const top = (room.height - rows * pitch) / 2
  const cells = strongest(all, grid).map((index, i) => {
    const entry = all[index]
    return {
      entry,
      index,
      x: (i % columns) * pitch,
      y: top + Math.floor(i / columns) * pitch,
      opacity: entry === 0 ? 0 : FAINTEST + (1 - FAINTEST) * Math.min(1, Math.abs(entry) / most) || 1,
    }
  })
  return { cells, size: pitch - (pitch > 4 ? 1 : 0), width: columns * pitch }
}

/**
 * Draws a heat map into a box and returns the width that it takes.
 * @param {Element} group
 * @param {Value} value
 * @param {number[]} shape
 * @param {{ width: number, height: number, largest?: number }} room
 */
export function drawHeat(group, value, shape, room) {
  const { cells, size, width } = cellsOf(value, shape, room)
  select(group)
    .selectAll('rect')
    .data(cells)
    .join('rect')
    .attr('class', ({ entry }) =>
      Number.isFinite(entry) ? (entry < 0 ? 'cell minus' : 'cell plus') : 'cell odd',
    )
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('width', size)
    .attr('height', size)
    .attr('rx', ({ entry }) => (entry < 0 ? size / 2 : size > 5 ? 2 : 0))
    .attr('fill-opacity', ({ opacity }) => opacity)
  return width
}
