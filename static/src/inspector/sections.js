// What the inspector shows of a node and of an edge: a pure function of scene, frame and what has been proven.

import { h } from '../dom.js'
import { entries, equality, shapeText, short } from '../format.js'
import { FACTS } from '../generated/facts.js'
import { OPS } from '../generated/ops.js'
import { isRule, localText, stretched } from '../lens.js'
import { localRows } from '../matrices.js'
import { textsFor as moreTexts } from '../texts-more.js'
import { arrayElement } from './arrays.js'
import { derivative, number } from './boxes.js'
import { chainOf, gradientBox, numeric, productOf, summed, symbolic } from './chain.js'
import { localFormula, localNumbers, nodeBox, ruleText, valueFormula, valueNumbers } from './formulas.js'
import { aloud, button, copyButton, equation, operator, paragraph, section, term, whole } from './parts.js'
import { kinked, proofSection } from './proof-section.js'
import { flagSection } from './remarks.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('./texts.js').InspectorTexts} Texts */
/** @typedef {import('./proof-section.js').Proving} Proving */

/**
 * What there is to be shown.
 * @typedef {object} Shown
 * @property {Scene} scene
 * @property {Frame} frame
 * @property {(node: number, whole?: boolean) => string} name
 * @property {Texts} texts
 * @property {Proving} proving
 */

const LISTED = 12
/** Larger arrays are no small tables. */
const EDITED = 400
/** So many digits are written smaller. */
const LONG = 10

/**
 * A node.
 * @param {Shown} shown
 * @param {number} node
 */
export function nodeParts(shown, node) {
  return [
    numbersPart(shown, node),
    flagSection(shown, node),
    chainPart(shown, node),
    edgesPart(shown, node),
    proofSection(shown, node),
  ].filter((part) => part !== null)
}

/**
 * The line under the title: what a node computes, with the numbers put in.
 * @param {Shown} shown
 * @param {number} node
 */
export function nodeTitle({ scene }, node) {
  return equation([nodeBox(scene, node), scene.labels[node] ? valueFormula(scene, node) : null])
}

/**
 * What a node is, in words.
 * @param {Shown} shown
 * @param {number} node
 */
export function nodeLead({ scene, frame, texts }, node) {
  const op = scene.ops[node]
  const shape = shapeText(scene.shapes[node])
  const value = frame.values[node]
  const numbers = value === null ? null : valueNumbers(scene, node)
  const kind = [moreTexts(null).op(op), ...(shape ? [texts.shape(shape)] : [])].join(', ')
  return [
    h('p', { class: 'op' }, h('b', {}, kind), ` · ${FACTS[op]?.sentence ?? ''}`),
    ...(numbers && typeof value === 'number'
      ? [equation([nodeBox(scene, node), numbers, number(value)])]
      : []),
  ]
}

// Value and gradient -----------------------------------------------------------------------------------------------

/**
 * @param {Shown} shown
 * @param {number} node
 */
function numbersPart(shown, node) {
  const { scene, frame, texts } = shown
  const never = scene.gradientAt[node] < 0
  const arrays = scene.shapes[node].length > 0
  return h(
    'div',
    { class: `numbers${arrays ? ' arrays' : ''}`, 'data-key': 'numbers' },
    tile(shown, node, 'value', frame.values[node], texts.valuePending),
    never
      ? h('div', { class: 'tile gradient' }, h('h3', {}, texts.gradient), paragraph(texts.noGradient, 'none'))
      : tile(shown, node, 'gradient', frame.gradients[node], gradientPending(shown, node)),
    ...(arrays ? [h('output', { class: 'readout' }, texts.hover)] : []),
  )
}

/**
 * @param {Shown} shown
 * @param {number} node
 */
function gradientPending({ scene, frame, texts }, node) {
  const got = frame.parts[node]?.length ?? 0
  return got > 0 ? texts.sumPending(got, scene.summands[node].length) : texts.gradientPending
}

/**
 * @param {Shown} shown
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 * @param {Value | null} value
 * @param {string} pending
 */
function tile({ scene, texts, name }, node, kind, value, pending) {
  const title = h('h3', {}, texts[kind])
  if (value === null)
    return h(
      'div',
      { class: `tile ${kind} pending` },
      title,
      h('span', { class: 'slot', title: texts.pending }),
      paragraph(pending),
    )
  const copy = copyButton(kind, texts.copy(texts[kind]))
  const editable = kind === 'value' && scene.ops[node] === 'input' && typeof value === 'number'
  const field = () =>
    h('input', {
      class: 'field',
      type: 'text',
      inputmode: 'text',
      value: whole(value),
      'data-do': 'set',
      'aria-label': texts.setValue(name(node)),
    })
  const shown =
    scene.shapes[node].length > 0
      ? arrayElement(value, scene.shapes[node], kind, texts)
      : editable
        ? field()
        : full('span', `full-${kind}`, value)
  const edit =
    kind === 'value' && scene.ops[node] === 'input' && Array.isArray(value) && entries(value).length <= EDITED
      ? [button('edit', [texts.edit], { class: 'button', 'aria-label': texts.editArray(name(node)) })]
      : []
  return h('div', { class: `tile ${kind}` }, h('div', { class: 'head' }, title, copy), shown, ...edit)
}

