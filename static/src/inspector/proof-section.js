// The proof badge: the same gradient found in three ways, side by side, with how far they are apart.

import { h } from '../dom.js'
import { full } from '../format.js'
import { arrayed } from '../lens.js'
import { button, paragraph, section } from './parts.js'
import { verdict } from './proof.js'

/** @typedef {import('./sections.js').Shown} Shown */
/** @typedef {import('./proof.js').Proof} Proof */
/** @typedef {import('../format.js').Value} Value */

/**
 * How far a proof has come.
 * @typedef {{ state: 'none' | 'asking' | 'impossible' } | { state: 'failed', message: string } | { state: 'done', proof: Proof }} Proving
 */

/**
 * The part of the inspector about the proof of a node's gradient; null where there is no gradient to prove.
 * @param {Shown} shown
 * @param {number} node
 */
export function proofSection({ scene, frame, proving, texts }, node) {
  if (scene.gradientAt[node] < 0) return null
  if (proving.state === 'impossible') return section('proof', texts.proof, paragraph(texts.unprovable))
  if (frame.gradients[node] === null) return section('proof', texts.proof, paragraph(texts.proofPending))
  const asking = proving.state === 'asking'
  const words = asking ? texts.proving : proving.state === 'none' ? texts.prove : texts.again
  return section(
    'proof',
    texts.proof,
    proving.state === 'done' ? null : paragraph(texts.proofLead),
    proving.state === 'done' ? proofTable(proving.proof, kinked(scene), texts) : null,
    proving.state === 'failed' ? paragraph(proving.message, 'complaint') : null,
    button('prove', [words], { class: 'button', 'aria-disabled': asking ? 'true' : null }),
  )
}

/**
 * Whether a convention had its part in the backward pass.
 * @param {import('../scene.js').Scene} scene
 */
export const kinked = ({ flags }) => flags.some((some) => some.some(({ kind }) => kind === 'kink'))

/**
 * @param {Proof} proof
 * @param {boolean} kinked
 * @param {import('./texts.js').InspectorTexts} texts
 */
function proofTable(proof, kinked, texts) {
  const outcome = verdict(proof)
  const atKink = /** @type {Record<string, string>} */ ({ agree: texts.agreeKinked, apart: texts.kinked })
  const said = (kinked && atKink[outcome]) || texts[outcome]
  const array = Array.isArray(proof.reverse)
  const errors = { reverse: null, forward: proof.forwardError, difference: proof.error }
  const rows = /** @type {const} */ (['reverse', 'forward', 'difference']).map((way) => {
    const error = errors[way]
    return h(
      'tr',
      { 'data-way': way },
      h('th', { scope: 'row' }, texts.modes[way]),
      h('td', {}, saidOf(proof[way])),
      h('td', {}, error === null ? '' : Number.isNaN(error) ? '–' : errorText(error)),
    )
  })
  const hint = outcome === 'apart' ? [paragraph(texts.apartHint)] : []
  return h(
    'div',
    { class: 'proof' },
    h('p', { class: `badge ${outcome}`, 'data-part': 'proof', 'data-outcome': outcome }, said),
    h(
      'table',
      { class: 'answers' },
      h('tr', {}, h('td', {}), h('td', {}), h('th', { scope: 'col' }, array ? texts.largest : texts.error)),
      ...rows,
    ),
    ...hint,
  )
}

/** @param {Value | null} value */
const saidOf = (value) => (value === null ? '–' : typeof value === 'number' ? full(value) : arrayed(value))

/** @param {number} error */
const errorText = (error) => (error === 0 ? '0' : error.toExponential(1).replaceAll('-', '−'))
