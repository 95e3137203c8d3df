// The steps of the story, for answers that come without them.

/** @typedef {{ phase: string, node: number, input: number | null }} Told */

/**
 * All steps in order: forward by column from the left, the seed, backward by receiving column, node, consumer and slot.
 * @param {any} answer  in columns
 */
export function storySteps({ ids, output, levels_of: levels, edges }) {
  const order = ids.map((/** @type {string} */ _, /** @type {number} */ node) => node)
  const left = (/** @type {number} */ node) => -(levels[node] ?? -1)
  order.sort((/** @type {number} */ a, /** @type {number} */ b) => left(a) - left(b) || a - b)
  const receivers = order.filter(
    (/** @type {number} */ node) => levels[node] !== null && ids[node] !== output,
  )
  receivers.sort((/** @type {number} */ a, /** @type {number} */ b) => left(b) - left(a) || a - b)
  const steps = [
    ...order.map((/** @type {number} */ node) => ({ phase: 'forward', node, input: null })),
    { phase: 'seed', node: ids.indexOf(output), input: null },
    ...receivers.flatMap((/** @type {number} */ node) => handed(edges, node)),
  ]
  return {
    phase: steps.map(({ phase }) => phase),
    node: steps.map(({ node }) => node),
    input: steps.map(({ input }) => input),
  }
}

/**
 * What a node is handed, edge by edge, and the sum if there is more than one edge.
 * @param {any} edges
 * @param {number} node
 * @returns {Told[]}
 */
function handed({ from, to, slot, propagated }, node) {
  const steps = from.flatMap((/** @type {number} */ source, /** @type {number} */ edge) =>
    source === node && propagated[edge] !== null
      ? [{ phase: 'backward', node: to[edge], input: slot[edge] }]
      : [],
  )
  return steps.length > 1 ? [...steps, { phase: 'sum', node, input: null }] : steps
}
