import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { frameAt } from '../src/frames.js'
import { FACTS } from '../src/generated/facts.js'
import { OPS } from '../src/generated/ops.js'
import { targetOf } from '../src/inspecting.js'
import { arrayElement, indexOf } from '../src/inspector/arrays.js'
import { casesOf } from '../src/inspector/kinks.js'
import { morph } from '../src/inspector/morph.js'
import { readProof, verdict } from '../src/inspector/proof.js'
import { edgeParts, nodeParts } from '../src/inspector/sections.js'
import { english } from '../src/inspector/texts.js'
import { evaluate } from '../src/live.js'
import { readAnswer } from '../src/rows.js'
import { answerOf, fan, note } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

/** @param {any} scene @param {number} k @param {any} [proving] */
const shownAt = (scene, k, proving = { state: 'none' }) => ({
  scene,
  frame: frameAt(scene, k),
  name: (/** @type {number} */ node) => scene.labels[node] || scene.ids[node],
  texts: english,
  proving,
})

/** @param {(Node | null)[]} parts */
function inPane(parts) {
  const pane = document.createElement('div')
  pane.append(.../** @type {any[]} */ (parts))
  return /** @type {any} */ (pane)
}

/** relu at 0, from the browser's own flags. */
function kinked() {
  const scene = readAnswer(
    answerOf([
      ['x', 'input', 1],
      ['y', 'relu', ['x']],
    ]),
  )
  return evaluate(scene, OPS, new Map([[0, 0]]))
}

test('before the backward pass there is an empty slot, and nothing of the gradient', () => {
  const scene = readAnswer(note())
  const pane = inPane(nodeParts(shownAt(scene, 5), 0))
  assert.equal(pane.querySelector('[data-part="full-gradient"]'), null)
  assert.ok(pane.querySelector('.tile.gradient.pending .slot'))
  assert.match(pane.textContent, /The backward pass has not been here yet/)
  assert.equal(pane.querySelector('[data-do="prove"]'), null)
  assert.doesNotMatch(pane.textContent, /−4/)
})

test('a node with two consumers has a row for each, and their sum', () => {
  const scene = readAnswer(fan())
  const pane = inPane(nodeParts(shownAt(scene, scene.steps.length), 0))
  const rows = [...pane.querySelectorAll('[data-section="chain"] .terms')].map((row) =>
    [...row.querySelectorAll('b')].map((term) => term.textContent),
  )
  assert.deepEqual(rows, [
    ['1', '3', '3'],
    ['−6', '1', '−6'],
    ['3', '−6', '−3'],
  ])
})

test('what a library answers stands beside the convention at a kink, and nowhere else', () => {
  const scene = kinked()
  const pane = inPane(nodeParts(shownAt(scene, scene.steps.length), 1))
  const rows = [...pane.querySelectorAll('[data-part="libraries"] tr')].map((row) => row.textContent)
  assert.deepEqual(rows.slice(1), ['here0', 'PyTorch0', 'JAX0', 'TensorFlow0'])
  const moved = evaluate(scene, OPS, new Map([[0, 2]]))
  assert.deepEqual(casesOf(moved, 1), [])
  assert.equal(inPane(nodeParts(shownAt(moved, moved.steps.length), 1)).querySelector('.flags'), null)
})

test('a tie, a division by 0 and a logarithm outside its domain find their measured cases', () => {
  const at = (/** @type {any[]} */ ...lines) => {
    const scene = readAnswer(answerOf(/** @type {any} */ (lines)))
    return casesOf(scene, scene.ids.length - 1).map((each) => each.at)
  }
  const [a, b] = [
    ['a', 'input', 4],
    ['b', 'input', 4],
  ]
  assert.deepEqual(at(a, b, ['y', 'maximum', ['a', 'b']]), ['max(1, 1)'])
  assert.deepEqual(at(a, ['b', 'input', 0], ['y', 'div', ['a', 'b']]), ['1/x at x = 0'])
  assert.deepEqual(at(['a', 'input', -2], ['y', 'log', ['a']]), ['log(−1)'])
  assert.deepEqual(at(a, b, ['y', 'mul', ['a', 'b']]), [])
})

test('every op that has operands has its sentence, and every elementwise one its formulas', () => {
  for (const [op, { partials }] of Object.entries(OPS)) {
    assert.ok(FACTS[op].sentence, op)
    if (partials) assert.ok(Object.keys(FACTS[op].local).length > 0, op)
  }
})

test('a picture without its program says that no proof can be asked for', () => {
  const scene = readAnswer(note())
  const pane = inPane(nodeParts(shownAt(scene, 10, { state: 'impossible' }), 0))
  assert.match(pane.textContent, /no proof can be asked for/)
  assert.equal(pane.querySelector('[data-do="prove"]'), null)
})

