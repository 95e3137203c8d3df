import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Eye, nearer } from '../src/eye.js'
import { READABLE, View } from '../src/view.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

const SMALL = { x: 0, y: -20, width: 800, height: 400 }
const WIDE = { x: 0, y: 0, width: 5000, height: 600 }

/** @param {import('../src/scene.js').Box} box @param {number} [width] */
function looking(box, width = 1000) {
  const view = new View(document.createElement('div'), document.createElement('div'))
  const eye = new Eye(view)
  view.fit(box, width)
  return { view, eye }
}

test('a picture that can be read is seen whole', () => {
  const { view, eye } = looking(SMALL)
  assert.equal(view.zoom, 1)
  assert.deepEqual(eye.toStage({ x: 400, y: 180 }), { x: 500, y: view.room.height / 2 })
})

test('a small picture is not blown up beyond measure', () => {
  assert.equal(looking({ ...SMALL, width: 200, height: 100 }).view.scale, 1.2)
})

test('a picture too wide to be read is opened at its beginning', () => {
  const { view, eye } = looking(WIDE)
  assert.ok(view.zoom > 1)
  assert.ok(Math.abs(eye.toStage({ x: 0, y: 0 }).x) < 1e-9)
})

/** Two nodes, the second computed from the first, at places along a wide picture. @param {number} a @param {number} b */
function pair(a, b) {
  const box = (/** @type {number} */ x) => ({ x, y: 100, width: 100, height: 84 })
  const steps = [
    { phase: 'forward', node: 1, edge: -1 },
    { phase: 'backward', node: 1, edge: 0 },
  ]
  const stages = [{ from: 0 }, { from: 1 }]
  return /** @type {any} */ ({
    boxes: [box(a), box(b)],
    columns: [
      { level: 1, nodes: [0] },
      { level: 0, nodes: [1] },
    ],
    direction: 'right',
    from: [0],
    to: [1],
    operands: [[], [0]],
    steps,
    stages,
  })
}

/** @param {Eye} eye @param {any} scene @param {number} k */
const follow = (eye, scene, k) =>
  eye.follow(
    scene,
    /** @type {any} */ ({ move: null, t: 0, reduced: false }),
    /** @type {any} */ ({ k, stage: k - 1 }),
  )

test('the eye follows what happens, but never beyond the borders', () => {
  const { view, eye } = looking(WIDE)
  follow(eye, pair(2400, 2600), 1)
  assert.ok(Math.abs(view.centre.x - 2550) < 1e-9)
  follow(eye, pair(4700, 4900), 1)
  assert.ok(Math.abs(eye.toStage({ x: 5000, y: 0 }).x - view.room.width) < 1e-9)
  follow(eye, pair(4700, 4900), 0)
  assert.ok(Math.abs(eye.toStage({ x: 0, y: 0 }).x) < 1e-9, 'back at the beginning')
})

test('where there is no room for both ends of an edge, the eye looks at the one that receives', () => {
  const { view, eye } = looking(WIDE)
  follow(eye, pair(1000, 4000), 1)
  assert.equal(view.centre.x, 4050)
  follow(eye, pair(1000, 4000), 2)
  assert.equal(view.centre.x, 1050)
})

test('beside the inspector what could be read can still be read, and the old width brings the old look back', () => {
  const { view, eye } = looking(WIDE)
  eye.panBy(-300, 0)
  const { scale, room, box } = view
  view.fit(box, room.width * 0.6)
  assert.ok(Math.abs(view.scale - scale) < 1e-9)
  view.fit(box, room.width / 0.6)
  assert.ok(Math.abs(view.scale - scale) < 1e-9)
})

