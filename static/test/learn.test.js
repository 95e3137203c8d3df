import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { OPS } from '../src/generated/ops.js'
import { bind } from '../src/learn/bind.js'
import { allUpdated, meet, numberAt, related, replaced } from '../src/learn/keys.js'
import { keysOf } from '../src/learn/link.js'
import { checkChoice, checkNumber, hintOf, QUESTIONS, redraw } from '../src/learn/questions.js'
import { moved } from '../src/learn/scrub.js'
import { ASKED, CHOICES } from '../src/learn/texts.js'
import { evaluate } from '../src/live.js'
import { readAnswer } from '../src/rows.js'
import { answerOf } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
after(leave)

/** @typedef {import('../src/scene.js').Scene} Scene */

const NOTE = readAnswer(
  answerOf([
    ['x', 'input', -2],
    ['y', 'input', 5],
    ['z', 'input', -4],
    ['q', 'add', ['x', 'y']],
    ['f', 'mul', ['q', 'z']],
  ]),
)
const FAN = readAnswer(
  answerOf([
    ['x', 'input', 3],
    ['y', 'input', -2],
    ['p', 'mul', ['x', 'y']],
    ['f', 'add', ['p', 'x']],
  ]),
)

/**
 * @param {Scene} scene
 * @param {Record<string, number>} values
 */
const run = (scene, values) =>
  evaluate(
    scene,
    OPS,
    new Map(Object.entries(values).map(([name, value]) => [Number(scene.index.get(name)), value])),
  )

/** @param {Scene} scene */
const only = (scene) => ({ scene, after: null })

test('a key names a value, a gradient, a local or a propagated gradient', () => {
  assert.equal(numberAt(only(NOTE), 'v:q'), 3)
  assert.equal(numberAt(only(NOTE), 'g:x'), -4)
  assert.equal(numberAt(only(NOTE), 'l:f.1'), 3)
  assert.equal(numberAt(only(NOTE), 'p:q.0'), -4)
  assert.equal(numberAt(only(NOTE), 'v:nothing'), null)
})

test('a key reaches into arrays, and to the weights after the update', () => {
  const scene = /** @type {any} */ ({
    ids: ['alpha', 'w2'],
    index: new Map([
      ['alpha', 0],
      ['w2', 1],
    ]),
    values: [0.5, [[1, 2]]],
    gradients: [null, [[4, -2]]],
  })
  assert.equal(numberAt(only(scene), 'v:w2.0.1'), 2)
  assert.equal(numberAt(only(scene), 'u:w2.0.0'), -1)
  assert.equal(numberAt(only(scene), 'u:w2.0.1'), 3)
  assert.deepEqual([...allUpdated(scene)], [[1, [[-1, 3]]]])
  assert.equal(numberAt({ scene, after: { ...scene, values: [0.5, [[7, 8]]] } }, 'A:w2.0.1'), 8)
  assert.equal(numberAt(only(scene), 'v:w2.0'), null, 'a whole row is no number')
})

test('one place of an array is replaced and the old array stays', () => {
  const old = [
    [1, 2],
    [3, 4],
  ]
  assert.deepEqual(replaced(old, [1, 0], 9), [
    [1, 2],
    [9, 4],
  ])
  assert.equal(old[1][0], 3)
  assert.equal(replaced(5, [], 6), 6)
})

test('a whole array lights up with its places, and neither with a name that only begins alike', () => {
  assert.ok(related('v:w2', 'v:w2.0.1'))
  assert.ok(related('v:w2.0.1', 'v:w2'))
  assert.ok(!related('v:w2', 'v:w21'))
  assert.ok(!related('v:w2.0.1', 'v:w2.0.0'))
  assert.ok(!related('v:x', 'g:x'))
  assert.ok(meet(['v:a', 'g:z3'], ['g:z3.1']))
  assert.ok(!meet([], ['v:x']))
})

test('numbers on the page follow the scene, behind a sign in parentheses', () => {
  const box = document.createElement('div')
  for (const [key, more] of [
    ['v:f', ''],
    ['g:x', 'data-operand'],
    ['v:nothing', ''],
  ]) {
    const place = document.createElement('span')
    place.setAttribute('data-live', key)
    if (more) place.setAttribute(more, '')
    place.textContent = 'old'
    box.append(place)
  }
  bind(box, only(run(NOTE, { z: -0.5 })))
  assert.deepEqual(
    [...box.children].map((place) => place.textContent),
    ['−1.5', '(−0.5)', 'old'],
  )
})

