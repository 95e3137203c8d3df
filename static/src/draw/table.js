// The table: everything the picture shows, in rows. Loaded when somebody asks for it.

import { h } from '../dom.js'
import { worded } from '../format.js'
import { arrayed, localText } from '../lens.js'
import { textsFor } from '../texts-more.js'
import { flagsAt } from './cards.js'
import { style } from './table.css.js'
import { weightTables } from './weights-table.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('../format.js').Value} Value */

/** @typedef {import('../panel.js').Panel} Panel */

/** So many nodes are shown at once. */
const PAGE = 250

/**
 * Shows the table in place of the picture, or the picture again.
 * @param {Panel} panel
 */
export function toggleTable(panel) {
  const sheet = /** @type {HTMLElement} */ (panel.root.querySelector('.sheet') ?? addSheet(panel))
  const shown = !panel.stage.hidden
  panel.stage.hidden = shown
  sheet.toggleAttribute('hidden', !shown)
  panel.controls.table.setAttribute('aria-pressed', String(shown))
  if (shown && panel.data && panel.frame) fill(sheet, panel.data, panel.frame)
}

/**
 * Fills a sheet: with a page of the nodes, where they are many.
 * @param {HTMLElement} sheet
 * @param {Data} data
 * @param {Frame} frame
 */
function fill(sheet, data, frame) {
  const count = data.scene.ids.length
  const from = Math.min(Number(sheet.dataset.from ?? 0), Math.floor((count - 1) / PAGE) * PAGE)
  const turn = (/** @type {number} */ to, /** @type {string} */ side) => {
    sheet.dataset.from = String(to)
    fill(sheet, data, frame)
    sheet.scrollTop = 0
    const button = /** @type {HTMLElement | null} */ (sheet.querySelector(`[data-turn=${side}]:enabled`))
    ;(button ?? sheet).focus()
  }
  const pager = count > PAGE ? [pagerOf(from, count, turn)] : []
  sheet.replaceChildren(...pager, tableOf(data, frame, from), ...weightTables(data, frame))
}

/**
 * The buttons that turn the pages, and which nodes are shown.
 * @param {number} from
 * @param {number} count
 * @param {(from: number, side: string) => void} turn
 */
function pagerOf(from, count, turn) {
  const texts = textsFor(null)
  const button = (/** @type {string} */ text, /** @type {string} */ side, /** @type {number} */ to) => {
    const disabled = to < 0 || to >= count
    const onclick = () => turn(to, side)
    return h('button', { type: 'button', class: 'toggle', 'data-turn': side, disabled, onclick }, text)
  }
  const said = h('span', { role: 'status' }, texts.rows(from + 1, Math.min(from + PAGE, count), count))
  return h(
    'div',
    { class: 'pager' },
    button(texts.earlier, 'earlier', from - PAGE),
    said,
    button(texts.later, 'later', from + PAGE),
  )
}

/** @param {Panel} panel */
function addSheet(panel) {
  const sheet = h('div', { class: 'sheet', tabindex: 0, role: 'region', 'aria-label': textsFor(null).table })
  panel.dress(style)
  panel.stage.after(sheet)
  panel.watchers.add((data, frame) => {
    if (!sheet.hidden) fill(sheet, data, frame)
  })
  return sheet
}

/**
 * The table of a frame.
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} [from]  the first node of the page
 */
export function tableOf(data, frame, from = 0) {
  const { scene } = data
  const texts = textsFor(null)
  const head = h(
    'tr',
    {},
    ...(scene.of ? texts.tableHeadForward : texts.tableHead).map((name) => h('th', { scope: 'col' }, name)),
  )
  const nodes = [...scene.ids.keys()].slice(from, from + PAGE)
  const body = h('tbody', {}, ...nodes.flatMap((node) => rowsOf(data, frame, node)))
  const caption = h('caption', {}, texts.tableCaption(frame.k, scene.steps.length))
  return h('table', {}, caption, h('thead', {}, head), body)
}

/**
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} node
 */
function rowsOf(data, frame, node) {
  const { scene } = data
  const texts = textsFor(null)
  const edges = scene.operands[node]
  const span = { rowspan: Math.max(1, edges.length) }
  const remarks = flagsAt(scene, frame, node).map(({ detail }) => h('p', { class: 'odd' }, detail))
  const own = [
    h('th', { scope: 'row', ...span }, data.name(node)),
    h('td', { ...span }, texts.op(scene.ops[node]), ...remarks),
    number(data, frame.values[node], 'value', span),
    number(data, frame.gradients[node], 'gradient', span),
  ]
  if (edges.length === 0) return [h('tr', {}, ...own, h('td'), h('td'), h('td'))]
  return edges.map((edge, i) => h('tr', {}, ...(i === 0 ? own : []), ...edgeCells(data, frame, edge)))
}

/**
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} edge
 */
function edgeCells(data, frame, edge) {
  const { scene, texts } = data
  const known = frame.local[edge] && scene.local[edge] !== null
  const local = known ? localText(scene, edge) : scene.local[edge] === null ? texts.noGradient : texts.pending
  const handed = frame.propagated[edge] ? scene.propagated[edge] : null
  const never = scene.propagatedAt[edge] < 0
  return [
    h('td', {}, data.name((scene.of ?? scene).from[edge])),
    h('td', { class: known ? 'number local' : '' }, local),
    never ? h('td', {}, texts.noGradient) : number(data, handed, 'gradient', {}),
  ]
}

/**
 * @param {Data} data
 * @param {Value | null} value
 * @param {string} kind
 * @param {Record<string, number>} span
 */
function number({ texts }, value, kind, span) {
  if (value === null) return h('td', span, texts.pending)
  return h('td', { class: `number ${kind}`, title: worded(value), ...span }, arrayed(value))
}
