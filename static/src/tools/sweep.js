// Sweeping an input: the output and its gradient over a range, with the kinks and the gaps in it.

import { entries } from '../format.js'
import { OPS } from '../generated/ops.js'
import { outputOf } from './bench.js'

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Variable} Variable */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {{ at: number, output: number, gradient: number, scene: Scene }} Sample */
/** @typedef {{ at: number, node: number }} Kink */

/** Numbers worked out in one sweep, about; a large graph gets fewer samples. */
const WORK = 40_000
const SAMPLES = { most: 240, least: 48 }
const DIGITS = 12
const HALVINGS = 52
const STANDS_OUT = 4
const BRACKETS = 24
const NEAR = 1e-9
const ROUNDED = 9

/**
 * The samples of a sweep, on round places.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {number} from
 * @param {number} to
 * @returns {Sample[]}
 */
export function sweep(bench, variable, from, to) {
  const size = bench.scene?.shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0) ?? 1
  const wanted = Math.min(SAMPLES.most, Math.max(SAMPLES.least, Math.round(WORK / size)))
  const count = 2 * Math.round(wanted / 2)
  return Array.from({ length: count + 1 }, (_, i) =>
    sampleAt(bench, variable, Number((from + ((to - from) * i) / count).toPrecision(DIGITS))),
  )
}

/**
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {number} at
 * @returns {Sample}
 */
export function sampleAt(bench, variable, at) {
  const scene = bench.at(variable, at)
  return { at, output: outputOf(scene), gradient: bench.gradient(variable, scene), scene }
}

/**
 * The stretches in which the output is no finite number.
 * @param {Sample[]} samples
 * @returns {[number, number][]}
 */
export function gapsOf(samples) {
  const gaps = /** @type {[number, number][]} */ ([])
  samples.forEach(({ at, output }, i) => {
    if (Number.isFinite(output)) return
    const before = i > 0 && !Number.isFinite(samples[i - 1].output)
    if (before) gaps[gaps.length - 1][1] = at
    else gaps.push([at, at])
  })
  return gaps
}

/**
 * The places where an op stands on a kink by its own rule: on a sample, or between two where its numbers jump.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {Sample[]} samples
 * @returns {Kink[]}
 */
export function kinksOf(bench, variable, samples) {
  const { scene } = samples[0]
  const nodes = scene.ops.flatMap((op, node) =>
    (OPS[op].kinks ?? []).length > 0 && scene.gradients[node] !== null ? [node] : [],
  )
  const found = nodes.flatMap((node) => [...hits(samples, node), ...jumps(bench, variable, samples, node)])
  scene.ops.forEach((op, node) => {
    if (op === 'where' && scene.gradients[node] !== null)
      found.push(...switches(bench, variable, samples, node))
  })
  const span = samples[samples.length - 1].at - samples[0].at
  return found
    .sort((a, b) => a.at - b.at)
    .filter((kink, i, all) => i === 0 || kink.at - all[i - 1].at > span * NEAR)
}

/** @param {Sample} sample @param {number} node */
const flagged = ({ scene }, node) => scene.flags[node].some(({ kind }) => kind === 'kink')

/**
 * The first kink from one value of an input to another, its ends included; null where there is none.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {number} from
 * @param {number} to
 */
export function kinkBetween(bench, variable, from, to) {
  const kinks = kinksOf(bench, variable, sweep(bench, variable, Math.min(from, to), Math.max(from, to)))
  return (from < to ? kinks[0] : kinks.at(-1))?.at ?? null
}

/**
 * Samples on which a node stands on a kink; not where it does so all along, as max(x, x), nor where it has no finite
 * value: that is a pole, or the end of its domain.
 * @param {Sample[]} samples
 * @param {number} node
 * @returns {Kink[]}
 */
function hits(samples, node) {
  const valued = (/** @type {Sample} */ { scene }) => entries(scene.values[node]).every(Number.isFinite)
  const on = samples.map((sample) => flagged(sample, node) && valued(sample))
  return samples.flatMap(({ at }, i) => (on[i] && !on[i - 1] && !on[i + 1] ? [{ at, node }] : []))
}

/**
 * All numbers that a kink makes jump: the value of a node, and the local gradients of its edges.
 * @param {Sample} sample
 * @param {number} node
 */
const numbersOf = ({ scene }, node) => [
  ...entries(scene.values[node]),
  ...scene.operands[node].flatMap((edge) => entries(/** @type {any} */ (scene.local[edge]))),
]

