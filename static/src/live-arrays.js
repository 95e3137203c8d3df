// Live, with arrays: a scene recomputed in the browser by the rules that are printed for arrays. Loaded for programs
// that have any. Broadcasting, shapes and the order of summation are the server's.

import { fold, spread, swapped } from './arrays.js'
import { fromWire } from './format.js'
import { ARRAY_OPS } from './generated/array_ops.js'
import { OPS } from './generated/ops.js'
import { array, dataOf, fromNested, map, shapeOf, size, toNested } from './ndarray.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./format.js').Value} Value */
/** @typedef {import('./ndarray.js').Numbers} Numbers */

/** Entries that a Jacobian may have to be worked out, as on the server. */
const JACOBIAN = 400

/**
 * Whether the browser knows all numbers of a scene and the rules of everything in it.
 * @param {Scene} scene
 */
export const canEvaluateArrays = (scene) =>
  scene.values.every((value) => typeof value === 'number' || Array.isArray(value)) &&
  scene.ops.every(
    (op, node) => scene.operands[node].length === 0 || Boolean(OPS[op]?.forward) || op in ARRAY_OPS,
  )

/**
 * The same scene with other inputs; null where an input would change its shape, which changes the graph.
 * @param {Scene} scene
 * @param {Map<number, Value>} given
 * @returns {Scene | null}
 */
export function evaluateArrays(scene, given) {
  const fits = (/** @type {[number, Value]} */ [node, value]) =>
    String(shapeOf(fromNested(value))) === String(scene.shapes[node])
  if (![...given].every(fits)) return null
  const known = forward(scene, given)
  const values = known.map(toNested)
  const { gradients, propagated } = backward(scene, known)
  const local = scene.local.map((old, edge) =>
    old === null ? null : localOf(scene, known, old, edge, values),
  )
  return {
    ...scene,
    values,
    gradients: gradients.map((each) => (each === null ? null : toNested(each))),
    propagated: propagated.map((each) => (each === null ? null : toNested(each))),
    local,
    flags: scene.ops.map((_, node) => flagsOf(scene, known, node)),
  }
}

/**
 * All values as arrays.
 * @param {Scene} scene
 */
export const arraysOf = (scene) => scene.values.map((value) => fromNested(value))

/**
 * @param {Scene} scene
 * @param {Map<number, Value>} given
 */
function forward(scene, given) {
  const known = /** @type {Numbers[]} */ ([])
  scene.ops.forEach((op, node) => {
    const inputs = scene.operands[node].map((edge) => known[scene.from[edge]])
    if (inputs.length === 0) known.push(fromNested(given.get(node) ?? scene.values[node]))
    else if (OPS[op].forward) known.push(map(/** @type {any} */ (OPS[op].forward), ...inputs))
    else known.push(ARRAY_OPS[op].forward(inputs, scene.attrs[scene.ids[node]] ?? {}))
  })
  return known
}

/**
 * @param {Scene} scene
 * @param {Numbers[]} known
 */
function backward(scene, known) {
  const gradients = known.map(() => /** @type {Numbers | null} */ (null))
  const propagated = scene.from.map(() => /** @type {Numbers | null} */ (null))
  for (let node = known.length - 1; node >= 0; node--) {
    const parts = scene.summands[node].map((edge) => /** @type {Numbers} */ (propagated[edge]))
    if (node === scene.output) gradients[node] = fromNested(scene.gradients[node])
    else if (parts.length > 0) gradients[node] = parts.reduce((sum, part) => map((a, b) => a + b, sum, part))
    for (const edge of scene.operands[node]) {
      if (scene.propagatedAt[edge] >= 0)
        propagated[edge] = handBack(scene, known, edge, /** @type {Numbers} */ (gradients[node]))
    }
  }
  return { gradients, propagated }
}

/**
 * The inputs of the consumer of an edge.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {number} edge
 */
const inputsOf = (scene, known, edge) =>
  scene.operands[scene.to[edge]].map((other) => known[scene.from[other]])

/**
 * The local gradient of an edge into an elementwise op, in the shape of its result.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {number} edge
 */
function partial(scene, known, edge) {
  const node = scene.to[edge]
  const { partials = [], variadic } = OPS[scene.ops[node]]
  const inputs = inputsOf(scene, known, edge)
  const slot = scene.slot[edge]
  const rule = partials[Math.min(slot, partials.length - 1)]
  const y = known[node]
  if (!rule) return map(() => 0, y)
  return variadic
    ? map(rule, y, inputs[slot], ...inputs.filter((_, i) => i !== slot))
    : map(rule, y, ...inputs)
}

/**
 * Upstream times local for one edge; the pull-back where the op is not elementwise.
 * @param {Scene} scene
 * @param {Numbers[]} known  the values
 * @param {number} edge
 * @param {Numbers} g  what arrives at the consumer
 */
