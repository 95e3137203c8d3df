import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expressionOf, nameOf, numbersOf } from '../src/expression.js'
import { equality } from '../src/format.js'
import { OPS } from '../src/generated/ops.js'
import { lensText, localText } from '../src/lens.js'
import { readAnswer } from '../src/rows.js'
import { equationName, storyOf } from '../src/story.js'
import { english as more } from '../src/texts-more.js'
import { english } from '../src/texts-story.js'
import { answerOf, dead, fan, note } from './answers.js'

/** @param {any} answer @param {number} from @param {number} [to] */
const tell = (answer, from, to = from + 1) =>
  storyOf({ scene: readAnswer(answer), ops: OPS, texts: english }, from, to)

/** @param {import('../src/story.js').Story} story */
const terms = (story) =>
  story.terms
    .map((term) => (term.kind === 'derivative' ? `∂${term.over}/∂${term.under}` : term.text))
    .join(' ')

test('before the first step nothing is computed', () => {
  assert.match(tell(note(), 0, 0).headline, /Nothing is computed yet/)
})

test('an input says its value', () => {
  assert.deepEqual(
    [tell(note(), 0).headline, tell(note(), 0).sentence],
    ['x is an input', 'Its value is −2.'],
  )
})

test('a value is computed from numbers, and its local gradients are kept', () => {
  const story = tell(note(), 4)
  assert.equal(story.headline, 'f is computed')
  assert.equal(
    story.sentence,
    'f = q × z = 3 × (−4) = −12. Its local gradients, −4 for q and 3 for z, are kept for the way back.',
  )
  assert.equal(terms(story), '3 × −4 = −12')
})

test('the backward pass starts with 1', () => {
  const story = tell(note(), 5)
  assert.equal(story.headline, 'The backward pass starts with 1')
  assert.match(story.sentence, /∂f\/∂f = 1/)
})

test('upstream × local = propagated, in words and in terms', () => {
  const story = tell(note(), 6)
  assert.equal(story.headline, OPS.mul.headline)
  assert.equal(
    story.sentence,
    'The local gradient of f = q × z for q is −4, so the upstream 1 reaches q as 1 × (−4) = −4.',
  )
  assert.equal(terms(story), '∂f/∂q = 1 × −4 = −4')
  assert.deepEqual(
    story.terms.flatMap((term) => ('caption' in term ? [`${term.kind} ${term.caption}`] : [])),
    ['gradient upstream', 'local local', 'gradient to q'],
  )
})

test('a column that plays at once is told at once', () => {
  const story = tell(note(), 8, 10)
  assert.equal(story.headline, 'Addition hands its gradient on unchanged')
  assert.equal(
    story.sentence,
    'Both local gradients of q = x + y are 1, so the upstream −4 reaches x and y as it is.',
  )
})

test('several products of one node are told together', () => {
  assert.equal(
    tell(note(), 6, 8).sentence,
    'f = q × z has the upstream gradient 1 and hands on 1 × (−4) = −4 to q and 1 × 3 = 3 to z.',
  )
})

test('a column of inputs lists them', () => {
  assert.equal(tell(note(), 0, 2).sentence, 'x = −2, y = 5.')
})

test('a contribution says which one it is', () => {
  const scene = readAnswer(fan())
  const first = scene.propagatedAt[scene.summands[0][0]]
  assert.match(tell(fan(), first - 1).sentence, /It is contribution 1 of 2 to the gradient of a\./)
})

test('the sum at a fan-out shows all contributions', () => {
  const scene = readAnswer(fan())
  const story = tell(fan(), scene.gradientAt[0] - 1)
  assert.equal(story.headline, 'a is used twice, so its gradients add up')
  assert.equal(story.sentence, 'Every use of a changes the output: 3 + (−6) = −3.')
  assert.equal(terms(story), '∂f/∂a = 3 + −6 = −3')
})

test('a shut relu lets nothing through', () => {
  const scene = readAnswer(dead())
  const u = /** @type {number} */ (scene.index.get('u'))
  assert.match(tell(dead(), scene.gradientAt[u] - 1).sentence, /1 × 0 = 0\. Times 0, nothing gets through\.$/)
})

