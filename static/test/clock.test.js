import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Clock, positionOf, SPEEDS } from '../src/clock.js'
import { ease, FLIGHT, GAP, HOLD, motionAt, PAUSE, SETTLE, schedule, wayAt } from '../src/motion.js'
import { readAnswer } from '../src/rows.js'
import { fan, note } from './answers.js'

/** A clock whose frames come when the test says so. */
function wound(answer = note()) {
  /** @type {((now: number) => void)[]} */
  const waiting = []
  const changes = /** @type {string[]} */ ([])
  const ticker = {
    request: (/** @type {(now: number) => void} */ call) => waiting.push(call),
    cancel: () => void waiting.splice(0),
  }
  const clock = new Clock(ticker, (change) => changes.push(change))
  clock.attach(readAnswer(answer), 0)
  let now = 0
  const pass = (/** @type {number} */ ms) => {
    for (const end = now + ms; now < end; ) {
      now = Math.min(end, now + 20)
      for (const call of waiting.splice(0)) call(now)
    }
  }
  pass(20)
  return { clock, pass, changes, waiting }
}

const COLUMN = FLIGHT + PAUSE + SETTLE + GAP

test('the easing starts and ends where it should and never goes back', () => {
  assert.equal(ease(0), 0)
  assert.equal(ease(1), 1)
  let before = 0
  for (let x = 0.01; x < 1; x += 0.01) {
    assert.ok(ease(x) >= before)
    before = ease(x)
  }
})

test('a token rests in the lens for the pause', () => {
  assert.equal(wayAt(0), 0)
  assert.equal(wayAt(FLIGHT / 2 + 1), 0.5)
  assert.equal(wayAt(FLIGHT / 2 + PAUSE - 1), 0.5)
  assert.equal(wayAt(FLIGHT + PAUSE), 1)
})

test('a column takes flight, pause, settling and a gap', () => {
  const scene = readAnswer(note())
  assert.equal(schedule(scene, 0, 2).duration, SETTLE + GAP)
  assert.equal(schedule(scene, 2, 4).duration, COLUMN)
  assert.equal(schedule(scene, 8, 10).duration, COLUMN)
})

test('a five-node pass takes about four seconds', () => {
  const scene = readAnswer(note())
  const total = scene.stages.reduce((sum, { from, to }) => sum + schedule(scene, from, to).duration, 0)
  assert.ok(total > 3500 && total < 4500, `${total} ms`)
})

test('where everything is at time t does not depend on what was asked before', () => {
  const scene = readAnswer(fan())
  const plan = schedule(scene, 8, 14)
  const alone = motionAt(plan, 500)
  for (let t = 0; t < plan.duration; t += 50) motionAt(plan, t)
  assert.deepEqual(motionAt(plan, 500), alone)
})

test('at a fan-out tokens arrive one by one, hold, then collapse into the sum', () => {
  const scene = readAnswer(fan())
  const plan = schedule(scene, 8, 14)
  const [stack] = plan.stacks
  const [first, second] = stack.arrivals
  assert.ok(second > first)
  assert.equal(stack.collapse, second + HOLD)
  const at = (/** @type {number} */ t) => motionAt(plan, t).stacks.get(stack.node)
  assert.deepEqual(at(first - 1), { count: 0, p: 0 })
  assert.deepEqual(at(first), { count: 1, p: 0 })
  assert.deepEqual(at(second + HOLD), { count: 2, p: 0 })
  assert.deepEqual(at(second + HOLD + SETTLE), { count: 2, p: 1 })
})

test('a number appears only after its token has arrived', () => {
  const scene = readAnswer(note())
  const plan = schedule(scene, 6, 7)
  const q = /** @type {number} */ (scene.index.get('q'))
  assert.equal(motionAt(plan, FLIGHT + PAUSE).settled.get(q)?.p, 0)
  assert.equal(motionAt(plan, FLIGHT + PAUSE + SETTLE).settled.get(q)?.p, 1)
})

test('forward goes one step, back goes one step back at once', () => {
  const { clock, pass } = wound()
  clock.next()
  pass(2000)
  assert.equal(clock.k, 1)
  clock.previous()
  assert.equal(clock.k, 0)
  assert.equal(clock.move, null)
})

test('a second press finishes the move under way and goes on', () => {
  const { clock, pass } = wound()
  clock.next()
  pass(40)
  clock.next()
  assert.equal(clock.k, 1)
  pass(2000)
  assert.equal(clock.k, 2)
})

