import assert from 'node:assert/strict'
import { test } from 'node:test'
import { written } from '../src/network/editors.js'
import { numbersOf, readLink, writeLink } from '../src/network/link.js'
import { positionAt } from '../src/network/pointer.js'
import {
  added,
  edited,
  fitSample,
  fitWeights,
  moved,
  removed,
  sampleSizes,
  shapesOf,
  turned,
  weightCount,
  withWeights,
} from '../src/network/spec.js'

/** @type {import('../src/network/layers.js').Spec} */
const SMALL = {
  inputs: 2,
  layers: [
    { type: 'dense', units: 3, activation: 'sigmoid' },
    { type: 'dense', units: 1, activation: 'sigmoid' },
  ],
  loss: 'half_squared_error',
}
/** @type {import('../src/network/layers.js').Spec} */
const IMAGE = {
  inputs: [1, 8, 8],
  layers: [
    { type: 'conv2d', filters: 2, kernel: [3, 3], padding: 1, activation: 'relu' },
    { type: 'maxpool2d', size: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 4 },
  ],
  loss: 'softmax_cross_entropy',
}

test('the shapes of all layers follow from the spec', () => {
  assert.deepEqual(shapesOf(SMALL), [[2], [3], [1]])
  assert.deepEqual(shapesOf(IMAGE), [[1, 8, 8], [2, 8, 8], [2, 4, 4], [32], [4]])
  assert.deepEqual(sampleSizes(IMAGE), { x: 64, y: 4 })
  assert.equal(weightCount(SMALL), 9)
  assert.equal(weightCount(IMAGE), 2 * 9 + 32 * 4)
})

test('an edit leaves the old spec as it was', () => {
  const before = structuredClone(SMALL)
  const next = edited(SMALL, ['layers', 0, 'units'], 5)
  assert.equal(next.layers[0].units, 5)
  assert.deepEqual(edited(SMALL, ['init', 'seed'], 3).init, { seed: 3 })
  assert.ok(!('loss' in edited(SMALL, ['loss'], undefined)))
  assert.deepEqual(SMALL, before)
})

test('layers are added before the prediction, moved, removed and turned into others', () => {
  const types = (/** @type {import('../src/network/layers.js').Spec} */ { layers }) =>
    layers.map(({ type, units }) => `${type} ${units ?? ''}`.trim())
  assert.deepEqual(types(added(SMALL, 'dropout')), ['dense 3', 'dropout', 'dense 1'])
  assert.deepEqual(types(moved(added(SMALL, 'dropout'), 1, -1)), ['dropout', 'dense 3', 'dense 1'])
  assert.deepEqual(types(removed(SMALL, 0)), ['dense 1'])
  assert.deepEqual(types(turned(SMALL, 0, 'batch_norm')), ['batch_norm', 'dense 1'])
  assert.equal(turned(IMAGE, 0, 'dense').layers[0].activation, 'relu')
})

test('given weights keep what fits when the shapes change', () => {
  const own = edited(SMALL, ['layers', 1, 'weights'], [[1, 2, 3]])
  const wider = fitWeights(edited(own, ['layers', 0, 'units'], 4))
  assert.deepEqual(wider.layers[1].weights, [[1, 2, 3, 0]])
  const fewer = fitWeights(edited(own, ['layers', 0, 'units'], 2))
  assert.deepEqual(fewer.layers[1].weights, [[1, 2]])
  const wrong = edited(own, ['layers', 0, 'units'], 'many')
  assert.deepEqual(fitWeights(wrong).layers[1].weights, [[1, 2, 3]])
})

test('a layer without a bias has no biases', () => {
  const own = edited(SMALL, ['layers', 0, 'biases'], [1, 2, 3])
  assert.ok(!('biases' in fitWeights(edited(own, ['layers', 0, 'bias'], false)).layers[0]))
})

test('the update becomes the weights of the spec', () => {
  const found = [{ n: 2, updated_weights: [[1, 2]], updated_biases: [3] }, { n: 3 }]
  const next = withWeights(SMALL, found, 'updated_')
  assert.deepEqual([next.layers[0].weights, next.layers[0].biases], [[[1, 2]], [3]])
  assert.equal(next.layers[1].weights, undefined)
})

test('a sample keeps what fits, and classes have one that is true', () => {
  assert.deepEqual(fitSample(SMALL, { x: [7], y: [1, 2] }), { x: [7, 0.2], y: [1] })
  assert.deepEqual(fitSample(IMAGE, { x: [], y: [] }).y, [1, 0, 0, 0])
})

test('a link says all of it, and reads back the same', () => {
  /** @type {import('../src/network/link.js').Link} */
  const link = {
    network: '2 -> 3 sigmoid -> 1 weights [[1, -2.5, 3]], loss mse',
    x: [0.05, -1e-7],
    y: [1],
    rate: 0.5,
    view: 'scalar',
    at: '2.1',
    step: 12,
    station: 5,
    data: 'xor.3',
    theme: 'dark',
  }
  assert.deepEqual(readLink(`#${writeLink(link)}`), { link, complaints: [] })
})

test('what a link says wrongly is left out and said so', () => {
  const { link, complaints } = readLink('#view=atoms&x=1,two&station=9&colour=red&step=-1')
  assert.deepEqual([link.view, link.x, link.station, link.step], [null, null, null, null])
  assert.equal(complaints.length, 5)
})

test('numbers are read as people write them', () => {
  assert.deepEqual(numbersOf('0.05, −1  [2;3e-2]'), [0.05, -1, 2, 0.03])
  assert.equal(numbersOf('1, x'), null)
  assert.equal(numbersOf(''), null)
})

test('a pointer leads to its place in JSON as it was written', () => {
  const text = '{ "inputs": 2,\n "layers": [{"type": "dense", "units": 0},\n {"a/b": "x, ]"}] }'
  const at = (/** @type {string} */ pointer) => {
    const place = positionAt(text, pointer)
    return place && text.slice(place.from, place.to)
  }
  assert.equal(at('/layers/0/units'), '0')
  assert.equal(at('/layers/1/a~1b'), '"x, ]"')
  assert.equal(at('/layers/0'), '{"type": "dense", "units": 0}')
  assert.equal(at('/layers/0/activation'), at('/layers/0'))
  assert.equal(at('/inputs'), '2')
  assert.equal(positionAt('{"broken', '/x'), null)
})

test('the JSON of a spec keeps lists of numbers in one line', () => {
  assert.match(written(IMAGE), /"inputs": \[1, 8, 8\]/)
  assert.deepEqual(JSON.parse(written(IMAGE)), IMAGE)
})
