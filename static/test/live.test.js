import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPS } from '../src/generated/ops.js'
import { canEvaluate, evaluate } from '../src/live.js'
import { readAnswer } from '../src/rows.js'
import { answerOf, dead, fan, note, twice } from './answers.js'

const INFINITY = Number.POSITIVE_INFINITY

test('other inputs give what the server gives for them', () => {
  const old = readAnswer(note())
  const given = new Map([[0, 7.25]])
  const fresh = readAnswer(
    answerOf([
      ['x', 'input', 7.25],
      ['y', 'input', 5],
      ['q', 'add', ['x', 'y']],
      ['z', 'input', -4],
      ['f', 'mul', ['q', 'z']],
    ]),
  )
  const computed = evaluate(old, OPS, given)
  for (const list of /** @type {const} */ (['values', 'gradients', 'local', 'propagated'])) {
    assert.deepEqual(computed[list], fresh[list])
  }
})

test('the same inputs give the same scene', () => {
  for (const answer of [note(), fan(), dead(), twice()]) {
    const scene = readAnswer(answer)
    const { values, gradients, propagated } = evaluate(scene, OPS, new Map())
    assert.deepEqual(values, scene.values)
    assert.deepEqual(gradients, scene.gradients)
    assert.deepEqual(propagated, scene.propagated)
  }
})

test('the old scene stays as it was', () => {
  const scene = readAnswer(note())
  const before = structuredClone(scene.values)
  evaluate(scene, OPS, new Map([[0, 100]]))
  assert.deepEqual(scene.values, before)
})

test('what gets no gradient gets none for other inputs either', () => {
  const scene = readAnswer(twice())
  const lost = /** @type {number} */ (scene.index.get('lost'))
  assert.equal(evaluate(scene, OPS, new Map([[0, -1]])).gradients[lost], null)
})

test('arrays are left to the server', () => {
  const answer = note()
  answer.nodes[0].value = [1, 2]
  assert.equal(canEvaluate(readAnswer(answer), OPS), false)
  assert.equal(canEvaluate(readAnswer(note()), OPS), true)
})

test('a kink is flagged where it is hit, and no longer where it is left', () => {
  const scene = readAnswer(
    answerOf([
      ['x', 'input', 1],
      ['y', 'relu', ['x']],
    ]),
  )
  const at = evaluate(scene, OPS, new Map([[0, 0]]))
  assert.deepEqual(
    at.flags[1].map(({ kind }) => kind),
    ['kink'],
  )
  assert.deepEqual(evaluate(at, OPS, new Map([[0, 2]])).flags[1], [])
})

test('a result that is no number is flagged at the node where it arises', () => {
  const scene = readAnswer(
    answerOf([
      ['x', 'input', 1],
      ['y', 'log', ['x']],
      ['z', 'exp', ['y']],
    ]),
  )
  const at = evaluate(scene, OPS, new Map([[0, 0]]))
  assert.equal(at.values[1], -INFINITY)
  assert.equal(at.flags[1].at(-1)?.kind, 'invalid')
  assert.deepEqual(
    at.flags[2].filter(({ kind }) => kind !== 'kink'),
    [],
  )
})
