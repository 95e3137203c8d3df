import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { entryAt, placeOf } from '../src/cells.js'
import { waysOf } from '../src/draw/geometry.js'
import * as heat from '../src/draw/heat.js'
import { Picture } from '../src/draw/picture.js'
import { drawScrub, makeScrub, tickLabel } from '../src/draw/scrub.js'
import * as travel from '../src/draw/tokens.js'
import { frameAt } from '../src/frames.js'
import { SYMBOLS } from '../src/generated/symbols.js'
import { schedule } from '../src/motion.js'
import { readAnswer } from '../src/rows.js'
import { english } from '../src/texts.js'
import { dead, fan, note, twice } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

/**
 * What there is to see of an element: its attributes and children; of hidden ones nothing, or the text that is kept.
 * @param {Element} element
 * @returns {string}
 */
function seen(element) {
  if (element.getAttribute('display') === 'none') return ''
  if (element.matches('.quiet')) return `(${element.textContent})`
  const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort()
  const inside = element.children.length > 0 ? [...element.children].map(seen) : [element.textContent]
  return `<${element.localName} ${attributes.join(' ')}>${inside.join('')}`
}

/** @param {any} answer */
function drawing(answer) {
  const scene = { ...readAnswer(answer), heat }
  const root = document.createElement('div')
  const data = {
    scene,
    symbols: SYMBOLS,
    texts: english,
    ways: waysOf(scene),
    name: (/** @type {number} */ node) => scene.labels[node],
    ranges: new Map(),
    maths: false,
    glide: false,
    travel,
  }
  const picture = new Picture(root)
  const show = (/** @type {number} */ k, /** @type {number} */ to = k, t = 0) => {
    picture.draw(data, frameAt(scene, k), to > k ? schedule(scene, k, to) : null, t)
    return seen(root)
  }
  const text = (/** @type {string} */ selector) => root.querySelector(selector)?.textContent
  return { scene, root, show, text, data, picture }
}

test('drawing a frame twice changes nothing', () => {
  for (const answer of [note(), fan(), dead(), twice()]) {
    const { scene, show } = drawing(answer)
    for (let k = 0; k <= scene.steps.length; k++) assert.equal(show(k), show(k))
  }
})

test('drawing a moment twice changes nothing', () => {
  const { show } = drawing(fan())
  for (const t of [0, 200, 300, 500, 700, 900, 1100]) assert.equal(show(8, 14, t), show(8, 14, t))
})

test('any frame can be drawn without its neighbours', () => {
  for (const answer of [note(), fan(), dead(), twice()]) {
    const wandering = drawing(answer)
    const end = wandering.scene.steps.length
    for (let k = 0; k <= end; k++) {
      wandering.show(k, Math.min(end, k + 1), 300)
      wandering.show(end - k)
      assert.equal(wandering.show(k), drawing(answer).show(k), `frame ${k}`)
    }
  }
})

test('a moment of a flight looks the same however it was reached', () => {
  const played = drawing(fan())
  for (let t = 0; t <= 600; t += 20) played.show(8, 14, t)
  assert.equal(played.show(8, 14, 600), drawing(fan()).show(8, 14, 600))
})

test('cards show values and gradients with the full number beside them', () => {
  const { show, root } = drawing(note())
  show(10)
  const cell = (/** @type {string} */ id, /** @type {string} */ part) =>
    root.querySelector(`[data-node="${id}"] [data-part="${part}"]`)
  assert.equal(cell('f', 'value')?.textContent, '−12')
  assert.equal(cell('f', 'value')?.getAttribute('data-value'), '-12')
  assert.equal(cell('x', 'gradient')?.textContent, '−4')
})

test('a pending number is an empty slot, never 0', () => {
  const { show, root } = drawing(note())
  show(6)
  const cell = root.querySelector('[data-node="x"] [data-part="gradient"]')
  assert.equal(cell?.textContent, '')
  assert.equal(cell?.hasAttribute('data-value'), false)
  const slot = root.querySelector('[data-node="x"] .row.gradient .slot')
  assert.equal(slot?.hasAttribute('display'), false)
})

test('edges have the local gradient in the lens and the propagated one beside it', () => {
  const { show, text } = drawing(note())
  show(0)
  assert.equal(text('[data-edge="q->f"] [data-part="local"]'), '')
  show(5)
  assert.equal(text('[data-edge="q->f"] [data-part="local"]'), '× −4')
  assert.equal(text('[data-edge="q->f"] [data-part="propagated"]'), '')
  show(7)
  assert.equal(text('[data-edge="q->f"] [data-part="propagated"]'), '−4')
})

