// Forward mode: how fast every node moves with one input. The picture, the clock and the frames know gradients that
// run against the edges; here the edges are turned round, so that the same code carries tangents along them. Loaded
// when somebody looks forward (`view="forward"`).

import { nameOf } from './expression.js'
import { sumText, worded } from './format.js'
import { OPS } from './generated/ops.js'
import { arrayed, isRule, lensText, localText, said, titleOf } from './lens.js'
import { localRows, rowsOf } from './matrices.js'
import { finish } from './scene.js'
import { textsFor } from './texts-forward.js'
import { textsFor as storyTexts } from './texts-story.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./format.js').Value} Value */
/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {import('./story.js').Term} Term */
/** @typedef {{ node: number, place: number[], name: string }} Source  the number that moves by 1 */
/** @typedef {{ tangents: Value[], handed: (Value | null)[] }} Moved  by node and by edge */
/** @typedef {(scene: Scene, edge: number, tangent: any) => Value} Push  local × tangent */

const LISTED = 4
/** Larger scenes are shown as they are. */
const MOST = 2000

// The mathematics --------------------------------------------------------------------------------------------------

/**
 * The tangents of all nodes when one number moves by 1. What does not depend on it stands still: 0.
 * @param {Scene} scene
 * @param {Source} source
 * @param {Push} push
 * @returns {Moved}
 */
export function tangentsOf(
  scene,
  { node: start, place },
  push = (_, edge, tangent) => tangent * Number(scene.local[edge]),
) {
  const moves = scene.ids.map((_, node) => node === start)
  const tangents = scene.values.map((value, node) => (node === start ? unit(value, place) : still(value)))
  const handed = scene.from.map(() => /** @type {Value | null} */ (null))
  for (let node = start + 1; node <= scene.output; node++) {
    const open = scene.operands[node].filter(
      (edge) => scene.propagatedAt[edge] >= 0 && moves[scene.from[edge]],
    )
    if (open.length === 0) continue
    moves[node] = true
    for (const edge of open) handed[edge] = push(scene, edge, tangents[scene.from[edge]])
    tangents[node] = open.map((edge) => /** @type {any} */ (handed[edge])).reduce(added)
  }
  return { tangents, handed }
}

/** @param {any} value @returns {any} */
const still = (value) => (Array.isArray(value) ? value.map(still) : 0)

/**
 * 1 at a place and 0 elsewhere.
 * @param {any} value
 * @param {number[]} place
 * @returns {any}
 */
const unit = (value, [first, ...rest]) =>
  first === undefined
    ? 1
    : value.map((/** @type {any} */ entry, /** @type {number} */ i) =>
        i === first ? unit(entry, rest) : still(entry),
      )

/**
 * The sum of two results of one shape; one that is the same for all entries comes as a number.
 * @param {any} a
 * @param {any} b
 * @returns {any}
 */
const added = (a, b) =>
  Array.isArray(a)
    ? a.map((entry, i) => added(entry, Array.isArray(b) ? b[i] : b))
    : Array.isArray(b)
      ? added(b, a)
      : a + b

// The scene --------------------------------------------------------------------------------------------------------

/**
 * The scene in which tangents flow: edges lead from the consumer to the operand, and what gradients are otherwise are
 * tangents. Values are known from the start.
 * @param {Scene} scene
 * @param {Source} source
 * @param {Moved} moved
 * @param {import('./scene.js').Point[][]} routes  the same roads, from their ends
 * @param {Texts} texts
 * @returns {Scene}
 */