test('what is no number is not nothing', () => {
  const story = tell(
    answerOf([
      ['x', 'input', -1000],
      ['s', 'sigmoid', ['x']],
      ['f', 'log', ['s']],
    ]),
    5,
  )
  assert.match(story.sentence, /= NaN\.$/)
})

test('where a function has no slope, nothing is said of how steep it is', () => {
  const lines = (/** @type {number} */ x) =>
    answerOf([
      ['x', 'input', x],
      ['f', 'log', ['x']],
    ])
  const headlines = [2, 0, -1].map((x) => tell(lines(x), 3).headline)
  assert.deepEqual(headlines, [OPS.log.headline, OPS.log.headline, 'log hands its gradient back'])
})

test('at a kink the headline promises nothing that the convention does not keep', () => {
  const answer = answerOf([
    ['x', 'input', 1],
    ['y', 'input', 1],
    ['f', 'maximum', ['x', 'y']],
  ])
  assert.equal(tell(answer, 4).headline, OPS.maximum.headline)
  const tie = { kind: 'kink', detail: 'Operands that tie share it.', phase: 'backward' }
  answer.nodes[2].flags = [tie]
  assert.equal(tell(answer, 4).headline, 'max hands its gradient back')
  assert.match(tell(answer, 4).sentence, /Operands that tie share it\./)
})

test('a short vector is told by its numbers, a longer one by its shape', () => {
  const story = (/** @type {number[]} */ value) => {
    const scene = readAnswer(note())
    scene.values[scene.output] = value
    return storyOf({ scene, ops: OPS, texts: { ...english, ...more } }, 4, 5)
  }
  const short = story([0.0900306, 0.244728, 0.665241])
  assert.match(short.sentence, /= \[0\.09003, 0\.2447, 0\.6652\]/)
  assert.equal(/** @type {any} */ (short.terms.at(-1)).text, '[0.09003, 0.2447, 0.6652]')
  assert.equal(/** @type {any} */ (story([1, 2, 3, 4, 5]).terms.at(-1)).text, '5 entries')
})

test('an intermediate result is called by what it computes', () => {
  const scene = readAnswer(
    answerOf([
      ['a', 'input', 2],
      ['b', 'input', -3],
      [':1', 'add', ['a', 'b']],
      [':2', 'const', 2],
      ['f', 'pow', [':1', ':2']],
    ]),
  )
  assert.equal(nameOf(scene, OPS, 2), 'a + b')
  assert.equal(expressionOf(scene, OPS, 4), '(a + b)^2')
  assert.equal(numbersOf(scene, OPS, 2), '2 + (−3)')
  assert.equal(numbersOf(scene, OPS, 4), '(−1)^2')
})

test('functions are called as in the program', () => {
  const scene = readAnswer(
    answerOf([
      ['a', 'input', 1],
      ['b', 'input', 2],
      ['f', 'maximum', ['a', 'b']],
    ]),
  )
  assert.equal(expressionOf(scene, OPS, 2), 'max(a, b)')
})

test('parentheses stand where the order of operations needs them, and only there', () => {
  const scene = readAnswer(
    answerOf([
      ['a', 'input', 2],
      [':1', 'add', ['a', 'a']],
      [':2', 'mul', [':1', 'a']],
      [':3', 'sub', ['a', ':2']],
      [':4', 'neg', [':3']],
      [':5', 'sub', ['a', ':1']],
      ['f', 'div', [':4', ':5']],
    ]),
  )
  assert.equal(expressionOf(scene, OPS, 2), '(a + a) × a')
  assert.equal(expressionOf(scene, OPS, 3), 'a − (a + a) × a')
  assert.equal(expressionOf(scene, OPS, 5), 'a − (a + a)')
})

test('every step of every story has a headline and a sentence', () => {
  for (const answer of [note(), fan(), dead()]) {
    const { steps } = readAnswer(answer)
    steps.forEach((_, k) => {
      const story = tell(answer, k)
      assert.ok(story.headline.length > 0)
      assert.match(story.sentence, /\.$/)
    })
  }
})

