import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { waysOf } from '../src/draw/geometry.js'
import * as heat from '../src/draw/heat.js'
import { Picture } from '../src/draw/picture.js'
import { drawStrip } from '../src/draw/strip.js'
import { frameAt } from '../src/frames.js'
import { arrayElement, walkEntries } from '../src/inspector/arrays.js'
import { english as inspectorTexts } from '../src/inspector/texts.js'
import { lensText } from '../src/lens.js'
import { localRows, rowsOf } from '../src/matrices.js'
import { readAnswer } from '../src/rows.js'
import { english } from '../src/texts.js'
import { answerOf } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

const W = [
  [0.25, -0.5],
  [1, 0],
]
const X = [
  [3, 2, 1],
  [1, 0, -2],
]

/** Y = W @ X with gradients that are made up; L stands for its sum. */
function product() {
  const answer = answerOf([
    ['W', 'input', 1],
    ['X', 'input', 2],
    ['Y', 'mul', ['W', 'X']],
    ['L', 'neg', ['Y']],
  ])
  const [w, x, y, l] = answer.nodes
  Object.assign(w, {
    shape: [2, 2],
    value: W,
    gradient: [
      [6, -4],
      [1, 0],
    ],
  })
  Object.assign(x, { shape: [2, 3], value: X, gradient: X })
  Object.assign(y, { op: 'matmul', shape: [2, 3], value: X, gradient: X })
  Object.assign(y.inputs[0], {
    local_gradient: { kind: 'matrix', operand: 'X', rule: '' },
    propagated_gradient: W,
  })
  Object.assign(y.inputs[1], {
    local_gradient: { kind: 'matrix', operand: 'W', rule: '' },
    propagated_gradient: X,
  })
  Object.assign(l.inputs[0], { local_gradient: { kind: 'jacobian' }, propagated_gradient: X })
  const scene = { ...readAnswer(answer), heat }
  const name = (/** @type {number} */ node) => scene.labels[node]
  const data = {
    scene,
    symbols: {},
    texts: english,
    ways: waysOf(scene),
    name,
    ranges: new Map(),
    maths: false,
    glide: false,
  }
  return { scene, data }
}

/** @param {number[]} shape */
function counted(shape) {
  let next = 0
  /** @type {(shape: number[]) => any} */
  const build = ([first, ...rest]) =>
    Array.from({ length: first }, () => (rest.length > 0 ? build(rest) : next++))
  return build(shape)
}

test('the lens of a matrix product shows the factor, transposed, and says from which side it multiplies', () => {
  const { scene, data } = product()
  const root = document.createElement('div')
  new Picture(root).draw(data, frameAt(scene, scene.steps.length))
  const lens = root.querySelector('[data-edge="W->Y"] .lens')
  assert.equal(lens?.querySelector('text')?.textContent, '× Xᵀ')
  const minus = [...(lens?.querySelectorAll('.heat .cell') ?? [])].map((cell) =>
    cell.classList.contains('minus'),
  )
  assert.deepEqual(minus, [false, false, false, false, false, true])
  assert.equal(
    lens?.getAttribute('data-tip'),
    'local gradient ∂Y/∂W = × Xᵀ with X = [[3, 2, 1], [1, 0, −2]]\n∂L/∂W = ∂L/∂Y · Xᵀ, from the right\nshapes: 2×2 = 2×3 · 3×2',
  )
  assert.equal(
    root.querySelector('[data-edge="X->Y"] .lens')?.getAttribute('data-tip'),
    'local gradient ∂Y/∂X = Wᵀ × with W = [[0.25, −0.5], [1, 0]]\n∂L/∂X = Wᵀ · ∂L/∂Y, from the left\nshapes: 2×3 = 2×2 · 2×3',
  )
})

test('small matrices have rows, everything else none', () => {
  assert.deepEqual(rowsOf(W), [
    ['0.25', '−0.5'],
    ['1', '0'],
  ])
  assert.deepEqual(rowsOf([[Number.NaN, 1e-9]]), [['NaN', '1e−9']])
  for (const other of [3, [1, 2], [], [[]], counted([4, 2]), counted([2, 4]), counted([2, 2, 2]), null])
    assert.equal(rowsOf(other), undefined)
})

test('the rows of a local gradient are those of what multiplies', () => {
  const { scene } = product()
  assert.deepEqual(localRows(scene, 0), [
    ['3', '1'],
    ['2', '0'],
    ['1', '−2'],
  ])
  assert.deepEqual(localRows(scene, 1), [
    ['0.25', '1'],
    ['−0.5', '0'],
  ])
  const [, , end] = scene.local
  assert.deepEqual(
    localRows({ ...scene, local: [0, 0, { .../** @type {any} */ (end), matrix: [[1, 'NaN']] }] }, 2),
    [['1', 'NaN']],
  )
  assert.equal(localRows(scene, 2), undefined)
  scene.values[1] = [3, 2]
  scene.shapes[1] = [2]
  assert.deepEqual(localRows(scene, 0), [['3', '2']])
})

