// Keys: what names one number of a program, the same as on the server (web/lesson.py). `v:q` is a value, `g:x` a gradient,
// `l:q.0` a local and `p:q.0` a propagated gradient of input number 0, `u:w3.0.1` a value after the update, and `A:L` a
// value computed with all updated weights. Further numbers are places in an array.

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {{ scene: Scene, after: Scene | null }} Run  what was computed, and the same with the updated weights */

export const RATE = 'alpha'

/**
 * The number that a key names; null where there is none.
 * @param {Run} run
 * @param {string} key
 * @returns {number | null}
 */
export function numberAt({ scene, after }, key) {
  const [kind, path] = key.split(':')
  const [name, ...rest] = path.split('.')
  const places = rest.map(Number)
  const node = scene.index.get(name)
  if (node === undefined) return null
  if (kind === 'v') return at(scene.values[node], places)
  if (kind === 'g') return at(scene.gradients[node], places)
  if (kind === 'A') return after && at(after.values[node], places)
  if (kind === 'u') return at(updated(scene, node), places)
  const edge = scene.operands[node][places[0]]
  return at((kind === 'l' ? scene.local : scene.propagated)[edge], places.slice(1))
}

/**
 * @param {unknown} value
 * @param {number[]} places
 * @returns {number | null}
 */
function at(value, places) {
  let found = /** @type {any} */ (value)
  for (const place of places) found = Array.isArray(found) ? found[place] : null
  return typeof found === 'number' ? found : null
}

/**
 * A weight after one step of gradient descent.
 * @param {Scene} scene
 * @param {number} node
 */
function updated(scene, node) {
  const rate = Number(scene.values[scene.index.get(RATE) ?? -1])
  return stepped(/** @type {Numbers} */ (scene.values[node]), scene.gradients[node], rate)
}

/**
 * @param {Numbers} value
 * @param {any} gradient
 * @param {number} rate
 * @returns {Numbers}
 */
function stepped(value, gradient, rate) {
  if (Array.isArray(value)) return value.map((entry, i) => stepped(entry, gradient[i], rate))
  return value - rate * gradient
}

/**
 * All weights after the step, by node; every gradient is from before anything moved.
 * @param {Scene} scene
 * @returns {Map<number, Numbers>}
 */
export function allUpdated(scene) {
  const weights = scene.ids.flatMap((id, node) => (/^w\d/.test(id) ? [node] : []))
  return new Map(weights.map((node) => [node, updated(scene, node)]))
}

/**
 * A value with one place in it changed.
 * @param {any} value
 * @param {number[]} places
 * @param {number} number
 * @returns {any}
 */
export function replaced(value, [place, ...rest], number) {
  if (place === undefined) return number
  return value.map((/** @type {any} */ entry, /** @type {number} */ i) =>
    i === place ? replaced(entry, rest, number) : entry,
  )
}

/**
 * Whether two keys talk about the same: one is the other, or a place in it.
 * @param {string} a
 * @param {string} b
 */
export const related = (a, b) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)

/**
 * Whether any of some keys talks about the same as any of the others.
 * @param {string[]} some
 * @param {string[]} others
 */
export const meet = (some, others) => some.some((a) => others.some((b) => related(a, b)))

/**
 * The keys in an attribute.
 * @param {string | null | undefined} text
 */
export const keysIn = (text) => (text ?? '').split(' ').filter(Boolean)