test('no op is without a headline for its backward step', () => {
  for (const [name, { headline }] of Object.entries(OPS)) assert.ok(headline, name)
})

test('a name that is bound again is told apart by its version', () => {
  const scene = readAnswer(
    answerOf([
      ['h', 'input', 0.5],
      ['h.2', 'tanh', ['h']],
      ['f', 'add', ['h.2', 'h']],
    ]),
  )
  scene.labels[1] = 'h'
  assert.deepEqual([nameOf(scene, OPS, 0), nameOf(scene, OPS, 1)], ['h', 'h.2'])
  assert.equal(equationName(scene, OPS, 1), 'h.2 = tanh(h)')
  assert.equal(equationName(scene, OPS, 2), 'f = h.2 + h')
  assert.equal(equationName(scene, OPS, 0), 'h')
})

/** @param {number} slot @param {any} local */
function product(slot, local) {
  const scene = readAnswer(note())
  const edge = scene.operands[/** @type {number} */ (scene.index.get('f'))][slot]
  scene.ops[scene.to[edge]] = 'matmul'
  scene.local[edge] = local
  const story = storyOf(
    { scene, ops: OPS, texts: english },
    scene.propagatedAt[edge] - 1,
    scene.propagatedAt[edge],
  )
  return { scene, edge, story }
}

test('a matrix stands on the side where it is multiplied', () => {
  const rule = { kind: 'matrix', operand: 'q', rule: 'The rule.' }
  assert.equal(terms(product(1, rule).story), '∂f/∂z = qᵀ × 1 = 3')
  assert.equal(terms(product(0, { ...rule, operand: 'z' }).story), '∂f/∂q = 1 × zᵀ = −4')
})

test('an operand that is stretched over several entries is told that its products add up', () => {
  const { story } = product(0, [1, 2, -1])
  assert.match(
    story.sentence,
    /^q is used for several entries of .* the products add up, and q receives −4\./,
  )
  assert.equal(terms(story), '∂f/∂q = Σ 1 ⊙ [1, 2, −1] = −4')
  const { scene, edge } = product(0, [1, 2, -1])
  scene.propagated[edge] = [1, 2, -1]
  const own = storyOf(
    { scene, ops: OPS, texts: english },
    scene.propagatedAt[edge] - 1,
    scene.propagatedAt[edge],
  )
  assert.match(own.sentence, /works entry by entry/)
  assert.doesNotMatch(terms(own), /Σ/)
})

test('a Jacobian is called one', () => {
  const { story } = product(0, { kind: 'jacobian', rule: 'The rule.' })
  assert.match(story.sentence, /The rule\. J is the Jacobian/)
})

test('no array reads as a number', () => {
  const short = product(0, [1, 2, -1])
  assert.equal(lensText(short.scene, short.edge), '⊙ [1, 2, −1]')
  const long = product(0, [1, 2, 3, 4, 5])
  assert.equal(lensText(long.scene, long.edge), '⊙ 5 entries')
  assert.equal(localText(long.scene, long.edge), '5 entries')
  long.scene.propagated[long.edge] = [1, 2, -1]
  const at = long.scene.propagatedAt[long.edge]
  const { sentence } = storyOf({ scene: long.scene, ops: OPS, texts: english }, at - 1, at)
  assert.match(sentence, /q receives \[1, 2, −1\]\.$/)
})

test('a column with a sum shows its terms', () => {
  const scene = readAnswer(fan())
  const at = scene.gradientAt[0]
  assert.equal(terms(tell(fan(), at - 3, at)), '∂f/∂a = 3 + −6 = −3')
})

test('a kink is explained beside the headline', () => {
  const scene = readAnswer(note())
  scene.flags[/** @type {number} */ (scene.index.get('f'))] = [{ kind: 'kink', detail: 'A corner is here.' }]
  for (const to of [7, 8])
    assert.match(storyOf({ scene, ops: OPS, texts: english }, 6, to).sentence, /\. A corner is here\./)
})

