import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adapted, mismatch } from '../src/train/adapt.js'
import { columnsOf, heightOf, placesOf } from '../src/train/columns.js'
import { contour, levels } from '../src/train/contour.js'
import { firstChoice, readTable } from '../src/train/csv.js'
import { classOf, leaning, winner } from '../src/train/regions.js'
import { every, fieldOf, numbers, settingsOf, trainRequest } from '../src/train/request.js'
import { extent, linear, logarithmic, powers, ticks, widened } from '../src/train/scale.js'
import { distance, stopsOf, weightRows } from '../src/train/walk.js'

const dense = (/** @type {number} */ units, activation = 'tanh') => ({ type: 'dense', units, activation })
const iris = { kind: 'classes', classes: ['a', 'b', 'c'], x: [[1, 2, 3, 4]], y: [[1, 0, 0]] }

test('a network that fits the data is left alone', () => {
  const spec = { inputs: 4, layers: [dense(5), dense(3, 'softmax')], loss: 'cross_entropy' }
  assert.equal(mismatch(spec, iris), null)
  assert.equal(adapted(spec, iris), spec)
})

test('a network is adapted to the inputs and outputs of the data, and keeps what is between', () => {
  const given = { ...dense(5), weights: [[1, 2]], biases: [0] }
  const spec = { inputs: 2, layers: [given, dense(7), dense(1, 'sigmoid')], loss: 'bce' }
  assert.deepEqual(mismatch(spec, iris), { inputs: 4, outputs: 3 })
  const next = adapted(spec, iris)
  assert.deepEqual(next, {
    inputs: 4,
    layers: [dense(5), dense(7), dense(3, 'linear')],
    loss: 'softmax_cross_entropy',
  })
  assert.deepEqual(given.weights, [[1, 2]], 'the old network is untouched')
})

test('yes or no may be learnt by two outputs as well as by one', () => {
  const rows = { kind: 'classes', classes: [], x: [[0, 1]], y: [[1]] }
  assert.equal(mismatch({ inputs: 2, layers: [dense(2, 'softmax')] }, rows), null)
  assert.deepEqual(mismatch({ inputs: 2, layers: [dense(3)] }, rows), { outputs: 1 })
})

test('layers for images go where the data are rows of numbers', () => {
  const spec = { inputs: [1, 8, 8], layers: [{ type: 'conv2d' }, { type: 'flatten' }, dense(3)] }
  assert.deepEqual(adapted(spec, iris).layers, [dense(3)])
})

test('a table says its columns, which hold numbers, and its rows', () => {
  const table = readTable('height;width;kind\n1,5;2;cat\n')
  assert.deepEqual(
    table.columns.map(({ name, numeric }) => [name, numeric]),
    [
      ['height', false],
      ['width', true],
      ['kind', false],
    ],
  )
  assert.deepEqual(
    readTable('1,2\n3,4').columns.map(({ name }) => name),
    ['column 1', 'column 2'],
  )
  assert.equal(readTable('a,b\n"x, y",1').head[0][0], 'x, y')
})

test('a table that cannot be read says the line', () => {
  assert.deepEqual(readTable('a,b\n1,2\n3').problem, { code: 'ragged', line: 3, cells: 1, wanted: 2 })
  assert.deepEqual(readTable('a,b\n"1,2').problem, { code: 'quote', line: 2 })
  assert.equal(readTable('').problem?.code, 'empty')
  assert.equal(readTable('a,b').problem?.code, 'empty')
  assert.equal(readTable('a\n1').problem?.code, 'narrow')
})

test('the last column is the first choice for y, words are never x', () => {
  const { columns } = readTable('name,a,b,kind\nx,1,2,cat\ny,3,4,dog')
  assert.deepEqual(firstChoice(columns), { x: [1, 2], y: [3] })
  assert.deepEqual(columns[3].words, ['cat', 'dog'])
  assert.deepEqual(columns[0].bad, { line: 2, text: 'x' })
})

test('a request holds the numbers of the fields and those of the optimiser and the schedule', () => {
  const settings = settingsOf({
    steps: 300,
    learning_rate: 0.1,
    optimizer: 'momentum',
    batch_size: 5,
    schedule: { name: 'step', factor: 0.3 },
    seed: 4,
  })
  const { request, wrong } = trainRequest(settings, { layers: [] }, 'xor')
  assert.deepEqual(wrong, [])
  const { show, ...rest } = request
  assert.ok(show.includes('regions'))
  assert.deepEqual(rest, {
    spec: { layers: [] },
    data: 'xor',
    steps: 300,
    learning_rate: 0.1,
    optimizer: 'momentum',
    momentum: 0.9,
    batch_size: 5,
    schedule: { name: 'step', factor: 0.3, every: 100 },
    weight_decay: 0,
    seed: 4,
    frame_every: 3,
  })
})

test('fields without a number are named', () => {
  const settings = { ...settingsOf({}), learning_rate: 'much', clip: 'x', steps: '' }
  assert.deepEqual(trainRequest(settings, {}, 'xor').wrong, ['steps', 'learning_rate', 'clip'])
})

test('a mistake of the server finds its field', () => {
  assert.equal(fieldOf('/learning_rate'), 'learning_rate')
  assert.equal(fieldOf('/schedule/factor'), 'schedule_factor')
  assert.equal(fieldOf('/data/noise'), 'data_noise')
  assert.equal(fieldOf('/spec/layers/0'), '')
})