test('a proof shows three ways and says whether they agree', () => {
  const scene = readAnswer(note())
  const answer = {
    node: 'x',
    reverse: -4,
    forward: -4,
    difference: -4.0000000001,
    error: 2.5e-11,
    forward_error: 0,
  }
  const pane = inPane(nodeParts(shownAt(scene, 10, { state: 'done', proof: readProof(answer) }), 0))
  assert.equal(pane.querySelector('[data-part="proof"]').dataset.outcome, 'agree')
  assert.deepEqual(
    [...pane.querySelectorAll('[data-way]')].map((row) => row.textContent),
    ['reverse mode−4', 'forward mode−40', 'central difference−4.00000000012.5e−11'],
  )
  assert.equal(verdict(readProof({ ...answer, error: 0.5 })), 'apart')
  assert.equal(verdict(readProof({ ...answer, forward_error: 1e-3 })), 'apart')
  assert.equal(verdict(readProof({ ...answer, error: 'NaN' })), 'odd')
})

test('where a convention had its part, a difference that is apart is no disagreement', () => {
  const scene = readAnswer(note())
  const answer = { node: 'x', reverse: 0.5, forward: 0.5, difference: 1, error: 1, forward_error: 0 }
  const badge = () =>
    inPane(nodeParts(shownAt(scene, 10, { state: 'done', proof: readProof(answer) }), 0)).querySelector(
      '[data-part="proof"]',
    ).textContent
  assert.equal(badge(), 'They disagree')
  scene.flags[scene.output] = [{ kind: 'kink', detail: 'A kink.', phase: 'backward' }]
  assert.equal(badge(), 'At a kink differences prove nothing')
})

test('an edge shows its formula, upstream × local = propagated, and its ends', () => {
  const scene = readAnswer(note())
  const pane = inPane(edgeParts(shownAt(scene, 10), scene.operands[4][0]))
  assert.deepEqual(
    [...pane.querySelectorAll('[data-section="handed"] b')].map((term) => term.textContent),
    ['1', '−4', '−4'],
  )
  assert.deepEqual(
    [...pane.querySelectorAll('[data-do="node"]')].map((end) => end.textContent),
    ['q', 'f'],
  )
})

test('arrays are grids whose entries say their place, strong by size, and a legend diverges around 0', () => {
  const small = /** @type {any} */ (
    arrayElement(
      [
        [1, -2],
        [0, 4],
      ],
      [2, 2],
      'value',
      english,
    )
  )
  const cells = [...small.querySelectorAll('.cells i')]
  assert.deepEqual(
    cells.map((cell) => `${cell.title} ${cell.className}`),
    ['[0, 0] 1 plus', '[0, 1] −2 minus', '[1, 0] 0 plus', '[1, 1] 4 plus'],
  )
  assert.equal(cells[1].textContent, '−2')
  assert.equal(small.querySelector('.scale').textContent, ' −404 ')
  const wide = /** @type {any} */ (arrayElement(Array(20).fill(0.5), [20], 'gradient', english))
  assert.equal(wide.querySelectorAll('.cells i').length, 20)
  assert.equal(wide.querySelector('.cells i').textContent, '')
  const huge = /** @type {any} */ (
    arrayElement({ shape: [1e6], min: -1, mean: 0, max: 2 }, [1e6], 'value', english)
  )
  assert.match(huge.textContent, /least −1, mean 0, greatest 2/)
  assert.equal(indexOf([2, 3, 4], 23), '1, 2, 3')
})

test('drawing anew keeps elements that stay the same, and what is typed', () => {
  const build = (/** @type {string} */ text) => {
    const root = document.createElement('div')
    const button = document.createElement('button')
    button.textContent = text
    root.append(button, document.createElement('input'))
    return /** @type {any} */ (root)
  }
  const shown = build('a')
  const [button, input] = shown.children
  morph(shown, build('b'))
  assert.equal(shown.children[0], button)
  assert.equal(button.textContent, 'b')
  assert.equal(shown.children[1], input)
  morph(shown, /** @type {any} */ (document.createElement('div')))
  assert.equal(shown.childNodes.length, 0)
})

test('a lens of an edge that is used twice says which one it is', () => {
  const scene = readAnswer(
    answerOf([
      ['x', 'input', 3],
      ['y', 'mul', ['x', 'x']],
    ]),
  )
  const lens = /** @type {any} */ (document.createElement('g'))
  lens.className = 'edge'
  lens.setAttribute('data-edge', 'x->y')
  lens.setAttribute('data-slot', '1')
  assert.deepEqual(targetOf(lens, scene), { at: { edge: 1 }, typing: false })
  assert.equal(targetOf(/** @type {any} */ (document.createElement('g')), scene), null)
})
