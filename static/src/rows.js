// Answers of other forms: with an object for every node, without layout, without steps. Loaded for scenes that come
// from elsewhere than the element's own question.

import { shapeOf } from './format.js'
import { readScene } from './scene.js'
import { storySteps } from './steps.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {any} Answer  the JSON of the graph endpoint */

const CARD = { width: 176, height: 84 }
const GAP = { along: 190, across: 84 }
const PORTS = { most: 26, room: 60 }

/**
 * Reads any answer of the graph endpoint.
 * @param {Answer} answer
 * @returns {Scene}
 */
export function readAnswer(answer) {
  const columns = answer.nodes ? columnsOf(answer) : answer
  const told = columns.steps ? columns : { ...columns, steps: storySteps(columns) }
  return readScene(told.x && told.layout ? told : { ...told, ...plainLayout(told) })
}

/**
 * An answer in rows as one in columns.
 * @param {Answer} answer
 */
function columnsOf({ nodes, steps, layout, output, warnings = [] }) {
  const list = (/** @type {string} */ name) => nodes.map((/** @type {any} */ node) => node[name])
  const ids = list('id')
  const place = new Map(ids.map((/** @type {string} */ id, /** @type {number} */ node) => [id, node]))
  const inputs = nodes.flatMap((/** @type {any} */ node, /** @type {number} */ to) =>
    node.inputs.map((/** @type {any} */ input, /** @type {number} */ slot) => ({
      ...input,
      from: place.get(input.node),
      to,
      slot,
    })),
  )
  const edges = (/** @type {string} */ name) => inputs.map((/** @type {any} */ input) => input[name])
  const placed = layout && nodes.every((/** @type {any} */ node) => Number.isFinite(node.x))
  return {
    output,
    ids,
    labels: nodes.map((/** @type {any} */ { label }) => label ?? ''),
    ops: list('op'),
    levels_of: list('level'),
    values: list('value'),
    gradients: list('gradient'),
    shapes: nodes.map((/** @type {any} */ { shape, value }) => shape ?? shapeOf(value)),
    flags: Object.fromEntries(nodes.map((/** @type {any} */ { id, flags }) => [id, flags ?? []])),
    attrs: Object.fromEntries(
      nodes.flatMap((/** @type {any} */ { id, attrs }) => (attrs ? [[id, attrs]] : [])),
    ),
    edges: {
      from: edges('from'),
      to: edges('to'),
      slot: edges('slot'),
      local: edges('local_gradient'),
      propagated: edges('propagated_gradient'),
      route: edges('route'),
      lens: edges('lens'),
    },
    steps: steps && stepsOf(steps, place),
    warnings,
    ...(placed ? { x: list('x'), y: list('y'), layout } : {}),
  }
}

/**
 * @param {any[]} steps
 * @param {Map<string, number>} place
 */
const stepsOf = (steps, place) => ({
  phase: steps.map(({ phase }) => phase),
  node: steps.map(({ node }) => place.get(node)),
  input: steps.map(({ input }) => input ?? null),
})

/**
 * Plain columns, for answers without a layout.
 * @param {Answer} answer  in columns
 */
function plainLayout({ levels_of: levels, edges, ...answer }) {
  const deepest = Math.max(0, ...levels.map((/** @type {number | null} */ level) => level ?? 0))
  const column = levels.map((/** @type {number | null} */ level) =>
    level === null ? deepest + 1 : deepest - level,
  )
  const taken = /** @type {number[]} */ ([])
  const rows = column.map((/** @type {number} */ at) => {
    taken[at] = (taken[at] ?? 0) + 1
    return taken[at] - 1
  })
  const tallest = Math.max(...taken.map((count) => count ?? 0))
  const x = column.map((/** @type {number} */ at) => at * (CARD.width + GAP.along))
  const y = rows.map(
    (/** @type {number} */ row, /** @type {number} */ node) =>
      (row + (tallest - taken[column[node]]) / 2) * (CARD.height + GAP.across),
  )
  const route = edges.from.map((/** @type {number} */ from, /** @type {number} */ edge) => {
    const to = edges.to[edge]
    const count = edges.to.filter((/** @type {number} */ other) => other === to).length
    const aside = (edges.slot[edge] - (count - 1) / 2) * Math.min(PORTS.most, PORTS.room / count)
    return [
      [x[from] + CARD.width, y[from] + CARD.height / 2],
      [x[to], y[to] + CARD.height / 2 + aside],
    ]
  })
  const lens = route.map((/** @type {number[][]} */ [start, end]) => [
    (start[0] + end[0]) / 2,
    (start[1] + end[1]) / 2,
  ])
  return { ...answer, x, y, edges: { ...edges, route, lens }, layout: { direction: 'right' } }
}
