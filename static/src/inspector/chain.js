// The chain rule written out for one node: a row for every edge that hands a gradient back to it, and their sum. What the
// playhead has not reached yet is null: pending, never 0.

import { brief } from '../format.js'
import { isRule, titleOf } from '../lens.js'
import { derivative, held, joined, latex, name, number, PRODUCT, row, sign, words } from './boxes.js'
import { localFormula, nodeBox, productBox } from './formulas.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('../scene.js').LocalRule} LocalRule */
/** @typedef {import('../generated/facts.js').Box} Box */

/**
 * upstream × local = propagated on one edge; null is pending.
 * @typedef {object} Product
 * @property {number} edge
 * @property {number} consumer
 * @property {Value | null} upstream
 * @property {Value | LocalRule | null} local
 * @property {Value | null} propagated
 */

/**
 * @typedef {object} Chain
 * @property {'seed' | 'none' | 'sum'} kind  the output is seeded; a node off the way has no gradient; others add up
 * @property {Product[]} products
 * @property {Value | null} total
 */

const SHOWN = 4

/**
 * What is known about an edge in a frame.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {number} edge
 * @returns {Product}
 */
export function productOf(scene, frame, edge) {
  const consumer = scene.to[edge]
  return {
    edge,
    consumer,
    upstream: frame.gradients[consumer],
    local: frame.local[edge] ? scene.local[edge] : null,
    propagated: frame.propagated[edge] ? scene.propagated[edge] : null,
  }
}

/**
 * The chain rule of a node in a frame.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {number} node
 * @returns {Chain}
 */
export function chainOf(scene, frame, node) {
  const total = frame.gradients[node]
  if (node === scene.output) return { kind: 'seed', products: [], total }
  if (scene.gradientAt[node] < 0) return { kind: 'none', products: [], total: null }
  return { kind: 'sum', products: scene.summands[node].map((edge) => productOf(scene, frame, edge)), total }
}

/**
 * ∂f/∂x.
 * @param {Scene} scene
 * @param {number} node
 */
export function gradientBox(scene, node) {
  const output = titleOf(scene, scene.output)
  return derivative(output ? name(output) : nodeBox(scene, scene.output), nodeBox(scene, node))
}

/**
 * ∂q/∂x, the local gradient of an edge. Where one node uses another twice, both would look alike, so the formula stands for it.
 * @param {Scene} scene
 * @param {number} edge
 * @returns {Box}
 */
function localBox(scene, edge) {
  const [from, to] = [scene.from[edge], scene.to[edge]]
  const uses = scene.operands[to].filter((other) => scene.from[other] === from)
  const formula = uses.length > 1 ? localFormula(scene, edge) : null
  return formula ?? derivative(nodeBox(scene, to), nodeBox(scene, from))
}

/**
 * The chain rule over names: ∂f/∂q · ∂q/∂x, a product for each edge; a long sum is cut.
 * @param {Scene} scene
 * @param {Chain} chain
 * @returns {Box}
 */
export function symbolic(scene, { products }) {
  const shown = products.length > SHOWN ? products.slice(0, SHOWN - 1) : products
  const boxes = shown.map(({ edge, consumer }) =>
    productBox(scene, edge, gradientBox(scene, consumer), localBox(scene, edge)),
  )
  return joined('+', shown.length < products.length ? [...boxes, sign('…')] : boxes)
}

/**
 * A number of the chain rule; null where it is pending or an array.
 * @param {Value | LocalRule | null} value
 */
const box = (value) => (typeof value === 'number' ? number(value) : null)

/**
 * The products with the numbers put in, as far as all are there and are numbers: −4 · 1.
 * @param {Chain} chain
 * @returns {Box | null}
 */
export function numeric({ products }) {
  const boxes = products.map(({ upstream, local }, i) => {
    const [left, right] = [box(upstream), box(local)]
    const first = left && (i === 0 ? left : held(left, PRODUCT))
    return first && right ? row(first, sign('·'), held(right, PRODUCT + 1)) : null
  })
  return boxes.length > 0 && boxes.length <= SHOWN && boxes.every((each) => each !== null)
    ? joined('+', /** @type {Box[]} */ (boxes))
    : null
}

/**
 * What has been handed back, added up: −12 + 5. Null unless there are several numbers.
 * @param {Chain} chain
 * @returns {Box | null}
 */
export function summed({ products }) {
  const boxes = products.map(({ propagated }, i) => {
    const part = box(propagated)
    return part && (i === 0 ? part : held(part, PRODUCT))
  })
  return boxes.length > 1 && boxes.length <= SHOWN && boxes.every((each) => each !== null)
    ? joined('+', /** @type {Box[]} */ (boxes))
    : null
}

/**
 * The chain rule of a node as LaTeX: over names, and over numbers as far as the frame has them.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {number} node
 */
export function latexOf(scene, frame, node) {
  const chain = chainOf(scene, frame, node)
  const left = latex(gradientBox(scene, node))
  const total = totalBox(chain.total)
  if (chain.kind === 'none') return `${left} = 0`
  const parts = chain.kind === 'seed' ? [] : [symbolic(scene, chain), numeric(chain), summed(chain)]
  const lines = [...parts, total].flatMap((part) => (part ? [latex(part)] : []))
  if (chain.products.length < 2 || lines.length < 2) return [left, ...lines].join(' = ')
  return `\\begin{aligned}\n${left} &= ${lines.join(' \\\\\n&= ')}\n\\end{aligned}`
}

/**
 * The local gradient of an edge, and what it hands back, as LaTeX.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {number} edge
 */
export function edgeLatex(scene, frame, edge) {
  const known = productOf(scene, frame, edge)
  const [from, to] = [nodeBox(scene, scene.from[edge]), nodeBox(scene, scene.to[edge])]
  const parts = [derivative(to, from), localFormula(scene, edge), box(known.local)]
  const unequal = parts.filter((part, i) => part && JSON.stringify(part) !== JSON.stringify(parts[i - 1]))
  return unequal.map((part) => latex(/** @type {Box} */ (part))).join(' = ')
}

/** @param {Value | null} value */
function totalBox(value) {
  if (value === null || typeof value === 'number') return box(value)
  return words(brief(value))
}

/**
 * Whether an edge's local gradient is a rule of arrays, not a number or an array of numbers.
 * @param {Product} product
 */
export const byRule = ({ local }) => isRule(local)
