import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnswer } from '../src/rows.js'
import { Bench, entryAt, outputOf, variablesOf, withEntry } from '../src/tools/bench.js'
import { isPole } from '../src/tools/curve.js'
import { entryOf, holds, moved, stepped } from '../src/tools/descent.js'
import { nudged, told } from '../src/tools/nudge.js'
import { large } from '../src/tools/paths.js'
import { gapsOf, kinksOf, sweep } from '../src/tools/sweep.js'
import { count, pathsOf, timesLocal, work } from '../src/tools/ways.js'
import { answerOf, fan, note } from './answers.js'

/** @typedef {import('./answers.js').Line} Line */

/**
 * A bench on a scene, without a page.
 * @param {any} answer
 */
async function benchOn(answer) {
  const picture = /** @type {any} */ ({ scene: readAnswer(answer), view: null })
  const bench = new Bench({ picture, set: () => {}, view: () => {}, say: () => {} })
  await bench.take()
  return bench
}

const square = () =>
  answerOf([
    ['x', 'input', 3],
    ['f', 'mul', ['x', 'x']],
  ])

/**
 * @param {import('../src/tools/bench.js').Bench} bench
 * @param {string} name
 */
const named = (bench, name) =>
  /** @type {import('../src/tools/bench.js').Variable} */ (bench.variables.find((each) => each.name === name))

test('inputs can be turned, and entries of inputs that are arrays', () => {
  const answer = note()
  answer.nodes[0].value = [
    [1, 2],
    [3, 4],
  ]
  const variables = variablesOf(readAnswer(answer))
  assert.deepEqual(
    variables.map(({ name }) => name),
    ['x[0, 0]', 'x[0, 1]', 'x[1, 0]', 'x[1, 1]', 'y', 'z'],
  )
  assert.equal(variables[2].key, 'x[1,0]')
})

test('an entry is read and replaced at its place, and the old array stays as it was', () => {
  const matrix = [
    [1, 2],
    [3, 4],
  ]
  assert.equal(entryAt(matrix, [1, 0]), 3)
  assert.deepEqual(withEntry(matrix, [1, 0], 9), [
    [1, 2],
    [9, 4],
  ])
  assert.equal(withEntry(5, [], 6), 6)
  assert.equal(matrix[1][0], 3)
})

test('the nudge of the note: increasing x by 1 decreases f by 4', async () => {
  const bench = await benchOn(note())
  const found = nudged(bench, named(bench, 'x'), 1)
  assert.deepEqual([found.predicted, found.change, found.error], [-4, -4, 0])
  assert.match(told('x', 'f', 1, found), /^Increasing x by 1 decreases f by 4\. .*straight line/)
})

test('where the output curves, the prediction is off by as much as is said', async () => {
  const bench = await benchOn(square())
  const found = nudged(bench, named(bench, 'x'), 0.5)
  assert.deepEqual([found.predicted, found.change, found.error], [3, 3.25, -0.25])
  assert.match(
    told('x', 'f', 0.5, found),
    /^Increasing x by 0.5 increases f by 3.25\. .*predicts 3, off by 0.25/,
  )
  assert.match(
    told('x', 'f', -0.5, nudged(bench, named(bench, 'x'), -0.5)),
    /^Decreasing x by 0.5 decreases f by 2.75/,
  )
})

test('rounding is no error of the gradient', async () => {
  const bench = await benchOn(note())
  const found = nudged(bench, named(bench, 'y'), 0.1)
  assert.equal(found.error, 0)
  assert.match(told('y', 'f', 0.1, found), /decreases f by 0\.4\. .*exactly/)
})

test('a nudge to infinity is off by infinity', async () => {
  const bench = await benchOn(
    answerOf([
      ['x', 'input', 1],
      ['f', 'log', ['x']],
    ]),
  )
  assert.equal(nudged(bench, named(bench, 'x'), -1).error, Number.POSITIVE_INFINITY)
})

