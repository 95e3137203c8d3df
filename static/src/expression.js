// Expressions: a node written out over its operands, as text for sentences and as MathML for the title.

import { brief, operand, short } from './format.js'
import { SYMBOLS } from './generated/symbols.js'
import { titleOf } from './lens.js'
import { partsOfLabel } from './notation.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {{ symbol?: string, infix?: string, headline?: string }} OpWords  `symbol` where it is no function of the language */
/** @typedef {Record<string, OpWords>} Ops */

const SUM = 2
const PRODUCT = 3
const SIGN = 4
const POWER = 5
const ATOM = 9

/** @type {Record<string, number>} */
const BINDING = { '+': SUM, '-': SUM, '*': PRODUCT, '/': PRODUCT, '@': PRODUCT, '**': POWER }
/** @type {Record<string, string>} */
const SIGNS = { '-': '−', '*': '×', '/': '÷', '**': '^', '<=': '≤', '>=': '≥', '!=': '≠' }

/**
 * How an operator is written in a sentence.
 * @param {string} infix
 */
export const signOf = (infix) => (infix === '**' ? '^' : (SIGNS[infix] ?? infix))

/**
 * The sign of a node's op: what stands in the roundel of its card.
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
export function symbolAt(scene, ops, node) {
  const op = scene.ops[node]
  return ops[op]?.symbol ?? SYMBOLS[op] ?? op
}

/** What functions are called in a program, where an op has another name. @type {Record<string, string>} */
export const CALLED = { maximum: 'max', minimum: 'min' }

/**
 * How expressions are put together: `T` is text or MathML.
 * @template T
 * @typedef {object} Kit
 * @property {(node: number) => { out: T, binding: number }} leaf
 * @property {(sign: string, left: T, right: T) => T} binary
 * @property {(inner: T) => T} negative
 * @property {(op: string, args: T[]) => T} call
 * @property {(inner: T, key: string) => T} index
 * @property {(text: string) => T} word  a fixed argument
 * @property {(inner: T) => T} fence
 * @property {(sign: string) => boolean} fences  whether the operands of this sign need fences at all
 * @property {(edge: number) => { out: T, binding: number }} weight  the weight of an edge into a weighted sum
 * @property {(node: number) => T | null} bias  what is added to a weighted sum
 * @property {() => T} dots
 * @property {(name: string) => T} name
 */

/**
 * Writes out a node; the operands for which `open` holds are written out too.
 * @template T
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {Kit<T>} kit
 * @param {(node: number, depth: number) => boolean} open
 * @param {number} node
 * @param {number} [depth]
 * @returns {{ out: T, binding: number }}
 */
function write(scene, ops, kit, open, node, depth = 0) {
  const edges = scene.operands[node]
  if (edges.length === 0 || (depth > 0 && !open(node, depth))) return kit.leaf(node)
  const parts = edges.map((edge) => write(scene, ops, kit, open, scene.from[edge], depth + 1))
  const op = scene.ops[node]
  if (op === 'identity') return parts[0]
  if (op === 'weighted_sum') return { out: weighted(kit, edges, parts, kit.bias(node)), binding: SUM }
  const infix = ops[op]?.infix
  const { key, ...others } = scene.attrs?.[scene.ids[node]] ?? {}
  if (key)
    return { out: kit.index(fenced(kit, parts[0], ATOM), key.map(indexText).join(', ')), binding: ATOM }
  if (op === 'neg') return { out: kit.negative(fenced(kit, parts[0], SIGN + 1)), binding: SIGN }
  if (!infix || parts.length !== 2) {
    const args = parts.map(({ out }) => out)
    // The loss of a network has its target built in.
    if (scene.network?.edges && node === scene.output) args.push(kit.name('y'))
    args.push(...keywords(others).map(kit.word))
    return { out: kit.call(CALLED[op] ?? op, args), binding: ATOM }
  }
  const binding = BINDING[infix] ?? 1
  const bare = !kit.fences(infix)
  const left = fenced(kit, parts[0], infix === '**' ? ATOM : bare ? 0 : binding)
  const right = fenced(
    kit,
    parts[1],
    bare ? 0 : parts[1].binding === SIGN ? ATOM : binding + (binding < POWER ? 1 : 0),
  )
  return { out: kit.binary(infix, left, right), binding: bare ? ATOM : binding }
}

/**
 * An index or slice as one types it.
 * @param {number | (number | null)[]} entry
 */
export function indexText(entry) {
  if (!Array.isArray(entry)) return String(entry)
  const ends = entry.map((end) => end ?? '')
  return ends.slice(0, ends[2] === '' ? 2 : 3).join(':')
}

/**
 * Fixed arguments as one types them: `axis=1`; a shape needs no name.
 * @param {Record<string, any>} attrs
 */
