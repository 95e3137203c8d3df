import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnswer } from '../src/rows.js'
import { readScene } from '../src/scene.js'
import { note, twice } from './answers.js'

/** f = 2 x with x = 3, in columns with layout, as the server sends it to the element. */
const columns = () => ({
  format: 'chainrule/1',
  output: 'f',
  ids: [':1', 'x', 'f'],
  labels: ['', 'x', 'f'],
  ops: ['const', 'input', 'mul'],
  levels_of: [1, 1, 0],
  values: [2, 3, 6],
  gradients: [3, 2, 1],
  edges: {
    from: [0, 1],
    to: [2, 2],
    slot: [0, 1],
    local: [3, 2],
    propagated: [3, 2],
    route: [
      [
        [200, 66],
        [390, 100],
      ],
      [
        [200, 234],
        [390, 130],
      ],
    ],
    lens: [
      [295, 83],
      [295, 182],
    ],
  },
  flags: { f: [{ kind: 'kink', detail: 'At the kink.', phase: 'backward' }] },
  steps: {
    phase: ['forward', 'forward', 'forward', 'seed', 'backward', 'backward'],
    node: [0, 1, 2, 2, 2, 2],
    input: [null, null, null, null, 0, 1],
  },
  x: [24, 24, 390],
  y: [24, 192, 108],
  layout: { direction: 'right', width: 590, height: 300, columns: [] },
  warnings: [],
})

test('an answer in columns is read as it is', () => {
  const scene = readScene(columns())
  assert.deepEqual([scene.output, scene.values, scene.gradients], [2, [2, 3, 6], [3, 2, 1]])
  assert.deepEqual([scene.operands[2], scene.consumers[1]], [[0, 1], [1]])
  assert.deepEqual(scene.boxes[2], { x: 390, y: 108, width: 176, height: 84 })
  assert.deepEqual(scene.routes[0][0], { x: 200, y: 66 })
  assert.deepEqual(
    scene.flags.map((flags) => flags.length),
    [0, 0, 1],
  )
  assert.deepEqual(
    scene.stages.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [2, 3],
      [3, 4],
      [4, 6],
    ],
  )
})

test('an answer in rows is the same scene as one in columns', () => {
  const { edges, x, y, ids, labels, ops, values, gradients, levels_of: levels, layout, flags } = columns()
  const nodes = ids.map((id, node) => ({
    id,
    label: labels[node],
    op: ops[node],
    level: levels[node],
    shape: [],
    value: values[node],
    gradient: gradients[node],
    flags: id === 'f' ? flags.f : [],
    inputs: edges.from.flatMap((source, edge) =>
      edges.to[edge] === node
        ? [
            {
              node: ids[source],
              local_gradient: edges.local[edge],
              propagated_gradient: edges.propagated[edge],
              route: edges.route[edge],
              lens: edges.lens[edge],
            },
          ]
        : [],
    ),
    x: x[node],
    y: y[node],
  }))
  assert.deepEqual(readAnswer({ output: 'f', nodes, layout, warnings: [] }), readScene(columns()))
})

test('steps that an answer lacks are those that the server tells', () => {
  const { steps, ...rest } = columns()
  assert.deepEqual(readAnswer(rest).steps, readScene({ ...rest, steps }).steps)
})

test('the steps of an answer are taken as they come', () => {
  const steps = [
    { phase: 'forward', node: 'x' },
    { phase: 'seed', node: 'f' },
    { phase: 'backward', node: 'f', input: 1 },
  ]
  const scene = readAnswer({ ...note(), steps })
  assert.deepEqual(
    scene.steps.map(({ phase }) => phase),
    ['forward', 'seed', 'backward'],
  )
  assert.equal(scene.ids[scene.from[scene.steps[2].edge]], 'z')
})

test('an answer without layout is placed in its columns, left to right', () => {
  const scene = readAnswer(note())
  const x = (/** @type {string} */ id) => scene.boxes[scene.index.get(id) ?? -1].x
  assert.equal(x('x'), x('y'))
  assert.ok(x('x') < x('q'))
  assert.ok(x('q') < x('f'))
})

test('an input that is used twice has two edges that keep apart', () => {
  const scene = readAnswer(twice())
  const y = /** @type {number} */ (scene.index.get('y'))
  assert.deepEqual(
    scene.operands[y].map((edge) => scene.slot[edge]),
    [0, 1],
  )
  assert.equal(scene.consumers[scene.index.get('x') ?? -1].length, 3)
})

test('numbers that are none are read from their words', () => {
  const answer = note()
  answer.nodes[0].value = '-Infinity'
  answer.nodes[1].gradient = 'NaN'
  const scene = readAnswer(answer)
  assert.equal(scene.values[0], Number.NEGATIVE_INFINITY)
  assert.ok(Number.isNaN(scene.gradients[1]))
})

test('warnings are sentences', () => {
  const answer = { ...note(), warnings: ['plain', { detail: 'x is 1' }] }
  assert.deepEqual(readAnswer(answer).warnings, ['plain', 'x is 1'])
})
