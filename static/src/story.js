// The story: a headline, a sentence with numbers and the coloured terms, for a step or for a column that plays at once.

import { CALLED, expressionOf, nameOf, numbersOf, signOf, symbolAt } from './expression.js'
import { brief, equality, operand, sumText, worded } from './format.js'
import { arrayed, isRule, lensText, localText, ruleWords, said, stretched, titleOf } from './lens.js'
import { localRows, rowsOf } from './matrices.js'
import { listed } from './texts-story.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Step} Step */
/** @typedef {import('./format.js').Value} Value */
/** @typedef {import('./texts-story.js').StoryTexts} Texts */
/** @typedef {import('./expression.js').Ops} Ops */

/**
 * A piece of the equation beside the sentence. `rows` are the entries of a small matrix, beside its text if that is a
 * `name`, else in its place where there is room.
 * @typedef {{ kind: 'value' | 'gradient' | 'local', text: string, caption: string, full: string, rows?: string[][], name?: boolean }
 *   | { kind: 'sign', text: string } | { kind: 'derivative', over: string, under: string }} Term
 */
/** @typedef {{ headline: string, sentence: string, terms: Term[] }} Story */
/** @typedef {{ scene: Scene, ops: Ops, texts: Texts }} Teller */

const LISTED = 4

/**
 * The story of the steps from frame `from` to frame `to`.
 * @param {Teller} teller
 * @param {number} from
 * @param {number} to
 * @returns {Story}
 */
export function storyOf(teller, from, to) {
  const { scene, texts } = teller
  const steps = scene.steps.slice(Math.max(0, from), to)
  const last = steps.at(-1)
  if (!last) return { ...texts.start, terms: [] }
  if (steps.length === 1) return stepStory(teller, last, to)
  return last.phase === 'forward' ? columnForward(teller, steps) : columnBackward(teller, steps, to)
}

/**
 * @param {Teller} teller
 * @param {Step} step
 * @param {number} k
 * @returns {Story}
 */
function stepStory(teller, step, k) {
  if (step.phase === 'forward') return forwardStory(teller, step.node)
  if (step.phase === 'seed') return seedStory(teller, step.node)
  return step.phase === 'sum' ? sumStory(teller, step.node) : backwardStory(teller, step.edge, k)
}

/**
 * @param {Teller} teller
 * @param {number} node
 * @returns {Story}
 */
function forwardStory({ scene, ops, texts }, node) {
  const value = /** @type {Value} */ (scene.values[node])
  const label = titleOf(scene, node)
  if (scene.operands[node].length === 0) {
    const words =
      scene.ops[node] === 'input' || label
        ? texts.input(label, said(texts, value))
        : texts.leaf(arrayed(value))
    return { ...words, terms: label ? [...valueTerms([node], scene)] : [] }
  }
  const expression = expressionOf(scene, ops, node)
  const equation = equationOf({ scene, ops, texts }, node)
  const locals = scene.operands[node].filter((edge) => typeof scene.local[edge] === 'number')
  const told = locals.map((edge) =>
    texts.localFor(localText(scene, edge), nameOf(scene, ops, scene.from[edge])),
  )
  const kept = told.length > 0 && told.length <= LISTED ? ` ${texts.locals(told)}` : ''
  return {
    headline: texts.computed(label || expression),
    sentence: [`${equation}.${kept}`, ...firstSeen(scene, node)].join(' '),
    terms: forwardTerms({ scene, ops, texts }, node),
  }
}

/**
 * `q = x + y = −2 + 5 = 3`, as far as it is short enough to be read.
 * @param {Teller} teller
 * @param {number} node
 */
function equationOf({ scene, ops, texts }, node) {
  const value = /** @type {Value} */ (scene.values[node])
  const numbers = scene.operands[node].map((edge) => scene.values[scene.from[edge]])
  const parts = [titleOf(scene, node), expressionOf(scene, ops, node)]
  if (numbers.every((number) => typeof number === 'number')) parts.push(numbersOf(scene, ops, node))
  const shown = [...parts, said(texts, value)].filter(Boolean)
  const unlike = shown.filter((part, i) => part !== shown[i - 1])
  const last = unlike.pop()
  if (unlike.length === 0) return last
  const reckoned = parts.length > 2 && unlike.at(-1) === parts[2]
  const is = reckoned ? equality(numbers, ops[scene.ops[node]]?.infix ?? '', value) : '='
  return `${unlike.join(' = ')} ${is} ${last}`
}

/**
 * @param {Teller} teller
 * @param {number} node
 * @returns {Term[]}
 */
