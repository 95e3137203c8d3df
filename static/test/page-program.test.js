import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mistakes } from '../src/page/problems.js'
import { bindings, Chosen, unitSpan } from '../src/page/program.js'

test('places in code points become places in UTF-16', () => {
  const text = '𝑥 = 1\ny = tahn(2)'
  assert.deepEqual(unitSpan(text, { start: 10, end: 14 }), { from: 11, to: 15 })
  assert.equal(text.slice(11, 15), 'tahn')
  assert.deepEqual(unitSpan('ab', { start: 1, end: 99 }), { from: 1, to: 2 })
})

test('every name has the text that it is first bound to', () => {
  const found = bindings('x = -2; y=[1, 2] # y = 3\nf = x * y + w\nx = 4\nf == 1')
  assert.equal(found.get('x'), '-2')
  assert.equal(found.get('y'), '[1, 2]')
  assert.equal(found.get('w'), '')
  assert.equal(found.get('f'), 'x * y + w')
  assert.equal(found.has('nothing'), false)
})

test('a chosen value holds while the text of its binding stays', () => {
  const chosen = new Chosen()
  chosen.add('x = -2\nf = x * y', [
    ['x', 7],
    ['y', 3],
  ])
  assert.deepEqual(
    [...chosen.for('x = -2\nf = x + y')],
    [
      ['x', 7],
      ['y', 3],
    ],
  )
  assert.deepEqual([...chosen.for('x = -3\nf = x + y')], [['y', 3]])
  assert.deepEqual([...chosen.for('y = 2\nf = y')], [])
})

test('a chosen value returns when the old text does', () => {
  const chosen = new Chosen()
  chosen.add('f = x', [['x', 7]])
  assert.equal(chosen.for('f = y').size, 0)
  assert.equal(chosen.for('f = x').get('x'), 7)
  chosen.drop('x')
  assert.equal(chosen.for('f = x').size, 0)
})

test('a mistake knows its place, its input and its fix', () => {
  const program = '𝑥 = 2y'
  const problem = {
    detail: 'no',
    errors: [
      {
        detail: 'Write 2*y.',
        code: 'implicit',
        span: { start: 4, end: 6 },
        fix: { span: { start: 5, end: 5, line: 1, column: 6 }, text: '*' },
      },
      { detail: 'y is wrong', code: 'value', pointer: '/inputs/y/0' },
    ],
  }
  const [first, second] = mistakes(problem, program)
  assert.deepEqual(first.place, { from: 5, to: 7 })
  assert.deepEqual(first.fix, { from: 6, to: 6, insert: '*', shown: '2*y' })
  assert.equal(second.input, 'y')
  assert.equal(second.place, null)
})

test('a fix without a span of its own takes the place of the mistake', () => {
  const errors = [{ detail: 'no', span: { start: 4, end: 8 }, fix: 'tanh' }]
  const [{ fix }] = mistakes({ errors }, 'f = tahn(x) + 1')
  assert.deepEqual(fix, { from: 4, to: 8, insert: 'tanh', shown: 'tanh(x)' })
})

test('a report without errors is one mistake without a place', () => {
  assert.equal(mistakes({ detail: 'Too much.' }, '')[0].detail, 'Too much.')
  assert.ok(mistakes(null, '')[0].detail)
})
