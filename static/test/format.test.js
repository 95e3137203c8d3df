import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brief, fromWire, full, operand, raw, short, sumText, toWire, typed, worded } from '../src/format.js'

test('numbers are shown to four significant digits', () => {
  assert.equal(short(0.70710001), '0.7071')
  assert.equal(short(24.70408163), '24.7')
  assert.equal(short(138.83381924), '138.8')
  assert.equal(short(0.1), '0.1')
  assert.equal(short(1 / 3), '0.3333')
})

test('a minus is a real minus', () => {
  assert.equal(short(-4), '−4')
  assert.equal(short(-1.5e-9), '−1.5e−9')
  assert.equal(full(-0.1), '−0.1')
})

test('whole numbers below a million are shown in full', () => {
  assert.equal(short(65536), '65536')
  assert.equal(short(123456.789), '123457')
  assert.equal(short(-12345.678), '−12346')
  assert.equal(short(999999.9), '1000000')
  assert.equal(short(-123456), '−123456')
  assert.equal(short(1234567), '1.235e6')
})

test('very large and very small numbers have an exponent', () => {
  assert.equal(short(6.02214e23), '6.022e23')
  assert.equal(short(0.0000123456), '1.235e−5')
  assert.equal(short(0.000123456), '0.0001235')
})

test('zero is 0, with either sign', () => {
  assert.equal(short(0), '0')
  assert.equal(short(-0), '0')
})

test('what is no number is said in signs', () => {
  assert.equal(short(Number.NaN), 'NaN')
  assert.equal(short(Number.POSITIVE_INFINITY), '∞')
  assert.equal(short(Number.NEGATIVE_INFINITY), '−∞')
})

test('non-finite numbers travel as words, in arrays too', () => {
  assert.deepEqual(fromWire(['NaN', ['Infinity', 1]]), [Number.NaN, [Number.POSITIVE_INFINITY, 1]])
  assert.deepEqual(toWire([Number.NaN, [Number.NEGATIVE_INFINITY, 1]]), ['NaN', ['-Infinity', 1]])
  assert.equal(fromWire(null), null)
})

test('a negative number behind a sign stands in parentheses', () => {
  assert.equal(operand(-3), '(−3)')
  assert.equal(operand(3), '3')
})

test('a sum is written out as far as it has arrived', () => {
  assert.equal(sumText([-4, 3]), '−4 + 3')
  assert.equal(sumText([3, -6]), '3 + (−6)')
  assert.equal(sumText([3], 2), '3 + …')
  assert.equal(sumText([1, 2, 3, 4, 5]), '1 + 2 + 3 + …')
})

test('short lists are listed, other arrays show their shape', () => {
  assert.equal(brief([1, -2]), '[1, −2]')
  assert.equal(
    brief([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    '2×3',
  )
  assert.equal(brief({ shape: [784, 128], min: -1, max: 1, mean: 0 }), '784×128')
})

test('an array in words lists its entries while they are few', () => {
  assert.equal(worded([[1], [0.123456]]), '[[1], [0.1235]]')
  assert.equal(worded(new Array(100).fill(2)), '100 array, 2 … 2')
  assert.equal(worded(0.1 + 0.2), '0.30000000000000004')
})

test('the full number is kept in plain digits', () => {
  assert.equal(raw(-0.1), '-0.1')
  assert.equal(raw([1, Number.NaN]), '[1,"NaN"]')
})

test('a typed number may have a real minus or a comma', () => {
  assert.equal(typed(' −2,5 '), -2.5)
  assert.equal(typed('1e-3'), 0.001)
  assert.equal(typed('∞'), Number.POSITIVE_INFINITY)
  assert.equal(typed('two'), null)
  assert.equal(typed(''), null)
})