test('what no nudge can be compared with is said', async () => {
  const bench = await benchOn(
    answerOf([
      ['x', 'input', 0.5],
      ['f', 'log', ['x']],
    ]),
  )
  assert.match(told('x', 'f', -1, nudged(bench, named(bench, 'x'), -1)), /not a finite number/)
})

test('a step moves chosen inputs against their gradients, and all others stay', () => {
  const scene = readAnswer(note())
  const next = stepped(scene, [0, 3], -0.1)
  assert.deepEqual(
    [...next],
    [
      [0, -2 + 0.4],
      [3, -4 + -0.1 * 3],
    ],
  )
})

test('a step moves every entry of an array by its own gradient', () => {
  assert.deepEqual(moved([[1, 2]], [[10, -10]], -0.1), [[0, 3]])
  assert.deepEqual(moved([1, 2], null, -0.1), [1, 2])
})

test('ten steps on x² are x(1 − 2r)¹⁰', async () => {
  const bench = await benchOn(square())
  for (let i = 0; i < 10; i++) {
    const next = stepped(/** @type {any} */ (bench.scene), [0], -0.1)
    bench.scene = bench.with(next)
  }
  assert.ok(Math.abs(outputOf(/** @type {any} */ (bench.scene)) - (3 * 0.8 ** 10) ** 2) < 1e-12)
})

test('a walk ends where somebody turns an input', () => {
  const scene = readAnswer(note())
  const entry = entryOf(scene, [0, 1, 3])
  assert.ok(holds(entry, scene))
  assert.ok(!holds(entry, { ...scene, values: [7, ...scene.values.slice(1)] }))
  assert.ok(!holds(undefined, scene))
})

/**
 * The kinks that a sweep of x from −4 to 4 finds.
 * @param {import('./answers.js').Line[]} lines
 */
async function kinksIn(lines) {
  const bench = await benchOn(answerOf(lines))
  const x = named(bench, 'x')
  return kinksOf(bench, x, sweep(bench, x, -4, 4)).map(({ at }) => at)
}

test('a sweep finds where a choice changes sides, unless the output goes on as before', async () => {
  const choice = (/** @type {number} */ slope) =>
    /** @type {Line[]} */ ([
      ['x', 'input', 3],
      ['c', 'const', 0.5],
      ['k', 'const', slope],
      ['t', 'gt', ['x', 'c']],
      ['m', 'sub', ['x', 'c']],
      ['o', 'mul', ['m', 'k']],
      ['f', 'where', ['t', 'm', 'o']],
    ])
  assert.deepEqual(await kinksIn(choice(-2)), [0.5])
  assert.deepEqual(await kinksIn(choice(1)), [])
})

test('between two samples of a tangent lies a pole, between two of a parabola none', () => {
  const at = (/** @type {number} */ output, /** @type {number} */ gradient) =>
    /** @type {any} */ ({ output, gradient })
  assert.ok(isPole(at(20, 400), at(-25, 600), 1))
  assert.ok(!isPole(at(20, 400), at(-25, 600), 100))
  assert.ok(!isPole(at(4, -4), at(4, 4), 0))
  assert.ok(!isPole(at(1, 2), at(9, 6), 1))
})

test('a sweep finds kinks on its samples and between them', async () => {
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'relu', ['x']]]), [0]) // biome-ignore format: one line
  const shifted = await kinksIn([
    ['x', 'input', 3],
    ['c', 'const', 1.23456],
    ['d', 'sub', ['x', 'c']],
    ['f', 'abs', ['d']],
  ])
  assert.deepEqual(shifted, [1.23456])
})

test('a pole and the end of a domain are no kinks', async () => {
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'log', ['x']]]), []) // biome-ignore format: one line
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'sqrt', ['x']]]), [0]) // biome-ignore format: one line
})

