import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readValue } from '../src/page/values.js'

/** @param {string} text */
const value = (text) => {
  const reading = readValue(text)
  return 'value' in reading ? reading.value : undefined
}

test('numbers are read as people write them', () => {
  assert.equal(value(' -2 '), -2)
  assert.equal(value('−2'), -2)
  assert.equal(value('1e-3'), 0.001)
  assert.equal(value('.5'), 0.5)
  assert.equal(value('0,5'), 0.5)
  assert.equal(value('Infinity'), Number.POSITIVE_INFINITY)
  assert.ok(Number.isNaN(value('NaN')))
})

test('lists of numbers are read', () => {
  assert.deepEqual(value('[1, −2]'), [1, -2])
  assert.deepEqual(value('[[1,2],[3,4]]'), [
    [1, 2],
    [3, 4],
  ])
  assert.deepEqual(value('[]'), [])
  assert.deepEqual(value('[[[ .5 ]]]'), [[[0.5]]])
})

test('anything else is refused with what was typed', () => {
  for (const text of [
    'two',
    '',
    '1 2',
    '[1',
    '1]',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[a]',
    '[1],[2]',
    'alert(1)',
    '[1]2',
  ]) {
    const reading = readValue(text)
    assert.ok('complaint' in reading, text)
    assert.ok(reading.complaint.includes(text), text)
  }
})

test('a number beyond the largest is not taken for infinity', () => {
  for (const text of ['1e400', '−1e400', '2,5e999']) {
    const reading = readValue(text)
    assert.ok('complaint' in reading && /not finite/.test(reading.complaint), text)
  }
  assert.equal(value('[1e400]'), undefined)
  assert.equal(value('-Infinity'), Number.NEGATIVE_INFINITY)
})

test('ragged lists are refused', () => {
  for (const text of ['[[1, 2], [3]]', '[1, [2]]', '[[1], 2]']) {
    const reading = readValue(text)
    assert.ok('complaint' in reading && /same length/.test(reading.complaint), text)
  }
})

test('lists inside one another are read as deep as a server reads them, and no deeper', () => {
  const nested = (/** @type {number} */ depth) => `${'['.repeat(depth)}1${']'.repeat(depth)}`
  assert.ok('value' in readValue(nested(31)))
  for (const depth of [33, 3_000, 50_000]) assert.ok('complaint' in readValue(nested(depth)))
})
