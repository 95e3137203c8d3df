import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameAt, nextStop, stageOf, stops } from '../src/frames.js'
import { readAnswer } from '../src/rows.js'
import { dead, fan, note, twice } from './answers.js'

/** @param {any} frame @param {import('../src/scene.js').Scene} scene */
const known = (frame, scene) =>
  Object.fromEntries(scene.ids.map((id, node) => [id, [frame.values[node], frame.gradients[node]]]))

test("the note's example, step by step", () => {
  const scene = readAnswer(note())
  const story = scene.steps.map(
    (step) =>
      `${step.phase} ${scene.ids[step.node]}${step.edge < 0 ? '' : `→${scene.ids[scene.from[step.edge]]}`}`,
  )
  assert.deepEqual(story, [
    'forward x',
    'forward y',
    'forward q',
    'forward z',
    'forward f',
    'seed f',
    'backward f→q',
    'backward f→z',
    'backward q→x',
    'backward q→y',
  ])
  const p = null
  assert.deepEqual(known(frameAt(scene, 0), scene), { x: [p, p], y: [p, p], q: [p, p], z: [p, p], f: [p, p] })
  assert.deepEqual(known(frameAt(scene, 3), scene), {
    x: [-2, p],
    y: [5, p],
    q: [3, p],
    z: [p, p],
    f: [p, p],
  })
  assert.deepEqual(known(frameAt(scene, 6), scene), {
    x: [-2, p],
    y: [5, p],
    q: [3, p],
    z: [-4, p],
    f: [-12, 1],
  })
  assert.deepEqual(known(frameAt(scene, 8), scene), {
    x: [-2, p],
    y: [5, p],
    q: [3, -4],
    z: [-4, 3],
    f: [-12, 1],
  })
  assert.deepEqual(known(frameAt(scene, 10), scene), {
    x: [-2, -4],
    y: [5, -4],
    q: [3, -4],
    z: [-4, 3],
    f: [-12, 1],
  })
})

test('what is pending is null in every frame before its step, never 0', () => {
  for (const answer of [note(), fan(), dead(), twice()]) {
    const scene = readAnswer(answer)
    for (let k = 0; k <= scene.steps.length; k++) {
      const frame = frameAt(scene, k)
      scene.ids.forEach((_, node) => {
        assert.equal(frame.values[node] === null, scene.valueAt[node] > k)
        assert.equal(frame.gradients[node] === null, scene.gradientAt[node] < 0 || scene.gradientAt[node] > k)
      })
    }
  }
})

test('a zero that was computed is 0, not pending', () => {
  const scene = readAnswer(dead())
  const frame = frameAt(scene, scene.steps.length)
  assert.equal(frame.gradients[scene.index.get('u') ?? -1], 0)
})

test('contributions arrive one by one and become the gradient only with their sum', () => {
  const scene = readAnswer(fan())
  const a = /** @type {number} */ (scene.index.get('a'))
  const first = scene.propagatedAt[scene.summands[a][0]]
  assert.deepEqual(frameAt(scene, first).parts[a], [3])
  assert.deepEqual(frameAt(scene, first + 1).parts[a], [3, -6])
  assert.equal(frameAt(scene, first + 1).gradients[a], null)
  assert.equal(frameAt(scene, first + 2).parts[a], null)
  assert.equal(frameAt(scene, first + 2).gradients[a], -3)
})

test('a frame is the same whichever frames were made before it', () => {
  const scene = readAnswer(fan())
  const alone = frameAt(scene, 9)
  for (let k = scene.steps.length; k >= 0; k--) frameAt(scene, k)
  assert.deepEqual(frameAt(scene, 9), alone)
})

test('playing stops after every column', () => {
  assert.deepEqual(stops(readAnswer(note())), [0, 2, 4, 5, 6, 8, 10])
})

test('the next stop is found from within a column, both ways', () => {
  const scene = readAnswer(note())
  assert.equal(nextStop(scene, 6, 1), 8)
  assert.equal(nextStop(scene, 7, 1), 8)
  assert.equal(nextStop(scene, 7, -1), 6)
  assert.equal(nextStop(scene, 10, 1), 10)
  assert.equal(nextStop(scene, 0, -1), 0)
})

test('a frame belongs to the stage of its last step', () => {
  const scene = readAnswer(note())
  assert.equal(stageOf(scene, 0), -1)
  assert.equal(stageOf(scene, 1), 0)
  assert.equal(stageOf(scene, 2), 0)
  assert.equal(stageOf(scene, 3), 1)
  assert.equal(stageOf(scene, 10), 5)
})

test('the nodes and edges of a stage are active as far as they have happened', () => {
  const scene = readAnswer(note())
  const frame = frameAt(scene, 9)
  assert.deepEqual(
    [...frame.activeNodes].map((node) => scene.ids[node]),
    ['q'],
  )
  assert.deepEqual(
    [...frame.activeEdges].map((edge) => scene.ids[scene.from[edge]]),
    ['x'],
  )
})

test('a node that the output does not need gets its value last and no gradient', () => {
  const scene = readAnswer(twice())
  const lost = /** @type {number} */ (scene.index.get('lost'))
  assert.equal(scene.levels[lost], null)
  assert.equal(scene.gradientAt[lost], -1)
  assert.equal(scene.steps.filter((step) => step.phase === 'forward').at(-1)?.node, lost)
})
