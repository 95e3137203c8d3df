// An array to be read: a small one as numbers, a larger one as a heat map, in cells that may stand for several entries
// each, and a huge one in three numbers.

import { h } from '../dom.js'
import { gridOf, strongest } from '../draw/heat-cells.js'
import { brief, entries, full, shapeText, short, worded } from '../format.js'

/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('./texts.js').InspectorTexts} Texts */

/** What there is room for in numbers: rows, and characters in a row; from `tight` on they are smaller. */
const WRITTEN = { rows: 8, characters: 15, tight: 11 }
const FAINTEST = 0.08
/** Between ends of more characters there is no room for a 0. */
const LONG = 5

/**
 * The place of an entry as one types it: 1, 0.
 * @param {number[]} shape
 * @param {number} flat
 */
export function indexOf(shape, flat) {
  const index = /** @type {number[]} */ ([])
  for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
    index.unshift(rest % shape[axis])
    rest = Math.floor(rest / shape[axis])
  }
  return index.join(', ')
}

/**
 * An array with its legend. Cells carry `data-entry`, so that value and gradient of an entry can be read together.
 * @param {Value} value
 * @param {number[]} shape
 * @param {'value' | 'gradient' | 'local'} kind
 * @param {Texts} texts
 */
export function arrayElement(value, shape, kind, texts) {
  const all = entries(value)
  if (all.length === 0) return summaryElement(value, texts)
  const map = gridOf(shape)
  const { rows, columns } = map
  const most = Math.max(...all.map((entry) => (Number.isFinite(entry) ? Math.abs(entry) : 0)))
  const wide = columns * Math.max(...all.map((entry) => short(entry).length))
  const spelt = wide <= WRITTEN.characters && rows <= WRITTEN.rows
  const shown = strongest(all, map)
  const cells = shown.map((i, place) => cellElement(all[i], i, shape, most, spelt, place === 0))
  const label = texts.arrayOf(texts[kind], shapeText(shape), worded(value))
  const grid = h(
    'div',
    {
      class: `cells ${kind}${spelt ? ' spelt' : ''}${spelt && wide > WRITTEN.tight ? ' tight' : ''}`,
      role: 'group',
      'aria-label': label,
    },
    ...cells,
  )
  grid.style.setProperty('--columns', String(columns))
  const blocks =
    shown.length < all.length ? [h('p', { class: 'blocks' }, texts.blocks(shapeText(map.block)))] : []
  return h('div', { class: 'array' }, grid, legendElement(most, kind, texts), ...blocks)
}

/**
 * @param {number} entry
 * @param {number} i
 * @param {number[]} shape
 * @param {number} most
 * @param {boolean} spelt
 * @param {boolean} first  the one that Tab reaches
 */
function cellElement(entry, i, shape, most, spelt, first) {
  const side = Number.isFinite(entry) ? (entry < 0 ? 'minus' : 'plus') : 'odd'
  const title = `[${indexOf(shape, i)}] ${full(entry)}`
  const said = { role: 'img', 'aria-label': title, tabindex: first ? 0 : -1 }
  const cell = h('i', { class: side, 'data-entry': i, title, ...said }, spelt ? short(entry) : '')
  const strength =
    entry === 0 || most === 0 ? 0 : FAINTEST + (1 - FAINTEST) * Math.min(1, Math.abs(entry) / most)
  cell.style.setProperty('--strength', `${Math.round((Number.isFinite(strength) ? strength : 1) * 100)}%`)
  return cell
}

/**
 * Walks from entry to entry by the arrow keys; whether the key meant that.
 * @param {KeyboardEvent} event
 */
export function walkEntries(event) {
  const cell = /** @type {Element} */ (event.composedPath()[0])
  const grid = /** @type {HTMLElement | null} */ (cell.parentElement)
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
  if (!cell.hasAttribute?.('data-entry') || !grid || !plain) return false
  const at = [...grid.children].indexOf(cell)
  const columns = Number(grid.style.getPropertyValue('--columns'))
  const end = grid.children.length - 1 - at
  const moves = new Map([
    ['ArrowRight', 1],
    ['ArrowLeft', -1],
    ['ArrowDown', columns],
    ['ArrowUp', -columns],
    ['Home', -at],
    ['End', end],
  ])
  const by = moves.get(event.key)
  if (by === undefined) return false
  const next = /** @type {HTMLElement | undefined} */ (grid.children[at + by])
  next?.focus()
  return true
}

/**
 * Round below zero, square above: a scale that diverges around zero.
 * @param {number} most
 * @param {string} kind
 * @param {Texts} texts
 */
function legendElement(most, kind, texts) {
  const end = (/** @type {string} */ side) => {
    const mark = h('i', { class: side })
    mark.style.setProperty('--strength', '100%')
    return mark
  }
  const size = Number(most.toPrecision(2))
  return h(
    'p',
    { class: `scale ${kind}` },
    h('span', { title: texts.below }, end('minus'), ` ${short(-size)}`),
    short(size).length > LONG ? '' : h('span', {}, '0'),
    h('span', { title: texts.above }, `${short(size)} `, end('plus')),
  )
}

/**
 * @param {Value} value
 * @param {Texts} texts
 */
function summaryElement(value, texts) {
  if (typeof value === 'number' || Array.isArray(value)) return h('p', { class: 'brief' }, brief(value))
  const { min, mean, max } = value
  return h(
    'p',
    { class: 'brief' },
    texts.summary(short(Number(min)), short(Number(mean)), short(Number(max))),
  )
}