const keywords = (attrs) =>
  Object.entries(attrs).map(([name, value]) => {
    const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
    return name === 'shape' ? text : `${name}=${text}`
  })

const MOST_TERMS = 4

/**
 * A weighted sum, product by product; a long one is cut.
 * @template T
 * @param {Kit<T>} kit
 * @param {number[]} edges
 * @param {{ out: T, binding: number }[]} parts
 * @param {T | null} bias
 */
function weighted(kit, edges, parts, bias) {
  const shown = edges.length > MOST_TERMS ? edges.slice(0, MOST_TERMS - 1) : edges
  const terms = shown.map((edge, i) =>
    kit.binary('*', fenced(kit, kit.weight(edge), i > 0 ? ATOM : 0), fenced(kit, parts[i], ATOM)),
  )
  if (shown.length < edges.length) terms.push(kit.dots())
  if (bias !== null) terms.push(bias)
  return terms.reduce((left, right) => kit.binary('+', left, right))
}

/**
 * What a weight is called, where it has a name.
 * @param {Scene} scene
 * @param {number} edge
 * @returns {string | undefined}
 */
function weightName({ network, ids, to, slot }, edge) {
  const { target = [], slot: slots, label } = network?.edges ?? {}
  const at = target.findIndex(
    (/** @type {string} */ id, /** @type {number} */ i) => id === ids[to[edge]] && slots[i] === slot[edge],
  )
  return label?.[at]
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @returns {{ label: string, value: number } | undefined}
 */
const biasOf = ({ network, ids }, node) => network?.biases?.[ids[node]]

/**
 * @template T
 * @param {Kit<T>} kit
 * @param {{ out: T, binding: number }} part
 * @param {number} least
 */
const fenced = (kit, part, least) => (part.binding < least ? kit.fence(part.out) : part.out)

/** @param {string} out */
const numberPart = (out) => ({ out, binding: out.startsWith('−') ? SIGN : ATOM })

/**
 * @param {Scene} scene
 * @param {(node: number) => { out: string, binding: number }} leaf
 * @param {boolean} named  whether weights go by their names
 * @returns {Kit<string>}
 */
const textKit = (scene, leaf, named) => ({
  leaf,
  weight: (edge) => {
    const name = named ? weightName(scene, edge) : undefined
    return name ? { out: name, binding: ATOM } : numberPart(brief(/** @type {number} */ (scene.local[edge])))
  },
  bias: (node) => {
    const bias = biasOf(scene, node)
    if (!bias) return null
    return named ? bias.label : operand(bias.value)
  },
  dots: () => '…',
  name: String,
  binary: (sign, left, right) => (sign === '**' ? `${left}^${right}` : `${left} ${signOf(sign)} ${right}`),
  negative: (inner) => `−${inner}`,
  call: (op, args) => `${op}(${args.join(', ')})`,
  index: (inner, key) => `${inner}[${key}]`,
  word: String,
  fence: (inner) => `(${inner})`,
  fences: () => true,
})

const SPELT_OUT = 2

/**
 * What to call a node in a sentence: its name, its number, else what it computes.
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
export function nameOf(scene, ops, node) {
  return titleOf(scene, node) || expressionOf(scene, ops, node)
}

/**
 * A node written out over its operands by name: `x + y`.
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
export function expressionOf(scene, ops, node) {
  const open = (/** @type {number} */ n, /** @type {number} */ depth) =>
    !scene.labels[n] && depth <= SPELT_OUT
  return write(
    scene,
    ops,
    textKit(scene, (n) => leafText(scene, n), true),
    open,
    node,
  ).out
}

/**
 * @param {Scene} scene
 * @param {number} node
 */
function leafText(scene, node) {
  if (scene.labels[node]) return { out: titleOf(scene, node), binding: ATOM }
  const value = scene.values[node]
  if (scene.operands[node].length > 0 || value === null) return { out: '…', binding: ATOM }
  return numberPart(brief(value))
}

/**
 * A node written out over the numbers of its operands: `−2 + 5`.
 * @param {Scene} scene
 * @param {Ops} ops
 * @param {number} node
 */
export function numbersOf(scene, ops, node) {
  const kit = textKit(scene, (n) => numberPart(brief(/** @type {number} */ (scene.values[n]))), false)
  return write(scene, ops, kit, () => false, node).out
}

const MATHML = 'http://www.w3.org/1998/Math/MathML'

/**
 * @param {string} tag
 * @param {...(Node | string)} children
 */
export function maths(tag, ...children) {
  const element = document.createElementNS(MATHML, tag)
  element.append(...children)
  return element
}

/**
 * A name as MathML: one letter slanted, its digits as an index, its layer above; longer names upright.
 * @param {string} name
 */