test('what is pointed at in the picture has the keys of its formulas', () => {
  const card = document.createElement('g')
  card.setAttribute('data-node', 'q')
  const row = document.createElement('g')
  row.setAttribute('class', 'row gradient')
  assert.deepEqual(keysOf(NOTE, card, [card]), ['v:q', 'g:q'])
  assert.deepEqual(keysOf(NOTE, card, [row, card]), ['g:q'])
  const edge = document.createElement('g')
  edge.setAttribute('data-edge', 'z->f')
  assert.deepEqual(keysOf(NOTE, edge, [edge]), ['l:f.1', 'p:f.1'])
})

test('a number moves on the grid of its step and stays within bounds', () => {
  assert.equal(moved(0.1, 2, 0.1), 0.3)
  assert.equal(moved(-2, 1, 1), -1)
  assert.equal(moved(99, 10, 1), 100)
  assert.equal(moved(0.05, -1, 0.1), -0.1)
})

test('every choice has something of its own to say, and exactly one is right', () => {
  for (const [id, { right, says }] of Object.entries(CHOICES)) {
    const verdicts = Object.keys(says).map((value) => checkChoice(id, value))
    assert.equal(verdicts.filter((verdict) => verdict.right).length, 1)
    assert.equal(checkChoice(id, right).right, true)
    assert.equal(new Set(verdicts.map((verdict) => verdict.says)).size, verdicts.length)
    assert.equal(checkChoice(id, null).right, false)
    assert.ok(hintOf(id))
  }
})

test('the answer about the example is that of its program, and slips are told by name', () => {
  const given = { x: 2, y: 3, z: -5 }
  const solution = QUESTIONS.example.solve(given, run(NOTE, given))
  assert.equal(solution.answer, -5)
  const check = (/** @type {string} */ text) => checkNumber('example', text, solution)
  assert.ok(check('−5').right)
  assert.ok(check(' -5,0 ').right)
  assert.ok(check('5').says.endsWith(ASKED.example.isQ))
  assert.ok(check('1').says.endsWith(ASKED.example.isLocal))
  assert.ok(check('-25').says.endsWith(ASKED.example.isOutput))
  assert.ok(check('17').says.endsWith(ASKED.example.other))
  assert.ok(!check('').right)
  assert.ok(check('five').says.includes('“five”'))
})

test('at a fan-out both roads count', () => {
  const given = { x: 4, y: 6 }
  const solution = QUESTIONS.passes.solve(given, run(FAN, given))
  assert.ok(checkNumber('passes', '7', solution).right)
  assert.ok(checkNumber('passes', '6', solution).says.endsWith(ASKED.passes.isP))
  assert.ok(checkNumber('passes', '1', solution).says.endsWith(ASKED.passes.isOne))
})

test('equation 10 is asked with its sum and its sigmoid', () => {
  const solution = QUESTIONS.equations.solve({ a: 0.5, w1: 2, w2: -1, d1: 0.3, d2: 0.2 }, null)
  const check = (/** @type {string} */ text) => checkNumber('equations', text, solution)
  assert.ok(check('0.1').right)
  assert.ok(check('0.4').says.endsWith(ASKED.equations.isSum))
  assert.ok(check('.15').says.endsWith(ASKED.equations.isFirst))
  assert.ok(check('-0.05').says.endsWith(ASKED.equations.isSecond))
  assert.ok(check('0.2').says.endsWith(ASKED.equations.isPlain))
})

test('an update goes downhill by the learning rate', () => {
  const solution = QUESTIONS.procedure.solve({ w: 0.4, g: 0.2, rate: 0.5 }, null)
  const check = (/** @type {string} */ text) => checkNumber('procedure', text, solution)
  assert.ok(check('0.3').right)
  assert.ok(check('0.5').says.endsWith(ASKED.procedure.isUphill))
  assert.ok(check('0.2').says.endsWith(ASKED.procedure.isUnscaled))
  assert.ok(check('0.1').says.endsWith(ASKED.procedure.isStep))
})

test('the right answer is right for whatever numbers are drawn', () => {
  for (let seed = 0; seed < 40; seed++) {
    let turn = seed
    const pick = (/** @type {any[]} */ from) => {
      turn = (turn * 31 + 17) % 1009
      return from[turn % from.length]
    }
    for (const id of /** @type {(keyof typeof QUESTIONS)[]} */ (Object.keys(QUESTIONS))) {
      const given = redraw(id, {}, pick)
      const scenes = { example: NOTE, passes: FAN }
      const scene = id === 'example' || id === 'passes' ? run(scenes[id], given) : null
      const solution = QUESTIONS[id].solve(given, scene)
      assert.ok(checkNumber(id, String(solution.answer), solution).right, id)
    }
  }
})

test('other numbers are other numbers', () => {
  const before = { w: 0.4, g: 0.2, rate: 0.5 }
  let turn = 0
  const pick = (/** @type {any[]} */ from) => from[Math.floor(turn++ / 3) % from.length]
  assert.notDeepEqual(redraw('procedure', before, pick), before)
})
