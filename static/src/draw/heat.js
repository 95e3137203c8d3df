// Heat maps: the entries of an array as a grid, square above zero and round below, strong by size.

import { brief, entries, shapeText, short } from '../format.js'
import { select, set, textWidth } from './svg.js'

/** @typedef {import('../format.js').Value} Value */
/** @typedef {'words' | 'strip' | 'wide' | 'high'} Form  how a row shows a value */

const MOST_CELLS = 400
const FAINTEST = 0.12
/** What there is room for in a row of a card, from the middle of the row on. */
const ROOMS = {
  wide: { width: 62, height: 24, top: -18 },
  high: { width: 33, height: 33, top: -16.5 },
  strip: { width: 62, height: 10, top: 6 },
}
const LIMIT_BELOW = 14
const LIMIT_ASIDE = 4
/** Where numbers stand that have a strip below them, and how large they may be. */
export const OVER = { y: -7, size: 15 }
export const LIMIT_SIZE = 10
const LEAST_NUMBER = 11

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
 * How the row of a card shows a value: the numbers of a short vector with a strip below, any other array of moderate
 * size as a wide or a high map, the rest in words alone.
 * @param {Value} value
 * @param {number[]} shape
 * @param {number} room  the width that there is for numbers
 * @returns {Form}
 */
export function formOf(value, shape, room) {
  if (!hasHeat(value, shape)) return 'words'
  const text = brief(value)
  if (text !== shapeText(shape) && textWidth(text, LEAST_NUMBER) <= room) return 'strip'
  const { rows, columns } = gridOf(shape)
  return columns > rows ? 'wide' : 'high'
}

/**
 * Where a heat map stands in a row: its room, and the place of its limit, which has its scale in numbers.
 * @param {Form} form  not `words`
 * @param {number} width  of the map
 */
export function placesOf(form, width) {
  const room = ROOMS[/** @type {'wide'} */ (form)]
  const limit =
    form === 'strip' ? null : form === 'wide' ? { x: 0, y: LIMIT_BELOW } : { x: -width - LIMIT_ASIDE, y: 0 }
  return { room, limit }
}

/**
 * The scale of a heat map, on both sides of 0: what its strongest cells stand for.
 * @param {Value} value
 */
export function limitText(value) {
  const most = mostOf(entries(value))
  return most === 0 ? '0' : `±${short(most)}`
}

/** @param {number[]} all */
const mostOf = (all) => Math.max(0, ...all.map((entry) => (Number.isFinite(entry) ? Math.abs(entry) : 0)))

/**
 * Draws a heat map into the row of a card.
 * @param {Element} group
 * @param {Value} value
 * @param {number[]} shape
 * @param {number} right  where it ends
 * @param {number} middle
 * @param {Form} form  not `words`
 */
export function placeHeat(group, value, shape, right, middle, form) {
  const { room } = placesOf(form, 0)
  const width = drawHeat(group, value, shape, room)
  const { limit } = placesOf(form, width)
  set(group, 'transform', `translate(${right - width} ${middle + room.top})`)
  select(group)
    .selectAll('text')
    .data(limit ? [limit] : [])
    .join('text')
    .attr('class', 'limit')
    .attr('x', ({ x }) => width + x)
    .attr('y', ({ y }) => y - room.top)
    .attr('dy', '.36em')
    .text(limitText(value))
}

/**
 * The cells of a heat map that fits into a box: strong where an entry is large, empty where it is 0.
 * @param {Value} value
 * @param {number[]} shape
 * @param {{ width: number, height: number }} room
 */
export function cellsOf(value, shape, room) {
  const all = entries(value)
  const { rows, columns } = gridOf(shape)
  const pitch = Math.min(11, room.width / columns, room.height / rows)
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
 * @param {{ width: number, height: number }} room
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
