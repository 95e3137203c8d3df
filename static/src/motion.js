// Motion: what moves between two frames. A schedule is made once for a move; where everything is at time t is a pure
// function of both. Times are milliseconds at speed 1.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {'value' | 'gradient'} Kind */

export const FLIGHT = 520
export const PAUSE = 120
export const SETTLE = 180
export const HOLD = 250
export const GAP = 80
export const FADE = 120
const STAGGER = 160
const LONGEST_STAGGER = 640
const HALF = 0.5

/**
 * A planned move from frame `from` to frame `to`.
 *
 * @typedef {object} Schedule
 * @property {number} from
 * @property {number} to
 * @property {number} duration
 * @property {boolean} still  without flights, for people who want no motion
 * @property {Kind} kind  what moves
 * @property {Set<number>} nodes  the nodes whose steps these are
 * @property {{ edge: number, kind: Kind, start: number }[]} flights
 * @property {{ node: number, kind: Kind, start: number }[]} settles
 * @property {{ node: number, arrivals: number[], before: number, collapse: number }[]} stacks
 */

/**
 * Plans the move from one frame to a later one; all its steps run at once, tokens to one node one after the other.
 * @param {Scene} scene
 * @param {number} from
 * @param {number} to
 * @param {{ still?: boolean, hold?: number }} [options]  `hold` is how long a still move lasts
 * @returns {Schedule}
 */
export function schedule(scene, from, to, { still = false, hold = FADE } = {}) {
  const steps = scene.steps.slice(from, to)
  const kind = steps.some((step) => step.phase === 'forward') ? 'value' : 'gradient'
  const nodes = new Set(steps.map((step) => step.node))
  /** @type {Schedule} */
  const plan = { from, to, duration: 0, still, kind, nodes, flights: [], settles: [], stacks: [] }
  for (const step of steps) {
    if (step.phase === 'forward') planForward(scene, plan, step.node)
    else if (step.phase === 'seed') plan.settles.push({ node: step.node, kind: 'gradient', start: 0 })
  }
  const receivers = steps.map((step) =>
    step.phase === 'backward' ? scene.from[step.edge] : step.phase === 'sum' ? step.node : -1,
  )
  for (const node of new Set(receivers)) if (node >= 0) planReceiver(scene, plan, node)
  if (still) return stilled(plan, hold)
  const ends = [
    ...plan.flights.map(({ start }) => start + FLIGHT + PAUSE),
    ...plan.settles.map(({ start }) => start + SETTLE),
    ...plan.stacks.map(({ collapse }) => collapse + SETTLE).filter(Number.isFinite),
  ]
  plan.duration = Math.max(0, ...ends) + GAP
  return plan
}

/**
 * The same move without flights: numbers fade in where they belong.
 * @param {Schedule} plan
 * @param {number} hold
 */
function stilled(plan, hold) {
  const now = (/** @type {any} */ entry) => ({ ...entry, start: 0, arrivals: entry.arrivals?.map(() => 0) })
  const stacks = plan.stacks.map((stack) => ({
    ...now(stack),
    collapse: Number.isFinite(stack.collapse) ? 0 : stack.collapse,
  }))
  return { ...plan, settles: plan.settles.map(now), stacks, flights: plan.flights.map(now), duration: hold }
}

/**
 * @param {Scene} scene
 * @param {Schedule} plan
 * @param {number} node
 */
function planForward(scene, plan, node) {
  const edges = scene.operands[node]
  for (const edge of edges) plan.flights.push({ edge, kind: 'value', start: 0 })
  plan.settles.push({ node, kind: 'value', start: edges.length > 0 ? FLIGHT + PAUSE : 0 })
}

/**
 * Tokens to one node: they arrive one by one, stack, hold and collapse into the sum.
 * @param {Scene} scene
 * @param {Schedule} plan
 * @param {number} node
 */
function planReceiver(scene, plan, node) {
  const { from, to } = plan
  const all = scene.summands[node]
  const mine = all.filter((edge) => scene.propagatedAt[edge] > from && scene.propagatedAt[edge] <= to)
  const stagger = Math.min(STAGGER, LONGEST_STAGGER / Math.max(1, mine.length - 1))
  const arrivals = mine.map((edge, i) => {
    plan.flights.push({ edge, kind: 'gradient', start: i * stagger })
    return i * stagger + FLIGHT + PAUSE
  })
  const last = Math.max(0, ...arrivals)
  if (all.length === 1) plan.settles.push({ node, kind: 'gradient', start: last })
  else {
    const before = all.filter((edge) => scene.propagatedAt[edge] <= from).length
    const collapse = scene.gradientAt[node] <= to ? last + HOLD : Number.POSITIVE_INFINITY
    plan.stacks.push({ node, arrivals, before, collapse })
  }
}

