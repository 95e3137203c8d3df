// The server's answer as flat arrays: nodes and edges by number, and when each thing becomes known.

import { fromWire } from './format.js'

/** @typedef {import('./format.js').Value} Value */
/** @typedef {{ kind: string, detail: string, first?: boolean, phase?: string }} Flag */
/** @typedef {{ kind: string, [more: string]: unknown }} LocalRule  the local gradient of an array op; `lens` is its text if it is another */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ phase: 'forward' | 'seed' | 'backward' | 'sum', node: number, edge: number }} Step */
/** @typedef {{ from: number, to: number, phase: 'forward' | 'seed' | 'backward', level: number | null, column: number }} Stage */
/** @typedef {{ level: number, nodes: number[] }} Column */

/**
 * A computation graph with everything that was computed on it. Node i is entry i of the node lists, edge e entry e of
 * the edge lists. `…At` lists hold the first frame in which a thing is known (frame k is what k steps made known), and
 * -1 for what never is.
 *
 * @typedef {object} Scene
 * @property {number} output
 * @property {string[]} ids
 * @property {string[]} labels
 * @property {string[]} ops
 * @property {number[][]} shapes
 * @property {(number | null)[]} levels
 * @property {(Value | null)[]} values
 * @property {(Value | null)[]} gradients
 * @property {Flag[][]} flags
 * @property {Record<string, any>} attrs  fixed keywords of ops by id, of those that have any
 * @property {number[]} from  the operand of each edge
 * @property {number[]} to  the consumer of each edge
 * @property {number[]} slot
 * @property {(Value | LocalRule | null)[]} local
 * @property {(Value | null)[]} propagated
 * @property {number[][]} operands  edges into each node, by slot
 * @property {number[][]} consumers  edges out of each node
 * @property {number[][]} summands  edges that add up to a node's gradient, in the order of summation
 * @property {Step[]} steps
 * @property {Stage[]} stages  the steps by column
 * @property {number[]} valueAt
 * @property {number[]} gradientAt
 * @property {number[]} propagatedAt
 * @property {Column[]} columns  left to right
 * @property {Box[]} boxes
 * @property {Point[][]} routes
 * @property {Point[]} lenses
 * @property {'right' | 'down'} direction
 * @property {Map<string, number>} index  node numbers by id
 * @property {boolean} scalar  whether every value is a number
 * @property {string[]} warnings
 * @property {Scene} [of]  the scene whose edges were turned round for forward mode
 * @property {import('./texts.js').Texts} [texts]  its own words
 * @property {(scene: Scene, from: number, to: number) => import('./story.js').Story | null} [story]  its own story, where it has one
 * @property {{ name: string, nodes: number[], folded: boolean }[]} [groups]  what can be folded
 * @property {{ groups: string[], nodes: number[] }[]} [cards]  what is folded
 * @property {(number | null)[]} [drawn]  where something is folded: the edge that is drawn for each edge
 * @property {Painting} [Painter]  what draws it; the picture of cards if there is nothing else
 * @property {typeof import('./draw/heat.js')} [heat]  what draws heat maps, where there are arrays
 * @property {number} [near]  the scale of a part of it, where the whole would be too small and there is room
 * @property {Box} [extent]  how far the picture reaches, where its painter knows better
 * @property {any} [network]  what the answer says about the network that this is
 */

/**
 * What draws a scene into the sheets of an element. `draw` is pure: the same frame again changes nothing. `card` is what
 * stands for a node, to be focused and pointed at; `cull` says what can be seen; `close` is called before another one
 * takes the sheets, which are empty then.
 *
 * @typedef {object} Painter
 * @property {Scene | null} scene  what is drawn
 * @property {(data: import('./draw/picture.js').Data, frame: import('./frames.js').Frame, move?: import('./motion.js').Schedule | null, t?: number) => void} draw
 * @property {(node: number) => Element | undefined} card
 * @property {(window: Box, view: import('./view.js').View) => void} cull
 * @property {(edge: number) => Element | undefined} [lens]  what stands for an edge, where it is not an element already
 * @property {() => void} [close]
 * @property {import('./folding.js').Folded | null} [folded]  the smaller scene that it draws, where groups are folded
 */

/**
 * A kind of painter. `light`: it needs no ways of edges; `reach`: how far it draws beyond the window, as a share of it,
 * where that is not everything; `glides`: up to so many nodes move to new places; `turns`: it can show tangents; `arranged`: it puts the nodes into places of its own.
 *
 * @typedef {(new (sheets: HTMLElement) => Painter) & { light?: boolean, glides?: number, reach?: number, turns?: boolean, arranged?: (scene: Scene) => Scene }} Painting
 */

/** @typedef {any} Answer  the JSON of the graph endpoint in columns, with layout */

/** More nodes than this are drawn on canvases, and not at their dearest while they are cards. */
export const MANY = 36