test('a whole picture stays whole beside the inspector, and what cannot is whole again without it', () => {
  const { view, eye } = looking({ ...SMALL, width: 1600 })
  assert.equal(view.scale, 1000 / 1600)
  view.fit(view.box, 650)
  assert.deepEqual([view.zoom, view.scale], [1, 650 / 1600])
  view.fit(view.box, 600)
  assert.ok(Math.abs(view.scale - READABLE) < 1e-9, 'too small as a whole')
  eye.panBy(-100, 0)
  view.fit(view.box, 610)
  assert.ok(Math.abs(view.scale - READABLE) < 1e-9)
  view.fit(view.box, 1000)
  assert.deepEqual([view.zoom, view.centre.x], [1, 800])
  view.fit(view.box, 600)
  eye.zoomBy(1.3)
  view.fit(view.box, 1000)
  assert.ok(Math.abs(view.scale - READABLE * 1.3) < 1e-9, 'somebody has zoomed')
})

test('a picture that asks for it is seen from near by, as far as the stage is wide enough', () => {
  const { view } = looking(WIDE)
  const [tall, wide] = [370, 800].map((width) => ({ x: 0, y: 0, width, height: 4000 }))
  view.fit(tall, 346, 0.9)
  assert.ok(Math.abs(view.scale - 0.9) < 1e-9)
  view.fit(wide, 600, 0.9)
  assert.ok(Math.abs(view.scale - 0.75) < 1e-9, 'as wide as the stage')
  view.fit({ ...wide, width: 2000 }, 346, 0.9)
  assert.ok(Math.abs(view.scale - READABLE) < 1e-9, 'no smaller than what can be read')
  view.fit(tall, 346)
  assert.ok(Math.abs(view.scale - READABLE) < 1e-9, 'others as ever')
})

test('a large picture is fitted no smaller than is of use, and then from near by', () => {
  const { view, eye } = looking({ ...WIDE, width: 20_000 })
  eye.turn()
  assert.ok(Math.abs(view.scale - 0.4) < 1e-9)
  eye.turn()
  assert.ok(Math.abs(view.scale - READABLE) < 1e-9)
})

test('who moves the picture by hand is left alone', () => {
  const { view, eye } = looking(WIDE)
  eye.panBy(-300, 0)
  const { x } = view.centre
  follow(eye, pair(4000, 4100), 1)
  assert.equal(view.centre.x, x)
})

test('zooming keeps the place under the pointer', () => {
  const { eye } = looking(SMALL)
  const place = { x: 300, y: 200 }
  const before = eye.toStage(place)
  eye.zoomBy(1.8, before.x, before.y)
  const after = eye.toStage(place)
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-6)
})

test('zooming out ends with the whole picture', () => {
  const { view, eye } = looking(SMALL)
  eye.zoomBy(3)
  eye.zoomBy(0.01)
  assert.equal(view.zoom, 1)
})

test('a card out of sight is brought into view', () => {
  const { view, eye } = looking(WIDE)
  const card = { x: 3000, y: 200, width: 176, height: 84 }
  eye.reveal(card)
  const left = eye.toStage(card)
  assert.ok(left.x >= 0 && left.x + card.width * view.scale <= view.room.width)
})

test('a pan changes nothing but the place of the sheets', () => {
  const { view, eye } = looking(WIDE)
  const { width } = view.sheets.style
  eye.panBy(-100, 0)
  assert.equal(view.sheets.style.width, width)
  assert.ok(Math.abs(view.offset.x + 100) < 1e-6)
})

test('a glide begins where the picture still covers the stage, on the way that it would have taken', () => {
  const room = { width: 1000, height: 600 }
  const from = (/** @type {number} */ x, /** @type {number} */ y, size = 1) => ({ x, y, size })
  assert.deepEqual(nearer(from(100, -50), from(0, 0), room, 0.25), from(100, -50))
  assert.deepEqual(nearer(from(200, 1000), from(0, 400), room, 0.25), from(50, 550))
  assert.deepEqual(nearer(from(-2000, 7), from(0, 7), room, 0.25), from(-250, 7))
})