test('ops are said in words', () => {
  assert.deepEqual([more.op('mul'), more.op('leaky_relu')], ['multiplication', 'leaky relu'])
  assert.equal(more.details('matmul', '2×3'), 'matrix product, shape 2×3')
})

test('an expression has its fixed arguments, and nothing that it does not say', () => {
  const answer = answerOf([
    ['p', 'input', 2],
    [':1', 'neg', ['p']],
    [':2', 'neg', [':1']],
    [':3', 'neg', [':2']],
    [':4', 'add', [':3', 'p']],
    [':5', 'neg', [':4']],
    ['f', 'neg', [':5']],
  ])
  Object.assign(answer.nodes[1], { op: 'index' })
  Object.assign(answer.nodes[4], { op: 'eq' })
  Object.assign(answer.nodes[5], { op: 'max' })
  answer.nodes[1].attrs = { key: [0, [1, null, null]] }
  answer.nodes[5].attrs = { axis: 1, shape: [2, 3] }
  const scene = readAnswer(answer)
  const said = (/** @type {number} */ node) => nameOf(scene, OPS, node)
  assert.equal(said(1), 'p[0, 1:]')
  assert.equal(said(3), '−(−p[0, 1:])')
  assert.equal(said(4), '−(−…) == p')
  assert.equal(said(5), 'max(−… == p, axis=1, [2, 3])')
})

test('an equation does not say the same twice', () => {
  const scene = readAnswer(
    answerOf([
      ['x', 'input', 1],
      ['y', 'identity', ['x']],
    ]),
  )
  assert.match(storyOf({ scene, ops: OPS, texts: english }, 1, 2).sentence, /^y = x = 1\./)
})

test('where what is written does not give the result as it is written, nobody says that it is equal', () => {
  assert.equal(equality([0.99949, 0.5], '*', 0.499745), '≈')
  assert.equal(equality([-4, 3], '*', -12), '=')
  assert.equal(equality([6.75, 0.99749], '+', 7.74749), '≈')
  assert.equal(equality([1, 1.3679], '/', 0.73106), '≈')
  assert.equal(equality([2, 3], '**', 8), '=')
  assert.equal(equality([Number.NaN, 3], '*', Number.NaN), '=')
  assert.equal(equality([[1, 2], 3], '*', [3, 6]), '=')
  assert.equal(equality([1], 'sin', 0.8415), '=')
})

test('a product and a sum of rounded numbers are about what is said', () => {
  const scene = readAnswer(fan())
  const edge = scene.summands[0][0]
  scene.gradients[scene.to[edge]] = 0.01090877
  scene.local[edge] = 0.5
  scene.propagated[edge] = 0.005454385
  const at = scene.propagatedAt[edge]
  const story = storyOf({ scene, ops: OPS, texts: english }, at - 1, at)
  assert.match(story.sentence, /0\.01091 × 0\.5 ≈ 0\.005454\./)
  assert.match(terms(story), /0\.01091 × 0\.5 ≈ 0\.005454/)
})

test('what is odd about a result is said where it comes to be, once', () => {
  const scene = readAnswer(note())
  const node = /** @type {number} */ (scene.index.get('q'))
  scene.flags[node] = [
    { kind: 'domain', detail: 'Not here.', first: true, phase: 'forward' },
    { kind: 'kink', detail: 'On the way back.', first: false, phase: 'backward' },
  ]
  const at = scene.valueAt[node]
  const told = storyOf({ scene, ops: OPS, texts: english }, at - 1, at)
  assert.match(told.sentence, /^q = .* Not here\.$/)
})

test('an op that lets nothing through does not claim to hand something back', () => {
  const scene = readAnswer(dead())
  const edge = scene.local.indexOf(0)
  assert.ok(edge >= 0)
  scene.ops[scene.to[edge]] = 'floor_without_headline'
  const at = scene.propagatedAt[edge]
  const ops = { ...OPS, floor_without_headline: { blocked: [] } }
  const { headline } = storyOf({ scene, ops: /** @type {any} */ (ops), texts: english }, at - 1, at)
  assert.equal(headline, 'floor_without_headline hands nothing back')
})