const CARD = { width: 176, height: 84 }

/**
 * Reads an answer in columns with its layout.
 * @param {Answer} answer
 * @returns {Scene}
 */
export function readScene(answer) {
  const { ids, labels, ops, levels_of: levels, flags, layout, warnings, attrs = {} } = answer
  const index = new Map(ids.map((/** @type {string} */ id, /** @type {number} */ node) => [id, node]))
  const values = answer.values.map(fromWire)
  const scene = {
    output: index.get(answer.output),
    ids,
    labels,
    ops,
    levels,
    values,
    gradients: answer.gradients.map(fromWire),
    shapes: answer.shapes ?? ids.map(() => []),
    flags: ids.map((/** @type {string} */ id) => flags?.[id] ?? []),
    attrs,
    index,
    scalar: values.every((/** @type {unknown} */ value) => typeof value === 'number'),
    warnings: warnings.map((/** @type {any} */ warning) => warning.detail ?? String(warning)),
    boxes: answer.x.map((/** @type {number} */ x, /** @type {number} */ node) => ({
      x,
      y: answer.y[node],
      ...CARD,
    })),
    direction: layout.direction,
    ...readEdges(answer.edges, ids.length),
    columns: readColumns(levels),
  }
  const { phase, node, input } = answer.steps
  const steps = phase.map((/** @type {Step['phase']} */ each, /** @type {number} */ k) => {
    return { phase: each, node: node[k], edge: each === 'backward' ? scene.operands[node[k]][input[k]] : -1 }
  })
  return finish({ ...scene, steps })
}

/**
 * @param {any} lists
 * @param {number} count  of nodes
 */
function readEdges({ from, to, slot, local, propagated, route, lens }, count) {
  const lists = () => Array.from({ length: count }, () => /** @type {number[]} */ ([]))
  const [operands, consumers] = [lists(), lists()]
  from.forEach((/** @type {number} */ source, /** @type {number} */ edge) => {
    operands[to[edge]][slot[edge]] = edge
    consumers[source].push(edge)
  })
  return {
    from,
    to,
    slot,
    operands,
    consumers,
    local: local.map(fromWire),
    propagated: propagated.map(fromWire),
    routes: route.map((/** @type {[number, number][]} */ points) => points.map(point)),
    lenses: lens.map((/** @type {[number, number] | null} */ at) => at && point(at)),
  }
}

/**
 * @param {[number, number]} pair
 * @returns {Point}
 */
const point = ([x, y]) => ({ x, y })

/**
 * @param {(number | null)[]} levels
 * @returns {Column[]}
 */
function readColumns(levels) {
  const deepest = Math.max(0, ...levels.map((level) => level ?? 0))
  const columns = Array.from({ length: deepest + 1 }, (_, i) => ({
    level: deepest - i,
    nodes: /** @type {number[]} */ ([]),
  }))
  levels.forEach((level, node) => {
    if (level !== null) columns[deepest - level].nodes.push(node)
  })
  return columns
}

/**
 * Adds what follows from the steps: when each thing becomes known, and the stages.
 * @param {any} scene
 * @returns {Scene}
 */
export function finish(scene) {
  Object.assign(scene, knownAt(scene))
  return { ...scene, stages: readStages(scene) }
}

/**
 * The frame from which on each value, gradient and propagated gradient is known.
 * @param {Scene} scene
 */
function knownAt(scene) {
  const valueAt = scene.ids.map(() => -1)
  const gradientAt = scene.ids.map(() => -1)
  const propagatedAt = scene.from.map(() => -1)
  const summands = scene.ids.map(() => /** @type {number[]} */ ([]))
  scene.steps.forEach(({ phase, node, edge }, k) => {
    if (phase === 'forward') valueAt[node] = k + 1
    else if (phase === 'backward') {
      propagatedAt[edge] = k + 1
      summands[scene.from[edge]].push(edge)
      gradientAt[scene.from[edge]] = k + 1
    } else gradientAt[node] = k + 1
  })
  return { valueAt, gradientAt, propagatedAt, summands }
}

/**
 * The steps in groups that play together: a column forward, the seed, a column backward.
 * @param {Scene} scene
 * @returns {Stage[]}
 */
function readStages(scene) {
  /** @type {Stage[]} */
  const stages = []
  scene.steps.forEach((step, k) => {
    const receiver = step.phase === 'backward' ? scene.from[step.edge] : step.node
    const phase = step.phase === 'sum' ? 'backward' : step.phase
    const level = scene.levels[receiver]
    const last = stages.at(-1)
    if (last && last.phase === phase && last.level === level) last.to = k + 1
    else
      stages.push({
        from: k,
        to: k + 1,
        phase,
        level,
        column: level === null ? -1 : scene.columns.length - 1 - level,
      })
  })
  return stages
}
