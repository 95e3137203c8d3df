// How a node looks in a frame, at rest or in motion: what every level of detail is drawn from.

import { entries } from '../../format.js'
import { shown, stackOf } from '../cards.js'

/** @typedef {import('../../scene.js').Scene} Scene */
/** @typedef {import('../../format.js').Value} Value */
/** @typedef {import('../../frames.js').Frame} Frame */
/** @typedef {import('../../motion.js').Motion} Motion */

/**
 * @typedef {object} Look
 * @property {{ value: Value | null, p: number }} value  `p`: how far it has appeared
 * @property {{ value: Value | null, p: number }} gradient
 * @property {{ parts: Value[], all: number } | null} stack  contributions that are not summed up yet
 * @property {'value' | 'gradient' | ''} active  what it takes part in just now
 * @property {boolean} never  whether it never gets a gradient
 * @property {boolean} unreached  whether the output does not depend on it
 */

/**
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} node
 * @returns {Look}
 */
export function lookOf(scene, frame, motion, node) {
  const resting = motion.idle && frame.activeNodes.has(node) && frame.phase !== 'done'
  const kind = frame.phase === 'forward' ? 'value' : 'gradient'
  return {
    value: shown(scene.values[node], frame.values[node], motion, node, 'value'),
    gradient: shown(scene.gradients[node], frame.gradients[node], motion, node, 'gradient'),
    stack: stackOf(scene, frame, motion, node) || null,
    active: resting ? kind : !motion.idle && motion.nodes.has(node) ? motion.kind : '',
    never: scene.gradients[node] === null,
    unreached: scene.levels[node] === null,
  }
}

/**
 * How much a number weighs against the largest of its kind, 0 to 1: by its logarithm, so that small ones are seen too.
 * @param {Value | null} value
 * @param {number} most
 */
export function weightOf(value, most) {
  const size = typeof value === 'number' ? Math.abs(value) : sizeOf(value)
  if (!Number.isFinite(size)) return 1
  return size === 0 || most === 0 ? 0 : Math.min(1, Math.log1p((size / most) * 9) / Math.log(10))
}

/** @param {Value | null} value */
function sizeOf(value) {
  if (value === null) return 0
  if (!Array.isArray(value)) {
    return typeof value === 'number' ? Math.abs(value) : Math.max(Math.abs(value.min), Math.abs(value.max))
  }
  let most = 0
  for (const entry of entries(value)) most = Math.max(most, Math.abs(entry) || 0)
  return most
}

/**
 * The largest finite size among values: the ninth of ten, so that one giant does not make all others pale.
 * @param {(Value | null)[]} values
 */
export function mostOf(values) {
  const sizes = values.map(sizeOf).filter((size) => Number.isFinite(size) && size > 0)
  sizes.sort((a, b) => a - b)
  return sizes[Math.floor(sizes.length * 0.9)] ?? 0
}