export function turned(scene, source, { tangents, handed }, routes, texts) {
  const receivers = scene.ids.flatMap((_, node) => (scene.levels[node] === null ? [] : [node]))
  receivers.sort((a, b) => Number(scene.levels[b]) - Number(scene.levels[a]) || a - b)
  const steps = [
    { phase: 'seed', node: source.node, edge: -1 },
    ...receivers.flatMap((node) => {
      const open = scene.operands[node].filter((edge) => handed[edge] !== null)
      const each = open.map((edge) => ({ phase: 'backward', node: scene.from[edge], edge }))
      return each.length > 1 ? [...each, { phase: 'sum', node, edge: -1 }] : each
    }),
  ]
  const local = scene.local.map((each, edge) => (isRule(each) ? ahead(scene, edge, each) : each))
  const turning = {
    ...scene,
    of: scene,
    from: scene.to,
    to: scene.from,
    output: source.node,
    routes,
    local,
    steps,
  }
  const known = finish({ ...turning, gradients: tangents, propagated: handed })
  const moves = known.gradientAt
  return {
    ...known,
    valueAt: scene.ids.map(() => 0),
    gradientAt: moves.map((at, node) => (at < 0 && scene.levels[node] !== null ? 0 : at)),
    texts,
    story: (_, from, to) => storyOf(scene, known, source, from, to),
  }
}

/**
 * The rule by which a tangent flows on: a factor as it stands, not transposed, or the Jacobian, from the left.
 * @param {Scene} scene
 * @param {number} edge
 * @param {import('./scene.js').LocalRule} rule
 */
function ahead(scene, edge, rule) {
  const factor = scene.index.get(String(rule.operand))
  if (rule.kind !== 'matrix' || factor === undefined) {
    const text = lensText({ ...scene, local: scene.local.with(edge, { ...rule, kind: 'jacobian' }) }, edge)
    return { ...rule, kind: 'jacobian', lens: text === '× J' ? 'J ×' : text }
  }
  const name = titleOf(scene, factor) || 'M'
  return { ...rule, kind: 'factor', lens: scene.slot[edge] === 0 ? `× ${name}` : `${name} ×` }
}

/**
 * The entries of what a tangent is multiplied by.
 * @param {Scene} scene
 * @param {number} edge
 */
function aheadRows(scene, edge) {
  const local = scene.local[edge]
  const factor = isRule(local) && local.kind === 'matrix' ? scene.index.get(String(local.operand)) : undefined
  if (factor === undefined) return localRows(scene, edge)
  const value = scene.values[factor]
  if (!Array.isArray(value) || typeof value[0] !== 'number') return rowsOf(value)
  return rowsOf(scene.slot[edge] === 0 ? value.map((entry) => [entry]) : [value])
}

// The story --------------------------------------------------------------------------------------------------------

/**
 * @param {Scene} scene
 * @param {Scene} tangent  the same with its edges turned round
 * @param {Source} source
 * @param {number} from
 * @param {number} to
 * @returns {import('./story.js').Story}
 */
function storyOf(scene, tangent, source, from, to) {
  const words = textsFor(null)
  const steps = tangent.steps.slice(Math.max(0, from), to)
  const last = steps.at(-1)
  if (!last) return { ...words.start(source.name), terms: [] }
  if (last.phase === 'seed') return { ...words.seed(source.name), terms: [] }
  const nodes = [
    ...new Set(steps.map(({ phase, node, edge }) => (phase === 'backward' ? scene.to[edge] : node))),
  ]
  const name = (/** @type {number} */ node) => nameOf(scene, OPS, node)
  const arrived = nodes.includes(scene.output) && tangent.gradientAt[scene.output] <= to
  const end = arrived ? ` ${words.arrived(name(scene.output), source.name)}` : ''
  const edges = steps.flatMap(({ phase, edge }) => (phase === 'backward' ? [edge] : []))
  if (nodes.length > 1) {
    const moves = nodes
      .slice(0, LISTED)
      .map((node) =>
        words.moves(name(node), said(storyTexts(null), /** @type {Value} */ (tangent.gradients[node]))),
      )
    const more = nodes.length > LISTED ? [words.more(nodes.length - LISTED)] : []
    return {
      headline: words.several(nodes.length),
      sentence: `${[...moves, ...more].join('; ')}.${end}`,
      terms: termsOf(scene, tangent, nodes.at(-1) ?? 0, edges, name, last.phase === 'sum'),
    }
  }
  const [node] = nodes
  const result = said(storyTexts(null), /** @type {Value} */ (tangent.gradients[node]))
  const parts = edges.map((edge) =>
    words.times(
      name(scene.from[edge]),
      said(storyTexts(null), /** @type {Value} */ (tangent.gradients[scene.from[edge]])),
      localText(tangent, edge),
      said(storyTexts(null), /** @type {Value} */ (tangent.propagated[edge])),
    ),
  )
  const summands = tangent.summands[node].map((edge) => /** @type {Value} */ (tangent.propagated[edge]))
  const sum =
    last.phase === 'sum' && summands.length > 1 ? words.sum(name(node), sumText(summands), result) : ''
  return {
    headline: words.moved(name(node)),
    sentence: `${[...parts, sum].filter(Boolean).join(' ')}${end}`,
    terms: termsOf(scene, tangent, node, edges, name, last.phase === 'sum'),
  }
}

