import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readAnswer } from '../src/rows.js'
import { Sliding } from '../src/sliding.js'
import { english } from '../src/texts.js'
import { note } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

/** The number field of x, and what it changed. */
function field() {
  const stage = document.createElement('div')
  document.body.append(stage)
  const changes = /** @type {[string, unknown][]} */ ([])
  const scene = readAnswer(note())
  const sliding = new Sliding(/** @type {any} */ (stage), {
    scene: () => scene,
    change: (id, value) => changes.push([id, value]),
    toStage: (point) => point,
    ranges: new Map(),
    texts: english,
  })
  sliding.type('x')
  const entry = () => /** @type {any} */ (stage.querySelector('.entry'))
  const press = (/** @type {string} */ key) => {
    const event = /** @type {any} */ (new Event('keydown', { bubbles: true, cancelable: true }))
    event.key = key
    entry().dispatchEvent(event)
  }
  return { stage, changes, entry, press }
}

test('wrong text keeps the number field open, marked, and says what is wrong', () => {
  for (const text of ['abc', '1e400']) {
    const { stage, changes, entry, press } = field()
    entry().value = text
    press('Enter')
    assert.equal(entry().getAttribute('aria-invalid'), 'true')
    assert.ok(stage.querySelector('[role=alert]')?.textContent?.includes(text))
    assert.deepEqual(changes, [])
    entry().value = '7'
    entry().dispatchEvent(new Event('input'))
    assert.equal(entry().getAttribute('aria-invalid'), null)
    assert.equal(stage.querySelector('[role=alert]')?.textContent, '')
    press('Enter')
    assert.equal(entry(), null)
    assert.deepEqual(changes, [['x', 7]])
    assert.equal(stage.children.length, 0)
  }
})

test('Escape closes the number field whatever stands in it', () => {
  const { changes, entry, press } = field()
  entry().value = 'abc'
  press('Enter')
  press('Escape')
  assert.equal(entry(), null)
  assert.deepEqual(changes, [])
})
