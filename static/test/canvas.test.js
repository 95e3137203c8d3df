import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOf } from '../src/draw/canvas/ink.js'
import { mostOf, weightOf } from '../src/draw/canvas/look.js'
import { detailAt, Places, SCALES } from '../src/draw/canvas/places.js'
import { covered, onTheWay } from '../src/draw/canvas/windows.js'
import { extentOf } from '../src/draw/extent.js'
import { cellsOf, formOf, limitText, placesOf } from '../src/draw/heat.js'
import { gridOf } from '../src/draw/heat-cells.js'
import { readAnswer } from '../src/rows.js'
import { note } from './answers.js'

/** A grid of nodes, each but the first joined to the one before it. */
function grid(columns = 100, rows = 50) {
  const boxes = Array.from({ length: columns * rows }, (_, node) => ({
    x: 366 * Math.floor(node / rows),
    y: 130 * (node % rows),
    width: 176,
    height: 84,
  }))
  const routes = boxes.slice(1).map((box, edge) => [
    { x: boxes[edge].x + 176, y: boxes[edge].y + 42 },
    { x: box.x, y: box.y + 42 },
  ])
  const lenses = routes.map(([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }))
  return /** @type {any} */ ({ boxes, routes, lenses, local: routes.map(() => 1) })
}

test('cards are drawn where they can be read, blocks below, then dots', () => {
  assert.equal(detailAt(1), 'cards')
  assert.equal(detailAt(SCALES.cards), 'cards')
  assert.equal(detailAt(SCALES.cards - 0.01), 'blocks')
  assert.equal(detailAt(SCALES.blocks - 0.01), 'dots')
})

test('a window has the nodes and edges that meet it and no others', () => {
  const scene = grid()
  const window = { x: 1000, y: 500, width: 900, height: 400 }
  const meets = (/** @type {any} */ box) =>
    box.x < 1900 && box.x + box.width > 1000 && box.y < 900 && box.y + box.height > 500
  const places = new Places(scene)
  const expected = scene.boxes.flatMap((/** @type {any} */ box, /** @type {number} */ node) =>
    meets(box) ? [node] : [],
  )
  assert.deepEqual(places.nodesIn(window), expected)
  assert.ok(expected.length > 5 && expected.length < 20)
  const seen = places.edgesIn(window)
  for (const node of expected) assert.ok(seen.includes(node))
  assert.ok(seen.length < 200)
})

test('a line hardly wider than a dot of the screen is drawn as wide as one; others are left as they are', () => {
  assert.equal(lineOf(2, 1), 2)
  assert.equal(lineOf(2, 0.8), 2)
  const fine = lineOf(2, 0.62) * 0.62
  assert.ok(fine < 1 && fine > 0.95, `${fine}`)
  assert.equal(lineOf(2, 0.45), 2)
  try {
    Reflect.set(globalThis, 'devicePixelRatio', 2)
    assert.equal(lineOf(2, 0.62), 2)
  } finally {
    Reflect.deleteProperty(globalThis, 'devicePixelRatio')
  }
})

test('a point finds the card that it is on, and between cards none', () => {
  const places = new Places(grid())
  assert.equal(places.nodeAt({ x: 366 + 10, y: 260 + 10 }, 1), 52)
  assert.equal(places.nodeAt({ x: 366 - 80, y: 260 }, 1), -1)
})

test('where nodes are but dots a point near one finds it', () => {
  const places = new Places(grid())
  assert.equal(places.nodeAt({ x: 366 - 30, y: 260 + 42 }, 0.05), 52)
})

test('a point on a lens finds its edge', () => {
  const scene = grid()
  const places = new Places(scene)
  assert.equal(places.lensAt({ x: scene.lenses[49].x + 5, y: scene.lenses[49].y }), 49)
  assert.equal(places.lensAt({ x: -500, y: -500 }), -1)
})

test('the extent of a graph with very many edges is found', () => {
  const scene = { ...readAnswer(note()) }
  const many = Array.from({ length: 200_000 }, (_, i) => ({ x: i % 90, y: i % 70 }))
  const { width } = extentOf({ ...scene, routes: [...scene.routes, many] })
  assert.ok(width >= extentOf(scene).width)
})

test('numbers weigh by their size, and one giant does not make all others pale', () => {
  const most = mostOf([...Array.from({ length: 99 }, (_, i) => i + 1), 1e12, null])
  assert.equal(most, 91)
  assert.equal(weightOf(0, most), 0)
  assert.equal(weightOf(1e12, most), 1)
  assert.ok(weightOf(5, most) > 0.1 && weightOf(5, most) < weightOf(50, most))
  assert.equal(weightOf(Number.NaN, most), 1)
})