function forwardTerms({ scene, ops }, node) {
  const sources = scene.operands[node].map((edge) => scene.from[edge])
  const terms = valueTerms(sources, scene)
  const [result] = valueTerms([node], scene)
  const infix = ops[scene.ops[node]]?.infix
  const equals = /** @type {const} */ ({ kind: 'sign', text: '=' })
  if (infix && terms.length === 2)
    return [terms[0], { kind: 'sign', text: signOf(infix) }, terms[1], equals, result]
  if (terms.length !== 1) return [result]
  return [{ kind: 'sign', text: symbolAt(scene, ops, node) }, terms[0], equals, result]
}

/**
 * @param {number[]} nodes
 * @param {Scene} scene
 * @returns {Term[]}
 */
const valueTerms = (nodes, scene) =>
  nodes.map((node) => {
    const value = /** @type {Value} */ (scene.values[node])
    return {
      kind: 'value',
      text: arrayed(value),
      caption: titleOf(scene, node),
      full: worded(value),
      rows: rowsOf(value),
    }
  })

/**
 * @param {Teller} teller
 * @param {number} node
 * @returns {Story}
 */
function seedStory({ scene, texts }, node) {
  const name = outputName(scene, texts)
  const seed = /** @type {Value} */ (scene.gradients[node])
  const terms = [derivativeTerm(name, name), equals, gradientTerm(seed, 'seed')]
  return { ...texts.seed(name, brief(seed)), terms }
}

/** @type {Term} */
const added = { kind: 'sign', text: 'Σ' }

/** @type {Term} */
const equals = { kind: 'sign', text: '=' }

/**
 * @param {Scene} scene
 * @param {Texts} texts
 */
const outputName = (scene, texts) => titleOf(scene, scene.output) || texts.output

/**
 * @param {string} over
 * @param {string} under
 * @returns {Term}
 */
const derivativeTerm = (over, under) => ({ kind: 'derivative', over, under })

/**
 * @param {Value} value
 * @param {string} caption
 * @returns {Term}
 */
const gradientTerm = (value, caption) => ({
  kind: 'gradient',
  text: arrayed(value),
  caption,
  full: worded(value),
  rows: rowsOf(value),
})

/**
 * @param {Teller} teller
 * @param {number} edge
 * @param {number} k
 * @returns {Story}
 */
function backwardStory(teller, edge, k) {
  const { scene } = teller
  return {
    headline: headlineOf(teller, [edge]),
    sentence: [handedSentence(teller, edge), ...remarks(scene, scene.to[edge]), contribution(teller, edge, k)]
      .filter(Boolean)
      .join(' '),
    terms: handedTerms(teller, edge),
  }
}

/**
 * What is said of an operation that hands its gradient to these edges. It is said of slopes: where there is none, or but
 * a convention, it would not be true.
 * @param {Teller} teller
 * @param {number[]} edges
 */
function headlineOf({ scene, ops, texts }, edges) {
  const node = scene.to[edges[0]]
  const op = scene.ops[node]
  const odd =
    scene.flags[node].some(({ kind }) => kind === 'kink') ||
    edges.some((edge) => Number.isNaN(scene.local[edge]))
  const nothing = edges.every((edge) => scene.local[edge] === 0)
  const called = CALLED[op] ?? op
  return (!odd && ops[op]?.headline) || (nothing ? texts.handsNothing(called) : texts.handsBack(called))
}

/**
 * What is odd about a node: a kink, a result that is no number.
 * @param {Scene} scene
 * @param {number} node
 */
const remarks = ({ flags }, node) => flags[node].map(({ detail }) => detail)

/**
 * The sign between upstream × local and what is handed back.
 * @param {Scene} scene
 * @param {number} edge
 */
function productSign(scene, edge) {
  return equality([scene.gradients[scene.to[edge]], scene.local[edge]], '*', scene.propagated[edge])
}

/**
 * The sign between all that a node receives and its gradient.
 * @param {Scene} scene
 * @param {number} node
 */
function totalSign(scene, node) {
  const parts = scene.summands[node].map((edge) => scene.propagated[edge])
  return equality(parts, '+', scene.gradients[node])
}

/**
 * What is odd about a result, where it comes to be.
 * @param {Scene} scene
 * @param {number} node
 */
const firstSeen = ({ flags }, node) =>
  flags[node].flatMap(({ phase, detail }) => (phase === 'forward' ? [detail] : []))

/**
 * @param {Teller} teller
 * @param {number} edge
 */
