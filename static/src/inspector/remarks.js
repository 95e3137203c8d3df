// What is special about a node: kinks and results that are not finite, in words, with what the libraries answer there.

import { h } from '../dom.js'
import { fromWire, worded } from '../format.js'
import { isRule } from '../lens.js'
import { derivative } from './boxes.js'
import { nodeBox } from './formulas.js'
import { answersOf, casesOf } from './kinks.js'
import { equation, section } from './parts.js'

/** @typedef {import('./sections.js').Shown} Shown */
/** @typedef {import('../generated/facts.js').Case} Case */

/**
 * The flags of a node, once it is known what they are about; null if there are none.
 * @param {Shown} shown
 * @param {number} node
 */
export function flagSection(shown, node) {
  const { scene, frame, texts } = shown
  const known = scene.flags[node].filter(({ phase }) =>
    phase === 'backward' ? frame.gradients[node] !== null : frame.values[node] !== null,
  )
  if (known.length === 0) return null
  return section(
    'flags',
    texts.flags,
    h(
      'ul',
      { class: 'flags' },
      ...known.map(({ kind, detail, first }) =>
        h(
          'li',
          {},
          h('b', {}, /** @type {Record<string, string>} */ (texts.kinds)[kind] ?? kind),
          ` ${detail}${first ? ` ${texts.first}` : ''}`,
        ),
      ),
    ),
    ...casesOf(scene, node).map((each) => caseTable(shown, node, each)),
  )
}

/**
 * @param {Shown} shown
 * @param {number} node
 * @param {Case} measured
 */
function caseTable({ scene, frame, texts }, node, measured) {
  const slots = measured.slots.length > 0 ? measured.slots : [0]
  const edges = slots.map((slot) => scene.operands[node][slot])
  const heads = edges.map((edge) => derivative(nodeBox(scene, node), nodeBox(scene, scene.from[edge])))
  const own = edges.map((edge) => (frame.local[edge] ? scene.local[edge] : null))
  const rows = answersOf(measured).map(({ name, answers }) =>
    answers
      ? line(
          name,
          answers.slice(0, slots.length).map((answer) => saidOf(answer, texts.noGradient)),
        )
      : h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          h('td', { colspan: slots.length, class: 'quiet' }, texts.notThere),
        ),
  )
  const here =
    measured.slots.length > 0 && own.every((local) => local !== null && !isRule(local))
      ? [
          line(
            texts.here,
            own.map((local) => worded(/** @type {import('../format.js').Value} */ (local))),
            'here',
          ),
        ]
      : []
  return h(
    'table',
    { class: 'answers', 'data-part': 'libraries' },
    h('caption', {}, h('b', {}, texts.libraries), ` ${texts.measured(measured.at)}`),
    h('tr', {}, h('td', {}), ...heads.map((head) => h('th', { scope: 'col' }, equation([head])))),
    ...here,
    ...rows,
  )
}

/**
 * @param {unknown} answer
 * @param {string} none
 */
function saidOf(answer, none) {
  const value = fromWire(answer)
  return value === null ? none : worded(value)
}

/**
 * @param {string} name
 * @param {string[]} cells
 */
const line = (name, cells, kind = '') =>
  h('tr', { class: kind }, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell)))
