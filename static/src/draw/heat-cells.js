// The cells of heat maps: the entries of an array as a grid, square above zero and round below, strong by size.

import { entries } from '../format.js'
import { select } from './svg.js'

/** @typedef {import('../format.js').Value} Value */

const FAINTEST = 0.12
const LARGEST = 11

/**
 * The grid of an array: rows by columns; leading axes stand one below the other.
 * @param {number[]} shape
 */
export function gridOf(shape) {
  const columns = shape[shape.length - 1] ?? 1
  return { columns, rows: shape.slice(0, -1).reduce((product, n) => product * n, 1) }
}

/**
 * The largest size of the entries that are finite.
 * @param {number[]} all
 */
export const mostOf = (all) =>
  Math.max(0, ...all.map((entry) => (Number.isFinite(entry) ? Math.abs(entry) : 0)))

/**
 * The cells of a heat map that fits into a box: strong where an entry is large, empty where it is 0.
 * @param {Value} value
 * @param {number[]} shape
 * @param {{ width: number, height: number, largest?: number }} room  with the largest distance of two cells
 */
export function cellsOf(value, shape, room) {
  const all = entries(value)
  const { rows, columns } = gridOf(shape)
  const pitch = Math.min(room.largest ?? LARGEST, room.width / columns, room.height / rows)
  const most = mostOf(all) || 1
  const top = (room.height - rows * pitch) / 2
  const cells = all.map((entry, i) => ({
    entry,
    x: (i % columns) * pitch,
    y: top + Math.floor(i / columns) * pitch,
    opacity: entry === 0 ? 0 : FAINTEST + (1 - FAINTEST) * Math.min(1, Math.abs(entry) / most) || 1,
  }))
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