test('the equation shows the entries of small matrices, and keeps a sign with what follows', () => {
  const [headline, sentence, terms] = ['p', 'p', 'div'].map((tag) => document.createElement(tag))
  const rows = rowsOf(W)
  const gradient = { kind: 'gradient', text: '2×2 array', caption: '', full: '', rows }
  const draw = (/** @type {any[]} */ all) =>
    drawStrip({ headline, sentence, terms }, { headline: '', sentence: '', terms: all })
  draw([
    { kind: 'local', text: 'Xᵀ', caption: 'local', full: '', rows, name: true },
    { kind: 'sign', text: '×' },
    gradient,
  ])
  const entries = [...terms.querySelectorAll('.matrix')].map((box) =>
    [...box.children].map((each) => each.textContent),
  )
  assert.deepEqual(entries, [rows?.flat(), rows?.flat()])
  assert.deepEqual(
    [...terms.querySelectorAll('.brief')].map((each) => each.textContent),
    ['2×2 array'],
  )
  assert.equal(terms.lastElementChild?.className, 'is')
  assert.equal(terms.lastElementChild?.firstElementChild?.textContent, '×')
  assert.ok(!terms.classList.contains('many'))
  draw([gradient, gradient, gradient, gradient])
  assert.ok(terms.classList.contains('many'))
})

test('a vector multiplies as a row from the right, as a column from the left, and stacks are summed', () => {
  const { scene } = product()
  const words = (/** @type {number[]} */ left, /** @type {number[]} */ right, /** @type {number} */ edge) => {
    const shapes = [left, right, ...scene.shapes.slice(2)]
    const values = [counted(left), counted(right), ...scene.values.slice(2)]
    return heat.factorWords({ ...scene, shapes, values }, edge, (node) => scene.labels[node])?.split('\n')[2]
  }
  const [toLeft, toRight] = scene.operands[2]
  assert.equal(words([3, 2], [2], toLeft), 'shapes: 3×2 = 3×1 · 1×2')
  assert.equal(words([2], [2, 3], toRight), 'shapes: 2×3 = 2×1 · 1×3')
  assert.equal(words([4, 3, 2], [2], toRight), 'shapes: 2×1 = 4×2×3 · 4×3×1, summed over the stack')
})

test('a Jacobian of one short row is written out, any other is J', () => {
  const { scene } = product()
  const edge = scene.operands[scene.index.get('L') ?? -1][0]
  const text = (/** @type {unknown} */ matrix) => {
    scene.local[edge] = { kind: 'jacobian', ...(matrix ? { matrix } : {}) }
    return lensText(scene, edge)
  }
  assert.equal(text([[1, 0.5]]), '× [1, 0.5]')
  assert.equal(text([['NaN', 0]]), '× [NaN, 0]')
  assert.equal(text([[0.333333333, 0.333333333, 0.333333333]]), '× J')
  assert.equal(text([[1], [1]]), '× J')
  assert.equal(text(null), '× J')
})

test('a factor that is too large for a lens leaves it as it is', () => {
  const { scene } = product()
  const edge = scene.operands[2][0]
  const values = [counted([2, 13]), counted([13, 2]), ...scene.values.slice(2)]
  const shapes = [[2, 13], [13, 2], ...scene.shapes.slice(2)]
  assert.ok(heat.factorRoom(scene, edge) > 0)
  assert.equal(heat.factorRoom({ ...scene, values, shapes }, edge), 0)
})

test('the cell of a card on a canvas is found at the pointer', () => {
  const { scene } = product()
  const end = frameAt(scene, scene.steps.length)
  const card = document.createElement('div')
  const found = (/** @type {number} */ x, /** @type {number} */ y, frame = end, width = 352) => {
    card.getBoundingClientRect = () => /** @type {any} */ ({ left: 100, top: 50, width })
    return heat.indexOn(card, scene, frame, 0, {
      clientX: 100 + (x * width) / 176,
      clientY: 50 + (y * width) / 176,
    })
  }
  // Two columns of 11 end at 159, about the middles of the rows at 22 and 62.
  assert.deepEqual([found(140, 15), found(153, 15), found(140, 28), found(153, 68)], [0, 1, 2, 3])
  assert.deepEqual([found(20, 15), found(153, 15, end, 60)], [-1, -1])
  assert.equal(found(153, 68, frameAt(scene, 4)), -1)
})

test('the arrow keys walk through the entries of an array in the inspector', () => {
  const grid = arrayElement(X, [2, 3], 'value', inspectorTexts).querySelector('.cells')
  document.body.append(/** @type {Element} */ (grid))
  const cells = /** @type {HTMLElement[]} */ ([...(grid?.children ?? [])])
  cells[0].focus()
  const press = (/** @type {string} */ key) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true })
    let meant = false
    document.activeElement?.addEventListener(
      'keydown',
      (each) => (meant = walkEntries(/** @type {any} */ (each))),
      { once: true },
    )
    document.activeElement?.dispatchEvent(event)
    return meant && document.activeElement?.getAttribute('aria-label')
  }
  assert.equal(press('ArrowRight'), '[0, 1] 2')
  assert.equal(press('ArrowDown'), '[1, 1] 0')
  assert.equal(press('End'), '[1, 2] −2')
  assert.equal(press('ArrowRight'), '[1, 2] −2')
  assert.equal(press('Home'), '[0, 0] 3')
  assert.equal(press('x'), false)
})
