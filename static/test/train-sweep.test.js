import assert from 'node:assert/strict'
import { test } from 'node:test'
import { best, facets, gathered, ordered } from '../src/train/sweep-results.js'

/**
 * @param {number} rate
 * @param {number} seed
 * @param {number | null} loss  null for a run that diverged
 * @returns {import('../src/train/sweep-results.js').Result}
 */
const run = (rate, seed, loss, optimizer = 'adam') => ({
  run: seed,
  learning_rate: rate,
  init: 'zeros',
  optimizer,
  seed,
  curve: [[0, 1]],
  ended: loss === null ? 'diverged' : 'done',
  ...(loss !== null && { loss, accuracy: 1 }),
})

test('runs are gathered by setting, over their seeds; those that diverged are counted apart', () => {
  const [setting, other] = gathered([run(0.1, 0, 1), run(0.1, 1, 3), run(0.1, 2, null), run(1, 0, null)])
  assert.deepEqual([setting.mean, setting.worst, setting.failed, setting.accuracy], [2, 3, 1, 1])
  assert.ok(Number.isNaN(setting.test))
  assert.deepEqual([other.failed, Number.isNaN(other.mean)], [1, true])
})

test('settings are ordered by a column, and what has no number comes last either way', () => {
  const settings = gathered([run(0.1, 0, 3), run(0.2, 0, null), run(0.3, 0, 1)])
  assert.deepEqual(
    ordered(settings, 'mean', false).map(({ rate }) => rate),
    [0.3, 0.1, 0.2],
  )
  assert.deepEqual(
    ordered(settings, 'mean', true).map(({ rate }) => rate),
    [0.1, 0.3, 0.2],
  )
  assert.deepEqual(
    ordered(settings, 'rate', true).map(({ rate }) => rate),
    [0.3, 0.2, 0.1],
  )
})

test('the best setting reaches the end from most seeds, then has the least loss', () => {
  const settings = gathered([
    run(0.1, 0, 2),
    run(0.1, 1, 2),
    run(0.5, 0, 0.1),
    run(0.5, 1, null),
    run(0.3, 0, 1),
  ])
  assert.equal(best(settings)?.rate, 0.3)
  assert.equal(best(gathered([run(1, 0, null)])), null)
})

test('there is one small picture for every optimiser and initialisation', () => {
  const found = facets([run(0.1, 0, 1), run(0.1, 0, 1, 'sgd'), run(0.2, 0, 1)])
  assert.deepEqual(
    found.map(({ optimizer, runs }) => [optimizer, runs.length]),
    [
      ['adam', 2],
      ['sgd', 1],
    ],
  )
})