/**
 * tangent × local = tangent, for the last edge of a step; the sum where several add up.
 * @param {Scene} scene
 * @param {Scene} tangent
 * @param {number} node
 * @param {number[]} edges
 * @param {(node: number) => string} name
 * @param {boolean} summed
 * @returns {Term[]}
 */
function termsOf(scene, tangent, node, edges, name, summed) {
  const words = textsFor(null)
  const summands = tangent.summands[node]
  const edge = edges.findLast((each) => scene.to[each] === node)
  const term = (
    /** @type {'gradient' | 'local'} */ kind,
    /** @type {Value} */ value,
    /** @type {string} */ caption,
  ) => ({
    kind,
    text: arrayed(value),
    caption,
    full: worded(value),
    rows: rowsOf(value),
  })
  const sign = (/** @type {string} */ text) => /** @type {Term} */ ({ kind: 'sign', text })
  if (edge === undefined || (summed && summands.length > 1)) {
    const parts = summands
      .slice(0, LISTED)
      .flatMap((each, i) => [
        ...(i > 0 ? [sign('+')] : []),
        term('gradient', /** @type {Value} */ (tangent.propagated[each]), words.via(name(scene.from[each]))),
      ])
    if (summands.length > LISTED) parts.push(sign('+ …'))
    return [
      ...parts,
      sign('='),
      term('gradient', /** @type {Value} */ (tangent.gradients[node]), words.to(name(node))),
    ]
  }
  const from = scene.from[edge]
  const [local, text] = [scene.local[edge], localText(tangent, edge)]
  const entrywise = local !== null && typeof local !== 'number' && !isRule(local)
  const product = [
    term('gradient', /** @type {Value} */ (tangent.gradients[from]), words.tangentOf(name(from))),
    sign(entrywise ? '⊙' : '×'),
    /** @type {Term} */ ({
      kind: 'local',
      text,
      caption: words.local,
      full: entrywise ? worded(/** @type {Value} */ (local)) : text,
      rows: aheadRows(scene, edge),
      name: isRule(local),
    }),
  ]
  if (lensText(tangent, edge).endsWith(' ×')) product.reverse()
  return [
    ...product,
    sign('='),
    term('gradient', /** @type {Value} */ (tangent.propagated[edge]), words.to(name(node))),
  ]
}

// The look ---------------------------------------------------------------------------------------------------------

const style = `
.tangents .head.value{display:none}
.tangents .row.gradient:not(.pending) .mark{fill:var(--gradient-tint)}
.tangents .legend .gradient svg{scale:-1 1}
.tangents .lane.known.value{opacity:.35}
`

/**
 * The texts of the picture, for tangents.
 * @param {Texts} texts
 * @param {Scene} scene
 * @param {string} source  the name of what moves
 * @returns {Texts}
 */