export function identifier(name) {
  const parts = partsOfLabel(name)
  if (parts) return symbolOf(parts)
  const indexed = /^(\p{L})(\d+)$/u.exec(name)
  return indexed ? maths('msub', maths('mi', indexed[1]), maths('mn', indexed[2])) : maths('mi', name)
}

/** @param {{ letter: string, below: string, above: string }} parts */
function symbolOf({ letter, below, above }) {
  const [base, index, layer] = [maths('mi', letter), maths('mn', below), maths('mn', above)]
  if (below && above) return maths('msubsup', base, index, layer)
  return below ? maths('msub', base, index) : maths('msup', base, layer)
}

/** @type {Record<string, string>} */
const MATHS_SIGNS = { ...SIGNS, '*': '·', '@': '\u2009' }
const SHORTEST_FRACTION = 1

/**
 * @param {Scene} scene
 * @returns {Kit<Element>}
 */
const mathsKit = (scene) => ({
  leaf: (node) => {
    const label = titleOf(scene, node)
    if (label) return { out: identifier(label), binding: ATOM }
    const value = scene.values[node]
    if (typeof value !== 'number' || scene.operands[node].length > 0)
      return { out: maths('mo', '…'), binding: ATOM }
    const number = maths('mn', short(Math.abs(value)))
    return value < 0
      ? { out: maths('mrow', maths('mo', '−'), number), binding: SIGN }
      : { out: number, binding: ATOM }
  },
  binary: (sign, left, right) => {
    if (sign === '/') return maths('mfrac', left, right)
    if (sign === '**') return maths('msup', left, right)
    return maths('mrow', left, maths('mo', MATHS_SIGNS[sign] ?? sign), right)
  },
  negative: (inner) => maths('mrow', maths('mo', '−'), inner),
  call: (op, args) => {
    if (op === 'sqrt') return maths('msqrt', args[0])
    if (op === 'exp') return maths('msup', maths('mi', 'e'), args[0])
    if (op === 'square') return maths('msup', maths('mrow', ...between(args)), maths('mn', '2'))
    const commas = args.flatMap((arg, i) => (i < SHORTEST_FRACTION ? [arg] : [maths('mo', ','), arg]))
    return maths('mrow', maths('mi', op), ...between(commas))
  },
  index: (inner, key) => maths('mrow', inner, maths('mo', '['), maths('mtext', key), maths('mo', ']')),
  word: (text) => maths('mtext', text),
  fence: (inner) => maths('mrow', ...between([inner])),
  fences: (sign) => sign !== '/',
  weight: (edge) => ({
    out: identifier(weightName(scene, edge) ?? brief(Number(scene.local[edge]))),
    binding: ATOM,
  }),
  bias: (node) => {
    const bias = biasOf(scene, node)
    return bias ? identifier(bias.label) : null
  },
  dots: () => maths('mo', '…'),
  name: identifier,
})

/**
 * Parts in parentheses, which grow only around fractions.
 * @param {Element[]} parts
 */
function between(parts) {
  const tall = parts.some((part) => part.localName === 'mfrac' || part.querySelector('mfrac'))
  const [open, close] = ['(', ')'].map((sign) => maths('mo', sign))
  for (const fence of [open, close]) fence.setAttribute('stretchy', String(tall))
  return [open, ...parts, close]
}

const LONGEST_TITLE = 14

/**
 * The output as a formula of the inputs: `f = (x + y) · z`. Names that are used twice stay names; a formula that would
 * grow too long shows the output's own line only. Null where there is nothing to say.
 * @param {Scene} scene
 * @param {Ops} ops
 * @returns {Element | null}
 */
export function formulaOf(scene, ops) {
  const { output } = scene
  if (!scene.operands[output].length) return null
  let size = 0
  const once = (/** @type {number} */ node) => {
    size += scene.operands[node].length
    return size <= LONGEST_TITLE && scene.consumers[node].length === 1
  }
  const own = (/** @type {number} */ node, /** @type {number} */ depth) =>
    !scene.labels[node] && depth <= SPELT_OUT
  let { out } = write(scene, ops, mathsKit(scene), once, output)
  if (size > LONGEST_TITLE) out = write(scene, ops, mathsKit(scene), own, output).out
  const label = titleOf(scene, output)
  return maths('math', ...(label ? [identifier(label), maths('mo', '=')] : []), out)
}

/**
 * ∂f/∂x as MathML.
 * @param {string} over
 * @param {string} under
 */
export function derivative(over, under) {
  const part = (/** @type {string} */ name) => maths('mrow', maths('mo', '∂'), identifier(name))
  const math = maths('math', maths('mfrac', part(over), part(under)))
  math.setAttribute('displaystyle', 'true')
  return math
}
