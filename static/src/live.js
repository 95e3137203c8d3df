// Live: values and gradients recomputed in the browser by the same rules, in the server's order of summation.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Flag} Flag */
/** @typedef {(...numbers: number[]) => number} Rule */
/** @typedef {{ forward?: Rule | null, partials?: (Rule | null)[] | null, variadic?: boolean, kinks?: Kink[] }} OpRules */
/** @typedef {{ when: (...numbers: any[]) => boolean, convention: string, at: string }} Kink */
/** @typedef {Record<string, OpRules>} Rules */

/**
 * Whether the browser knows the rules of everything in a scene.
 * @param {Scene} scene
 * @param {Rules} rules
 */
export function canEvaluate(scene, rules) {
  return (
    scene.scalar &&
    scene.ops.every((op, node) => scene.operands[node].length === 0 || isScalarRule(rules[op]))
  )
}

/** @param {OpRules | undefined} rule */
const isScalarRule = (rule) => typeof rule?.forward === 'function'

/**
 * The same scene with other inputs. Nothing of the old one is changed.
 * @param {Scene} scene
 * @param {Rules} rules
 * @param {Map<number, number>} given  values of inputs by node
 * @returns {Scene}
 */
export function evaluate(scene, rules, given) {
  const values = forward(scene, rules, given)
  return { ...scene, values, ...backward(scene, rules, values), flags: flagsOf(scene, rules, values) }
}

/**
 * @param {Scene} scene
 * @param {Rules} rules
 * @param {Map<number, number>} given
 */
function forward(scene, rules, given) {
  const values = /** @type {number[]} */ ([])
  scene.ops.forEach((op, node) => {
    const edges = scene.operands[node]
    if (edges.length === 0) values.push(given.get(node) ?? /** @type {number} */ (scene.values[node]))
    else
      values.push(
        Number(/** @type {Rule} */ (rules[op].forward)(...edges.map((edge) => values[scene.from[edge]]))),
      )
  })
  return values
}

/**
 * @param {Scene} scene
 * @param {Rules} rules
 * @param {number[]} values
 */
function backward(scene, rules, values) {
  const local = scene.local.map((old, edge) =>
    old === null ? null : localGradient(scene, rules, values, edge),
  )
  const gradients = scene.gradients.map(() => /** @type {number | null} */ (null))
  const propagated = scene.propagated.map(() => /** @type {number | null} */ (null))
  for (let node = values.length - 1; node >= 0; node--) {
    const parts = scene.summands[node].map((edge) => /** @type {number} */ (propagated[edge]))
    if (node === scene.output) gradients[node] = /** @type {number} */ (scene.gradients[node])
    else if (parts.length > 0) gradients[node] = parts.reduce((sum, part) => sum + part)
    for (const edge of scene.operands[node]) {
      if (scene.propagatedAt[edge] >= 0) propagated[edge] = Number(gradients[node]) * Number(local[edge])
    }
  }
  return { local, gradients, propagated }
}

/**
 * @param {Scene} scene
 * @param {Rules} rules
 * @param {number[]} values
 * @param {number} edge
 */
function localGradient(scene, rules, values, edge) {
  const node = scene.to[edge]
  const { partials, variadic } = rules[scene.ops[node]]
  const inputs = scene.operands[node].map((other) => values[scene.from[other]])
  const slot = scene.slot[edge]
  const rule = partials?.[Math.min(slot, partials.length - 1)]
  if (!rule) return 0
  if (!variadic) return Number(rule(values[node], ...inputs))
  return Number(rule(values[node], inputs[slot], ...inputs.filter((_, i) => i !== slot)))
}

/**
 * Kinks at the present values, and the results that are no numbers where they first appear.
 * @param {Scene} scene
 * @param {Rules} rules
 * @param {number[]} values
 */
function flagsOf(scene, rules, values) {
  return scene.ops.map((op, node) => {
    const inputs = scene.operands[node].map((edge) => values[scene.from[edge]])
    if (inputs.length === 0) return []
    const kinks = (rules[op].kinks ?? []).filter(({ when }) => when(...inputs))
    /** @type {Flag[]} */
    const flags = kinks.map(({ convention, at }) => ({ kind: 'kink', detail: `${at}: ${convention}` }))
    const odd = !Number.isFinite(values[node]) && inputs.every(Number.isFinite)
    return odd
      ? [...flags, { kind: 'invalid', detail: `${op}(${inputs.join(', ')}) = ${values[node]}`, first: true }]
      : flags
  })
}
