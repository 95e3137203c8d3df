// Where the layers of a large network stand: a grid for the input, strips of z, a and δ for the others, and below the gap
// between two layers the heat maps of the weights.

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../scene.js').Point} Point */

const TALLEST = 320
const LARGEST_CELL = 14
const STRIP = 30
const APART = 6
const GAP = 300
export const MAP = 150
const UNDER = 44
const TOP = 60
const LEFT = 24
const LOSS = { width: 96, height: 74 }
const BELOW = 34

/** @typedef {{ columns: number, cell: number, width: number, height: number }} Grid */

/**
 * A layer as it is drawn.
 * @typedef {object} Block
 * @property {number} n
 * @property {Point} corner
 * @property {Grid} grid
 * @property {number} count  how many neurons
 * @property {boolean} strips  whether z, a and δ stand side by side, not one grid
 */

/**
 * The scene with its layers in their places.
 * @param {Scene} scene
 * @returns {Scene & { blocks: Block[], maps: { n: number, box: Box }[] }}
 */
export function arranged(scene) {
  const { summary } = scene.network
  const inputs = scene.shapes[scene.index.get('x') ?? 0]?.at(-1) ?? 1
  /** @type {Block[]} */
  const blocks = [{ n: 1, corner: { x: LEFT, y: TOP }, grid: gridOf(inputs), count: inputs, strips: false }]
  /** @type {{ n: number, box: Box }[]} */
  const maps = []
  let x = LEFT + blocks[0].grid.width
  for (const { n, z } of summary) {
    const count = Array.isArray(z)
      ? z.flat(9).length
      : z.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1)
    const cell = Math.min(LARGEST_CELL, TALLEST / count)
    const grid = { columns: 1, cell, width: 3 * STRIP + 2 * APART, height: cell * count }
    maps.push({ n, box: { x: x + (GAP - MAP) / 2, y: TOP + TALLEST + UNDER, width: MAP, height: MAP } })
    blocks.push({
      n,
      corner: { x: x + GAP, y: TOP + (TALLEST - grid.height) / 2 },
      grid,
      count,
      strips: true,
    })
    x += GAP + grid.width
  }
  blocks[0].corner.y = TOP + (TALLEST - blocks[0].grid.height) / 2
  const loss = { x: x + LOSS.width, y: TOP + (TALLEST - LOSS.height) / 2, ...LOSS }
  const boxes = scene.ids.map((id) => boxOf(id, blocks, maps, loss))
  const width = loss.x + loss.width + LEFT
  const height = TOP + TALLEST + UNDER + 2 * MAP + BELOW + UNDER
  return { ...scene, boxes, blocks, maps, extent: { x: 0, y: 0, width, height } }
}

/**
 * The grid of the input: nearly a square, since images often are.
 * @param {number} count
 * @returns {Grid}
 */
function gridOf(count) {
  const columns = Math.ceil(Math.sqrt(count))
  const cell = Math.min(LARGEST_CELL, (TALLEST * 0.7) / columns)
  return { columns, cell, width: columns * cell, height: Math.ceil(count / columns) * cell }
}

/**
 * The box of a node of the layer graph; what is not drawn for itself lies with what it belongs to.
 * @param {string} id
 * @param {Block[]} blocks
 * @param {{ n: number, box: Box }[]} maps
 * @param {Box} loss
 * @returns {Box}
 */
function boxOf(id, blocks, maps, loss) {
  const found = /^([a-z])(\d*)$/.exec(id)
  const n = Number(found?.[2] || 1)
  const block = blocks.find((each) => each.n === n)
  if (id === 'x' || (block && found && 'za'.includes(found[1]))) {
    const at = /** @type {Block} */ (block)
    const strip = found?.[1] === 'a' ? STRIP + APART : 0
    return {
      x: at.corner.x + strip,
      y: at.corner.y,
      width: at.strips ? STRIP : at.grid.width,
      height: at.grid.height,
    }
  }
  const map = maps.find((each) => each.n === n && found && 'wb'.includes(found[1]))
  return map ? { ...map.box } : { ...loss }
}

/**
 * The middle of a neuron, on the side where its edges leave or arrive.
 * @param {Block} block
 * @param {number} k  from 0
 * @param {'from' | 'to'} side
 * @returns {Point}
 */
export function portOf({ corner, grid, strips }, k, side) {
  const { columns, cell } = grid
  if (strips) return { x: corner.x + (side === 'to' ? 0 : 2 * STRIP + APART), y: corner.y + (k + 0.5) * cell }
  return { x: corner.x + ((k % columns) + 0.5) * cell, y: corner.y + (Math.floor(k / columns) + 0.5) * cell }
}

/** Where the strip of z, a or δ begins. @param {'z' | 'a' | 'delta'} which */
export const stripAt = (which) => ({ z: 0, a: STRIP + APART, delta: 2 * (STRIP + APART) })[which]

export const STRIP_WIDTH = STRIP
