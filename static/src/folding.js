// Folding in the browser: the smaller scene that is drawn where groups are folded. The whole scene keeps all numbers and
// steps; a card of a group shows the numbers of its members, pending until all of them are known.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Step} Step */
/** @typedef {import('./format.js').Value} Value */
/** @typedef {import('./motion.js').Schedule} Schedule */
/** @typedef {{ groups: string[], nodes: number[] }} Card */

/**
 * @typedef {object} Folded
 * @property {Scene} scene  the smaller scene; it has as many steps as the whole one
 * @property {number[]} place  where each node of the whole scene went
 * @property {number[]} head  the first node of the whole scene in each place
 * @property {(Card | null)[]} cards  by place
 * @property {(number | null)[]} edges  where each edge of the whole scene went; null within a card
 */

const RAGGED = 0

/**
 * The smaller scene of a whole one.
 * @param {Scene} scene  with `cards` and `drawn`
 * @returns {Folded}
 */
export function foldScene(scene) {
  const { cards = [], drawn = [] } = scene
  const cardOf = new Map(cards.flatMap((card) => card.nodes.map((node) => [node, card])))
  const places = new Map()
  const head = /** @type {number[]} */ ([])
  const place = scene.ids.map((_, node) => {
    const key = cardOf.get(node) ?? node
    if (!places.has(key)) places.set(key, head.push(node) - 1)
    return /** @type {number} */ (places.get(key))
  })
  const at = head.map((node) => cardOf.get(node) ?? null)
  const kept = drawn.flatMap((other, edge) => (other === edge ? [edge] : []))
  const index = new Map(kept.map((edge, i) => [edge, i]))
  const edges = drawn.map((other) => (other === null ? null : (index.get(other) ?? null)))
  const members = kept.map(() => /** @type {number[]} */ ([]))
  edges.forEach((edge, whole) => {
    if (edge !== null) members[edge].push(whole)
  })
  const pick = (/** @type {any[]} */ list) => head.map((node) => list[node])
  const small = {
    ...scene,
    ids: pick(scene.ids),
    index: new Map(head.map((node, i) => [scene.ids[node], i])),
    labels: head.map((node, i) => at[i]?.groups.join(', ') ?? scene.labels[node]),
    ops: head.map((node, i) => (at[i] ? 'group' : scene.ops[node])),
    boxes: pick(scene.boxes),
    output: place[scene.output],
    flags: head.map((node, i) => at[i]?.nodes.flatMap((each) => scene.flags[each]) ?? scene.flags[node]),
    columns: [],
    ...nodesOf(scene, head, at),
    ...edgesOf(scene, kept, members, place, head.length),
  }
  const steps = scene.steps.map((step) => stepOf(step, place, edges))
  const stages = scene.stages.map((stage) => ({ ...stage, column: -1 }))
  const summands = small.consumers.map((out, i) =>
    at[i] ? [] : out.filter((edge) => small.propagatedAt[edge] >= 0),
  )
  return { scene: { ...small, steps, stages, summands }, place, head, cards: at, edges }
}

/**
 * @param {Scene} scene
 * @param {number[]} head
 * @param {(Card | null)[]} cards
 */
function nodesOf(scene, head, cards) {
  const each = (/** @type {(nodes: number[]) => any} */ join, /** @type {any[]} */ list) =>
    head.map((node, i) => (cards[i] ? join(/** @type {Card} */ (cards[i]).nodes) : list[node]))
  const latest = (/** @type {number[]} */ at) => (/** @type {number[]} */ nodes) =>
    nodes.reduce((most, node) => Math.max(most, at[node]), -1)
  const along = scene.direction === 'down' ? 'y' : 'x'
  const reached = (/** @type {number} */ node) =>
    (cards.find((card) => card?.nodes.includes(node))?.nodes ?? [node]).some(
      (one) => scene.levels[one] !== null,
    )
  return {
    shapes: each((nodes) => gridOf(nodes.length), scene.shapes),
    values: each((nodes) => numbersOf(nodes, scene.values), scene.values),
    gradients: each((nodes) => numbersOf(nodes, scene.gradients), scene.gradients),
    valueAt: each(latest(scene.valueAt), scene.valueAt),
    gradientAt: each(latest(scene.gradientAt), scene.gradientAt),
    levels: head.map((node) => (reached(node) ? -scene.boxes[node][along] : null)),
  }
}

/**
 * The rows and columns in which so many numbers stand on a card.
 * @param {number} count
 */
