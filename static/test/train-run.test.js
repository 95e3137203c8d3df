import assert from 'node:assert/strict'
import { test } from 'node:test'
import { History, onward } from '../src/train/history.js'
import { after, asked, IDLE, watch } from '../src/train/stream.js'

/** @returns {any} */
const frame = (/** @type {number} */ step) => ({ step, epoch: step, loss: 1 })

test('a history keeps the first and the newest frame when it grows too long', () => {
  const history = new History(10, 1000)
  for (let step = 0; step < 500; step++) assert.equal(history.add(frame(step), 10), true)
  const steps = history.frames.map((each) => each.step)
  assert.ok(steps.length <= 10)
  assert.equal(steps[0], 0)
  assert.equal(steps[steps.length - 1], 499)
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => a - b),
  )
})

test('a history is bounded by the size of its frames too', () => {
  const history = new History(1000, 100)
  for (let step = 0; step < 50; step++) history.add(frame(step), 30)
  assert.ok(history.frames.length <= 3)
  assert.equal(history.newest.step, 49)
})

test('a frame of a known step takes its place, an older one is dropped', () => {
  const history = new History()
  history.add(frame(3), 1)
  history.add({ ...frame(3), loss: 7 }, 1)
  assert.equal(history.add(frame(2), 1), false)
  assert.deepEqual(
    history.frames.map(({ step, loss }) => [step, loss]),
    [[3, 7]],
  )
})

test('the frame at a step is the last one that is not after it', () => {
  const history = new History()
  for (const step of [0, 5, 10]) history.add(frame(step), 1)
  assert.deepEqual(
    [0, 4, 5, 99].map((step) => history.at(step)),
    [0, 0, 1, 2],
  )
})

test('every frame is shown in turn, or the newest at once', () => {
  assert.equal(onward(3, 9, true), 4)
  assert.equal(onward(9, 9, true), 9)
  assert.equal(onward(3, 9, false), 9)
})

const running = { ...IDLE, phase: /** @type {const} */ ('running') }

test('a run comes to rest, goes on counting, and ends', () => {
  const paused = after(running, 'paused', { step: 3, epoch: 1.5 })
  assert.deepEqual([paused.phase, paused.step, paused.epoch], ['paused', 3, 1.5])
  const ended = after(running, 'diverged', { step: 9, layer: 2, detail: 'w2' })
  assert.deepEqual([ended.phase, ended.end?.kind, ended.end?.layer], ['ended', 'diverged', 2])
  assert.equal(after(ended, 'paused', { step: 9 }), ended, 'nothing comes after the end')
  assert.equal(after(running, 'done', { code: 'deserted', detail: '' }).end?.code, 'deserted')
})

test('a rest that is told of late does not hold up a run that has gone on', () => {
  const late = after(running, 'paused', { step: 0, epoch: 0 })
  assert.equal(after(late, 'frame', { step: 0 }).phase, 'paused')
  assert.equal(after(late, 'frame', { step: 4 }).phase, 'running')
})

test('a closed stream is cleared up by the status of the run', () => {
  assert.equal(asked(running, { state: 'paused', step: 7 }).phase, 'paused')
  assert.deepEqual(asked(running, { state: 'ended' }).end, { kind: 'gone', code: 'gone' })
  const ended = after(running, 'done', { step: 5 })
  assert.equal(asked(ended, { state: 'ended' }), ended)
})

/** A stream without a server. */
class Source extends EventTarget {
  /** @type {Source[]} */ static made = []
  readyState = 0
  /** @type {any} */ onopen = null
  /** @type {any} */ onerror = null
  closed = false

  /** @param {URL} url */
  constructor(url) {
    super()
    this.url = url
    Source.made.push(this)
  }

  close() {
    this.closed = true
  }

  /** @param {string} kind @param {object} data */
  tell(kind, data) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))
  }
}

test('a stream tells its events and its connection, and is closed at the end', () => {
  Reflect.set(globalThis, 'document', { baseURI: 'http://localhost/network' })
  /** @type {any[]} */
  const heard = []
  const stop = watch(
    '/api/v1/train/x/events',
    {
      event: (kind, data, size) => heard.push([kind, data.step, size > 0]),
      connection: (state) => heard.push(state),
    },
    /** @type {any} */ (Source),
  )
  const [source] = Source.made
  source.onopen()
  source.tell('frame', { step: 1 })
  source.onerror()
  source.readyState = 2
  source.onerror()
  assert.equal(source.closed, false)
  source.tell('done', { step: 2 })
  assert.deepEqual(heard, ['open', ['frame', 1, true], 'lost', 'closed', ['done', 2, true]])
  assert.equal(source.closed, true)
  stop()
})