// The chain rule ---------------------------------------------------------------------------------------------------

/**
 * @param {Shown} shown
 * @param {number} node
 */
function chainPart(shown, node) {
  const { scene, frame, texts } = shown
  const chain = chainOf(scene, frame, node)
  if (chain.kind === 'none') return section('chain', texts.chain, paragraph(texts.offTheWay))
  const total = typeof chain.total === 'number' ? number(chain.total) : null
  if (chain.kind === 'seed') {
    return section('chain', texts.chain, equation([gradientBox(scene, node), total]), paragraph(texts.seed))
  }
  const rows = chain.products
    .slice(0, LISTED)
    .map((product) => productRow(shown, product, chain.products.length > 1))
  const rest = chain.products.length - rows.length
  return section(
    'chain',
    texts.chain,
    ...equations(scene, node, chain),
    h('div', { class: 'products' }, ...rows),
    rest > 0 ? paragraph(texts.more(rest)) : null,
    chain.products.length > 1 ? sumRow(shown, chain) : null,
    chain.total === null ? paragraph(gradientPending(shown, node)) : null,
    meaning(shown, node, chain.total),
  )
}

/**
 * ∂f/∂x = ∂f/∂q · ∂q/∂x = −4 · 1 = −4; of a sum, names, products and what they add up to have a line each.
 * @param {Scene} scene
 * @param {number} node
 * @param {import('./chain.js').Chain} chain
 */
function equations(scene, node, chain) {
  const total = typeof chain.total === 'number' ? number(chain.total) : null
  const names = [gradientBox(scene, node), symbolic(scene, chain)]
  const products = numeric(chain)
  if (chain.products.length < 2) {
    const [one] = chain.products
    const factors = one ? [one.upstream, one.local] : []
    return [
      equation(
        [...names, ...(products ? [products, total] : [])],
        false,
        equality(factors, '*', chain.total),
      ),
    ]
  }
  const parts = chain.products.map(({ propagated }) => propagated)
  return [
    equation(names),
    ...(products
      ? [
          equation([products], true),
          equation([summed(chain), total], true, equality(parts, '+', chain.total)),
        ]
      : []),
  ]
}

/**
 * upstream × local = propagated; the row leads to its edge.
 * @param {Shown} shown
 * @param {import('./chain.js').Product} product
 * @param {boolean} several
 */
function productRow(shown, { edge, consumer, upstream, propagated }, several) {
  const { scene, name, texts } = shown
  const [from, to] = [name(scene.from[edge]), name(consumer)]
  return button(
    'edge',
    aloud(
      productLabel(shown, edge),
      productTerms(shown, edge, upstream, propagated, several ? texts.via(to) : texts.to(from)),
    ),
    {
      class: 'product terms',
      'data-at': edge,
      title: texts.openEdge(from, to),
    },
  )
}

/**
 * @param {Shown} shown
 * @param {number} edge
 */
function productLabel({ scene, frame, name, texts }, edge) {
  const { upstream, local, propagated } = productOf(scene, frame, edge)
  const title = texts.openEdge(name(scene.from[edge]), name(scene.to[edge]))
  if (scene.propagatedAt[edge] < 0) return `${title}: ${texts.blocked}`
  const said = (/** @type {Value | null} */ value) => (value === null ? texts.pending : whole(value))
  const numbers = `${texts.upstream} ${said(upstream)}, ${texts.local} ${local === null ? texts.pending : localText(scene, edge)}, ${said(propagated)}`
  return `${title}: ${numbers}`
}

/**
 * @param {Shown} shown
 * @param {number} edge
 * @param {Value | null} upstream
 * @param {Value | null} propagated
 * @param {string} caption
 */
function productTerms({ scene, frame, texts }, edge, upstream, propagated, caption) {
  const local = frame.local[edge] ? scene.local[edge] : null
  const shown = local === null ? null : isRule(local) ? localText(scene, edge) : local
  return [
    ...(local !== null && stretched(scene, edge) ? [operator('Σ')] : []),
    term('gradient', upstream, texts.upstream, texts),
    operator(local === null || typeof local === 'number' || isRule(local) ? '×' : '⊙'),
    term('local', shown, texts.localTerm, texts, localRows(scene, edge)),
    h(
      'span',
      { class: 'is' },
      operator(equality([upstream, local], '*', propagated)),
      term('gradient', propagated, caption, texts),
    ),
  ]
}

/**
 * @param {Shown} shown
 * @param {import('./chain.js').Chain} chain
 */
