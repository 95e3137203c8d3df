import assert from 'node:assert/strict'
import { test } from 'node:test'

import { titleAt } from '../src/draw/columns.js'
import { roomOf } from '../src/draw/extent.js'

/** @typedef {import('../src/scene.js').Scene} Scene */

const box = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: 176, height: 84 })

/** A row of a result with its name above it and of a constant, in either order. */
const row = (/** @type {boolean} */ named) => {
  const labels = named ? ['Y', ''] : ['', 'Y']
  const operands = named ? [[0], []] : [[], [0]]
  const ops = named ? ['matmul', 'const'] : ['const', 'matmul']
  const some = {
    labels,
    operands,
    ops,
    boxes: [box(0, 200), box(200, 200)],
    direction: 'down',
    levels: [1, 1],
  }
  return /** @type {Scene} */ (/** @type {unknown} */ ({ ...some, output: 2 }))
}

test('the title of a row stands above the names of all its cards', () => {
  for (const first of [true, false]) {
    const scene = row(first)
    const highest = Math.max(...[0, 1].map((node) => roomOf(scene, node).above))
    assert.ok(highest > roomOf(scene, first ? 1 : 0).above)
    assert.ok(titleAt(scene, [0, 1], 0).y < 200 - highest)
  }
})
