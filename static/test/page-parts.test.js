import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { Window } from 'happy-dom'
import { Address } from '../src/page/address.js'
import { Gallery } from '../src/page/gallery.js'
import { Inputs } from '../src/page/inputs.js'
import { readLink, writeLink } from '../src/page/link.js'
import { showMessages } from '../src/page/messages.js'
import { Output } from '../src/page/output.js'

/** @typedef {import('../src/page/link.js').Link} Link */

/** @type {any} */
let view

beforeEach(() => {
  mock.timers.reset()
  view = new Window({ url: 'http://localhost/' })
  Object.assign(globalThis, { document: view.document, Event: view.Event, KeyboardEvent: view.KeyboardEvent })
})

/** @returns {any} */
const box = (tag = 'div') => {
  const made = view.document.createElement(tag)
  view.document.body.append(made)
  return made
}

/**
 * @param {any} list
 * @param {string} name
 */
const field = (list, name) => list.querySelector(`#input-${name}`)

test('every input has a labelled field with its value', () => {
  const list = box()
  new Inputs(list, () => {}).show([
    { name: 'x', value: -2, shape: [] },
    { name: 'w', value: [[1, -2]], shape: [1, 2] },
  ])
  assert.equal(field(list, 'x').value, '−2')
  assert.equal(field(list, 'w').value, '[[1, −2]]')
  assert.equal(field(list, 'x').getAttribute('aria-label'), 'Value of x')
})

test('what is typed arrives, and what is no number is said', () => {
  const list = box()
  /** @type {[string, unknown][]} */
  const heard = []
  const inputs = new Inputs(list, (name, value) => heard.push([name, value]))
  inputs.show([{ name: 'x', value: 1, shape: [] }])
  const x = field(list, 'x')
  x.value = '−3.5'
  x.dispatchEvent(new Event('change'))
  x.value = 'many'
  x.dispatchEvent(new Event('change'))
  assert.deepEqual(heard, [['x', -3.5]])
  assert.equal(x.getAttribute('aria-invalid'), 'true')
  assert.match(list.querySelector('.wrong').textContent, /“many” is no number/)
})

test('arrow keys count, Escape brings the shown value back', () => {
  const list = box()
  /** @type {unknown[]} */
  const heard = []
  new Inputs(list, (_, value) => heard.push(value)).show([{ name: 'x', value: 0.2, shape: [] }])
  const x = field(list, 'x')
  x.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', cancelable: true }))
  x.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, cancelable: true }))
  assert.deepEqual(heard, [0.3, -0.7])
  x.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  assert.equal(x.value, '0.2')
})

test('fields stay when inputs come and go around them', () => {
  const list = box()
  const inputs = new Inputs(list, () => {})
  inputs.show([{ name: 'b', value: 1, shape: [] }])
  const b = field(list, 'b')
  inputs.show([
    { name: 'a', value: 0, shape: [] },
    { name: 'b', value: 2, shape: [] },
  ])
  assert.equal(field(list, 'b'), b)
  assert.equal(b.value, '2')
  assert.deepEqual(
    [...list.querySelectorAll('label')].map((label) => label.textContent),
    ['a', 'b'],
  )
  inputs.show([])
  assert.match(list.textContent, /no inputs/)
})

test('the output is the last line unless another node is chosen', () => {
  const select = box('select')
  /** @type {unknown[]} */
  const heard = []
  const output = new Output(select, (id) => heard.push(id))
  const targets = [
    { id: 'f', text: 'f', named: true },
    { id: ':1', text: 'x + y', named: false },
  ]
  output.show(targets, null, 'f')
  assert.equal(select.options[0].textContent, 'f (last line)')
  output.show([{ id: ':2', text: 'w × x + b', named: false }], null, ':2')
  assert.equal(select.options[0].textContent, 'w × x + b (last line)')
  output.show(targets, null, 'f')
  select.value = ':1'
  select.dispatchEvent(new Event('change'))
  select.value = ''
  select.dispatchEvent(new Event('change'))
  assert.deepEqual(heard, [':1', null])
  output.show(targets, 'gone', 'f')
  assert.equal(select.value, 'gone')
})

test('a mistake offers its fix or its place, and hides the notices', () => {
  const messages = box()
  const acts = { go: mock.fn(), fix: mock.fn() }
  const plain = { detail: 'Wrong.', code: '', place: { from: 1, to: 2 }, input: null, fix: null }
  const fixable = { ...plain, fix: { from: 1, to: 2, insert: '2*x', shown: '2*x' } }
  showMessages(messages, { mistakes: [plain, fixable], notices: ['quiet'] }, acts)
  for (const button of messages.querySelectorAll('button')) button.click()
  assert.deepEqual(acts.go.mock.calls[0].arguments, [{ from: 1, to: 2 }])
  assert.deepEqual(acts.fix.mock.calls[0].arguments, [fixable.fix])
  assert.doesNotMatch(messages.textContent, /quiet/)
  showMessages(messages, { mistakes: [], notices: ['quiet'] }, acts)
  assert.equal(messages.textContent, 'quiet')
})

test('examples are links; where they cannot be loaded one can try again', async () => {
  const cards = box()
  const example = {
    id: 'note',
    title: 'The note',
    program: '# two\nx = -2.5e1\nw = [1, 2]\nf = x * y\n',
    inputs: {},
    source: 'A book https://example.org',
  }
  let broken = true
  const load = async () => {
    if (broken) throw new Error('offline')
    return [example]
  }
  const gallery = new Gallery(cards, load, () => 'program=f+=+x')
  await gallery.show()
  assert.match(cards.textContent, /could not be loaded/)
  broken = false
  cards.querySelector('button').click()
  await new Promise((done) => setTimeout(done, 0))
  const card = cards.querySelector('a')
  assert.equal(card.getAttribute('href'), '#program=f+=+x')
  assert.equal(card.querySelector('.source')?.textContent, 'A book')
  assert.equal(card.querySelector('code')?.textContent, 'f = x * y')
  gallery.mark(example.program.trim())
  assert.equal(card.getAttribute('aria-current'), 'true')
})

/** @returns {Link} */
const said = () => ({
  program: 'f = x',
  inputs: new Map(),
  output: null,
  view: null,
  step: null,
  theme: null,
})

test('the address stays as it is until the state changes', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let state = said()
  const address = new Address(
    view,
    { readLink, writeLink },
    () => state,
    () => {},
  )
  address.open()
  address.changed()
  mock.timers.tick(1000)
  assert.equal(view.location.hash, '')
  state = { ...state, step: 3 }
  address.changed()
  mock.timers.tick(1000)
  assert.equal(view.location.hash, '#program=f+=+x&step=3')
})

test('another address is followed once', () => {
  let state = said()
  /** @type {Link[]} */
  const followed = []
  const address = new Address(
    view,
    { readLink, writeLink },
    () => state,
    (link) => followed.push(link),
  )
  address.open()
  view.location.hash = '#program=g+=+2&step=1'
  view.dispatchEvent(new view.Event('hashchange'))
  view.dispatchEvent(new view.Event('popstate'))
  assert.deepEqual(
    followed.map(({ program, step }) => [program, step]),
    [
      [null, null],
      ['g = 2', 1],
    ],
  )
  state = { ...said(), program: 'g = 2', step: 1 }
})