/**
 * How far the numbers of a node change between two samples, one by one.
 * @param {Sample} a
 * @param {Sample} b
 * @param {number} node
 */
function changes(a, b, node) {
  const [before, after] = [numbersOf(a, node), numbersOf(b, node)]
  return before.map((number, i) => {
    const change = Math.abs(after[i] - number)
    return Number.isFinite(change) ? change : 0
  })
}

/**
 * Kinks between samples: where a number changes much more than before and behind, the interval is halved until only a
 * jump can be left of the change.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {Sample[]} samples
 * @param {number} node
 * @returns {Kink[]}
 */
function jumps(bench, variable, samples, node) {
  const steps = samples.slice(1).map((sample, i) => changes(samples[i], sample, node))
  const none = steps[0].map(() => 0)
  const brackets = steps.flatMap((step, i) => {
    const beside = [steps[i - 1] ?? none, steps[i + 1] ?? none]
    const ends = flagged(samples[i], node) || flagged(samples[i + 1], node)
    const stands = step.some(
      (change, k) => change > NEAR && beside.every((other) => change > STANDS_OUT * other[k]),
    )
    return stands && !ends ? [i] : []
  })
  return brackets.slice(0, BRACKETS).flatMap((i) => {
    const at = halved(bench, variable, samples[i], samples[i + 1], node)
    return at === null ? [] : [{ at, node }]
  })
}

/**
 * Where a choice changes sides, and the output has another slope or another value behind it. No rule of `where` itself
 * could say so: that depends on what its condition is made of.
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {Sample[]} samples
 * @param {number} node
 * @returns {Kink[]}
 */
function switches(bench, variable, samples, node) {
  const chosen = (/** @type {Sample} */ { scene }) =>
    String(entries(scene.values[scene.from[scene.operands[node][0]]]).map(Boolean))
  const sides = samples.map(chosen)
  const turns = samples.flatMap((_, i) => (i > 0 && sides[i] !== sides[i - 1] ? [i] : []))
  return turns.slice(0, BRACKETS).flatMap((i) => {
    let [a, b] = [samples[i - 1], samples[i]]
    for (let k = 0; k < HALVINGS; k++) {
      const middle = sampleAt(bench, variable, (a.at + b.at) / 2)
      if (chosen(middle) === sides[i - 1]) a = middle
      else b = middle
    }
    const other = (/** @type {number} */ left, /** @type {number} */ right) =>
      Math.abs(left - right) > NEAR * Math.max(1, Math.abs(left), Math.abs(right))
    const apart = other(a.output, b.output) || other(a.gradient, b.gradient)
    return apart ? [{ at: Number(((a.at + b.at) / 2).toPrecision(ROUNDED)), node }] : []
  })
}

/**
 * @param {Bench} bench
 * @param {Variable} variable
 * @param {Sample} left
 * @param {Sample} right
 * @param {number} node
 * @returns {number | null}  null where the rule of no kink holds
 */
function halved(bench, variable, left, right, node) {
  let [a, b] = [left, right]
  for (let i = 0; i < HALVINGS; i++) {
    const at = (a.at + b.at) / 2
    if (at === a.at || at === b.at) break
    const middle = sampleAt(bench, variable, at)
    if (flagged(middle, node)) return middle.at
    const total = (/** @type {number[]} */ list) => Math.max(0, ...list)
    if (total(changes(a, middle, node)) >= total(changes(middle, b, node))) b = middle
    else a = middle
  }
  return [a, b].some((sample) => nearKink(sample.scene, node))
    ? Number(((a.at + b.at) / 2).toPrecision(ROUNDED))
    : null
}

/**
 * Whether a node stands on a kink when its inputs are rounded: the exact place may lie between two floats.
 * @param {Scene} scene
 * @param {number} node
 */
function nearKink(scene, node) {
  const inputs = scene.operands[node].map((edge) => entries(scene.values[scene.from[edge]]).map(rounded))
  const longest = Math.max(...inputs.map((list) => list.length))
  return (OPS[scene.ops[node]].kinks ?? []).some(({ when }) =>
    Array.from({ length: longest }, (_, i) => when(...inputs.map((list) => list[i % list.length]))).some(
      Boolean,
    ),
  )
}

/** @param {number} number */
const rounded = (number) => Number(number.toFixed(ROUNDED)) + 0