function textsOf(texts, scene, source) {
  const words = textsFor(null)
  const last = scene.columns.length + 1
  return {
    ...texts,
    legend: { ...texts.legend, gradient: words.legend },
    columnForward: words.column,
    columnBackward: (n) => words.column(last - n),
    forwardHalf: '',
    backwardHalf: words.half,
    card: words.card,
    seedNote: () => words.by(source),
    seedTick: () => texts.seedTick('1'),
    lens: (consumer, name, local) => texts.lens(name, consumer, local),
  }
}

/**
 * The number that moves: an input by its name, as `x` or `W[0,1]`; the first one where there is no such.
 * @param {Scene} scene
 * @param {string | null} key
 * @returns {Source | null}
 */
export function sourceOf(scene, key) {
  const [, id = '', inner = ''] = /^([^[]+)(?:\[([\d,]*)\])?$/.exec(key ?? '') ?? []
  const known = scene.index.get(id)
  const node = known !== undefined && scene.ops[known] === 'input' ? known : scene.ops.indexOf('input')
  if (node < 0 || node > scene.output) return null
  const wanted = node === known && inner ? inner.split(',').map(Number) : []
  const shape = scene.shapes[node]
  const fits = wanted.length === shape.length && wanted.every((i, axis) => i < shape[axis])
  const place = fits ? wanted : shape.map(() => 0)
  return { node, place, name: `${titleOf(scene, node)}${place.length > 0 ? `[${place.join(', ')}]` : ''}` }
}

/**
 * Shows tangents in a picture as long as its element says `view="forward"`; what moves is said by `tangent`.
 * @param {Panel} panel
 * @param {() => void} again  takes the scene once more
 * @returns {() => void}  to be called when the element says something else
 */
export function looking(panel, again) {
  const { host } = /** @type {ShadowRoot} */ (panel.root.getRootNode())
  /** The roads from their ends; others where another number moves, for other lanes are open then. */ const roads =
    {
      of: /** @type {unknown} */ (null),
      node: -1,
      turned: /** @type {import('./scene.js').Point[][]} */ ([]),
    }
  /** @type {Push | null} */ let push = null
  const plain = panel.texts
  panel.dress(style)
  panel.see = (scene) => {
    const on = host.getAttribute('view') === 'forward'
    const source = on && scene ? sourceOf(scene, host.getAttribute('tangent')) : null
    const able = scene && source && scene.ids.length <= MOST && (!scene.Painter?.light || scene.Painter.turns)
    if (able && !scene.scalar && !push) load()
    const shown = able && (scene.scalar || push) ? scene : null
    panel.root.classList.toggle('tangents', shown !== null)
    dressLegend(panel, shown ? textsFor(null).legend : plain.legend.gradient)
    if (!shown || !source) return scene
    if (roads.of !== shown.routes || roads.node !== source.node)
      Object.assign(roads, {
        of: shown.routes,
        node: source.node,
        turned: shown.routes.map((road) => road.toReversed()),
      })
    const moved = tangentsOf(shown, source, shown.scalar ? undefined : (push ?? undefined))
    return turned(shown, source, moved, roads.turned, textsOf(plain, shown, source.name))
  }
  const load = async () => {
    const [{ arraysOf, pushOn }, { fromNested, toNested }] = await Promise.all([
      import('./live-arrays.js'),
      import('./ndarray.js'),
    ])
    push = (scene, edge, tangent) => toNested(pushOn(scene, arraysOf(scene), edge, fromNested(tangent)))
    again()
  }
  again()
  return again
}

/**
 * @param {Panel} panel
 * @param {string[]} words
 */
function dressLegend(panel, words) {
  const item = panel.top.querySelector('.legend .gradient')
  for (const [i, tag] of ['b', 'span'].entries()) {
    const text = item?.querySelector(tag)
    if (text && text.textContent !== words[i]) text.textContent = words[i]
  }
}