test('a short vector shows its numbers and a strip, other arrays a map as wide or as high as they are', () => {
  assert.equal(formOf(3, [], 62), 'words')
  assert.equal(formOf([3, -2], [2], 62), 'strip')
  assert.equal(formOf([0.7616, 1, 0.964], [3], 62), 'wide')
  assert.equal(
    formOf(
      [
        [1, 2],
        [3, 4],
      ],
      [2, 2],
      62,
    ),
    'high',
  )
  assert.equal(formOf(Array(401).fill(1), [401], 62), 'wide')
  assert.equal(formOf([], [0], 62), 'words')
  assert.equal(formOf({ shape: [30, 30], min: 0, max: 1, mean: 0.5 }, [30, 30], 62), 'words')
})

test('the scale of a heat map is that of its largest finite entry, rounded where there is little room', () => {
  assert.equal(limitText([[1, -2.5, Number.NaN]], 'wide'), '±2.5')
  assert.equal(limitText([Number.NEGATIVE_INFINITY, 0], 'wide'), '0')
  assert.equal(limitText([6.125], 'high'), '±6.125')
  assert.equal(limitText([0.0028549], 'wide'), '±0.002855')
  assert.equal(limitText([0.0028549], 'high'), '±0.003')
  assert.equal(limitText([0.97354], 'high'), '±0.97')
})

test('the cells of a heat map fit into the row of a card', () => {
  const matrix = Array.from({ length: 6 }, (_, i) => Array.from({ length: 20 }, (_, j) => i - j))
  assert.equal(formOf(matrix, [6, 20], 62), 'wide')
  const { room } = placesOf('wide', 0)
  const { cells, size, width } = cellsOf(matrix, [6, 20], room)
  assert.equal(cells.length, 120)
  assert.ok(width <= room.width)
  assert.ok(cells.every(({ x, y }) => x + size <= room.width && y >= 0 && y + size <= room.height))
  assert.equal(cells[0].opacity, 0)
  assert.equal(cells.find(({ entry }) => entry === -19)?.opacity, 1)
})

test('a cell of a map of many entries shows the strongest of a block, or one that is no number', () => {
  const entry = (/** @type {number} */ i) => (i === 57 ? -9 : i === 783 ? Number.NaN : 1)
  const each = Array.from({ length: 28 })
  const image = each.map((_, i) => each.map((_, j) => entry(28 * i + j)))
  const map = cellsOf(image, [28, 28], { width: 33, height: 33 })
  assert.equal(map.cells.length, 14 * 14)
  assert.deepEqual([map.cells[14].index, map.cells[14].entry], [57, -9])
  assert.deepEqual([map.cells[0].index, map.cells.at(-1)?.index], [0, 783])
  assert.equal(map.cells[14].opacity, 1)
})

test('maps stay within what can be told apart, every entry belongs to a cell, and few columns stay apart', () => {
  // The server's test has the same table (tests/view/test_svg.py).
  const grids = /** @type {[number[], [number, number]][]} */ ([
    [[24], [1, 24]],
    [[25], [4, 8]],
    [[400], [13, 32]],
    [[401], [9, 23]],
    [[10_000], [13, 32]],
    [
      [1, 30],
      [4, 9],
    ],
    [
      [28, 28],
      [14, 14],
    ],
    [
      [1000, 3],
      [24, 3],
    ],
    [
      [3, 1000],
      [3, 48],
    ],
    [
      [100, 100],
      [20, 20],
    ],
    [
      [7, 5, 9],
      [18, 5],
    ],
  ])
  for (const [shape, wanted] of grids) {
    const { rows, columns, block, blockOf } = gridOf(shape)
    assert.deepEqual([rows, columns], wanted, `${shape}`)
    const all = Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => blockOf(i))
    const cells = new Set(all)
    assert.deepEqual(
      [...cells].sort((a, b) => a - b),
      [...cells.keys()].map((_, i) => i),
      `${shape}`,
    )
    assert.ok(cells.size <= rows * columns && cells.size > (rows - 1) * columns, `${shape}`)
    const most = Math.max(...[...cells].map((cell) => all.filter((other) => other === cell).length))
    assert.equal(
      most,
      block.reduce((product, n) => product * n, 1),
      `${shape}`,
    )
  }
})

test('how much of a window a drawn part covers decides whether a jump is drawn at once', () => {
  const window = { x: 100, y: 0, width: 200, height: 100 }
  assert.equal(covered(null, window), 0)
  assert.equal(covered({ x: 50, y: -25, width: 300, height: 150 }, window), 1)
  assert.equal(covered({ x: 200, y: 0, width: 300, height: 50 }, window), 0.25)
  assert.equal(covered({ x: 400, y: 300, width: 300, height: 50 }, window), 0)
})

test('what is drawn while a column plays reaches from one window to the other, and not beyond the border', () => {
  const to = { x: 0, y: 0, width: 200, height: 100 }
  const most = { x: -50, y: -25, width: 300, height: 150 }
  assert.deepEqual(onTheWay(to, to, most), to)
  assert.deepEqual(onTheWay({ ...to, x: -30 }, to, most), { x: -30, y: 0, width: 230, height: 100 })
  assert.deepEqual(onTheWay({ ...to, x: 900, y: -80 }, to, most), { x: 0, y: -25, width: 250, height: 125 })
})