test('frames are at most about a hundred a run', () => {
  assert.deepEqual([1, 100, 101, 400, 1000].map(every), [1, 1, 2, 4, 10])
})

test('a list of numbers is read with commas or spaces, and refused as a whole where one is none', () => {
  assert.deepEqual(numbers('0.1, 0.3 1e-2'), [0.1, 0.3, 0.01])
  assert.equal(numbers('0.1, x'), null)
  assert.equal(numbers(' '), null)
})

test('scales lead from numbers to places', () => {
  assert.equal(linear([0, 10], [100, 0])(2.5), 75)
  assert.ok(Math.abs(logarithmic([0.001, 10], [0, 4])(0.1) - 2) < 1e-12)
  assert.equal(logarithmic([0.001, 10], [0, 4])(0), 0)
  assert.deepEqual(ticks(0, 1, 4), [0, 0.2, 0.4, 0.6, 0.8, 1])
  assert.deepEqual(powers(0.0009, 2), [0.001, 0.01, 0.1, 1])
  assert.deepEqual(extent([3, Number.NaN, -1, Number.POSITIVE_INFINITY]), [-1, 3])
  assert.deepEqual(extent([]), [0, 1])
  assert.deepEqual(widened([0, 10], 0.1), [-1, 11])
})

test('a contour passes where the level lies between two corners', () => {
  const slope = [
    [0, 1],
    [0, 1],
  ]
  assert.deepEqual(contour(slope, 0.25), [[0.25, 0, 0.25, 1]])
  assert.equal(contour(slope, 2).length, 0)
  const saddle = [
    [1, 0],
    [0, 1],
  ]
  assert.equal(contour(saddle, 0.5).length, 2)
  assert.equal(
    contour(
      [
        [0, Number.NaN],
        [1, 1],
      ],
      0.5,
    ).length,
    0,
  )
})

test('levels of contours are even in the logarithm where the loss spans powers of ten', () => {
  assert.deepEqual(levels(0, 4, 3), [1, 2, 3])
  const found = levels(0.01, 100, 3)
  assert.ok(found.every((level, i) => Math.abs(level - [0.1, 1, 10][i]) < 1e-9))
  assert.deepEqual(levels(1, 1, 3), [])
})

test('an output leans to no, to yes, or to neither, by the kind of loss', () => {
  assert.equal(leaning(0.5, 'bce'), 0)
  assert.equal(leaning(2, 'mse'), 1)
  assert.equal(leaning(0, 'bce_with_logits'), 0)
  assert.equal(leaning(-0.5, 'hinge'), -0.5)
  assert.deepEqual(winner([0, 0, 0], 'softmax_cross_entropy'), { best: 0, sure: 0 })
  assert.equal(winner([0.1, 0.8, 0.1], 'cross_entropy').best, 1)
  assert.equal(classOf([0, 0, 1]), 2)
  assert.equal(classOf([0]), 0)
})

test('neurons stand in columns, wide layers are cut and images are one block', () => {
  const columns = columnsOf({ inputs: [1, 8, 8], layers: [{ type: 'batch_norm' }, dense(14), dense(1)] })
  assert.deepEqual(
    columns.map(({ units, more, block }) => [units, more, block]),
    [
      [1, 0, '1×8×8'],
      [1, 0, 'batch norm'],
      [10, 4, ''],
      [1, 0, ''],
    ],
  )
  const places = placesOf(columns, 600, heightOf(columns))
  assert.equal(places.length, 13)
  assert.ok(places.every(({ x, y }) => x >= 36 && x <= 564 && y > 0 && y < heightOf(columns)))
})

const bins = (/** @type {number} */ low, /** @type {number} */ high) => ({
  low,
  high,
  counts: [1],
  not_finite: 0,
})
const frame = (/** @type {number} */ step, /** @type {number} */ w) => ({
  step,
  epoch: step,
  loss: 1 / (step + 1),
  gradient_norm: 1,
  gradient_norms: { w2: 0.5, w3: 0.25 },
  warnings: [],
  parameters: { w2: [[w, 0]], b2: [0], w3: [[2 * w]], b3: [1] },
  state: { v: { w2: [[3, 4]], b2: [5], w3: [[6]], b3: [7] } },
  histograms: [2, 3].map((n) => ({ n, activations: bins(0, n), gradients: bins(-n, 0) })),
  batch: [0, 1],
})

test('a step goes forward through the layers, back through them, and updates all of them', () => {
  const stops = stopsOf(frame(4, 1), frame(5, 1.5))
  assert.deepEqual(
    stops.map(({ phase, n }) => `${phase} ${n}`),
    ['forward 2', 'forward 3', 'loss 3', 'backward 3', 'backward 2', 'update 2', 'update 3'],
  )
  assert.match(stops[5].sentence, /distance of 0\.5 /)
  assert.match(stops[3].sentence, /between −3 and 0.*norm 0\.25/)
})

test('frames that are more than a step apart cannot be gone through', () => {
  assert.deepEqual(stopsOf(frame(3, 1), frame(5, 1)), [])
  assert.deepEqual(stopsOf(undefined, frame(1, 1)), [])
})

test('every weight stands in a row with the state of the optimiser', () => {
  const { letters, rows, all } = weightRows(frame(1, 1), 2, 2)
  assert.deepEqual(
    [letters, rows, all],
    [
      ['v'],
      [
        ['w2[1,1]', '1', '3'],
        ['w2[1,2]', '0', '4'],
      ],
      3,
    ],
  )
  assert.equal(distance([[3, 0]], [[0, 4]]), 5)
})