test('an input that is used twice has a slot on each edge', () => {
  const { show, root } = drawing(twice())
  show(0)
  const slots = [...root.querySelectorAll('[data-edge="x->y"]')].map((edge) => edge.getAttribute('data-slot'))
  assert.deepEqual(slots, ['0', '1'])
  assert.equal(root.querySelector('[data-edge="x->lost"]')?.hasAttribute('data-slot'), false)
})

test('a token carries upstream before the lens and the product behind it', () => {
  const { show, text } = drawing(note())
  show(6, 7, 150)
  assert.equal(text('.token.gradient text'), '1')
  show(6, 7, 500)
  assert.equal(text('.token.gradient text'), '−4')
})

test('values travel forward as tokens too', () => {
  const { show, root } = drawing(note())
  show(2, 3, 200)
  const carried = [...root.querySelectorAll('.token.value text')].map((token) => token.textContent)
  assert.deepEqual(carried, ['−2', '5'])
})

test('a token that a shut relu turned into 0 fades', () => {
  const { scene, show, root } = drawing(dead())
  const u = scene.gradientAt[/** @type {number} */ (scene.index.get('u'))]
  show(u - 1, u, 560)
  const token = root.querySelector('.token')
  assert.match(token?.getAttribute('class') ?? '', /dead/)
  assert.ok(Number(token?.getAttribute('opacity')) < 1)
})

test('contributions stack in the card until their sum is known', () => {
  const { scene, show, text } = drawing(fan())
  const [a] = [0]
  const sum = scene.gradientAt[a]
  show(sum - 2)
  assert.equal(text('[data-node="a"] [data-part="partial"]'), '3 + …')
  show(sum - 1)
  assert.equal(text('[data-node="a"] [data-part="partial"]'), '3 + (−6)')
  assert.equal(text('[data-node="a"] [data-part="gradient"]'), '')
  show(sum)
  assert.equal(text('[data-node="a"] [data-part="partial"]'), '')
  assert.equal(text('[data-node="a"] [data-part="gradient"]'), '−3')
})

test('columns are titled by their step, the present one marked', () => {
  const { show, root } = drawing(note())
  const titles = () => [...root.querySelectorAll('.column .title')].map((title) => title.textContent)
  show(0)
  assert.deepEqual(titles(), ['forward step 1', 'forward step 2', 'forward step 3'])
  show(8, 10, 300)
  assert.deepEqual(titles(), ['backward step 3 · now', 'backward step 2', 'backward step 1'])
})

test('the output says what starts the pass, once it has', () => {
  const { show, text } = drawing(note())
  show(5)
  assert.equal(text('[data-node="f"] .note'), '')
  show(6)
  assert.equal(text('[data-node="f"] .note'), '∂f/∂f = 1 starts the pass')
})

test('inputs have sliders, other nodes have none', () => {
  const { show, root } = drawing(note())
  show(0)
  const sliders = [...root.querySelectorAll('.slider')].map((slider) => slider.getAttribute('data-input'))
  assert.deepEqual(sliders, ['x', 'y', 'z'])
})

test('a node that the output does not need is dimmed', () => {
  const { show, root } = drawing(twice())
  show(0)
  assert.match(root.querySelector('[data-node="lost"]')?.getAttribute('class') ?? '', /unreached/)
})

test('cards are said aloud with what is known', () => {
  const { show, root } = drawing(note())
  show(3)
  assert.equal(root.querySelector('[data-node="q"] .aloud')?.textContent, 'q, value 3, gradient pending')
})

test('flags are marked once what they are about has happened', () => {
  const answer = note()
  answer.nodes[2].flags = [{ kind: 'kink', detail: 'At the kink.', phase: 'backward' }]
  const { show, root } = drawing(answer)
  const flag = () => root.querySelector('[data-node="q"] .flag')
  show(6)
  assert.equal(flag()?.getAttribute('display'), 'none')
  show(8)
  assert.equal(flag()?.hasAttribute('display'), false)
  assert.equal(flag()?.getAttribute('data-tip'), 'At the kink.')
  assert.match(root.querySelector('[data-node="q"] .aloud')?.textContent ?? '', /\. At the kink\.$/)
})

