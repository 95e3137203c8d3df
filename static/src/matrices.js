// Small matrices among the terms of an equation: their entries as rows of short numbers.

import { fromWire, short } from './format.js'
import { factorOf, isRule } from './lens.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./format.js').Value} Value */

/** The most rows and columns for which there is room in an equation. */
const MOST = 3

/**
 * The rows of a small matrix; undefined for every other value.
 * @param {Value | null} value
 */
export function rowsOf(value) {
  if (!Array.isArray(value) || value.length > MOST) return undefined
  const rows = value.map((row) => (Array.isArray(row) && row.length <= MOST ? row : []))
  const entries = rows.flat()
  const whole = entries.length > 0 && rows.every((row) => row.length === rows[0].length)
  return whole && entries.every((entry) => typeof entry === 'number')
    ? rows.map((row) => row.map((entry) => short(/** @type {number} */ (entry))))
    : undefined
}

/**
 * The rows of a local gradient: of the factor as it multiplies, of a small Jacobian, or of an array.
 * @param {Scene} scene
 * @param {number} edge
 */
export function localRows(scene, edge) {
  const local = scene.local[edge]
  if (!isRule(local)) return rowsOf(local)
  if (local.kind === 'jacobian') return rowsOf(fromWire(local.matrix))
  const factor = factorOf(scene, edge)
  if (factor?.shape.length !== 2) return undefined
  const [rows, columns] = factor.shape
  if (rows > MOST) return undefined
  return rowsOf(Array.from({ length: rows }, (_, i) => factor.all.slice(i * columns, (i + 1) * columns)))
}