function handedSentence({ scene, ops, texts }, edge) {
  const local = scene.local[edge]
  const words = {
    from: nameOf(scene, ops, scene.to[edge]),
    expression: equationName(scene, ops, scene.to[edge]),
    to: nameOf(scene, ops, scene.from[edge]),
    upstream: brief(/** @type {Value} */ (scene.gradients[scene.to[edge]])),
    local: localText(scene, edge),
    factor: operand(isRule(local) ? 0 : /** @type {Value} */ (local)),
    is: productSign(scene, edge),
    result: said(texts, /** @type {Value} */ (scene.propagated[edge])),
  }
  if (isRule(local)) {
    const sentence = texts.handedArray(words, ruleWords(local))
    return words.local === 'J' ? `${sentence} ${texts.jacobian(words)}` : sentence
  }
  if (typeof local !== 'number')
    return stretched(scene, edge) ? texts.handedSummed(words) : texts.handedEach(words)
  const sentence = texts.handed(words)
  const { flags } = scene
  const nothing = local === 0 && scene.propagated[edge] === 0 && scene.gradients[scene.to[edge]] !== 0
  return nothing && !flags[scene.to[edge]].length ? `${sentence} ${texts.blocked}` : sentence
}

/**
 * `q = x + y`, or the expression alone where the node has no name.
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
export function equationName(scene, ops, node) {
  const expression = expressionOf(scene, ops, node)
  return titleOf(scene, node) && scene.operands[node].length > 0
    ? `${titleOf(scene, node)} = ${expression}`
    : expression
}

/**
 * @param {Teller} teller
 * @param {number} edge
 * @param {number} k
 */
function contribution({ scene, ops, texts }, edge, k) {
  const receiver = scene.from[edge]
  const edges = scene.summands[receiver]
  if (edges.length < 2) return ''
  const got = edges.filter((other) => scene.propagatedAt[other] <= k).length
  return texts.contribution(got, edges.length, nameOf(scene, ops, receiver))
}

/**
 * upstream × local = propagated.
 * @param {Teller} teller
 * @param {number} edge
 * @returns {Term[]}
 */
function handedTerms({ scene, ops, texts }, edge) {
  const [from, to] = [scene.from[edge], scene.to[edge]]
  const single = scene.summands[from].length === 1
  const name = titleOf(scene, from)
  const local = scene.local[edge]
  const times = typeof local === 'number' || isRule(local) ? '×' : '⊙'
  const full = isRule(local) ? ruleWords(local) : worded(/** @type {Value} */ (local))
  /** @type {Term[]} */
  const product = [
    gradientTerm(/** @type {Value} */ (scene.gradients[to]), texts.upstream),
    { kind: 'sign', text: times },
    {
      kind: 'local',
      text: localText(scene, edge),
      caption: texts.local,
      full,
      rows: localRows(scene, edge),
      name: isRule(local),
    },
  ]
  if (lensText(scene, edge).endsWith(' ×')) product.reverse()
  return [
    ...(single && name ? [derivativeTerm(outputName(scene, texts), name), equals] : []),
    ...(stretched(scene, edge) ? [added] : []),
    ...product,
    { kind: 'sign', text: productSign(scene, edge) },
    gradientTerm(/** @type {Value} */ (scene.propagated[edge]), texts.to(nameOf(scene, ops, from))),
  ]
}

/**
 * @param {Teller} teller
 * @param {number} node
 * @returns {Story}
 */
function sumStory(teller, node) {
  const { scene, ops, texts } = teller
  const edges = scene.summands[node]
  const parts = edges.map((edge) => /** @type {Value} */ (scene.propagated[edge]))
  const total = /** @type {Value} */ (scene.gradients[node])
  const name = nameOf(scene, ops, node)
  const more = parts.length > LISTED ? ' + …' : ''
  const listed = parts.some((part) => typeof part !== 'number')
  const sum = listed ? parts.slice(0, LISTED).map(arrayed).join(' + ') + more : sumText(parts)
  return {
    ...texts.sum(name, edges.length, sum, totalSign(scene, node), arrayed(total)),
    terms: sumTerms(teller, node),
  }
}

/**
 * @param {Teller} teller
 * @param {number} node
 * @returns {Term[]}
 */
function sumTerms({ scene, ops, texts }, node) {
  const edges = scene.summands[node]
  const shown = edges.length <= LISTED ? edges : edges.slice(0, LISTED - 1)
  const terms = shown.flatMap((edge, i) => {
    const part = gradientTerm(
      /** @type {Value} */ (scene.propagated[edge]),
      texts.via(nameOf(scene, ops, scene.to[edge])),
    )
    return i > 0 ? [/** @type {Term} */ ({ kind: 'sign', text: '+' }), part] : [part]
  })
  if (shown.length < edges.length)
    terms.push({ kind: 'sign', text: `+ … ${texts.more(edges.length - shown.length)}` })
  const name = titleOf(scene, node)
  const left = name ? [derivativeTerm(outputName(scene, texts), name), equals] : []
  return [
    ...left,
    ...terms,
    { kind: 'sign', text: totalSign(scene, node) },
    gradientTerm(/** @type {Value} */ (scene.gradients[node]), texts.to(nameOf(scene, ops, node))),
  ]
}

