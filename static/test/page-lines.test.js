// Which lines of a program the nodes of its picture come from.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from '../src/page/lines.js'

/**
 * A picture of nodes, each with its operands.
 * @param {[string, ...string[]][]} nodes
 */
function picture(nodes) {
  const ids = nodes.map(([id]) => id)
  const index = new Map(ids.map((id, node) => [id, node]))
  const to = nodes.flatMap(([, ...operands], node) => operands.map(() => node))
  const from = nodes.flatMap(([, ...operands]) => operands.map((id) => index.get(id)))
  const consumers = ids.map((_, node) => from.flatMap((source, edge) => (source === node ? [edge] : [])))
  return { ids, index, to, consumers }
}

test('a name stands where it is bound, each of its versions where it is bound again', () => {
  const scene = picture([['a'], ['b'], ['c', 'a', 'b'], [':1'], [':2', 'c', ':1'], ['c.2', 'c', ':2']])
  assert.deepEqual(linesOf('# two\nc = a + b\nc += c + 1', scene), [[2], [2], [2], [3], [3], [3]])
})

test('an input without a binding stands wherever it is used, one with a binding there', () => {
  const scene = picture([['a'], ['x'], ['q', 'a', 'x'], ['f', 'q', 'x']])
  assert.deepEqual(linesOf('a = 3; q = a * x # x\n\nf = q + x', scene), [[1], [1, 3], [1], [3]])
})

test('a statement goes on inside brackets; an output without a name stands in the last line', () => {
  const scene = picture([['x'], ['y'], ['m', 'x', 'y'], [':1', 'm']])
  assert.deepEqual(linesOf('m = max(x,\n  y)\nexp(m)', scene), [[1, 2], [1, 2], [1, 2], [3]])
})
