// Where neurons stand: a column a layer, each neuron one pill of z and a, in the order of their numbers, as in the note.

import { symbolOf } from '../notation.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../scene.js').Point} Point */

/**
 * How closely neurons stand. `all`: every weight is written on its edge; `some`: where one looks; `cells`: neurons are
 * small cells without numbers, images in their own rows and columns.
 * @typedef {'all' | 'some' | 'cells'} Density
 */

/**
 * A neuron: z and a in one pill, or a node for itself.
 * @typedef {{ z: number, a: number }} Neuron  -1 is none
 */

/**
 * @typedef {object} Layer
 * @property {string} key
 * @property {string} n  the layer's number; empty for the loss and what belongs to it
 * @property {number} level
 * @property {Neuron[]} neurons
 * @property {number[]} shape
 */

/**
 * What the painter needs besides the scene.
 * @typedef {object} Neurons
 * @property {Density} density
 * @property {Layer[]} layers
 * @property {Map<number, Neuron>} joined  by the number of z or of a
 * @property {boolean[]} inner  whether an edge runs inside a neuron
 * @property {boolean} stacked  whether z stands above a, not beside it
 */

const HALF = 94
const HEIGHT = 74
const LONE = 88
/** As wide is what stands alone, or above another, in a picture that would else be wider still. */
const STACKED = { half: 104, lone: 98 }
const CELL = 15
const CELL_HEIGHT = 24
const CELL_APART = 3
const CHANNEL_APART = 12
const MOST_ALL = 4
const MOST_PILLS = 16
const LONGEST_COLUMN = 16
/** Room for a label of two lines with air around it. */
const LABEL = 41
const BIAS_ROOM = 58
const BIAS_ROOM_NARROW = 42
const APART = 26
const GAPS = {
  right: { all: 0, some: 150, cells: 120, last: 62 },
  down: { all: 0, some: 126, cells: 70, last: 56 },
}
/** Room for the labels between a column and one of so many neurons. */
const LABELLED = [0, 144, 190, 222, 252]
/** Around the neurons: titles, and the bias below the last one. */
const ROOM = { side: 18, title: 52, row: 30, bias: 42 }
/** A picture that would be wider than so many times its height has z above a: a stage is far from so wide. */
const WIDEST = 2.2
/** In a lower window the sentence and the controls would be out of sight below such a picture. */
const HIGH = 1000
/** Where layers run from top to bottom a part is shown whose numbers can be read, not the whole of a column. */
const NEAR = 0.9
const TOP = 64
const LEFT = 24

/**
 * The scene with its neurons in their places.
 * @param {Scene} scene
 * @returns {Scene & { neurons: Neurons }}
 */
export function arranged(scene) {
  const { layers, joined } = layersOf(scene)
  const density = densityOf(scene, layers)
  const { boxes, stacked } = placed(scene, layers, density)
  const inner = scene.from.map((from, edge) => {
    const neuron = joined.get(from)
    return neuron !== undefined && neuron.z === from && neuron.a === scene.to[edge]
  })
  const ends = scene.from.map((from, edge) => roadOf(scene, boxes, from, scene.to[edge], inner[edge]))
  const sizes = new Map(
    layers.flatMap(({ neurons }) =>
      neurons.flatMap(({ z, a }) => [z, a].map((node) => [node, neurons.length])),
    ),
  )
  const share = (/** @type {number} */ edge) => {
    if (inner[edge]) return 0.5
    return scene.direction === 'down' ? IN_ROWS[scene.slot[edge] % 2] : labelShare(sizes, scene.to[edge])
  }
  const lenses = ends.map((road, edge) => along(road, share(edge)))
  const neurons = { density, layers, joined, inner, stacked }
  return {
    ...scene,
    boxes,
    routes: ends,
    lenses,
    neurons,
    near: scene.direction === 'down' && density !== 'cells' ? NEAR : 0,
    extent: extentOf(boxes, scene.direction === 'down'),
  }
}

/**
 * The box around everything: neurons, the titles above them and the biases below.
 * @param {Box[]} boxes
 * @param {boolean} down
 * @returns {Box}
 */
function extentOf(boxes, down) {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))]
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  const top = down ? ROOM.row : ROOM.title
  return {
    x: x - ROOM.side,
    y: y - top,
    width: right - x + 2 * ROOM.side,
    height: bottom - y + top + ROOM.bias,
  }
}

