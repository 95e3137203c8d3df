// Frames: what is known after k steps. A pure function of scene and k; no frame needs its neighbours.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Step} Step */
/** @typedef {import('./format.js').Value} Value */

/**
 * Everything that is known after the first k steps. What is not known yet is null: pending, never 0.
 *
 * @typedef {object} Frame
 * @property {number} k
 * @property {'start' | 'forward' | 'seed' | 'backward' | 'done'} phase
 * @property {Step | null} step  the last step that happened
 * @property {number} stage  the stage that this step belongs to, -1 at the start
 * @property {(Value | null)[]} values
 * @property {(Value | null)[]} gradients
 * @property {(Value[] | null)[]} parts  the contributions that a node holds whose sum is not complete
 * @property {boolean[]} local  whether an edge's local gradient is known
 * @property {boolean[]} propagated  whether an edge has handed back its gradient
 * @property {Set<number>} activeNodes  nodes that take part in this stage, so far
 * @property {Set<number>} activeEdges
 */

/**
 * The frame after k steps.
 * @param {Scene} scene
 * @param {number} k
 * @returns {Frame}
 */
export function frameAt(scene, k) {
  const known = (/** @type {number} */ at) => at >= 0 && at <= k
  const stage = stageOf(scene, k)
  return {
    k,
    phase: phaseAt(scene, k),
    step: scene.steps[k - 1] ?? null,
    stage,
    values: scene.values.map((value, node) => (known(scene.valueAt[node]) ? value : null)),
    gradients: scene.gradients.map((gradient, node) => (known(scene.gradientAt[node]) ? gradient : null)),
    parts: scene.summands.map((edges, node) =>
      known(scene.gradientAt[node]) ? null : partsAt(scene, edges, k),
    ),
    local: scene.to.map((consumer) => known(scene.valueAt[consumer])),
    propagated: scene.propagatedAt.map(known),
    ...active(scene, stage, k),
  }
}

/**
 * @param {Scene} scene
 * @param {number[]} edges
 * @param {number} k
 */
function partsAt(scene, edges, k) {
  if (edges.length < 2) return null
  const arrived = edges.filter((edge) => scene.propagatedAt[edge] <= k)
  return arrived.length > 0 ? arrived.map((edge) => /** @type {Value} */ (scene.propagated[edge])) : null
}

/**
 * @param {Scene} scene
 * @param {number} k
 * @returns {Frame['phase']}
 */
function phaseAt(scene, k) {
  if (k <= 0) return 'start'
  if (k >= scene.steps.length) return 'done'
  const { phase } = scene.steps[k - 1]
  return phase === 'sum' ? 'backward' : phase
}

/**
 * The stage that the last of the first k steps belongs to; -1 at the start.
 * @param {Scene} scene
 * @param {number} k
 */
export function stageOf(scene, k) {
  const { stages } = scene
  let [low, high] = [0, stages.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (stages[middle].from < k) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Nodes and edges of the steps of a stage up to k.
 * @param {Scene} scene
 * @param {number} stage
 * @param {number} k
 */
function active(scene, stage, k) {
  const activeNodes = new Set(/** @type {number[]} */ ([]))
  const activeEdges = new Set(/** @type {number[]} */ ([]))
  for (const step of stage < 0 ? [] : scene.steps.slice(scene.stages[stage].from, k)) {
    activeNodes.add(step.node)
    if (step.phase === 'backward') activeEdges.add(step.edge)
    if (step.phase === 'forward') for (const edge of scene.operands[step.node]) activeEdges.add(edge)
    if (step.phase === 'sum') activeNodes.add(step.node)
  }
  return { activeNodes, activeEdges }
}

/**
 * The frames at which a column is complete, the start included: where playing a column at a time stops.
 * @param {Scene} scene
 * @returns {number[]}
 */
export const stops = (scene) => [0, ...scene.stages.map((stage) => stage.to)]

/**
 * The next stop after frame k, or the last before it.
 * @param {Scene} scene
 * @param {number} k
 * @param {1 | -1} way
 */
export function nextStop(scene, k, way) {
  const all = stops(scene)
  const found = way > 0 ? all.find((stop) => stop > k) : all.findLast((stop) => stop < k)
  return found ?? (way > 0 ? scene.steps.length : 0)
}
