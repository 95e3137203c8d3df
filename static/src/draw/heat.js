// Heat maps on cards: which form the row of a card has, and where it stands.

import { brief, entries, short } from '../format.js'
import { NUMBER_ROOM, ROW_TO, ROWS } from './cards.js'
import { cellsOf, drawHeat, gridOf, mostOf } from './heat-cells.js'
import { select, set, textWidth } from './svg.js'

export { drawFactor, factorRoom, factorWords } from './factor.js'
export { cellsOf } from './heat-cells.js'

/** @typedef {import('../format.js').Value} Value */
/** @typedef {'words' | 'strip' | 'wide' | 'high'} Form  how a row shows a value */

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
/** Characters of the number that there is room for, beside a high map and below a wide one. */
const LIMIT_LONGEST = { high: 5, wide: 8, strip: 0 }
const LEAST_NUMBER = 11
/** Cards that are smaller on the screen have no cells that could be told apart. */
const SMALLEST_CARD = 88

/**
 * How the row of a card shows a value: the numbers of a short vector with a strip below, any other array
 * as a wide or a high map; numbers, and huge arrays of which we know but the shape, in words alone.
 * @param {Value} value
 * @param {number[]} shape
 * @param {number} room  the width that there is for numbers
 * @returns {Form}
 */
export function formOf(value, shape, room) {
  if (!Array.isArray(value) || shape.length === 0 || shape.includes(0)) return 'words'
  const text = brief(value)
  if (text[0] === '[' && textWidth(text, LEAST_NUMBER) <= room) return 'strip'
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
 * The scale of a heat map, on both sides of 0: what its strongest cells stand for. A long number is rounded further.
 * @param {Value} value
 * @param {Form} form  not `words`
 */
export function limitText(value, form) {
  const most = mostOf(entries(value))
  if (most === 0) return '0'
  const texts = [most, Number(most.toPrecision(2)), Number(most.toPrecision(1))].map(short)
  return `±${texts.find((text) => text.length <= LIMIT_LONGEST[/** @type {'high'} */ (form)]) ?? texts[2]}`
}

/**
 * The entry of a card on a canvas at a pointer; -1 where none is.
 * @param {Element} card  what stands over it
 * @param {import('../scene.js').Scene} scene
 * @param {import('../frames.js').Frame} frame
 * @param {number} node
 * @param {{ clientX: number, clientY: number }} pointer
 */
export function indexOn(card, { boxes, shapes }, frame, node, { clientX, clientY }) {
  const { left, top, width } = card.getBoundingClientRect()
  const scale = width / boxes[node].width
  const [x, y] = [(clientX - left) / scale, (clientY - top) / scale]
  const kind = y < boxes[node].height / 2 ? 'value' : 'gradient'
  const value = (kind === 'value' ? frame.values : frame.gradients)[node]
  const form = value === null || width < SMALLEST_CARD ? 'words' : formOf(value, shapes[node], NUMBER_ROOM)
  if (value === null || form === 'words') return -1
  const { room } = placesOf(form, 0)
  const map = cellsOf(value, shapes[node], room)
  const [right, down] = [x - ROW_TO + map.width, y - ROWS[kind] - room.top]
  const within = (/** @type {number} */ at, /** @type {number} */ from) =>
    at >= from && at <= from + map.size + 1
  return map.cells.find((cell) => within(right, cell.x) && within(down, cell.y))?.index ?? -1
}

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
    .text(limitText(value, form))
}
