import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { frameAt } from '../src/frames.js'
import { readScene } from '../src/scene.js'
import { english } from '../src/texts.js'
import { browse, leave } from './dom.js'

const document_ = browse()
after(leave)
const { heatPaths } = await import('../src/draw/heat-paths.js')
const { SummaryPicture } = await import('../src/draw/summary.js')

const [INPUTS, UNITS, EDGES] = [784, 128, 100]
const list = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => Math.sin(i))
const tiles = Array.from({ length: 64 }, (_, j) => list(64).map((each) => each * Math.cos(j)))
const map = { tiles, min: -1, max: 1, mean: 0 }

/** A layer graph of a large network with its summary. */
function largeScene() {
  const summary = [
    {
      n: 2,
      shape: [UNITS, INPUTS],
      weights: map,
      gradients: map,
      z: list(UNITS),
      a: list(UNITS),
      delta: list(UNITS),
      strongest: {
        name: list(EDGES).map((_, i) => `w2_${i + 1}_${2 * i + 1}`),
        to: list(EDGES).map((_, i) => i),
        from: list(EDGES).map((_, i) => 2 * i),
        value: list(EDGES).map((each, i) => (2 - i / EDGES) * (each < 0 ? -1 : 1)),
        gradient: list(EDGES),
        update: list(EDGES),
      },
    },
  ]
  const ids = ['x', 'w2', 'z2', 'a2', 'L']
  const scene = readScene({
    output: 'L',
    ids,
    labels: ids,
    ops: ['input', 'input', 'matmul', 'sigmoid', 'mse'],
    levels_of: [3, 3, 2, 1, 0],
    shapes: [[INPUTS], [UNITS, INPUTS], [UNITS], [UNITS], []],
    values: [
      list(INPUTS),
      { shape: [UNITS, INPUTS], min: -1, max: 1, mean: 0 },
      list(UNITS),
      list(UNITS),
      0.5,
    ],
    gradients: [list(INPUTS), null, list(UNITS), list(UNITS), 1],
    warnings: [],
    x: [0, 0, 1, 2, 3],
    y: [0, 1, 0, 0, 0],
    layout: { direction: 'right' },
    edges: {
      from: [1, 0, 2, 3],
      to: [2, 2, 3, 4],
      slot: [0, 1, 0, 0],
      local: [null, null, null, null],
      propagated: [null, null, null, null],
      route: [0, 1, 2, 3].map(() => [
        [0, 0],
        [1, 1],
      ]),
      lens: [0, 1, 2, 3].map(() => [0, 0]),
    },
    steps: {
      phase: ['forward', 'forward', 'forward', 'forward', 'forward', 'seed'],
      node: [0, 1, 2, 3, 4, 4],
      input: [null, null, null, null, null, null],
    },
  })
  return SummaryPicture.arranged({ ...scene, network: { summary } })
}

test('a heat map is a handful of paths, one for a sign and a strength', () => {
  const paths = heatPaths(tiles, { width: 64, height: 64 })
  assert.ok(paths.length <= 10)
  const cells = paths.map(({ d }) => d.split('M').length - 1).reduce((a, b) => a + b)
  assert.ok(cells > 3900 && cells <= 64 * 64)
  assert.deepEqual(heatPaths([[2, -1]], { width: 2, height: 1 }), [
    { d: 'M0 0h1v1h-1z', sign: 'plus', strength: 1 },
    { d: 'M1.5 0l0.5 0.5 -0.5 0.5 -0.5 -0.5z', sign: 'minus', strength: 0.6 },
  ])
})

test('a large network is drawn with its hundred strongest edges and never more', () => {
  const scene = largeScene()
  const root = document_.createElement('div')
  const picture = new SummaryPicture(root)
  const data = /** @type {any} */ ({
    scene,
    symbols: {},
    texts: english,
    maths: false,
    ranges: new Map(),
    name: String,
  })
  picture.draw(data, frameAt(scene, scene.steps.length))
  assert.equal(root.querySelectorAll('.road').length, EDGES)
  assert.ok(root.querySelectorAll('*').length < 600)
  assert.equal(root.querySelectorAll('[data-node]').length, 5)
  for (const node of scene.ids.keys()) assert.ok(picture.card(node))
  picture.draw(data, frameAt(scene, 1))
  const shown = (/** @type {string} */ id) =>
    root.querySelector(`[data-node="${id}"] .of-value`)?.getAttribute('display') !== 'none'
  assert.deepEqual(['x', 'w2', 'z2', 'a2'].map(shown), [true, false, false, false])
})
