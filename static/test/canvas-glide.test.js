import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Glide } from '../src/draw/canvas/glide.js'
import { Places } from '../src/draw/canvas/places.js'
import { part } from '../src/draw/canvas/windows.js'
import { GLIDE } from '../src/draw/picture.js'

/** @param {Record<string, [number, number]>} at */
function scene(at) {
  const boxes = Object.values(at).map(([x, y]) => ({ x, y, width: 176, height: 84 }))
  return /** @type {any} */ ({ ids: Object.keys(at), boxes })
}

const BEFORE = scene({ a: [0, 0], b: [0, 130], gone: [0, 260] })
const AFTER = scene({ a: [0, 0], new: [0, 130], b: [400, 330] })

test('a node that was elsewhere goes from there to its new place, the others stand', () => {
  const glide = /** @type {Glide} */ (Glide.between(BEFORE, AFTER))
  const at = (/** @type {number} */ now) => glide.boxes(now)?.map(({ x, y }) => [x, y])
  assert.deepEqual(at(5000), [
    [0, 0],
    [0, 130],
    [0, 130],
  ])
  assert.deepEqual(at(5000 + GLIDE / 2), [
    [0, 0],
    [0, 130],
    [200, 230],
  ])
  const [, , [x, y]] = at(5000 + 0.9 * GLIDE) ?? []
  assert.ok(x > 370 && x < 400 && y > 310 && y < 330)
  assert.equal(glide.boxes(5000 + GLIDE), null)
})

test('where nothing moves there is no glide', () => {
  assert.equal(Glide.between(BEFORE, BEFORE), null)
  assert.equal(Glide.between(BEFORE, scene({ other: [5, 5], b: [0, 130] })), null)
})

const routes = [
  [
    { x: 176, y: 42 },
    { x: 400, y: 372 },
  ],
]

test('what moves is within its reach: roads and cards with the room around them', () => {
  const places = new Places(/** @type {any} */ ({ ...AFTER, routes }))
  const still = { flights: [], settles: [], stacks: [], nodes: new Set() }
  const reach = (/** @type {any} */ move) => places.reachOf({ ...still, ...move })
  assert.equal(reach({}), null)
  assert.deepEqual(reach({ nodes: new Set([0]) }), { x: -80, y: -80, width: 336, height: 244 })
  const both = reach({ flights: [{ edge: 0 }], settles: [{ node: 2 }] })
  assert.ok(both && both.x <= 176 - 80 && both.y <= 42 - 80)
  assert.ok(both && both.x + both.width >= 576 + 80 && both.y + both.height >= 414 + 80)
})

test('the part of a window that a box covers begins and ends at whole pixels of the window', () => {
  const window = { x: 100.3, y: 50.7, width: 800, height: 400 }
  const scale = 0.77
  const some = part(window, { x: 200, y: 0, width: 300, height: 2000 }, scale)
  assert.ok(some)
  for (const [axis, extent] of /** @type {const} */ ([
    ['x', 'width'],
    ['y', 'height'],
  ])) {
    const from = (some[axis] - window[axis]) * scale
    assert.ok(Math.abs(from - Math.round(from)) < 1e-6)
    assert.ok(some[axis] >= window[axis] && some[extent] <= window[extent])
  }
  assert.ok(some.x <= 200 && some.x + some.width >= 500)
  assert.equal(part(window, { x: 1000, y: 60, width: 10, height: 10 }, scale), null)
  assert.equal(part(window, null, scale), null)
})