test('a small matrix is a heat map, round below zero and square above', () => {
  const answer = note()
  const matrix = [
    [1, -2, 0],
    [3, 4, -5],
  ]
  Object.assign(answer.nodes[0], { shape: [2, 3], value: matrix, gradient: matrix })
  const { show, root } = drawing(answer)
  show(10)
  const cells = [...root.querySelectorAll('[data-node="x"] .row.value .heat rect')]
  assert.equal(cells.length, 6)
  assert.deepEqual(
    cells.map((cell) => cell.getAttribute('class')?.split(' ')[1]),
    ['plus', 'minus', 'plus', 'plus', 'plus', 'minus'],
  )
  assert.equal(root.querySelector('[data-node="x"] [data-part="value"]')?.textContent, '2×3')
  assert.equal(root.querySelector('[data-node="x"] .row.value .limit')?.textContent, '±5')
  show(5)
  assert.equal(root.querySelector('[data-node="x"] .row.gradient .heat')?.getAttribute('display'), 'none')
})

test('a cell of a heat map tells its entry, its gradient as soon as that is known', () => {
  const answer = note()
  Object.assign(answer.nodes[0], {
    shape: [2, 3],
    value: [
      [1, -2, 0],
      [3, 4, -5],
    ],
    gradient: [
      [0, 0, 0],
      [0, 0.5, 0],
    ],
  })
  const { show, root, scene } = drawing(answer)
  const told = (/** @type {number} */ k, /** @type {string} */ where) => {
    show(k)
    const panel = /** @type {any} */ ({
      data: { scene, texts: english, name: (/** @type {number} */ node) => scene.labels[node] },
      frame: frameAt(scene, k),
    })
    return entryAt(panel, /** @type {Element} */ (root.querySelector(where)))
  }
  const fifth = '[data-node="x"] .row.value .cell:nth-child(5)'
  assert.equal(told(5, fifth), 'x[1, 1]: value 4')
  assert.equal(told(10, fifth), 'x[1, 1]: value 4, gradient 0.5')
  assert.equal(told(10, '[data-node="x"] .body'), null)
  assert.deepEqual(placeOf(7, [2, 2, 3]), [1, 0, 1])
})

test('an edge that carries no gradient has one lane and no lens', () => {
  const answer = note()
  Object.assign(answer.nodes[4].inputs[0], { local_gradient: null, propagated_gradient: null })
  const { show, root } = drawing(answer)
  show(10)
  assert.equal(root.querySelector('[data-edge="q->f"] .lens')?.getAttribute('display'), 'none')
})

test('a slider of an input that is no number has a finite place, and says what it is', () => {
  const { scene, show, root } = drawing(note())
  scene.values[0] = Number.POSITIVE_INFINITY
  scene.values[1] = Number.NaN
  show(0)
  const slider = (/** @type {string} */ id) => root.querySelector(`[data-input="${id}"]`)
  const facts = ['x', 'y'].map((id) =>
    ['aria-valuenow', 'aria-valuetext'].map((name) => slider(id)?.getAttribute(name)),
  )
  assert.deepEqual(facts, [
    ['10', '∞'],
    ['0', 'NaN'],
  ])
})

test('what the ticks of the time line are called is found once, and again when the seed or the width is another', () => {
  const { scene } = drawing(note())
  const scrub = makeScrub(english)
  const labels = () =>
    [...scrub.picture.querySelectorAll('.labels text')].map((text) => [
      text.textContent,
      text.getAttribute('class'),
    ])
  let read = 0
  const watched = {
    ...scene,
    get steps() {
      read++
      return scene.steps
    },
  }
  const draw = (/** @type {any} */ other = {}) => {
    read = 0
    drawScrub(scrub, {
      scene: watched,
      texts: english,
      position: 1,
      k: 3,
      width: 700,
      stage: 1,
      ...other,
    })
    return read
  }
  const first = draw()
  assert.deepEqual(
    labels()
      .filter(([, kind]) => kind === 'next')
      .map(([text]) => text),
    ['q'],
  )
  const later = draw({ stage: 2 })
  assert.ok(later < first, `${later} of ${first}`)
  assert.deepEqual(
    labels()
      .filter(([, kind]) => kind === 'next')
      .map(([text]) => text),
    ['f'],
  )
  assert.equal(draw({ stage: 2, width: 900 }), first)
  watched.gradients = scene.gradients.map((each) => (each === null ? null : 2))
  assert.equal(draw({ stage: 2, width: 900 }), first)
})

test('under a tick a long name is cut, and short ones are not', () => {
  const scene = readAnswer(note())
  const called = (/** @type {string} */ name) =>
    tickLabel({ ...scene, labels: scene.labels.map((label) => (label === 'q' ? name : label)) }, english, 1)
  assert.equal(called('q'), 'q')
  assert.equal(called('a_quantity_of_very_many_letters'), 'a_quantity_of_ve…')
})
