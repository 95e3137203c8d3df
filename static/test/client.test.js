import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Client, ProblemError, UnreachableError } from '../src/client.js'
import { OPS } from '../src/generated/ops.js'
import { evaluate } from '../src/live.js'
import { State } from '../src/state.js'
// Read beforehand, so that no test waits for it.
import '../src/rows.js'
import { note } from './answers.js'

const { fetch } = globalThis
afterEach(() => {
  globalThis.fetch = fetch
})

/** @typedef {{ url: string, options: any, answer: (body: unknown, status?: number) => void, fail: () => void }} Call */

/** Answers come when the test says so. */
function server() {
  /** @type {Call[]} */
  const calls = []
  globalThis.fetch = /** @type {any} */ (
    (/** @type {string} */ url, /** @type {any} */ options) =>
      new Promise((resolve, reject) => {
        const answer = (/** @type {unknown} */ body, status = 200) =>
          resolve(new Response(JSON.stringify(body), { status }))
        calls.push({ url, options, answer, fail: () => reject(new TypeError('network')) })
      })
  )
  return calls
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 40))

/** @param {Partial<import('../src/state.js').Question>} [other] @returns {import('../src/state.js').Question} */
const question = (other) => ({
  program: 'f = x',
  inputs: { x: -2 },
  output: null,
  direction: 'right',
  ...other,
})

function state() {
  const events = /** @type {string[]} */ ([])
  const made = new State(new Client(), (event) => events.push(event))
  return { state: made, events }
}

test('the newest question wins, whichever answer comes first', async () => {
  const calls = server()
  const client = new Client()
  const [first, second] = [client.graph('', {}), client.graph('', {})]
  calls[1].answer({ n: 2 })
  calls[0].answer({ n: 1 })
  assert.equal(await first, null)
  assert.deepEqual(await second, { n: 2 })
  assert.equal(calls[0].options.signal.aborted, true)
})

test('a question carries no credentials', async () => {
  const calls = server()
  new Client().graph('https://example.org', { program: 'f = x' })
  assert.equal(calls[0].url, 'https://example.org/api/v1/graph')
  assert.equal(calls[0].options.credentials, 'omit')
})

test('a problem keeps its sentence, its code and where it is', async () => {
  const calls = server()
  const asked = new Client().graph('', {})
  calls[0].answer(
    { detail: 'no', code: 'unknown-name', errors: [{ detail: 'no', pointer: '/program' }] },
    422,
  )
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof ProblemError)
    assert.deepEqual(
      [error.message, error.status, error.code, error.errors.length],
      ['no', 422, 'unknown-name', 1],
    )
    return true
  })
})

test('a server that cannot be reached is no problem of the program', async () => {
  const calls = server()
  const asked = new Client().graph('', {})
  calls[0].fail()
  await assert.rejects(asked, UnreachableError)
})

test('an answer becomes the scene', async () => {
  const calls = server()
  const { state: it, events } = state()
  it.ask('', question())
  assert.equal(it.status, 'loading')
  calls[0].answer(note())
  await settled()
  assert.deepEqual([it.status, it.scene?.ids.length, events], ['ready', 5, ['loading', 'answer']])
})

test('the same question is asked once', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  it.ask('', question())
  assert.equal(calls.length, 1)
})

test('an error keeps the last good scene', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  calls[0].answer(note())
  await settled()
  it.ask('', question({ program: 'f = ' }))
  calls[1].answer({ detail: 'A value is missing.' }, 422)
  await settled()
  assert.deepEqual(
    [it.status, it.failure?.message, it.scene?.ids.length],
    ['problem', 'A value is missing.', 5],
  )
})

test('after an error the right program can be asked for again', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  calls[0].answer(note())
  await settled()
  it.ask('', question({ program: 'f = ' }))
  calls[1].answer({ detail: 'A value is missing.' }, 422)
  await settled()
  it.ask('', question())
  calls[2].answer(note())
  await settled()
  assert.equal(it.status, 'ready')
})

test('retry asks the last question again', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  calls[0].fail()
  await settled()
  assert.equal(it.status, 'unreachable')
  it.retry()
  calls[1].answer(note())
  await settled()
  assert.equal(it.status, 'ready')
})

test('other values of inputs are computed here, without the server', async () => {
  const calls = server()
  const { state: it, events } = state()
  it.compute = (scene, given) => evaluate(scene, OPS, given)
  it.ask('', question())
  calls[0].answer(note())
  await settled()
  it.ask('', question({ inputs: { x: 3 } }))
  assert.equal(calls.length, 1)
  assert.equal(it.scene?.values[4], -32)
  assert.equal(events.at(-1), 'live')
})

test('an edited program is asked for with the old order in columns', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  calls[0].answer(note())
  await settled()
  it.ask('', question({ program: 'g = x' }))
  const { layout } = JSON.parse(calls[1].options.body)
  assert.deepEqual(layout, { direction: 'right', previous: { x: 0, y: 1, q: 0, z: 1, f: 0 } })
})

test('an answer that comes after a handed-over scene is forgotten', async () => {
  const calls = server()
  const { state: it } = state()
  it.ask('', question())
  it.take(note())
  calls[0].answer({ broken: true })
  await settled()
  assert.equal(it.status, 'ready')
})
