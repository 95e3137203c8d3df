// The functions that rules of ops call in the browser, at values worked out by hand or to 30 digits.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  column,
  count,
  fold,
  framed,
  joined,
  largest,
  layer,
  like,
  oneHot,
  others,
  part,
  product,
  put,
  reshaped,
  row,
  rows,
  spread,
  stacked,
  swapped,
  taken,
  total,
  turned,
} from '../src/arrays.js'
import { fromNested, map, shapeOf, toNested } from '../src/ndarray.js'
import {
  correlated,
  correlatedToKernel,
  correlatedToPicture,
  firstHits,
  matmul,
  pooled,
} from '../src/products.js'
import { erf, erfc, floorDivide, mod, power, rint } from '../src/special.js'

const MATRIX = fromNested([
  [1, 2, 3],
  [4, 5, 6],
])
const ALL = [null, null, null]

/**
 * @param {any} got
 * @param {any} nested
 */
const same = (got, nested) => assert.deepEqual(toNested(got), nested)

/**
 * @param {number} got
 * @param {number} want
 */
const near = (got, want) => assert.ok(Math.abs(got - want) <= 1e-14 * Math.abs(want), `${got} is not ${want}`)

describe('special functions', () => {
  const table = [
    [1e-10, 1.1283791670955126e-10, 0.999999999887162],
    [0.1, 0.1124629160182849, 0.887537083981715],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [0.99, 0.8385080695553698, 0.1614919304446302],
    [1.01, 0.8468104962282768, 0.1531895037717233],
    [1.5, 0.9661051464753108, 0.033894853524689274],
    [2.5, 0.999593047982555, 0.0004069520174449589],
    [4, 0.9999999845827421, 1.541725790028002e-8],
    [6, 1, 2.1519736712498913e-17],
    [15, 1, 7.212994172451207e-100],
    [26, 1, 5.663192408856143e-296],
  ]

  test('erf and erfc have nearly all digits, in the tails too', () => {
    for (const [x, inner, outer] of table) {
      near(erf(x), inner)
      near(erf(-x), -inner)
      near(erfc(x), outer)
      near(erfc(-x), 1 + inner)
    }
  })

  test('erf and erfc end at ±1, 0 and 2', () => {
    assert.deepEqual(
      [erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity), erf(0)],
      [1, -1, 0, 2, 0],
    )
    assert.ok(Number.isNaN(erf(Number.NaN)) && Number.isNaN(erfc(Number.NaN)))
  })

  test('halves are rounded to the even neighbour', () => {
    assert.deepEqual([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.4, -2.6].map(rint), [0, 2, 2, -0, -2, -2, 2, -3])
    assert.equal(rint(2 ** 53 + 2), 2 ** 53 + 2)
  })

  test('the remainder has the sign of the divisor', () => {
    assert.deepEqual([mod(7, 3), mod(-7, 3), mod(7, -3), mod(-7, -3), mod(6, 3)], [1, 2, -2, -1, 0])
    assert.ok(Number.isNaN(mod(1, 0)))
  })

  test('whole quotients are rounded down', () => {
    assert.deepEqual(
      [floorDivide(7, 3), floorDivide(-7, 3), floorDivide(7, -3), floorDivide(6, 3)],
      [2, -3, -3, 2],
    )
  })

  test('powers of one are one, whatever the exponent', () => {
    assert.deepEqual([power(1, Number.NaN), power(-1, Infinity), power(0, 0), power(2, 10)], [1, 1, 1, 1024])
    assert.ok(Number.isNaN(power(-8, 1 / 3)))
  })
})

