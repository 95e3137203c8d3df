// One entry of an array, under the pointer in a heat map: its place, its value and its gradient. Where a cell stands for
// several, it is the one that the cell shows.

import { select } from './draw/svg.js'
import { entries, short } from './format.js'

/**
 * What a cell of a heat map stands for; null where it is no cell, or of nothing that is known. Of a card that is drawn on
 * a canvas, the cell at the pointer.
 * @param {import('./panel.js').Panel} panel
 * @param {Element} cell
 * @param {{ clientX: number, clientY: number }} [pointer]
 */
export function entryAt({ data, frame }, cell, pointer) {
  const id = cell.closest('.card')?.getAttribute('data-node')
  const node = id ? data?.scene.index.get(id) : undefined
  if (!data || !frame || node === undefined) return null
  const drawn = pointer && cell.matches('.over>.card')
  if (!drawn && !cell.matches('.cell')) return null
  const at = drawn
    ? (data.scene.heat?.indexOn(cell, data.scene, frame, node, pointer) ?? -1)
    : /** @type {{ index: number }} */ (select(cell).datum()).index
  if (at < 0) return null
  const { scene, texts } = data
  const arrays = /** @type {const} */ ([
    ['value', frame.values[node]],
    ['gradient', frame.gradients[node]],
  ])
  const numbers = arrays.flatMap(([kind, array]) => {
    const entry = entries(array)[at]
    return entry === undefined ? [] : [`${texts.legend[kind][0]} ${short(entry)}`]
  })
  return `${data.name(node)}[${placeOf(at, scene.shapes[node]).join(', ')}]: ${numbers.join(', ')}`
}

/**
 * The indices of an entry, counted from 0 as in the language.
 * @param {number} at  its place in the order of the rows
 * @param {number[]} shape
 */
export function placeOf(at, shape) {
  return shape.map((length, axis) => {
    const below = shape.slice(axis + 1).reduce((product, n) => product * n, 1)
    return Math.floor(at / below) % length
  })
}