function sumRow({ scene, name, texts }, { products, total }) {
  const terms = products
    .slice(0, LISTED)
    .flatMap(({ consumer, propagated }, i) => [
      ...(i > 0 ? [operator('+')] : []),
      term('gradient', propagated, texts.via(name(consumer)), texts),
    ])
  const rest = products.length > LISTED ? [operator(`+ … ${texts.more(products.length - LISTED)}`)] : []
  const to = products.length > 0 ? texts.to(name(scene.from[products[0].edge])) : ''
  const parts = products.map(({ propagated }) => propagated)
  const is = equality(parts, '+', total)
  return h(
    'div',
    { class: 'terms sum' },
    ...terms,
    ...rest,
    h('span', { class: 'is' }, operator(is), term('gradient', total, to, texts)),
  )
}

/**
 * @param {Shown} shown
 * @param {number} node
 * @param {Value | null} total
 */
function meaning({ scene, name, texts }, node, total) {
  // Beside a kink it may be true on one side only.
  if (typeof total !== 'number' || !Number.isFinite(total) || kinked(scene)) return null
  const number = short(total)
  return paragraph(
    texts.meaning(name(scene.output), name(node), number.startsWith('−') ? `(${number})` : number),
  )
}

// Edges ------------------------------------------------------------------------------------------------------------

/**
 * @param {Shown} shown
 * @param {number} node
 */
function edgesPart(shown, node) {
  const { scene, texts } = shown
  const edges = scene.operands[node]
  if (edges.length === 0) return null
  const headline = OPS[scene.ops[node]]?.headline
  const story = FACTS[scene.ops[node]]?.story ?? ''
  return section(
    'edges',
    texts.edges,
    paragraph(headline ? `${headline}. ${story}` : texts.edgesLead),
    h('div', { class: 'products' }, ...edges.slice(0, LISTED).map((edge) => edgeRow(shown, edge))),
    edges.length > LISTED ? paragraph(texts.more(edges.length - LISTED)) : null,
  )
}

/**
 * ∂f/∂q = z = −4, on a button.
 * @param {Shown} shown
 * @param {number} edge
 */
function edgeRow(shown, edge) {
  const { scene, name, texts } = shown
  const [from, to] = [name(scene.from[edge]), name(scene.to[edge])]
  return button('edge', aloud(productLabel(shown, edge), [localEquation(shown, edge)]), {
    class: 'product',
    'data-at': edge,
    title: texts.openEdge(from, to),
  })
}

/**
 * The local gradient: its formula, the numbers put in, and the result; words where an op of arrays has but those.
 * @param {Shown} shown
 * @param {number} edge
 */
function localEquation({ scene, frame, texts }, edge) {
  const local = scene.local[edge]
  if (local === null && scene.propagatedAt[edge] < 0)
    return h('span', {}, equation([nodeBox(scene, scene.from[edge])]), ` ${texts.blocked}`)
  const left = derivative(nodeBox(scene, scene.to[edge]), nodeBox(scene, scene.from[edge]))
  const known = frame.local[edge]
  const formula = localFormula(scene, edge)
  if (!formula)
    return h(
      'span',
      {},
      equation([left, ['t', known ? localText(scene, edge) : '…']]),
      ` ${ruleText(scene, edge)}`,
    )
  const result = known && typeof local === 'number' ? number(local) : null
  return equation([left, formula, known ? localNumbers(scene, edge) : null, result])
}

/**
 * An edge.
 * @param {Shown} shown
 * @param {number} edge
 */
export function edgeParts(shown, edge) {
  const { scene, frame, name, texts } = shown
  const [from, to] = [scene.from[edge], scene.to[edge]]
  const { upstream, propagated } = productOf(scene, frame, edge)
  const blocked = scene.propagatedAt[edge] < 0
  const array = frame.local[edge] && Array.isArray(scene.local[edge]) ? scene.local[edge] : null
  return [
    section(
      'local',
      texts.local,
      localEquation(shown, edge),
      paragraph(texts.localLead(name(to), name(from))),
      array ? arrayElement(/** @type {Value} */ (array), scene.shapes[to], 'local', texts) : null,
    ),
    blocked
      ? paragraph(texts.blocked)
      : section(
          'handed',
          texts.handed,
          h(
            'div',
            { class: 'terms' },
            ...productTerms(shown, edge, upstream, propagated, texts.to(name(from))),
          ),
          propagated === null
            ? paragraph(texts.gradientPending)
            : typeof propagated === 'number'
              ? fullIfLonger(propagated)
              : arrayElement(propagated, scene.shapes[from], 'gradient', texts),
        ),
    flagSection(shown, to),
    section(
      'ends',
      texts.ends,
      h(
        'div',
        { class: 'ends' },
        ...[from, to].map((node) => button('node', [name(node)], { class: 'button', 'data-at': node })),
      ),
    ),
  ].filter((part) => part !== null)
}

/**
 * A number with all its digits, where it has more than are shown above.
 * @param {number} number
 */
const fullIfLonger = (number) =>
  whole(number) === short(number) ? null : full('p', 'full-propagated', number)

/**
 * A number with all its digits, smaller where they are many.
 * @param {'span' | 'p'} tag
 * @param {string} part
 * @param {Value} value
 */
function full(tag, part, value) {
  const text = whole(value)
  return h(tag, { class: text.length > LONG ? 'full long' : 'full', 'data-part': part }, text)
}