/**
 * The layers of a scene from the input on, and the neurons that are z and a in one.
 * @param {Scene} scene
 */
function layersOf(scene) {
  /** @type {Map<number, Neuron>} */
  const joined = new Map()
  scene.ids.forEach((id, a) => {
    const z = soleOperand(scene, a)
    if (z === null || !/^a\d+_/.test(id) || scene.ids[z] !== id.replace('a', 'z')) return
    const neuron = { z, a }
    joined.set(z, neuron)
    joined.set(a, neuron)
  })
  /** @type {Map<string, Layer>} */
  const layers = new Map()
  for (const node of scene.ids.keys()) {
    const neuron = joined.get(node) ?? { z: -1, a: node }
    if (neuron.z === node) continue
    const symbol = symbolOf(scene.ids[node])
    const inLayer = symbol !== null && symbol.index.length > 0
    const key = inLayer ? `${symbol.letter}${symbol.layer}` : `level ${scene.levels[node]}`
    const n = inLayer ? symbol.layer || '1' : ''
    const layer = layers.get(key) ?? { key, n, level: scene.levels[node] ?? 0, neurons: [], shape: [] }
    layer.neurons.push(neuron)
    if (inLayer) layer.shape = symbol.index.map((each, i) => Math.max(layer.shape[i] ?? 0, Number(each)))
    layers.set(key, layer)
  }
  return { layers: [...layers.values()].sort((a, b) => b.level - a.level), joined }
}

/**
 * @param {Scene} scene
 * @param {number} node
 */
function soleOperand({ operands, from }, node) {
  const edges = operands[node]
  return edges.length === 1 ? from[edges[0]] : null
}

/**
 * @param {Scene} scene
 * @param {Layer[]} layers
 * @returns {Density}
 */
function densityOf(scene, layers) {
  const most = Math.max(...layers.map(({ neurons }) => neurons.length))
  if (most > MOST_PILLS) return 'cells'
  return most <= MOST_ALL && scene.direction === 'right' ? 'all' : 'some'
}

/**
 * z and a side by side; one above the other where layers run from top to bottom, or the picture would be but a strip
 * in a high window.
 * @param {Scene} scene
 * @param {Layer[]} layers
 * @param {Density} density
 */
function placed(scene, layers, density) {
  const down = scene.direction === 'down'
  const boxes = boxesOf(scene, layers, density, down)
  const { width, height } = extentOf(boxes, down)
  const strip = !down && density !== 'cells' && innerHeight >= HIGH && width > WIDEST * height
  return { boxes: strip ? boxesOf(scene, layers, density, true) : boxes, stacked: down || strip }
}

/**
 * @param {Scene} scene
 * @param {Layer[]} layers
 * @param {Density} density
 * @param {boolean} stacked
 * @returns {Box[]}
 */
function boxesOf(scene, layers, density, stacked) {
  const down = scene.direction === 'down'
  const targets = Math.max(...layers.map(({ neurons }) => neurons.length))
  const high = stacked && !down ? 2 * HEIGHT : HEIGHT
  const pitch =
    high + (density === 'all' ? Math.max(BIAS_ROOM, LABEL * (targets + 1) - high) : BIAS_ROOM_NARROW)
  const grids = layers.map((layer) => gridOf(layer, density, { down, stacked, pitch }))
  const length = down ? 'height' : 'width'
  const across = down ? 'width' : 'height'
  const widest = Math.max(...grids.map((grid) => grid[across]))
  /** @type {Box[]} */
  const boxes = scene.boxes.map((box) => ({ ...box }))
  const gaps = GAPS[scene.direction]
  const gapBefore = (/** @type {Layer} */ { n, neurons: { length } }) =>
    n === '' ? gaps.last : density === 'all' ? LABELLED[length] : gaps[density]
  let at = down ? TOP : LEFT
  layers.forEach((layer, i) => {
    const grid = grids[i]
    const aside = (down ? LEFT : TOP) + (widest - grid[across]) / 2
    const corner = down ? { x: aside, y: at } : { x: at, y: aside }
    layer.neurons.forEach((neuron, k) => {
      const place = grid.places[k]
      const box = { ...grid.size, x: corner.x + place.x, y: corner.y + place.y }
      if (neuron.z < 0) boxes[neuron.a] = box
      else {
        const half = {
          width: stacked ? box.width : box.width / 2,
          height: stacked ? box.height / 2 : box.height,
        }
        boxes[neuron.z] = { ...box, ...half }
        boxes[neuron.a] = {
          x: stacked ? box.x : box.x + half.width,
          y: stacked ? box.y + half.height : box.y,
          ...half,
        }
      }
    })
    const next = layers[i + 1]
    if (next) at += grid[length] + gapBefore(next)
  })
  return boxes
}

