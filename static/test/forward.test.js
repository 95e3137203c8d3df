import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf, tangentsOf, turned } from '../src/forward.js'
import { frameAt } from '../src/frames.js'
import { schedule } from '../src/motion.js'
import { readAnswer } from '../src/rows.js'
import { textsFor } from '../src/texts.js'
import { answerOf, fan, note, twice } from './answers.js'

/**
 * The scene of the tangents of one input.
 * @param {any} answer
 * @param {string} id
 */
function looking(answer, id) {
  const scene = readAnswer(answer)
  const source = /** @type {import('../src/forward.js').Source} */ (sourceOf(scene, id))
  const moved = tangentsOf(scene, source)
  const shown = turned(
    scene,
    source,
    moved,
    scene.routes.map((road) => road.toReversed()),
    textsFor(null),
  )
  const at = (/** @type {string} */ name) => /** @type {number} */ (scene.index.get(name))
  return { scene, shown, at, moved }
}

test('the tangent that arrives at the output is the gradient of the input', () => {
  for (const make of [note, fan, twice]) {
    const scene = readAnswer(make())
    scene.ops.forEach((op, node) => {
      if (op !== 'input') return
      const source = { node, place: [], name: '' }
      assert.equal(tangentsOf(scene, source).tangents[scene.output], scene.gradients[node])
    })
  }
})

test('what does not depend on the input stands still', () => {
  const { shown, at } = looking(note(), 'x')
  assert.deepEqual(['x', 'y', 'z', 'q', 'f'].map((id) => shown.gradients[at(id)]), [1, 0, 0, 1, -4]) // biome-ignore format: one line
})

test('tangents flow right: the input, then q, then f; values are there from the start', () => {
  const { shown, at } = looking(note(), 'x')
  assert.deepEqual(
    shown.stages.map(({ phase }) => phase),
    ['seed', 'backward', 'backward'],
  )
  const start = frameAt(shown, 0)
  assert.deepEqual(start.values, shown.values)
  assert.deepEqual(
    [start.gradients[at('x')], start.gradients[at('q')], start.gradients[at('y')]],
    [null, null, 0],
  )
  const second = frameAt(shown, 2)
  assert.deepEqual([second.gradients[at('q')], second.gradients[at('f')]], [1, null])
  assert.equal(frameAt(shown, 3).gradients[at('f')], -4)
})

test('a token flies from the operand to the consumer', () => {
  const { shown, at } = looking(note(), 'x')
  const plan = schedule(shown, 1, 2)
  assert.deepEqual(plan.settles.map(({ node }) => node), [at('q')]) // biome-ignore format: one line
  assert.deepEqual(plan.flights.map(({ edge, kind }) => [shown.ids[shown.to[edge]], shown.ids[shown.from[edge]], kind]), [['x', 'q', 'gradient']]) // biome-ignore format: one line
})

test('two ways to one node add up, in a step of their own', () => {
  const { shown, at } = looking(fan(), 'a')
  assert.equal(shown.steps.at(-1)?.phase, 'sum')
  assert.equal(shown.gradients[at('f')], -3)
  assert.equal(frameAt(shown, shown.steps.length - 1).gradients[at('f')], null)
  const { headline, sentence, terms } = /** @type {any} */ (shown).story(
    shown,
    shown.steps.length - 1,
    shown.steps.length,
  )
  assert.match(headline, /f moves too/)
  assert.match(sentence, /3 \+ \(−6\) = −3\. This is ∂f\/∂a/)
  assert.equal(terms.length, 5)
})

test('the story says tangent times local', () => {
  const { shown } = looking(note(), 'x')
  const tell = (/** @type {number} */ from, /** @type {number} */ to) =>
    /** @type {any} */ (shown).story(shown, from, to)
  assert.match(tell(0, 0).headline, /how fast does each node move with x/)
  assert.match(tell(0, 1).sentence, /∂x\/∂x = 1 starts the pass/)
  assert.match(tell(2, 3).sentence, /^q moves by 1, times the local gradient −4: −4\. This is ∂f\/∂x/)
  assert.deepEqual(tell(2, 3).terms.map((/** @type {any} */ { kind }) => kind), ['gradient', 'sign', 'local', 'sign', 'gradient']) // biome-ignore format: one line
})

test('the scene that is looked at stays as it was', () => {
  const { scene, shown } = looking(note(), 'x')
  assert.deepEqual(readAnswer(note()).from, scene.from)
  assert.equal(shown.of, scene)
  assert.equal(shown.ids, scene.ids)
})

test('the number that moves is named by the element, else it is the first input', () => {
  const scene = readAnswer(note())
  assert.equal(sourceOf(scene, 'z')?.name, 'z')
  assert.equal(sourceOf(scene, 'nobody')?.name, 'x')
  assert.equal(sourceOf(scene, null)?.name, 'x')
  assert.equal(sourceOf(readAnswer(answerOf([['c', 'const', 2]])), null), null)
  const arrays = { ...scene, shapes: [[2, 2], ...scene.shapes.slice(1)] }
  assert.deepEqual(sourceOf(arrays, 'x[1,0]')?.place, [1, 0])
  assert.deepEqual(sourceOf(arrays, 'x[9,0]')?.place, [0, 0])
})
