// Asks the server to prove a gradient: reverse mode, forward mode and the central difference.

import { fromWire } from '../format.js'

/** @typedef {import('../format.js').Value} Value */
/** @typedef {{ reverse: Value | null, forward: Value | null, difference: Value | null, error: number, forwardError: number }} Proof */
/** @typedef {{ program: string, inputs: Record<string, unknown>, output: string | null }} Question */

/**
 * The proof of one node's gradient. Throws an error whose message may be read; `unreachable` if there was no answer.
 * @param {string} api
 * @param {Question} question
 * @param {string} node
 * @param {AbortSignal} signal
 * @returns {Promise<Proof>}
 */
export async function prove(api, { program, inputs, output }, node, signal) {
  const response = await fetch(`${api}/api/v1/check`, {
    method: 'POST',
    credentials: 'omit',
    signal,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ program, inputs, ...(output ? { output } : {}), nodes: [node] }),
  })
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(body.detail || body.title || `HTTP ${response.status}`)
  return readProof(body.nodes[0])
}

/**
 * @param {any} entry
 * @returns {Proof}
 */
export const readProof = ({ reverse, forward, difference, error, forward_error: forwardError }) => ({
  reverse: fromWire(reverse),
  forward: fromWire(forward),
  difference: fromWire(difference),
  error: Number(error),
  forwardError: Number(forwardError),
})

/** How close a central difference comes, with its rounding and its truncation. */
const CLOSE = 1e-5
/** How close two ways of the same arithmetic come. */
const EXACT = 1e-9

/**
 * Whether the three agree: `odd` where something is not finite, so that numbers prove nothing.
 * @param {Proof} proof
 * @returns {'agree' | 'apart' | 'odd'}
 */
export function verdict({ error, forwardError }) {
  if (!Number.isFinite(error) || !Number.isFinite(forwardError)) return 'odd'
  return error <= CLOSE && forwardError <= EXACT ? 'agree' : 'apart'
}
