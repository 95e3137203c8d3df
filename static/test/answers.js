// Answers of the graph endpoint for tests, computed from a few lines: [id, op, operands or value].

import { OPS } from '../src/generated/ops.js'

/** @typedef {[string, string, (string[] | number)?]} Line */

/**
 * An answer in rows.
 * @param {Line[]} lines
 * @returns {any}
 */
export function answerOf(lines) {
  const ids = lines.map(([id]) => id)
  const operands = lines.map(([, , given]) =>
    Array.isArray(given) ? given.map((id) => ids.indexOf(id)) : [],
  )
  const values = /** @type {number[]} */ ([])
  lines.forEach(([, op, given], node) => {
    values.push(
      typeof given === 'number' ? given : Number(OPS[op].forward?.(...operands[node].map((i) => values[i]))),
    )
  })
  const levels = levelsOf(operands)
  const nodes = ids.map((id, node) => ({
    id,
    label: id.startsWith(':') ? '' : id.split('.')[0],
    op: lines[node][1],
    level: levels[node],
    shape: [],
    value: values[node],
    gradient: /** @type {number | null} */ (null),
    flags: [],
    inputs: operands[node].map((source, slot) => ({
      node: ids[source],
      local_gradient:
        levels[node] === null ? null : localOf(lines[node][1], values, operands[node], node, slot),
      propagated_gradient: /** @type {number | null} */ (null),
    })),
  }))
  hand(nodes, operands)
  return { format: 'chainrule/1', output: ids.at(-1), nodes, warnings: [] }
}

/**
 * @param {string} op
 * @param {number[]} values
 * @param {number[]} sources
 * @param {number} node
 * @param {number} slot
 */
function localOf(op, values, sources, node, slot) {
  const { blocked, partials = [], variadic } = OPS[op]
  if (blocked.includes(slot) || blocked.includes(-1)) return null
  const inputs = sources.map((source) => values[source])
  const given = variadic ? [inputs[slot], ...inputs.filter((_, i) => i !== slot)] : inputs
  return Number(partials[variadic ? 0 : slot](values[node], ...given))
}

/**
 * The longest path to the last node; null where there is none.
 * @param {number[][]} operands
 */
function levelsOf(operands) {
  const levels = operands.map((_, node) =>
    node === operands.length - 1 ? 0 : /** @type {number | null} */ (null),
  )
  for (let node = operands.length - 1; node >= 0; node--) {
    const level = levels[node]
    if (level === null) continue
    for (const source of operands[node]) levels[source] = Math.max(levels[source] ?? 0, level + 1)
  }
  return levels
}

/**
 * The backward pass.
 * @param {any[]} nodes
 * @param {number[][]} operands
 */
function hand(nodes, operands) {
  nodes[nodes.length - 1].gradient = 1
  for (let node = nodes.length - 1; node >= 0; node--) {
    const uses = nodes.flatMap(({ inputs }, to) =>
      inputs.filter((/** @type {any} */ _, /** @type {number} */ slot) => operands[to][slot] === node),
    )
    const parts = uses.map(({ propagated_gradient: part }) => part).filter((part) => part !== null)
    if (parts.length > 0) nodes[node].gradient = parts.reduce((sum, part) => sum + part)
    for (const input of nodes[node].inputs) {
      if (nodes[node].gradient !== null && input.local_gradient !== null) {
        input.propagated_gradient = nodes[node].gradient * input.local_gradient
      }
    }
  }
}

/** f = (x + y) z, the note's example. */
export const note = () =>
  answerOf([
    ['x', 'input', -2],
    ['y', 'input', 5],
    ['q', 'add', ['x', 'y']],
    ['z', 'input', -4],
    ['f', 'mul', ['q', 'z']],
  ])

/** f = (a b) (a + b): two uses of a and of b. */
export const fan = () =>
  answerOf([
    ['a', 'input', -2],
    ['b', 'input', 3],
    ['d', 'mul', ['a', 'b']],
    ['e', 'add', ['a', 'b']],
    ['f', 'mul', ['d', 'e']],
  ])

/** z = relu(x w) with a negative product: nothing comes back. */
export const dead = () =>
  answerOf([
    ['x', 'input', 1],
    ['w', 'input', -2],
    ['u', 'mul', ['x', 'w']],
    ['z', 'relu', ['u']],
  ])

/** y = x x, and a node that y does not depend on. */
export const twice = () =>
  answerOf([
    ['x', 'input', 3],
    ['lost', 'exp', ['x']],
    ['y', 'mul', ['x', 'x']],
  ])
