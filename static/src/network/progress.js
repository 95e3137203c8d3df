// Which steps of the picture belong to which station, in any of the views. Pure.

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {{ number: number, from: number, to: number, parts: { n: number, to: number }[] }} Stretch */

/**
 * The nodes of a symbol in a view: `z2` itself, or all its entries.
 * @param {Scene} scene
 * @param {string} name  such as `z2`, `x` or `L`
 */
export const nodesOf = ({ ids }, name) =>
  ids.flatMap((id, node) => (id === name || id.startsWith(`${name}_`) ? [node] : []))

/**
 * The stations' stretches of the time line.
 * @param {Scene} scene
 * @param {any[]} stations  as the server answers them
 * @returns {Stretch[]}
 */
export function stretchesOf(scene, stations) {
  const latest = (/** @type {number[]} */ at, /** @type {string[]} */ names) =>
    Math.max(0, ...names.flatMap((name) => nodesOf(scene, name).map((node) => at[node])))
  const layers = (/** @type {number} */ number) =>
    /** @type {{ n: number }[]} */ (stations[number - 1]?.layers ?? []).map(({ n }) => n)
  const zs = layers(3).filter((n) => nodesOf(scene, `z${n}`).length > 0)
  const input = latest(scene.valueAt, ['x'])
  const first = Math.min(
    ...nodesOf(scene, `z${zs[0]}`).map((node) => scene.valueAt[node]),
    ...[scene.valueAt[scene.output]],
  )
  const start = Math.max(input, Math.min(first - 1, latest(scene.valueAt, [`w${zs[0]}`, `b${zs[0]}`])))
  const forward = latest(scene.valueAt, [scene.ids[scene.output]])
  const backTo = (/** @type {number} */ n) => latest(scene.gradientAt, [`z${n}`])
  const last = Math.max(forward, ...layers(4).map(backTo))
  const back = layers(5).map((n) => ({ n, to: Math.max(last, backTo(n)) }))
  const end = scene.steps.length
  const ends = [input, start, forward, last, Math.max(last, ...back.map(({ to }) => to)), end, end]
  const parts = (/** @type {number} */ number) => {
    if (number === 5) return back
    if (number !== 3) return []
    return layers(3).map((n) => ({ n, to: latest(scene.valueAt, [`a${n}`]) }))
  }
  return ends.map((to, i) => ({ number: i + 1, from: i === 0 ? 0 : ends[i - 1], to, parts: parts(i + 1) }))
}

/**
 * The station of a step: the chosen one while the step lies in its stretch, else the first that the step has not passed.
 * @param {Stretch[]} stretches
 * @param {number} k
 * @param {number | null} chosen
 * @returns {number | null}  null before anything has happened
 */
export function stationAt(stretches, k, chosen) {
  const own = stretches.find(({ number }) => number === chosen)
  if (own && k >= own.from && k <= own.to) return chosen
  if (k <= 0) return null
  return stretches.find(({ to }) => k <= to)?.number ?? null
}