/**
 * The places of a layer's neurons, its corner at 0, 0.
 * @param {Layer} layer
 * @param {Density} density
 * @param {{ down: boolean, stacked: boolean, pitch: number }} way  `pitch`: from one neuron of a column to the next, the
 *   same in all of them, so that there is room for the labels of the edges
 */
function gridOf({ neurons, n, shape }, density, { down, stacked, pitch: apart }) {
  const pair = neurons[0].z >= 0
  const wide = stacked && !down ? STACKED : { half: HALF, lone: LONE }
  const cells = density === 'cells' && n !== ''
  const whole = cells
    ? { width: pair ? CELL : CELL_HEIGHT, height: CELL_HEIGHT }
    : { width: pair ? wide.half : wide.lone, height: HEIGHT }
  const size = {
    width: whole.width * (pair && !stacked ? 2 : 1),
    height: whole.height * (pair && stacked ? 2 : 1),
  }
  const pitch = cells
    ? { x: size.width + CELL_APART, y: size.height + CELL_APART }
    : { x: size.width + APART, y: apart }
  const places = neurons.map((_, k) => {
    const [row, column, channel] = cellOf(k, neurons.length, shape, cells, down)
    const aside = channel * CHANNEL_APART
    return { x: column * pitch.x + (down ? aside : 0), y: row * pitch.y + (down ? 0 : aside) }
  })
  return {
    size,
    places,
    width: Math.max(...places.map(({ x }) => x)) + size.width,
    height: Math.max(...places.map(({ y }) => y)) + size.height,
  }
}

/**
 * Row, column and channel of a neuron in its layer. Images keep their rows and columns, their channels stand one after
 * the other; a long list is broken.
 * @param {number} k
 * @param {number} count
 * @param {number[]} shape
 * @param {boolean} cells
 * @param {boolean} down
 */
function cellOf(k, count, shape, cells, down) {
  if (cells && shape.length === 3) {
    const [, height, width] = shape
    const [channel, rest] = [Math.floor(k / (height * width)), k % (height * width)]
    const [row, column] = [Math.floor(rest / width), rest % width]
    return down ? [row, column + channel * width, channel] : [row + channel * height, column, channel]
  }
  const line = cells ? Math.min(count, LONGEST_COLUMN) : count
  const [major, minor] = [Math.floor(k / line), k % line]
  return down ? [major, minor, 0] : [minor, major, 0]
}

/**
 * The road of an edge: a straight line from border to border.
 * @param {Scene} scene
 * @param {Box[]} boxes
 * @param {number} from
 * @param {number} to
 * @param {boolean} inner
 * @returns {Point[]}
 */
function roadOf({ direction }, boxes, from, to, inner) {
  const [a, b] = [boxes[from], boxes[to]]
  const centre = (/** @type {Box} */ { x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })
  if (inner) return [centre(a), centre(b)]
  if (direction === 'down')
    return [
      { x: centre(a).x, y: a.y + a.height },
      { x: centre(b).x, y: b.y },
    ]
  return [
    { x: a.x + a.width, y: centre(a).y },
    { x: b.x, y: centre(b).y },
  ]
}

/**
 * How far along its edge a label stands: with J targets 1/(J + 1), so that the labels of all edges between two columns
 * lie one below the other in equal distances.
 * @param {Map<number, number>} sizes  how many neurons the layer of a node has
 * @param {number} to
 */
function labelShare(sizes, to) {
  const targets = sizes.get(to) ?? 1
  return targets === 1 ? LONE_SHARE : Math.max(LEAST_SHARE, 1 / (targets + 1))
}

const LONE_SHARE = 0.42
/** From top to bottom the labels that lead to a neuron stand in two rows: side by side they would be too wide. */
const IN_ROWS = [0.21, 0.53]
const LEAST_SHARE = 0.2

/**
 * The place on a road by the share of it that lies behind.
 * @param {Point[]} road
 * @param {number} s
 * @returns {Point}
 */
export const along = ([a, b], s) => ({ x: a.x + (b.x - a.x) * s, y: a.y + (b.y - a.y) * s })
