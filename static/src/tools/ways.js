// Paths: all ways from an input to the output, and the work of finding gradients along them. The definitions are those
// of the engine: a path's product is the seed times the local gradients along it, handed back edge by edge.

import { OPS } from '../generated/ops.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {(edge: number, g: any) => any} HandBack */
/** @typedef {{ edges: number[], product: any }} Path  the edges from the node to the output */

export const SHOWN = 64

/**
 * For every node the number of its paths to the output: 1 for the output itself, 0 where none leads. There may be more
 * than any float can hold.
 * @param {Scene} scene
 */
export function count(scene) {
  const found = scene.ids.map(() => 0n)
  found[scene.output] = 1n
  for (let node = scene.output - 1; node >= 0; node--)
    for (const edge of scene.summands[node]) found[node] += found[scene.to[edge]]
  return found
}

/**
 * The first paths of a node, in the order in which gradients are summed.
 * @param {Scene} scene
 * @param {number} source
 * @param {HandBack} handBack
 * @param {number} [most]
 * @returns {Path[]}
 */
export function pathsOf(scene, source, handBack, most = SHOWN) {
  const found = /** @type {Path[]} */ ([])
  for (const edges of walks(scene, source)) {
    if (found.length === most) break
    const product = edges
      .toReversed()
      .reduce((g, edge) => handBack(edge, g), /** @type {any} */ (scene.gradients[scene.output]))
    found.push({ edges, product })
  }
  return found
}

/**
 * Every way to the output. Each edge that hands back a gradient leads on to it, so nothing is tried in vain.
 * @param {Scene} scene
 * @param {number} source
 * @returns {Generator<number[]>}
 */
function* walks({ summands, to, output }, source) {
  if (source === output) return yield []
  const walk = /** @type {number[]} */ ([])
  const open = [summands[source][Symbol.iterator]()]
  while (open.length > 0) {
    const { done, value: edge } = open[open.length - 1].next()
    if (done) {
      open.pop()
      walk.pop()
    } else if (to[edge] === output) yield [...walk, edge]
    else {
      walk.push(edge)
      open.push(summands[to[edge]][Symbol.iterator]())
    }
  }
}

/**
 * Upstream times local where everything is a number.
 * @param {Scene} scene
 * @returns {HandBack}
 */
export const timesLocal = (scene) => (edge, g) => g * Number(scene.local[edge])

// Work -------------------------------------------------------------------------------------------------------------

/** @param {readonly number[]} shape */
const size = (shape) => shape.reduce((product, extent) => product * extent, 1)

/**
 * The multiplications that the gradients of all inputs take: for each input in forward mode (an array needs a pass for
 * each entry), in the one pass of reverse mode, and for every path by itself.
 * @param {Scene} scene
 */
export function work(scene) {
  const prices = scene.ids.map((_, node) => BigInt(priceOf(scene, node)))
  const inputs = scene.ops.flatMap((op, node) => (op === 'input' && node <= scene.output ? [node] : []))
  const forward = inputs.map((node) => BigInt(size(scene.shapes[node])) * swept(scene, prices, node))
  const reverse = scene.summands.flat().reduce((sum, edge) => sum + prices[scene.to[edge]], 0n)
  const each = along(scene, prices)
  return {
    passes: inputs.reduce((sum, node) => sum + size(scene.shapes[node]), 0),
    forward: forward.reduce((sum, price) => sum + price, 0n),
    reverse,
    paths: inputs.reduce((sum, node) => sum + each[node], 0n),
  }
}

/**
 * The price of all edges that a tangent put on a node runs through.
 * @param {Scene} scene
 * @param {bigint[]} prices
 * @param {number} source
 */
function swept({ summands, to, output }, prices, source) {
  const met = new Set([source])
  let total = 0n
  for (let node = source; node < output; node++) {
    if (!met.has(node)) continue
    for (const edge of summands[node]) {
      met.add(to[edge])
      total += prices[to[edge]]
    }
  }
  return total
}

/**
 * For every node the price of all its paths, each multiplied out by itself.
 * @param {Scene} scene
 * @param {bigint[]} prices
 */
function along(scene, prices) {
  const ways = count(scene)
  const total = scene.ids.map(() => 0n)
  for (let node = scene.output - 1; node >= 0; node--)
    for (const edge of scene.summands[node]) {
      const next = scene.to[edge]
      total[node] += total[next] + ways[next] * prices[next]
    }
  return total
}

/**
 * The multiplications of one edge into a node: one for each entry of an elementwise op, and of others what the op's
 * record says (a test compares).
 * @param {Scene} scene
 * @param {number} node
 */
function priceOf({ ops, operands, shapes, from, attrs, ids }, node) {
  const op = ops[node]
  const out = size(shapes[node])
  if (OPS[op].forward || operands[node].length === 0) return out
  const inputs = operands[node].map((edge) => shapes[from[edge]])
  const attributes = attrs[ids[node]] ?? {}
  const largest = Math.max(out, ...inputs.map(size))
  if (op === 'matmul' || op === 'dot') return out * inputs[0][inputs[0].length - 1]
  if (op === 'maxpool2d') return Math.max(size(inputs[0]), out * attributes.size ** 2)
  if (PLAIN.has(op)) return out
  const [, spatial] = CONVOLUTION.exec(op) ?? []
  return spatial ? convolved(out, inputs, Number(spatial), attributes.padding ?? 0) : largest
}

/** Ops of arrays that count as their result. */
const PLAIN = new Set(['softmax', 'log_softmax', 'outer', 'transpose', 'reshape', 'concat', 'stack'])
const CONVOLUTION = /^conv(\d)d$/

/**
 * @param {number} out
 * @param {number[][]} inputs
 * @param {number} spatial
 * @param {number} padding
 */
function convolved(out, [picture, kernel], spatial, padding) {
  const each = size(kernel.length === spatial ? kernel : kernel.slice(1))
  const padded = picture.map((extent, axis) => extent + (axis < picture.length - spatial ? 0 : 2 * padding))
  return Math.max(size(padded), out * each)
}
