import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWithin, cubicsOf } from '../src/draw/canvas/clip.js'
import { wayOf } from '../src/draw/geometry.js'

/** @typedef {import('../src/draw/canvas/clip.js').Cubic} Cubic */

/**
 * The pieces that are drawn of curves in a window.
 * @param {Cubic[]} cubics
 * @param {import('../src/scene.js').Box} window
 */
function listed(cubics, window) {
  /** @type {number[][]} */ const pieces = []
  let start = [0, 0]
  addWithin(
    {
      moveTo: (x, y) => {
        start = [x, y]
      },
      bezierCurveTo: (...rest) => pieces.push([...start, ...rest]),
    },
    cubics,
    window,
  )
  return pieces
}

/**
 * Where a cubic is at u.
 * @param {Cubic} cubic
 * @param {number} u
 */
function at([ax, ay, bx, by, cx, cy, dx, dy], u) {
  const mix = (
    /** @type {number} */ a,
    /** @type {number} */ b,
    /** @type {number} */ c,
    /** @type {number} */ d,
  ) => (1 - u) ** 3 * a + 3 * (1 - u) ** 2 * u * b + 3 * (1 - u) * u * u * c + u ** 3 * d
  return { x: mix(ax, bx, cx, dx), y: mix(ay, by, cy, dy) }
}

const LONG = cubicsOf(
  wayOf(
    [
      { x: -9000, y: -300 },
      { x: 400, y: 80 },
      { x: 12_000, y: 900 },
    ],
    { x: 0, y: 0 },
    false,
  ).value,
)
const WINDOW = { x: -500, y: -400, width: 2000, height: 1200 }
const ALL = { x: -1e6, y: -1e6, width: 2e6, height: 2e6 }

test('the cubics of a path are its curves, each from where the one before ended', () => {
  assert.deepEqual(cubicsOf('M0 -1.5C1 2 3 4 5 6C7 8 9 10 11 12'), [
    [0, -1.5, 1, 2, 3, 4, 5, 6],
    [5, 6, 7, 8, 9, 10, 11, 12],
  ])
})

test('every place of a road that is in the window is on a piece that is drawn', () => {
  const drawn = listed(LONG, WINDOW).flatMap((piece) =>
    Array.from({ length: 401 }, (_, i) => at(piece, i / 400)),
  )
  const places = LONG.flatMap((cubic) => Array.from({ length: 4001 }, (_, i) => at(cubic, i / 4000)))
  const seen = places.filter(({ x, y }) => x >= -500 && x <= 1500 && y >= -400 && y <= 800)
  assert.ok(seen.length > 100)
  for (const { x, y } of seen) assert.ok(drawn.some((place) => Math.hypot(place.x - x, place.y - y) < 2))
})

test('what is drawn of a long road is not much longer than the window', () => {
  const pieces = listed(LONG, WINDOW)
  const span = Math.max(...pieces.map((piece) => piece[6])) - Math.min(...pieces.map((piece) => piece[0]))
  assert.ok(span < 2000 + 2 * 600)
})

test('a piece is the same in every window that shows it, so that dashes stay where they are', () => {
  const all = new Set(listed(LONG, ALL).map(String))
  for (const x of [-500, -437, -100, 350]) {
    const pieces = listed(LONG, { ...WINDOW, x })
    assert.ok(pieces.length > 0)
    for (const piece of pieces) assert.ok(all.has(String(piece)))
  }
})

test('of a road outside the window nothing is drawn', () => {
  assert.deepEqual(listed(LONG, { x: 0, y: 5000, width: 2000, height: 1200 }), [])
})
