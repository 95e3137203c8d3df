// The table: everything the picture shows, in rows. Loaded when somebody asks for it.

import { h } from '../dom.js'
import { worded } from '../format.js'
import { arrayed, localText } from '../lens.js'
import { textsFor } from '../texts-more.js'
import { style } from './table.css.js'
import { weightTables } from './weights-table.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('../format.js').Value} Value */

/** @typedef {import('../panel.js').Panel} Panel */

/**
 * Shows the table in place of the picture, or the picture again.
 * @param {Panel} panel
 */
export function toggleTable(panel) {
  const sheet = panel.root.querySelector('.sheet') ?? addSheet(panel)
  const shown = !panel.stage.hidden
  panel.stage.hidden = shown
  sheet.toggleAttribute('hidden', !shown)
  panel.controls.table.setAttribute('aria-pressed', String(shown))
  if (shown && panel.data && panel.frame) fill(sheet, panel.data, panel.frame)
}

/**
 * @param {Element} sheet
 * @param {Data} data
 * @param {Frame} frame
 */
const fill = (sheet, data, frame) => sheet.replaceChildren(tableOf(data, frame), ...weightTables(data, frame))

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
 */
export function tableOf(data, frame) {
  const { scene } = data
  const texts = textsFor(null)
  const head = h(
    'tr',
    {},
    ...(scene.of ? texts.tableHeadForward : texts.tableHead).map((name) => h('th', { scope: 'col' }, name)),
  )
  const body = h('tbody', {}, ...scene.ids.flatMap((_, node) => rowsOf(data, frame, node)))
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
  const own = [
    h('th', { scope: 'row', ...span }, data.name(node)),
    h('td', { ...span }, texts.op(scene.ops[node])),
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