describe('arrays', () => {
  test('nested lists come back as they were', () => {
    const cube = [[[1], [2]], [[3], [4]]] // biome-ignore format: one line
    same(fromNested(cube), cube)
    same(fromNested(2.5), 2.5)
    same(fromNested([]), [])
    same(fromNested(['NaN', '-Infinity', 1]), [Number.NaN, -Infinity, 1])
  })

  test('functions of numbers are applied entry by entry, and operands stretched', () => {
    same(map((a, b) => a + b, MATRIX, fromNested([10, 20, 30])), [[11, 22, 33], [14, 25, 36]]) // biome-ignore format: one line
    same(map((a, b) => a * b, fromNested([[1], [2]]), fromNested([3, 4])), [[3, 4], [6, 8]]) // biome-ignore format: one line
    assert.equal(
      map((a, b) => a < b, 1, 2),
      1,
    )
  })

  test('reductions run over all entries, an axis, or several', () => {
    same(total(MATRIX, null, false), 21)
    same(total(MATRIX, 0, false), [5, 7, 9])
    same(total(MATRIX, -1, true), [[6], [15]])
    same(total(MATRIX, [0, 1], true), [[21]])
    same(product(MATRIX, 1, false), [6, 120])
    same(largest(MATRIX, 0, false), [4, 5, 6])
    assert.deepEqual([count(MATRIX, null), count(MATRIX, 1), rows(MATRIX), rows(5)], [6, 3, 2, 1])
  })

  test('spreading undoes a reduction', () => {
    same(spread(2, MATRIX, null, false), [[2, 2, 2], [2, 2, 2]]) // biome-ignore format: one line
    same(spread(fromNested([1, 2]), MATRIX, 1, false), [[1, 1, 1], [2, 2, 2]]) // biome-ignore format: one line
    same(spread(fromNested([[1], [2]]), MATRIX, 1, true), [[1, 1, 1], [2, 2, 2]]) // biome-ignore format: one line
  })

  test('folding sums what was stretched', () => {
    same(fold(MATRIX, fromNested([0, 0, 0])), [5, 7, 9])
    same(fold(MATRIX, fromNested([[0], [0]])), [[6], [15]])
    same(fold(MATRIX, 0), 21)
  })

  test('the product of the others needs no division', () => {
    same(others(fromNested([2, 0, 5]), null), [0, 10, 0])
    same(others(MATRIX, 0), [[4, 5, 6], [1, 2, 3]]) // biome-ignore format: one line
  })

  test('shapes are turned and framed', () => {
    same(turned(MATRIX), [[1, 4], [2, 5], [3, 6]]) // biome-ignore format: one line
    same(swapped(fromNested([[[1, 2]]])), [[[1], [2]]])
    same(reshaped(MATRIX, [3, -1]), [[1, 2], [3, 4], [5, 6]]) // biome-ignore format: one line
    same(like(MATRIX, fromNested([0, 0, 0, 0, 0, 0])), [1, 2, 3, 4, 5, 6])
    same(row(fromNested([1, 2])), [[1, 2]])
    same(column(fromNested([1, 2])), [[1], [2]])
    assert.deepEqual(shapeOf(framed(5, fromNested([1, 2]), fromNested([1, 2]))), [1, 1])
  })

  test('keys take and put as in Python', () => {
    same(taken(MATRIX, [1]), [4, 5, 6])
    same(taken(MATRIX, [-1, 0]), 4)
    same(taken(MATRIX, [ALL, [null, null, -2]]), [[3, 1], [6, 4]]) // biome-ignore format: one line
    same(taken(MATRIX, [[5, 9, 1]]), [])
    same(put(fromNested([7, 8]), MATRIX, [ALL, 1]), [[0, 7, 0], [0, 8, 0]]) // biome-ignore format: one line
    same(oneHot(MATRIX, [2, 0]), [[0, 0, 1], [1, 0, 0]]) // biome-ignore format: one line
  })

  test('parts are joined, stacked and taken apart again', () => {
    const [a, b] = [fromNested([[1], [2]]), fromNested([[3, 4], [5, 6]])] // biome-ignore format: one line
    const both = joined(1, a, b)
    same(both, [[1, 3, 4], [2, 5, 6]]) // biome-ignore format: one line
    same(part(both, 1, -1, a, b), [[3, 4], [5, 6]]) // biome-ignore format: one line
    same(stacked(0, 1, 2), [1, 2])
    same(stacked(-1, fromNested([1, 2]), fromNested([3, 4])), [[1, 3], [2, 4]]) // biome-ignore format: one line
    same(layer(fromNested([[1, 3], [2, 4]]), 1, -1), [3, 4]) // biome-ignore format: one line
  })
})

describe('products and windows', () => {
  test('matrices, vectors and stacks are multiplied', () => {
    same(matmul(MATRIX, fromNested([1, 0, 2])), [7, 16])
    same(matmul(fromNested([1, 2]), MATRIX), [9, 12, 15])
    same(matmul(fromNested([1, 2]), fromNested([3, 4])), 11)
    same(matmul(fromNested([[[1, 2]], [[3, 4]]]), fromNested([[1], [1]])), [[[3]], [[7]]])
  })

  test('a kernel slides over a signal and its gradient slides back', () => {
    const [x, w] = [fromNested([1, 2, 3, 4]), fromNested([1, -1])]
    same(correlated(x, w, 1, 1, 0), [-1, -1, -1])
    same(correlated(x, w, 1, 2, 1), [-1, -1, 4])
    same(correlatedToPicture(fromNested([1, 10, 100]), x, w, 1, 1, 0), [1, 9, 90, -100])
    same(correlatedToKernel(fromNested([1, 1, 1]), x, w, 1, 1, 0), [6, 9])
  })

  test('the first of several greatest entries of a window gets the gradient', () => {
    const x = fromNested([[1, 1], [0, 1]]) // biome-ignore format: one line
    same(pooled(x, 2, null), [[1]])
    same(firstHits(fromNested([[5]]), fromNested([[1]]), x, 2, null), [[5, 0], [0, 0]]) // biome-ignore format: one line
  })
})
