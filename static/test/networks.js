// Answers of the network endpoint for tests: dense sigmoid networks with half the squared error, in the neuron view.

import { symbolText } from '../src/notation.js'
import { readScene } from '../src/scene.js'

const RATE = 0.5

/** @param {number} z */
const sigmoid = (z) => 1 / (1 + Math.exp(-z))

/**
 * The answer for a network of these sizes, the input first; its weights are small and of both signs.
 * @param {number[]} sizes
 * @returns {any}
 */
export function networkAnswer(sizes) {
  /** @type {any[]} */ const nodes = []
  /** @type {any} */ const edges = {
    source: [],
    target: [],
    slot: [],
    name: [],
    label: [],
    value: [],
    gradient: [],
    update: [],
  }
  /** @type {Record<string, any>} */ const biases = {}
  const at = new Map()
  const add = (/** @type {any} */ node) => {
    at.set(node.id, nodes.length)
    nodes.push({ gradient: 0, inputs: [], local: [], ...node })
  }
  const levels = 2 * (sizes.length - 1) + 1
  for (let k = 1; k <= sizes[0]; k++)
    add({ id: `x_${k}`, op: 'input', level: levels, value: ((k % 10) + 1) / 10 })
  sizes.slice(1).forEach((size, i) => {
    const n = i + 2
    const last = n === 2 ? 'x' : `a${n - 1}`
    for (let j = 1; j <= size; j++) {
      const inputs = Array.from({ length: sizes[i] }, (_, k) => at.get(`${last}_${k + 1}`))
      const local = inputs.map((_, k) => Math.sin(3 * n + 5 * j + 7 * k))
      const value = inputs.reduce((sum, node, k) => sum + nodes[node].value * local[k], 0)
      add({ id: `z${n}_${j}`, op: 'weighted_sum', level: levels - 2 * i - 1, value, inputs, local })
    }
    for (let j = 1; j <= size; j++) {
      const z = at.get(`z${n}_${j}`)
      const value = sigmoid(nodes[z].value)
      add({
        id: `a${n}_${j}`,
        op: 'sigmoid',
        level: levels - 2 * i - 2,
        value,
        inputs: [z],
        local: [value * (1 - value)],
      })
    }
  })
  const last = Array.from({ length: sizes[sizes.length - 1] }, (_, j) => at.get(`a${sizes.length}_${j + 1}`))
  const loss = last.reduce((sum, node) => sum + (nodes[node].value - 1) ** 2 / 2, 0)
  add({
    id: 'L',
    op: 'half_squared_error',
    level: 0,
    value: loss,
    inputs: last,
    local: last.map((node) => nodes[node].value - 1),
  })
  nodes[nodes.length - 1].gradient = 1
  for (const node of [...nodes].reverse())
    node.inputs.forEach((/** @type {number} */ source, /** @type {number} */ slot) => {
      nodes[source].gradient += node.gradient * node.local[slot]
    })
  for (const node of nodes.filter(({ op }) => op === 'weighted_sum')) {
    const [layer, j] = [/^z(\d+)/.exec(node.id)?.[1], node.id.split('_')[1]]
    node.inputs.forEach((/** @type {number} */ source, /** @type {number} */ slot) => {
      const gradient = node.gradient * nodes[source].value
      edges.source.push(nodes[source].id)
      edges.target.push(node.id)
      edges.slot.push(slot)
      edges.name.push(`w${layer}_${j}_${slot + 1}`)
      edges.label.push(symbolText(`w${layer}_${j}_${slot + 1}`))
      edges.value.push(node.local[slot])
      edges.gradient.push(gradient)
      edges.update.push(node.local[slot] - RATE * gradient)
    })
    biases[node.id] = {
      name: `b${layer}_${j}`,
      label: symbolText(`b${layer}_${j}`),
      value: 0,
      gradient: node.gradient,
      update: -RATE * node.gradient,
    }
  }
  return { ...columnsOf(nodes), network: { edges, biases, loss } }
}

/**
 * The same as a scene.
 * @param {number[]} sizes
 */
export function networkScene(sizes) {
  const answer = networkAnswer(sizes)
  return { ...readScene(answer), network: answer.network }
}

/**
 * Nodes as an answer in columns, one above the other, with the steps of both passes.
 * @param {any[]} nodes
 */
function columnsOf(nodes) {
  const all = nodes.flatMap((node, to) =>
    node.inputs.map((/** @type {number} */ from, /** @type {number} */ slot) => ({
      from,
      to,
      slot,
      local: node.local[slot],
      propagated: node.gradient * node.local[slot],
    })),
  )
  const list = (/** @type {string} */ name) => all.map((edge) => edge[name])
  const ranks = nodes.map(({ level }, i) => nodes.slice(0, i).filter((other) => other.level === level).length)
  return {
    output: 'L',
    ids: nodes.map(({ id }) => id),
    labels: nodes.map(({ id }) => symbolText(id)),
    ops: nodes.map(({ op }) => op),
    levels_of: nodes.map(({ level }) => level),
    values: nodes.map(({ value }) => value),
    gradients: nodes.map(({ gradient }) => gradient),
    flags: {},
    warnings: [],
    x: nodes.map(({ level }) => (nodes[0].level - level) * 366),
    y: ranks.map((rank) => 64 + rank * 168),
    layout: { direction: 'right' },
    edges: {
      from: list('from'),
      to: list('to'),
      slot: list('slot'),
      local: list('local'),
      propagated: list('propagated'),
      route: all.map(() => [
        [0, 0],
        [1, 1],
      ]),
      lens: all.map(() => [0, 0]),
    },
    steps: stepsOf(nodes),
  }
}

/** @param {any[]} nodes */
function stepsOf(nodes) {
  /** @type {{ phase: string[], node: number[], input: (number | null)[] }} */
  const steps = { phase: [], node: [], input: [] }
  const add = (
    /** @type {string} */ phase,
    /** @type {number} */ node,
    /** @type {number | null} */ input = null,
  ) => {
    steps.phase.push(phase)
    steps.node.push(node)
    steps.input.push(input)
  }
  nodes.forEach((_, node) => {
    add('forward', node)
  })
  add('seed', nodes.length - 1)
  for (let level = 1; level <= nodes[0].level; level++) {
    nodes.forEach((node, at) => {
      if (node.level !== level) return
      const uses = nodes.flatMap((other, to) =>
        other.inputs.flatMap((/** @type {number} */ from, /** @type {number} */ slot) =>
          from === at ? [{ to, slot }] : [],
        ),
      )
      for (const { to, slot } of uses) add('backward', to, slot)
      if (uses.length > 1) add('sum', at)
    })
  }
  return steps
}
