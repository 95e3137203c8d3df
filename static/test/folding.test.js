import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapOf, placeOn, windowOn } from '../src/draw/minimap.js'
import { hitsFor } from '../src/finding.js'
import { foldMove, foldScene } from '../src/folding.js'
import { frameAt } from '../src/frames.js'
import { schedule } from '../src/motion.js'
import { readAnswer } from '../src/rows.js'
import { fan, note } from './answers.js'

/** The note's example with x, y and q folded: f = q · z is left. */
function folded() {
  const scene = readAnswer(note())
  const nodes = ['x', 'y', 'q'].map((id) => Number(scene.index.get(id)))
  const drawn = scene.to.map((to, edge) => (nodes.includes(to) ? null : edge))
  const cards = [{ groups: ['sum'], nodes }]
  return { whole: scene, ...foldScene({ ...scene, cards, drawn }) }
}

test('a folded scene has a card for the group, and all steps', () => {
  const { scene, whole } = folded()
  assert.deepEqual(
    scene.labels,
    ['sum', 'z', 'f'].sort((a, b) => scene.labels.indexOf(a) - scene.labels.indexOf(b)),
  )
  assert.equal(scene.from.length, 2)
  assert.equal(scene.steps.length, whole.steps.length)
  for (const { node, edge } of scene.steps) {
    assert.ok(node >= 0 && node < 3)
    assert.ok(edge < 2)
  }
})

test('a folded card is pending until all of its members are known', () => {
  const { scene, whole, place } = folded()
  const card = place[Number(whole.index.get('q'))]
  const complete = whole.valueAt[Number(whole.index.get('q'))]
  for (let k = 0; k <= whole.steps.length; k++) {
    assert.equal(frameAt(scene, k).values[card] !== null, k >= complete)
  }
  const gradients = Math.max(...['x', 'y', 'q'].map((id) => whole.gradientAt[Number(whole.index.get(id))]))
  assert.equal(scene.gradientAt[card], gradients)
  assert.deepEqual(/** @type {any} */ (scene.values[card]).flat().slice(0, 3), [-2, 5, 3])
})

test('a folded scene with no cards is the whole one', () => {
  for (const answer of [note(), fan()]) {
    const whole = readAnswer(answer)
    const { scene } = foldScene({ ...whole, cards: [], drawn: whole.from.map((_, edge) => edge) })
    assert.deepEqual(scene.ids, whole.ids)
    assert.deepEqual(scene.operands, whole.operands)
    assert.deepEqual(
      scene.summands.map((s) => [...s].sort()),
      whole.summands.map((s) => [...s].sort()),
    )
    for (let k = 0; k <= whole.steps.length; k++) {
      const [a, b] = [frameAt(scene, k), frameAt(whole, k)]
      assert.deepEqual(
        [a.values, a.gradients, a.parts, a.local, a.propagated],
        [b.values, b.gradients, b.parts, b.local, b.propagated],
      )
    }
  }
})

test('what moves within a card is not seen, and the card settles with its last member', () => {
  const one = folded()
  const q = Number(one.whole.index.get('q'))
  const k = one.whole.valueAt[q] - 1
  const move = foldMove(one, schedule(one.whole, k, k + 1))
  assert.deepEqual(move.flights, [])
  assert.deepEqual(
    move.settles.map(({ node }) => node),
    [one.place[q]],
  )
  const first = foldMove(one, schedule(one.whole, 0, 1))
  assert.ok(first.settles.every(({ node }) => node !== one.place[q]))
})

test('a search finds names first as they are, then as they begin, then operations', () => {
  const scene = /** @type {any} */ ({
    ids: ['mul_1', 'a', 'ab', 'xa'],
    labels: ['mul_1', 'a', 'ab', 'xa'],
    ops: ['add', 'mul', 'mul', 'sin'],
  })
  const spoken = (/** @type {string} */ op) => ({ mul: 'multiplication', add: 'addition' })[op] ?? op
  assert.deepEqual(hitsFor(scene, 'a', spoken).hits, [1, 2, 3, 0])
  assert.deepEqual(hitsFor(scene, 'MUL', spoken).hits, [0, 1, 2])
  assert.deepEqual(hitsFor(scene, ' ', spoken), { hits: [], all: 0 })
})

test('the window on the minimap is where it is in the picture, and never beyond the map', () => {
  const box = { x: -100, y: 50, width: 4000, height: 1000 }
  const map = mapOf(box)
  const on = windowOn({ x: 900, y: 50, width: 1000, height: 500 }, box, map)
  assert.ok(Math.abs(on.x / map.width - 0.25) < 1e-9)
  assert.ok(Math.abs(on.height / map.height - 0.5) < 1e-9)
  const edge = windowOn({ x: 1e6, y: -1e6, width: 10, height: 10 }, box, map)
  assert.ok(edge.x + edge.width <= map.width + 1e-9 && edge.y === 0)
  const corner = placeOn({ x: map.width, y: 0 }, box, map)
  assert.ok(Math.abs(corner.x - 3900) < 1e-6 && corner.y === 50)
})