/**
 * A column of the forward pass.
 * @param {Teller} teller
 * @param {Step[]} steps
 * @returns {Story}
 */
function columnForward(teller, steps) {
  const { scene, texts } = teller
  const nodes = steps.map((step) => step.node)
  const computed = nodes.filter((node) => scene.operands[node].length > 0)
  if (computed.length === 1) return forwardStory(teller, computed[0])
  const named = nodes.filter((node) => titleOf(scene, node) || scene.operands[node].length > 0)
  const equations = cut(named, texts).map((node) =>
    typeof node === 'string'
      ? node
      : scene.operands[node].length > 0
        ? equationOf(teller, node)
        : `${titleOf(scene, node)} = ${arrayed(/** @type {Value} */ (scene.values[node]))}`,
  )
  const headline = computed.length > 0 ? texts.severalComputed(computed.length) : texts.inputs.headline
  const sentence = `${equations.join(computed.length > 0 ? '; ' : ', ')}.`
  return {
    headline,
    sentence: [sentence, ...computed.flatMap((node) => firstSeen(scene, node))].join(' '),
    terms: [],
  }
}

/**
 * The first few, and how many more there are.
 * @template T
 * @param {T[]} all
 * @param {Texts} texts
 * @returns {(T | string)[]}
 */
const cut = (all, texts) =>
  all.length <= LISTED ? all : [...all.slice(0, LISTED - 1), texts.more(all.length - LISTED + 1)]

/**
 * A column of the backward pass.
 * @param {Teller} teller
 * @param {Step[]} steps
 * @param {number} k
 * @returns {Story}
 */
function columnBackward(teller, steps, k) {
  const { scene, texts } = teller
  const edges = steps.filter((step) => step.phase === 'backward').map((step) => step.edge)
  const consumers = [...new Set(edges.map((edge) => scene.to[edge]))]
  const { size } = new Set(consumers.map((node) => scene.ops[node]))
  const headline = size === 1 ? headlineOf(teller, edges) : texts.severalHandBack(edges.length)
  const { terms } = stepStory(teller, toldStep(scene, steps), k)
  if (
    consumers.length === 1 &&
    edges.length <= LISTED &&
    edges.every((edge) => typeof scene.local[edge] === 'number')
  ) {
    const sentences = [fromOne(teller, consumers[0], edges), ...remarks(scene, consumers[0])]
    return { headline, sentence: sentences.join(' '), terms }
  }
  const receivers = [...new Set(edges.map((edge) => scene.from[edge]))]
  const said = cut(receivers, texts).map((node) =>
    typeof node === 'string' ? node : receiverText(teller, node),
  )
  return { headline, sentence: `${listed(said)}.`, terms }
}

/**
 * The step of a column whose terms are shown: a sum before a product, and what has a name before a constant.
 * @param {Scene} scene
 * @param {Step[]} steps
 */
function toldStep(scene, steps) {
  const worth = (/** @type {Step} */ { phase, node, edge }) =>
    (phase === 'sum' ? 2 : 0) +
    (scene.ops[phase === 'backward' ? scene.from[edge] : node] === 'const' ? 0 : 1)
  return steps.reduce((best, step) => (worth(step) >= worth(best) ? step : best))
}

/**
 * What one node hands to several of its operands.
 * @param {Teller} teller
 * @param {number} consumer
 * @param {number[]} edges
 */
function fromOne({ scene, ops, texts }, consumer, edges) {
  const upstream = brief(/** @type {Value} */ (scene.gradients[consumer]))
  const expression = equationName(scene, ops, consumer)
  const names = edges.map((edge) => nameOf(scene, ops, scene.from[edge]))
  const plain = new Set(names).size === names.length && names.length > 1
  if (plain && edges.every((edge) => scene.local[edge] === 1))
    return texts.unchanged(expression, upstream, names)
  const products = edges.map((edge, i) => {
    const local = operand(/** @type {Value} */ (scene.local[edge]))
    const result = brief(/** @type {Value} */ (scene.propagated[edge]))
    return texts.product(upstream, local, productSign(scene, edge), result, names[i])
  })
  return texts.times(expression, upstream, products)
}

/**
 * @param {Teller} teller
 * @param {number} node
 */
function receiverText({ scene, ops, texts }, node) {
  const parts = scene.summands[node].map((edge) => /** @type {Value} */ (scene.propagated[edge]))
  const total = said(texts, /** @type {Value} */ (scene.gradients[node]))
  const sum =
    parts.length > 1 && parts.every((part) => typeof part === 'number')
      ? `${sumText(parts)} ${totalSign(scene, node)} ${total}`
      : total
  return texts.receives(nameOf(scene, ops, node), sum)
}
