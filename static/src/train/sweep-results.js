// What a sweep has found: its runs gathered by setting, ordered, and the best of them. Pure.

/**
 * One run of a sweep, as the server reports it.
 * @typedef {{ run: number, learning_rate: number, init: string, optimizer: string, seed: number, curve: [number, number][],
 *   ended: string, loss?: number, accuracy?: number, test_loss?: number, test_accuracy?: number, detail?: string }} Result
 */
/** The runs of one setting; `failed` did not reach their end.
 * @typedef {{ optimizer: string, init: string, rate: number, runs: Result[], failed: number, mean: number, worst: number, test: number, accuracy: number }} Setting */
/** @typedef {'optimizer' | 'init' | 'rate' | 'mean' | 'worst' | 'test' | 'accuracy' | 'failed'} Key */

/** @param {number[]} numbers */
const mean = (numbers) =>
  numbers.length > 0 ? numbers.reduce((sum, number) => sum + number, 0) / numbers.length : Number.NaN

/**
 * @param {Result[]} results
 * @returns {Setting[]} in the order in which they came
 */
export function gathered(results) {
  /** @type {Map<string, Result[]>} */
  const groups = new Map()
  for (const result of results) {
    const key = `${result.optimizer} ${result.init} ${result.learning_rate}`
    groups.set(key, [...(groups.get(key) ?? []), result])
  }
  return [...groups.values()].map(summed)
}

/**
 * @param {Result[]} runs
 * @returns {Setting}
 */
function summed(runs) {
  const [{ optimizer, init, learning_rate: rate }] = runs
  const done = runs.filter(({ ended, loss }) => ended === 'done' && Number.isFinite(loss))
  const numbers = (/** @type {'loss' | 'test_loss' | 'accuracy' | 'test_accuracy'} */ name) =>
    done.map((run) => Number(run[name])).filter(Number.isFinite)
  const right = numbers('test_accuracy')
  const losses = numbers('loss')
  return {
    optimizer,
    init,
    rate,
    runs,
    failed: runs.length - done.length,
    mean: mean(losses),
    worst: losses.length > 0 ? Math.max(...losses) : Number.NaN,
    test: mean(numbers('test_loss')),
    accuracy: mean(right.length > 0 ? right : numbers('accuracy')),
  }
}

/**
 * Settings in another order; what is no number comes last either way.
 * @param {Setting[]} settings
 * @param {Key} key
 * @param {boolean} falling
 */
export function ordered(settings, key, falling) {
  const sign = falling ? -1 : 1
  return [...settings].sort((one, other) => {
    const [a, b] = [one[key], other[key]]
    if (typeof a === 'string' || typeof b === 'string') return sign * String(a).localeCompare(String(b))
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
    return sign * (a - b)
  })
}

/**
 * The setting of which most seeds reach the end; of several, the one with the least loss on test rows, or else on
 * training rows.
 * @param {Setting[]} settings
 * @returns {Setting | null}
 */
export function best(settings) {
  const score = (/** @type {Setting} */ { test, mean: loss }) => (Number.isNaN(test) ? loss : test)
  const fit = settings.filter((setting) => !Number.isNaN(score(setting)))
  fit.sort((a, b) => a.failed / a.runs.length - b.failed / b.runs.length || score(a) - score(b))
  return fit[0] ?? null
}

/**
 * The small pictures of a sweep: one for every optimiser and initialisation.
 * @param {Result[]} results
 */
export function facets(results) {
  /** @type {Map<string, { optimizer: string, init: string, runs: Result[] }>} */
  const found = new Map()
  for (const result of results) {
    const key = `${result.optimizer} ${result.init}`
    const facet = found.get(key) ?? { optimizer: result.optimizer, init: result.init, runs: [] }
    facet.runs.push(result)
    found.set(key, facet)
  }
  return [...found.values()]
}