test('play runs column by column to the end and stops there', () => {
  const { clock, pass, changes } = wound()
  clock.play()
  pass(6000)
  assert.equal(clock.k, 10)
  assert.equal(clock.playing, false)
  assert.equal(changes.filter((change) => change === 'step').length, 6)
})

test('play at the end starts again from the beginning', () => {
  const { clock, pass } = wound()
  clock.goTo(10)
  clock.play()
  assert.equal(clock.k, 0)
  pass(400)
  assert.equal(clock.k, 2)
})

test('pause keeps a flight where it is, and play goes on from there', () => {
  const { clock, pass, waiting } = wound()
  clock.goTo(2)
  clock.play()
  pass(300)
  clock.pause()
  const { t } = clock
  assert.ok(t > 0)
  assert.equal(waiting.length, 0)
  pass(1000)
  assert.equal(clock.t, t)
  clock.play()
  pass(COLUMN)
  assert.ok(clock.k >= 4)
})

test('the speed scales time', () => {
  const { clock, pass } = wound()
  clock.goTo(2)
  clock.speed = 4
  clock.play()
  pass(COLUMN / 4 + 60)
  assert.ok(clock.k >= 4)
})

test('the speed stays between a quarter and four', () => {
  const { clock } = wound()
  for (let i = 0; i < 9; i++) clock.shift(1)
  assert.equal(clock.speed, SPEEDS.at(-1))
  for (let i = 0; i < 9; i++) clock.shift(-1)
  assert.equal(clock.speed, SPEEDS[0])
})

test('scrubbing between two ticks is a flight at that moment', () => {
  const { clock } = wound()
  clock.scrub(1.5)
  assert.equal(clock.k, 2)
  assert.equal(clock.move?.to, 4)
  assert.equal(clock.t, clock.move && clock.move.duration / 2)
  assert.equal(clock.position, 1.5)
})

test('scrubbing near a tick is the tick', () => {
  const { clock } = wound()
  clock.scrub(1.97)
  assert.equal(clock.k, 4)
  assert.equal(clock.move, null)
})

test('the playhead stands between the ticks in proportion to the steps of the column', () => {
  const scene = readAnswer(note())
  assert.equal(positionOf(scene, 0, null, 0), 0)
  assert.equal(positionOf(scene, 1, null, 0), 0.5)
  assert.equal(positionOf(scene, 2, null, 0), 1)
  assert.equal(positionOf(scene, 10, null, 0), 6)
})

test('without motion nothing flies, and play shows one column a second', () => {
  const { clock, pass } = wound()
  clock.reduced = true
  clock.play()
  assert.equal(clock.move?.still, true)
  const { tokens, values } = motionAt(/** @type {any} */ (clock.move), 10)
  assert.equal(tokens.length, 0)
  assert.ok([...values.values()].every((way) => way === 1))
  pass(1060)
  assert.equal(clock.k, 2)
  pass(1000)
  assert.equal(clock.k, 4)
})

test('another scene keeps the playhead as far as it exists', () => {
  const { clock } = wound()
  clock.goTo(9)
  clock.attach(readAnswer({ ...note(), steps: [{ phase: 'forward', node: 'x' }] }))
  assert.equal(clock.k, 1)
})

test('the sentence tells of the column that was played, of the step that was gone to', () => {
  const { clock, pass } = wound()
  const { from } = /** @type {any} */ (clock.scene).stages.at(-1)
  clock.nextColumn()
  pass(1000)
  assert.deepEqual(clock.told, [0, 2])
  clock.goTo(5)
  assert.deepEqual(clock.told, [4, 5])
  clock.goTo(clock.end)
  assert.deepEqual(clock.told, [from, clock.end], 'the end tells of its whole column')
  clock.goTo(clock.end - 1)
  clock.goTo(clock.end)
  assert.deepEqual(clock.told, [clock.end - 1, clock.end])
})

test('a link to the end tells of the whole last column too, an edit at the end of what was told', () => {
  const { clock, pass } = wound()
  const { scene } = clock
  const from = /** @type {import('../src/scene.js').Scene} */ (scene).stages.at(-1)?.from
  clock.attach(scene, clock.end)
  assert.deepEqual(clock.told, [from, clock.end])
  clock.goTo(clock.end - 1)
  clock.next()
  pass(3000)
  clock.attach(scene)
  assert.deepEqual(clock.told, [clock.end - 1, clock.end])
})
