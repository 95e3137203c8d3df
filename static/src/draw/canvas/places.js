// Where things are in a large picture, as flat lists of numbers: what can be seen in a window, and what is at a point.

/** @typedef {import('../../scene.js').Scene} Scene */
/** @typedef {import('../../scene.js').Box} Box */
/** @typedef {import('../../scene.js').Point} Point */
/** @typedef {'cards' | 'blocks' | 'dots'} Detail */

/** From these scales on there are cards that can be read, and blocks that can be told apart. */
export const SCALES = { cards: 0.42, blocks: 0.1 }
const LENS = { width: 60, height: 34 }
const CLOSE = 6
/** How far numbers on their way, names and notes reach beyond a road or a card. */
const AROUND = 80

/**
 * How much is drawn of a node at a scale: a card, a block with the colours of its numbers, or a dot.
 * @param {number} scale
 * @returns {Detail}
 */
export const detailAt = (scale) =>
  scale >= SCALES.cards ? 'cards' : scale >= SCALES.blocks ? 'blocks' : 'dots'

/** The places of the nodes and edges of a scene. */
export class Places {
  #scene
  #edges

  /** @param {Scene} scene */
  constructor(scene) {
    this.#scene = scene
    this.#edges = reaches(scene)
  }

  /**
   * The nodes that meet a window.
   * @param {Box} window
   */
  nodesIn(window) {
    const { boxes } = this.#scene
    const right = window.x + window.width
    const bottom = window.y + window.height
    const found = []
    for (let node = 0; node < boxes.length; node++) {
      const { x, y, width, height } = boxes[node]
      if (x < right && x + width > window.x && y < bottom && y + height > window.y) found.push(node)
    }
    return found
  }

  /**
   * The edges whose ways may meet a window.
   * @param {Box} window
   */
  edgesIn(window) {
    const reach = this.#edges
    const right = window.x + window.width
    const bottom = window.y + window.height
    const found = []
    for (let at = 0; at < reach.length; at += 4) {
      if (
        reach[at] < right &&
        reach[at + 2] > window.x &&
        reach[at + 1] < bottom &&
        reach[at + 3] > window.y
      ) {
        found.push(at / 4)
      }
    }
    return found
  }

  /**
   * The box around all that moves.
   * @param {import('../../motion.js').Schedule} move
   * @returns {Box | null}  null where nothing does
   */
  reachOf({ flights, settles, stacks, nodes }) {
    const { boxes } = this.#scene
    const [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const corners = [least, least, most, most]
    const take = (/** @type {Iterable<number>} */ [left, top, right, bottom]) => {
      corners[0] = Math.min(corners[0], left)
      corners[1] = Math.min(corners[1], top)
      corners[2] = Math.max(corners[2], right)
      corners[3] = Math.max(corners[3], bottom)
    }
    for (const { edge } of flights) take(this.#edges.subarray(4 * edge, 4 * edge + 4))
    for (const node of [...nodes, ...settles.map(({ node }) => node), ...stacks.map(({ node }) => node)]) {
      const { x, y, width, height } = boxes[node]
      take([x, y, x + width, y + height])
    }
    const [left, top, right, bottom] = corners
    if (left > right) return null
    return {
      x: left - AROUND,
      y: top - AROUND,
      width: right - left + 2 * AROUND,
      height: bottom - top + 2 * AROUND,
    }
  }

  /**
   * The node at a point; where nodes are but dots, the nearest one.
   * @param {Point} point
   * @param {number} scale
   */
  nodeAt({ x, y }, scale) {
    const near = CLOSE / scale
    const around = this.nodesIn({ x: x - near, y: y - near, width: 2 * near, height: 2 * near })
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    for (const node of around) {
      const away = distance(this.#scene.boxes[node], x, y)
      if (away < least) [best, least] = [node, away]
    }
    return least === 0 || (best >= 0 && detailAt(scale) !== 'cards') ? best : -1
  }

  /**
   * The edge whose lens is at a point.
   * @param {Point} point
   */
  lensAt({ x, y }) {
    const { lenses, local } = this.#scene
    const near = this.edgesIn({ x: x - LENS.width, y: y - LENS.height, width: 120, height: 68 })
    const hit = near.filter(
      (edge) =>
        local[edge] !== null &&
        Math.abs(lenses[edge].x - x) <= LENS.width / 2 &&
        Math.abs(lenses[edge].y - y) <= LENS.height / 2,
    )
    return hit[0] ?? -1
  }
}

/**
 * How far a point is from a box.
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 */
const distance = (box, x, y) =>
  Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height))

/**
 * The boxes around all routes, four numbers each: left, top, right, bottom. A way stays between the points of its route.
 * @param {Scene} scene
 */
function reaches({ routes }) {
  const lists = new Float64Array(4 * routes.length)
  routes.forEach((route, edge) => {
    let [left, top, right, bottom] = [
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]
    for (const { x, y } of route) {
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
    lists.set([left - LENS.height, top - LENS.height, right + LENS.height, bottom + LENS.height], 4 * edge)
  })
  return lists
}