test('a flight from far off begins where what is drawn covers the stage', () => {
  const room = { width: 1000, height: 600 }
  const [before, after, reach] = [{ x: 120, y: 80, size: 0.1 }, { x: -9000, y: -400, size: 1 }, 0.25]
  const { x, y, size } = nearer(before, after, room, reach)
  assert.ok(size > before.size && size < 1)
  const left = x + size * (-after.x - reach * room.width)
  const top = y + size * (-after.y - reach * room.height)
  const [width, height] = [size * room.width * (1 + 2 * reach), size * room.height * (1 + 2 * reach)]
  assert.ok(left <= 1e-6 && left + width >= room.width - 1e-6)
  assert.ok(top <= 1e-6 && top + height >= room.height - 1e-6)
})

/** The widths that the sheets are given while something happens: each new one lays out all text anew. @param {View} view @param {() => void} act */
function widths(view, act) {
  const { sheets } = view
  const set = /** @type {string[]} */ ([])
  const style = sheets.style
  Object.defineProperty(sheets, 'style', {
    configurable: true,
    value: new Proxy(style, {
      set: (_, name, value) => {
        if (name === 'width' && style.width !== value) set.push(value)
        return Reflect.set(style, name, value)
      },
      get: (_, name) => {
        const value = Reflect.get(style, name)
        return typeof value === 'function' ? value.bind(style) : value
      },
    }),
  })
  act()
  return set
}

test('while a wheel turns the sheets are but transformed, and at rest they are drawn once, at their own scale', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { view, eye } = looking(SMALL, 1000)
  const dear = new Eye(view, () => true)
  const drawn = view.drawn
  const set = widths(view, () => {
    for (let i = 0; i < 12; i++) {
      dear.zoomBy(1.1, 300, 120, true)
      t.mock.timers.tick(16)
    }
  })
  assert.deepEqual(set, [])
  assert.equal(view.drawn, drawn)
  assert.match(view.sheets.style.transform, /scale\(3\.13/)
  const seen = eye.toStage({ x: 400, y: 180 })
  t.mock.timers.tick(200)
  assert.equal(view.drawn, view.scale)
  assert.doesNotMatch(view.sheets.style.transform, /scale/)
  assert.ok(Math.abs(Number.parseFloat(view.sheets.style.width) - SMALL.width * view.scale) < 0.01)
  assert.deepEqual(eye.toStage({ x: 400, y: 180 }), seen)
})

test('a pan ends a zoom that has not come to rest, and no redraw follows it', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { view } = looking(SMALL)
  const eye = new Eye(view, () => true)
  eye.zoomBy(2, 0, 0, true)
  assert.notEqual(view.drawn, view.scale)
  eye.settle()
  assert.equal(view.drawn, view.scale)
  assert.deepEqual(
    widths(view, () => t.mock.timers.tick(1000)),
    [],
  )
})

test('a gesture that goes very far is drawn anew on its way', () => {
  const { view } = looking(WIDE)
  const eye = new Eye(view, () => true)
  const { drawn } = view
  for (let i = 0; i < 30; i++) eye.zoomBy(1.2, 0, 0, true)
  assert.ok(view.drawn > drawn)
  eye.settle()
})

test('sheets that cost little follow every turn of the wheel', () => {
  const { view, eye } = looking(SMALL)
  eye.zoomBy(1.5, 0, 0, true)
  assert.equal(view.drawn, view.scale)
  eye.settle()
})

test('zooming out by wheel ends with the whole picture in the middle', () => {
  const { view } = looking(SMALL)
  const eye = new Eye(view, () => true)
  eye.zoomBy(3, 0, 0, true)
  eye.zoomBy(0.01, 0, 0, true)
  eye.settle()
  assert.equal(view.zoom, 1)
  assert.ok(Math.abs(view.centre.x - 400) < 1e-6 && Math.abs(view.centre.y - 180) < 1e-6)
})
