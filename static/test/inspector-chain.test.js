import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameAt } from '../src/frames.js'
import { fill, latex, mathml, name, number } from '../src/inspector/boxes.js'
import { chainOf, edgeLatex, latexOf, numeric, summed, symbolic } from '../src/inspector/chain.js'
import { localFormula, localNumbers, valueFormula, valueNumbers } from '../src/inspector/formulas.js'
import { readAnswer } from '../src/rows.js'
import { answerOf, dead, fan, note, twice } from './answers.js'

/** @param {any} answer @param {number} [k] */
const seen = (answer, k) => {
  const scene = readAnswer(answer)
  const at = (/** @type {string} */ id) => /** @type {number} */ (scene.index.get(id))
  return { scene, frame: frameAt(scene, k ?? scene.steps.length), at }
}
const D = (/** @type {string} */ over, /** @type {string} */ under) =>
  `\\frac{\\partial ${over}}{\\partial ${under}}`

test('the chain rule of the note is written out with its numbers', () => {
  const { scene, frame, at } = seen(note())
  assert.equal(
    latexOf(scene, frame, at('x')),
    `${D('f', 'x')} = ${D('f', 'q')} \\cdot ${D('q', 'x')} = -4 \\cdot 1 = -4`,
  )
  assert.equal(
    latexOf(scene, frame, at('q')),
    `${D('f', 'q')} = ${D('f', 'f')} \\cdot ${D('f', 'q')} = 1 \\cdot (-4) = -4`,
  )
  assert.equal(latexOf(scene, frame, at('f')), `${D('f', 'f')} = 1`)
})

test('with several consumers all products add up', () => {
  const { scene, frame, at } = seen(fan())
  const chain = chainOf(scene, frame, at('a'))
  assert.deepEqual(
    chain.products.map(({ upstream, local, propagated }) => [upstream, local, propagated]),
    [
      [1, 3, 3],
      [-6, 1, -6],
    ],
  )
  assert.equal(chain.total, -3)
  assert.equal(latex(/** @type {any} */ (numeric(chain))), '1 \\cdot 3 + (-6) \\cdot 1')
  assert.equal(latex(/** @type {any} */ (summed(chain))), '3 + (-6)')
  assert.match(
    latexOf(scene, frame, at('a')),
    /^\\begin\{aligned\}[\s\S]*&= 3 \+ \(-6\) \\\\\n&= -3\n\\end\{aligned\}$/,
  )
})

test('what the playhead has not reached is pending, never 0, and not given away', () => {
  const { scene, frame, at } = seen(note(), 5)
  const { products, total } = chainOf(scene, frame, at('x'))
  assert.deepEqual(
    products.map(({ upstream, local, propagated }) => [upstream, local, propagated]),
    [[null, 1, null]],
  )
  assert.equal(total, null)
  assert.equal(latexOf(scene, frame, at('x')), `${D('f', 'x')} = ${D('f', 'q')} \\cdot ${D('q', 'x')}`)
  assert.equal(edgeLatex(scene, seen(note(), 0).frame, scene.operands[at('f')][0]), `${D('f', 'q')} = z`)
})

test('contributions arrive one by one', () => {
  const whole = seen(fan())
  const first = whole.scene.propagatedAt[whole.scene.summands[whole.at('a')][0]]
  const { scene, frame, at } = seen(fan(), first)
  const { products, total } = chainOf(scene, frame, at('a'))
  assert.deepEqual(
    products.map(({ propagated }) => propagated),
    [3, null],
  )
  assert.equal(total, null)
  assert.equal(summed({ kind: 'sum', products, total }), null)
})

test('a node that is used twice by another one has a product for each use', () => {
  const { scene, frame, at } = seen(twice())
  assert.equal(
    latex(symbolic(scene, chainOf(scene, frame, at('x')))),
    `${D('y', 'y')} \\cdot x + ${D('y', 'y')} \\cdot x`,
  )
  assert.equal(chainOf(scene, frame, at('lost')).kind, 'none')
})