export function handBack(scene, known, edge, g) {
  const node = scene.to[edge]
  const op = scene.ops[node]
  const [y, slot] = [known[node], scene.slot[edge]]
  const upstream = spread(g, y, null, false)
  if (OPS[op].forward)
    return fold(
      map((a, b) => a * b, upstream, partial(scene, known, edge)),
      known[scene.from[edge]],
    )
  const { pull } = ARRAY_OPS[op]
  const rule = pull[Math.min(slot, pull.length - 1)]
  return rule(upstream, y, inputsOf(scene, known, edge), scene.attrs[scene.ids[node]] ?? {}, slot)
}

/**
 * Local times tangent for one edge: how the consumer moves when its input moves by `tangent`. For an op that is not
 * elementwise, entry by entry from the pull-backs of its result.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {number} edge
 * @param {Numbers} tangent
 */
export function pushOn(scene, known, edge, tangent) {
  const y = known[scene.to[edge]]
  if (OPS[scene.ops[scene.to[edge]]].forward)
    return map((a, b) => a * b, partial(scene, known, edge), tangent)
  const moved = dataOf(tangent)
  const lines = rowsOf(scene, known, edge)
  const entries = lines.map((row) =>
    row.reduce((sum, slope, i) => sum + (moved[i] === 0 ? 0 : slope * moved[i]), 0),
  )
  return array(shapeOf(y), Float64Array.from(entries))
}

/**
 * The Jacobian of an edge, a row for each entry of the result.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {number} edge
 */
function rowsOf(scene, known, edge) {
  const shape = shapeOf(known[scene.to[edge]])
  return Array.from({ length: size(shape) }, (_, at) => {
    const unit = new Float64Array(size(shape))
    unit[at] = 1
    return dataOf(handBack(scene, known, edge, array(shape, unit)))
  })
}

/**
 * What stands in the lens of an edge.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {Scene['local'][number]} old
 * @param {number} edge
 * @param {Value[]} values
 */
function localOf(scene, known, old, edge, values) {
  if (OPS[scene.ops[scene.to[edge]]].forward) return toNested(partial(scene, known, edge))
  const rule = /** @type {import('./scene.js').LocalRule} */ (old)
  if (rule.kind === 'matrix') return { ...rule, factor: factorOf(scene, known, rule, values) }
  if (
    rule.kind !== 'jacobian' ||
    size(shapeOf(known[scene.to[edge]])) * size(shapeOf(known[scene.from[edge]])) > JACOBIAN
  )
    return rule
  return { ...rule, matrix: rowsOf(scene, known, edge).map((row) => [...row]) }
}

/**
 * The operand by which the upstream gradient is multiplied, turned as the answer had it.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {import('./scene.js').LocalRule} rule
 * @param {Value[]} values
 */
function factorOf(scene, known, { operand, factor }, values) {
  const node = scene.index.get(String(operand)) ?? -1
  const same = JSON.stringify(fromWire(factor)) === JSON.stringify(scene.values[node])
  return same || shapeOf(known[node]).length < 2 ? values[node] : toNested(swapped(known[node]))
}

/**
 * The kinks that some entry of a node's inputs stands on.
 * @param {Scene} scene
 * @param {number} node
 * @param {Numbers[]} inputs
 */
function kinksAt(scene, node, inputs) {
  const op = scene.ops[node]
  if (OPS[op].forward)
    return (OPS[op].kinks ?? []).filter(({ when }) => dataOf(map(when, ...inputs)).some(Boolean))
  const attributes = scene.attrs[scene.ids[node]] ?? {}
  return (ARRAY_OPS[op].kinks ?? []).filter(({ when }) => dataOf(when(inputs, attributes)).some(Boolean))
}

/**
 * Kinks at the present values, and results that are no numbers where they first appear.
 * @param {Scene} scene
 * @param {Numbers[]} known
 * @param {number} node
 * @returns {import('./scene.js').Flag[]}
 */
function flagsOf(scene, known, node) {
  const inputs = scene.operands[node].map((edge) => known[scene.from[edge]])
  if (inputs.length === 0) return []
  /** @type {import('./scene.js').Flag[]} */
  const flags = kinksAt(scene, node, inputs).map(({ at, convention }) => ({
    kind: 'kink',
    detail: `${at}: ${convention}`,
  }))
  const finite = (/** @type {Numbers} */ x) => dataOf(x).every(Number.isFinite)
  const odd = !finite(known[node]) && inputs.every(finite)
  const detail = `${scene.ops[node]}: ${[...dataOf(known[node])].find((entry) => !Number.isFinite(entry))}`
  return odd ? [...flags, { kind: 'invalid', detail, first: true }] : flags
}
