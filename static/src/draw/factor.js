// The factor in the lens of a matrix product: which matrix multiplies the incoming gradient, and from which side.

import { shapeText } from '../format.js'
import { factorOf, isMatrixProduct, lensText, titleOf } from '../lens.js'
import { english } from '../texts-arrays.js'
import { LENS_TEXT } from './edges.js'
import { cellsOf, drawHeat } from './heat-cells.js'
import { append, select, set, show, textWidth } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */

/** What there is room for in a lens, the largest distance of two cells, and how far it stands from the words. */
export const FACTOR = { width: 24, height: 20, largest: 7, apart: 8 }
const MOST = { rows: 10, columns: 12 }

/**
 * The factor of an edge, where it is small enough to be shown in its lens.
 * @param {Scene} scene
 * @param {number} edge
 */
function smallFactor(scene, edge) {
  const factor = factorOf(scene, edge)
  if (!factor) return null
  const columns = factor.shape[factor.shape.length - 1]
  return columns <= MOST.columns && factor.all.length / columns <= MOST.rows ? factor : null
}

/**
 * The width that the factor takes in a lens; 0 where there is none.
 * @param {Scene} scene
 * @param {number} edge
 */
export const factorRoom = (scene, edge) => factorPlace(scene, edge)?.more ?? 0

/**
 * A small factor and its cells, how much wider it makes the lens, and its left end as seen from the middle of the lens.
 * @param {Scene} scene
 * @param {number} edge
 */
export function factorPlace(scene, edge) {
  const factor = smallFactor(scene, edge)
  if (!factor) return null
  const map = cellsOf(factor.all, factor.shape, FACTOR)
  const more = map.width + FACTOR.apart
  const left = (textWidth(lensText(scene, edge), LENS_TEXT) + more) / 2 - map.width
  return { ...factor, map, more, left }
}

/**
 * Draws the factor into a lens, beside its words.
 * @param {Element} lens
 * @param {Scene} scene
 * @param {number} edge
 * @param {boolean} known
 */
export function drawFactor(lens, scene, edge, known) {
  const place = factorPlace(scene, edge)
  const [, , words, there] = lens.children
  set(words, 'x', place ? -place.more / 2 : null)
  if (!place && !there) return
  const group = there ?? append(select(lens), 'g', { class: 'heat' }).node()
  show(group, place !== null && known)
  if (!place) return
  drawHeat(group, place.all, place.shape, FACTOR)
  set(group, 'transform', `translate(${place.left} ${-FACTOR.height / 2})`)
}

/**
 * What multiplies what, from which side, and with which shapes: more lines of a tooltip; empty where there is no matrix product.
 * @param {Scene} scene
 * @param {number} edge
 * @param {(node: number) => string} name
 */
export function factorWords(scene, edge, name) {
  const factor = factorOf(scene, edge)
  if (!factor || !isMatrixProduct(scene, edge)) return ''
  const [left, right] = scene.operands[scene.to[edge]].map((each) => scene.shapes[scene.from[each]])
  const a = left.length === 1 ? [1, ...left] : left
  const b = right.length === 1 ? [...right, 1] : right
  const upstream = [...(a.length > b.length ? a : b).slice(0, -2), ...a.slice(-2, -1), ...b.slice(-1)]
  const first = scene.slot[edge] === 0
  const result = first ? a : b
  const [g, f] = [upstream, factor.shape].map(shapeText)
  const output = titleOf(scene, scene.output) || english.output
  const word = lensText(scene, edge).replace(/^× | ×$/g, '')
  const [to, from] = [scene.to[edge], scene.from[edge]].map((node) => english.derivative(output, name(node)))
  const product = first ? english.right(from, to, word) : english.left(from, to, word)
  const shapes = first ? english.shapes(shapeText(result), g, f) : english.shapes(shapeText(result), f, g)
  return `\n${product}\n${shapes}${result.length < upstream.length ? english.summed : ''}`
}