test('a long sum is cut, and its numbers are left to the rows', () => {
  const uses = Array.from({ length: 6 }, (_, i) => /** @type {any} */ ([`s${i}`, 'sin', ['x']]))
  const sums = uses
    .slice(1)
    .map(([id], i) => /** @type {any} */ ([`t${i}`, 'add', [i === 0 ? 's0' : `t${i - 1}`, id]]))
  const { scene, frame, at } = seen(answerOf([['x', 'input', 0], ...uses, ...sums]))
  const chain = chainOf(scene, frame, at('x'))
  assert.equal(chain.products.length, 6)
  assert.equal(chain.total, 6)
  assert.match(latex(symbolic(scene, chain)), /\+ \\dots$/)
  assert.equal(numeric(chain), null)
})

test('local gradients are formulas, and the numbers are put in', () => {
  const { scene, at } = seen(
    answerOf([
      ['x', 'input', -3],
      ['y', 'square', ['x']],
      ['z', 'tanh', ['y']],
      ['f', 'div', ['y', 'x']],
    ]),
  )
  const [square] = scene.operands[at('y')]
  assert.equal(latex(/** @type {any} */ (localFormula(scene, square))), '2 x')
  assert.equal(latex(/** @type {any} */ (localNumbers(scene, square))), '2 \\cdot (-3)')
  assert.equal(latex(/** @type {any} */ (localNumbers(scene, scene.operands[at('z')][0]))), '1 - 1^{2}')
  assert.equal(
    latex(/** @type {any} */ (localNumbers(scene, scene.operands[at('f')][1]))),
    '-\\frac{9}{(-3)^{2}}',
  )
  assert.equal(latex(/** @type {any} */ (valueFormula(scene, at('f')))), '\\frac{y}{x}')
  assert.equal(latex(/** @type {any} */ (valueNumbers(scene, at('y')))), '(-3)^{2}')
})

test('numbers that only repeat the result are not put in', () => {
  const { scene, at } = seen(note())
  assert.equal(localNumbers(scene, scene.operands[at('f')][0]), null)
})

test('a shut relu shows its choice', () => {
  const { scene, frame, at } = seen(dead())
  assert.equal(
    edgeLatex(scene, frame, scene.operands[at('z')][0]),
    `${D('z', 'u')} = \\begin{cases} 1 & u > 0 \\\\ 0 & \\text{otherwise} \\end{cases} = 0`,
  )
})

test('a second script at the same place has braces around the first', () => {
  assert.equal(latex(['^', name('h.2'), ['#', '2'], null]), '{h^{\\prime}}^{2}')
  assert.equal(latex(['^', name('x1'), ['#', '2'], null]), 'x_{1}^{2}')
})

test('names have indices and primes, numbers powers of ten and words for what is not finite', () => {
  const texts = [name('x1'), name('w_12'), name('h.2'), name('h.3'), name('speed')].map(latex)
  assert.deepEqual(texts, ['x_{1}', 'w_{12}', 'h^{\\prime}', 'h^{\\prime\\prime}', '\\mathit{speed}'])
  const numbers = [
    number(-1.5e-7),
    number(1e9),
    number(Number.NEGATIVE_INFINITY),
    number(Number.NaN),
    number(0.1 + 0.2),
  ]
  assert.deepEqual(numbers.map(latex), [
    '-1.5 \\cdot 10^{-7}',
    '1 \\cdot 10^{9}',
    '-\\infty',
    '\\text{NaN}',
    '0.3',
  ])
})

test('MathML has the same structure, with signs that know what they stand before', () => {
  const make = (
    /** @type {string} */ tag,
    /** @type {Record<string, string>} */ attributes,
    /** @type {string[]} */ ...inner
  ) =>
    `<${tag}${Object.entries(attributes)
      .map(([key, value]) => ` ${key}="${value}"`)
      .join('')}>${inner.join('')}</${tag}>`
  const formula = fill(['r', ['#', '2'], ['o', '\u2062'], [0, 4]], [number(-3)])
  assert.equal(
    mathml(formula, make).join(''),
    '<mn>2</mn><mo>·</mo><mrow><mo stretchy="false">(</mo><mo form="prefix">−</mo><mn>3</mn><mo stretchy="false">)</mo></mrow>',
  )
})