/**
 * What is where at time t of a move.
 *
 * @typedef {object} Motion
 * @property {boolean} idle  whether nothing is under way
 * @property {Kind} kind
 * @property {Set<number>} nodes
 * @property {Token[]} tokens
 * @property {Map<number, number>} values  how far the value lane of an edge is drawn, 0 to 1
 * @property {Map<number, number>} gradients  the same for the gradient lane
 * @property {Map<number, { kind: Kind, p: number }>} settled  nodes whose number appears
 * @property {Map<number, { count: number, p: number }>} stacks  how many contributions stand in a node; p: collapse
 * @property {Set<number>} pulsing  edges whose lens holds a token
 */

/**
 * @typedef {object} Token
 * @property {string} key
 * @property {number} edge
 * @property {Kind} kind
 * @property {number} s  the way that lies behind it: 0 at the start, 0.5 in the lens, 1 on arrival
 * @property {boolean} through  whether it has passed the lens
 * @property {number} opacity
 */

/** Nothing moves. @type {Motion} */
export const REST = Object.freeze({
  idle: true,
  kind: 'value',
  nodes: new Set(),
  tokens: [],
  values: new Map(),
  gradients: new Map(),
  settled: new Map(),
  stacks: new Map(),
  pulsing: new Set(),
})

/**
 * @param {Schedule} plan
 * @param {number} t
 * @returns {Motion}
 */
export function motionAt(plan, t) {
  const { kind, nodes } = plan
  /** @type {Motion} */
  const motion = {
    idle: false,
    kind,
    nodes,
    tokens: [],
    values: new Map(),
    gradients: new Map(),
    settled: new Map(),
    stacks: new Map(),
    pulsing: new Set(),
  }
  for (const flight of plan.flights) addFlight(motion, plan, flight, t)
  const length = plan.still ? FADE : SETTLE
  for (const { node, kind, start } of plan.settles)
    motion.settled.set(node, { kind, p: clamp((t - start) / length) })
  for (const { node, arrivals, before, collapse } of plan.stacks) {
    const count = before + arrivals.filter((at) => at <= t).length
    motion.stacks.set(node, { count, p: clamp((t - collapse) / length) })
  }
  return motion
}

/**
 * @param {Motion} motion
 * @param {Schedule} plan
 * @param {{ edge: number, kind: Kind, start: number }} flight
 * @param {number} t
 */
function addFlight(motion, plan, { edge, kind, start }, t) {
  const s = plan.still ? 1 : wayAt(t - start)
  motion[kind === 'value' ? 'values' : 'gradients'].set(edge, s)
  if (plan.still || t < start || s >= 1) return
  const holding = s === HALF
  if (holding) motion.pulsing.add(edge)
  const through = t - start >= (FLIGHT + PAUSE) / 2
  motion.tokens.push({
    key: `${kind} ${edge}`,
    edge,
    kind,
    s,
    through,
    opacity: clamp(Math.min((t - start) / FADE, 1)),
  })
}

/**
 * The way that a token has behind it: half of it before the lens, a pause in the lens, then the rest.
 * @param {number} t  since the token's start
 */
export function wayAt(t) {
  const half = FLIGHT / 2
  if (t <= half) return HALF * ease(clamp(t / half))
  if (t <= half + PAUSE) return HALF
  return HALF + HALF * ease(clamp((t - half - PAUSE) / half))
}

/** @param {number} x */
const clamp = (x) => Math.min(1, Math.max(0, x))

const [X1, X2] = [0.45, 0.25]
const BISECTIONS = 24

/**
 * cubic-bezier(.45, 0, .25, 1): slow start, soft landing.
 * @param {number} x
 */
export function ease(x) {
  if (x <= 0 || x >= 1) return clamp(x)
  let [low, high] = [0, 1]
  for (let i = 0; i < BISECTIONS; i++) {
    const u = (low + high) / 2
    if (3 * (1 - u) ** 2 * u * X1 + 3 * (1 - u) * u * u * X2 + u ** 3 < x) low = u
    else high = u
  }
  return 3 * (1 - low) * low * low + low ** 3
}