function gridOf(count) {
  const rows = Math.max(1, Math.round(Math.sqrt(count / 2)))
  return [rows, Math.ceil(count / rows)]
}

/**
 * The numbers of members as a matrix; null where none of them has any. An array stands for its mean.
 * @param {number[]} nodes
 * @param {(Value | null)[]} list
 * @returns {Value | null}
 */
function numbersOf(nodes, list) {
  const all = nodes.map((node) => list[node])
  if (all.every((value) => value === null)) return null
  const [rows, columns] = gridOf(nodes.length)
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => meanOf(all[row * columns + column] ?? null)),
  )
}

/** @param {Value | null} value */
function meanOf(value) {
  if (value === null) return RAGGED
  if (typeof value === 'number') return value
  if (!Array.isArray(value)) return value.mean
  const entries = /** @type {number[]} */ (/** @type {any} */ (value).flat(Number.POSITIVE_INFINITY))
  return entries.reduce((sum, entry) => sum + entry, 0) / Math.max(1, entries.length)
}

/**
 * @param {Scene} scene
 * @param {number[]} kept
 * @param {number[][]} members
 * @param {number[]} place
 * @param {number} count  of nodes
 */
function edgesOf(scene, kept, members, place, count) {
  const lists = () => Array.from({ length: count }, () => /** @type {number[]} */ ([]))
  const [operands, consumers] = [lists(), lists()]
  const from = kept.map((edge) => place[scene.from[edge]])
  const to = kept.map((edge) => place[scene.to[edge]])
  const slot = to.map((node, edge) => operands[node].push(edge) - 1)
  from.forEach((node, edge) => {
    consumers[node].push(edge)
  })
  const one = (/** @type {number[]} */ all, /** @type {any[]} */ list) =>
    all.length === 1 ? list[all[0]] : null
  return {
    from,
    to,
    slot,
    operands,
    consumers,
    local: members.map((all) => one(all, scene.local)),
    propagated: members.map((all) =>
      all.length === 1 ? scene.propagated[all[0]] : numbersOf(all, scene.propagated),
    ),
    propagatedAt: members.map((all) =>
      all.reduce((most, edge) => Math.max(most, scene.propagatedAt[edge]), -1),
    ),
    routes: kept.map((edge) => scene.routes[edge]),
    lenses: kept.map((edge) => scene.lenses[edge]),
  }
}

/**
 * A step as it is seen: what happens within a card is something that happens to the card.
 * @param {Step} step
 * @param {number[]} place
 * @param {(number | null)[]} edges
 * @returns {Step}
 */
function stepOf({ phase, node, edge }, place, edges) {
  const to = edge < 0 ? -1 : (edges[edge] ?? -1)
  if (phase === 'backward' && to < 0) return { phase: 'sum', node: place[node], edge: -1 }
  return { phase, node: place[node], edge: to }
}

/**
 * A move as it is seen: one token between two cards, and a card is complete when its last member is.
 * @param {Folded} folded
 * @param {Schedule} move
 * @returns {Schedule}
 */
export function foldMove({ scene, place, edges, cards }, move) {
  /** @type {Map<string, Schedule['flights'][0]>} */
  const flights = new Map()
  for (const { edge, kind, start } of move.flights) {
    const to = edges[edge]
    if (to !== null && !flights.has(`${kind} ${to}`)) flights.set(`${kind} ${to}`, { edge: to, kind, start })
  }
  /** @type {Map<number, Schedule['settles'][0]>} */
  const settles = new Map()
  const settle = (/** @type {Schedule['settles'][0]} */ { node, kind, start }) => {
    const at = (kind === 'value' ? scene.valueAt : scene.gradientAt)[place[node]]
    if (cards[place[node]] && (at <= move.from || at > move.to)) return
    const before = settles.get(place[node])
    settles.set(place[node], { node: place[node], kind, start: Math.max(start, before?.start ?? 0) })
  }
  for (const each of move.settles) settle(each)
  const stacks = []
  for (const stack of move.stacks) {
    if (!cards[place[stack.node]]) stacks.push({ ...stack, node: place[stack.node] })
    else if (Number.isFinite(stack.collapse))
      settle({ node: stack.node, kind: 'gradient', start: stack.collapse })
  }
  const nodes = new Set([...move.nodes].map((node) => place[node]))
  return { ...move, nodes, flights: [...flights.values()], settles: [...settles.values()], stacks }
}
