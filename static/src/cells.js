// One entry of an array, under the pointer in a heat map: its place, its value and its gradient.

import { entries, short } from './format.js'

/**
 * What a cell of a heat map stands for; null where it is no cell, or of nothing that is known.
 * @param {import('./panel.js').Panel} panel
 * @param {Element} cell
 */
export function entryAt({ data, frame }, cell) {
  const id = cell.closest('.card')?.getAttribute('data-node')
  const node = id ? data?.scene.index.get(id) : undefined
  if (!data || !frame || node === undefined || !cell.matches('.cell')) return null
  const at = [...(cell.parentElement?.querySelectorAll('.cell') ?? [])].indexOf(cell)
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