test('a nudge on a kink, or over one, says so and promises nothing', async () => {
  const says = async (/** @type {string} */ op, /** @type {number} */ x, /** @type {number} */ by) => {
    const bench = await benchOn(
      answerOf([
        ['x', 'input', x],
        ['f', op, ['x']],
      ]),
    )
    return told('x', 'f', by, nudged(bench, named(bench, 'x'), by))
  }
  assert.match(await says('relu', 0, 0.001), /off by 0\.001: x stands on a kink/)
  assert.match(await says('relu', 0, -1), /says exactly that/)
  assert.match(await says('abs', -0.5, 1), /off by 1: on the way, at x = 0, is a kink/)
  assert.match(await says('abs', 0.5, -1), /off by 1: on the way, at x = 0, is a kink/)
  assert.match(await says('square', 1, 0.1), /off by 0\.01: the output curves/)
  assert.match(await says('square', 1, 1e-7), /on so short a way/)
  assert.match(await says('relu', 1, 0.5), /straight line/)
  assert.match(await says('log', -1, 0.5), /not a finite number/)
  assert.match(await says('reciprocal', -1, 1), /not a finite number/)
})

test('the steps of a staircase are kinks too, and a parabola has none', async () => {
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'floor', ['x']]]), [-4, -3, -2, -1, 0, 1, 2, 3, 4]) // biome-ignore format: one line
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'mul', ['x', 'x']]]), []) // biome-ignore format: one line
})

test('where two inputs of a maximum cross is a kink, where they are one it is none', async () => {
  const crossing = await kinksIn([
    ['x', 'input', 3],
    ['y', 'input', -1.7],
    ['s', 'mul', ['x', 'x']],
    ['f', 'maximum', ['x', 'y']],
  ])
  assert.deepEqual(crossing, [-1.7])
  assert.deepEqual(await kinksIn([['x', 'input', 3], ['f', 'maximum', ['x', 'x']]]), []) // biome-ignore format: one line
})

test('stretches without a finite output are gaps', async () => {
  const bench = await benchOn(
    answerOf([
      ['x', 'input', 1],
      ['f', 'log', ['x']],
    ]),
  )
  const samples = sweep(bench, named(bench, 'x'), -4, 4)
  assert.deepEqual(gapsOf(samples), [[-4, 0]])
  const last = /** @type {import('../src/tools/sweep.js').Sample} */ (samples.at(-1))
  assert.deepEqual([last.at, last.output, last.gradient], [4, Math.log(4), 0.25])
})

test('two uses of an input are two paths, and their products add up to its gradient', () => {
  const scene = readAnswer(fan())
  const paths = pathsOf(scene, 0, timesLocal(scene))
  assert.deepEqual(
    paths.map(({ product }) => product),
    [3, -6],
  )
  assert.equal(scene.gradients[0], -3)
  assert.deepEqual(
    paths[1].edges.map((edge) => scene.ids[scene.to[edge]]),
    ['e', 'f'],
  )
})

test('more paths than any float can count are counted, and the first written out', () => {
  /** @type {import('./answers.js').Line[]} */
  const lines = [['x', 'input', 0.5]]
  for (let i = 0; i < 1200; i++)
    lines.push([`n${i}`, 'mul', i === 0 ? ['x', 'x'] : [`n${i - 1}`, `n${i - 1}`]])
  const scene = readAnswer(answerOf(lines))
  assert.equal(count(scene)[0], 2n ** 1200n)
  assert.equal(large(count(scene)[0]), '1.722e361')
  assert.equal(large(12345n), '12\u202f345')
  assert.equal(large(2n ** 70n), '1.181e21')
  assert.equal(large(10n ** 25n - 1n), '1.000e25')
  assert.equal(pathsOf(scene, 0, timesLocal(scene), 5).length, 5)
})

test('reverse mode multiplies once an edge, forward mode once an edge and input', () => {
  const { passes, forward, reverse, paths } = work(readAnswer(note()))
  assert.deepEqual([passes, forward, reverse, paths], [3, 5n, 4n, 5n])
})
