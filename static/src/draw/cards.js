// Cards: a node with its name or operator, its value above and its gradient below. Pending is an empty slot, never 0.

import { brief, raw, shapeText, sumText, worded } from '../format.js'
import { titleOf, versionOf } from '../lens.js'
import { writeName } from './names.js'
import { append, fitted, nameAloud, part, say, set, show, textWidth } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Value} Value */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */

export const RADIUS = 18
export const ROUNDEL = 23
export const NAME_AT = 40
export const ROW_FROM = 78
export const ROW_TO = 159
export const ROWS = { value: 22, gradient: 62 }
export const NUMBER = 19
export const SLOT = { width: 34, height: 24 }
export const NUMBER_ROOM = ROW_TO - ROW_FROM - 19
export const TRIANGLES = { value: 'M-3.5 -5V5L5 0Z', gradient: 'M3.5 -5V5L-5 0Z' }

/**
 * Joins cards to the nodes of a scene.
 * @param {Drawing} layer
 * @param {Data} data
 */
export function joinCards(layer, data) {
  layer
    .selectAll('g.card')
    .data(
      data.scene.ids.map((_, node) => node),
      (/** @type {any} */ node) => data.scene.ids[node],
    )
    .join((enter) => enterCard(enter))
    .each(function (node) {
      placeCard(/** @type {Element} */ (this), data, /** @type {number} */ (node))
    })
}

/** @param {Drawing} enter */
function enterCard(enter) {
  const card = append(enter, 'g', { class: 'card', role: 'button', tabindex: -1 })
  append(card, 'rect', { class: 'shade', rx: RADIUS })
  append(card, 'rect', { class: 'body', rx: RADIUS })
  append(card, 'circle', { class: 'roundel', cx: NAME_AT, r: ROUNDEL })
  append(card, 'text', { class: 'symbol', x: NAME_AT, dy: '.33em' })
  append(card, 'text', { class: 'name', x: NAME_AT })
  append(card, 'path', { class: 'rule' })
  for (const kind of /** @type {const} */ (['value', 'gradient'])) enterRow(card, kind)
  const partial = append(card, 'g', { class: 'partial' })
  append(partial, 'rect', { class: 'plate', height: 26, y: ROWS.gradient - 13, rx: 8 })
  append(partial, 'text', {
    class: 'number',
    'data-part': 'partial',
    x: ROW_TO,
    y: ROWS.gradient,
    dy: '.36em',
  })
  const flag = append(card, 'g', { class: 'flag' })
  append(flag, 'circle', { r: 20, class: 'touch' })
  append(flag, 'circle', { r: 10, class: 'disc' })
  append(flag, 'text', { dy: '.36em' })
  append(card, 'text', { class: 'shape', x: NAME_AT })
  append(card, 'text', { class: 'note' })
  return card
}

/**
 * @param {Drawing} card
 * @param {'value' | 'gradient'} kind
 */
function enterRow(card, kind) {
  const row = append(card, 'g', { class: `row ${kind}` })
  const height = 42
  append(row, 'rect', { class: 'touch', x: ROW_FROM - 6, y: ROWS[kind] - height / 2, width: 96, height })
  append(row, 'path', {
    class: 'mark',
    d: TRIANGLES[kind],
    transform: `translate(${ROW_FROM + 4} ${ROWS[kind]})`,
  })
  append(row, 'rect', {
    class: 'slot',
    x: ROW_TO - SLOT.width,
    y: ROWS[kind] - SLOT.height / 2,
    rx: 8,
    width: SLOT.width,
    height: SLOT.height,
  })
  append(row, 'g', { class: 'heat' })
  append(row, 'text', { class: 'number', 'data-part': kind, x: ROW_TO, y: ROWS[kind], dy: '.36em' })
}

/**
 * What does not change from frame to frame.
 * @param {Element} card
 * @param {Data} data
 * @param {number} node
 */
function placeCard(card, data, node) {
  const { scene, symbols, texts } = data
  const { x, y, width, height } = scene.boxes[node]
  const leaf = scene.operands[node].length === 0
  const label = scene.labels[node]
  set(card, 'data-node', scene.ids[node])
  set(card, 'transform', `translate(${x} ${y})`)
  for (const rect of [part(card, 'shade'), part(card, 'body')]) {
    set(rect, 'width', width)
    set(rect, 'height', height)
  }
  set(part(card, 'rule'), 'd', `M${ROW_FROM - 2} ${height / 2}H${ROW_TO + 1}`)
  const [roundel, symbol, name] = ['roundel', 'symbol', 'name'].map((part_) => part(card, part_))
  show(roundel, !leaf)
  show(symbol, !leaf || !label)
  set(roundel, 'cy', height / 2)
  set(symbol, 'y', height / 2)
  const sign = leaf ? texts.constant : (symbols[scene.ops[node]] ?? scene.ops[node])
  say(symbol, sign)
  set(symbol, 'class', `symbol${leaf ? ' caption' : ''}${sign.length === 1 ? ' maths' : ''}`)
  set(symbol, 'font-size', leaf ? 13 : sign.length === 1 ? 25 : fitted(sign, 17, 2 * ROUNDEL - 8, 8))
  // Tangents run the other way.
  set(part(card, 'row.gradient').children[1], 'd', TRIANGLES[scene.of ? 'value' : 'gradient'])
  const shape = part(card, 'shape')
  say(shape, shapeText(scene.shapes[node]))
  set(shape, 'y', height - 7)
  set(name, 'y', leaf ? height / 2 + 8 : -9)
  writeName(name, label, versionOf(scene, node), {
    maths: data.maths,
    size: leaf ? 27 : 24,
    room: leaf ? 62 : 120,
  })
  placeNote(part(card, 'note'), data, node)
  set(part(card, 'flag'), 'transform', `translate(${width - 4} 4)`)
}

/**
 * @param {Element} note
 * @param {Data} data
 * @param {number} node
 */
function placeNote(note, { scene }, node) {
  const { width, height } = scene.boxes[node]
  const slider = scene.direction === 'right' && scene.ops[node] === 'input'
  set(note, 'x', width / 2)
  set(note, 'y', height + (slider ? 46 : 24))
}

/**
 * Draws one card in a frame, at rest or in motion.
 * @param {Element} card
 * @param {Data} data
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} node
 */
export function drawCard(card, data, frame, motion, node) {
  const { scene, texts } = data
  const value = shown(scene.values[node], frame.values[node], motion, node, 'value')
  const gradient = shown(scene.gradients[node], frame.gradients[node], motion, node, 'gradient')
  const stack = stackOf(scene, frame, motion, node)
  drawRow(card, data, node, 'value', value, true)
  drawRow(card, data, node, 'gradient', gradient, stack === null)
  drawStack(part(card, 'partial'), stack, gradient.p)
  const words = drawFlag(part(card, 'flag'), data, frame, node)
  const known = frame.gradients[node]
  const active = motion.idle ? frame.activeNodes.has(node) && frame.phase !== 'done' : motion.nodes.has(node)
  const unreached = scene.levels[node] === null
  set(
    card,
    'class',
    `card${active ? ` active ${motion.idle ? kindOf(frame) : motion.kind}` : ''}${unreached ? ' unreached' : ''}`,
  )
  const note = part(card, 'note')
  const seeded = node === scene.output && gradient.value !== null
  say(note, seeded ? seedNote(data, node) : unreached ? texts.unreached : '')
  const never = scene.gradientAt[node] < 0
  const aloud = (/** @type {Value | null} */ number) => (number === null ? texts.pending : brief(number))
  nameAloud(
    card,
    `${texts.card(data.name(node, true), aloud(frame.values[node]), never ? texts.noGradient : aloud(known))}${words && `. ${words}`}`,
  )
}

/** @param {Frame} frame */
const kindOf = (frame) => (frame.phase === 'forward' ? 'value' : 'gradient')

/**
 * @param {Data} data
 * @param {number} node
 */
export function seedNote({ scene, texts }, node) {
  const seed = /** @type {Value} */ (scene.gradients[node])
  return texts.seedNote(titleOf(scene, node) || texts.output, brief(seed))
}

/**
 * The number that a row shows and how far it has appeared.
 * @param {Value | null} final
 * @param {Value | null} known
 * @param {Motion} motion
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 * @returns {{ value: Value | null, p: number }}
 */
export function shown(final, known, motion, node, kind) {
  if (known !== null) return { value: known, p: 1 }
  const settled = motion.settled.get(node)
  const stack = kind === 'gradient' ? motion.stacks.get(node) : undefined
  const p = settled?.kind === kind ? settled.p : (stack?.p ?? 0)
  return p > 0 ? { value: final, p } : { value: null, p: 0 }
}

/**
 * The contributions that stand in the gradient row and are not summed up yet.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} node
 */
export function stackOf(scene, frame, motion, node) {
  const stack = motion.stacks.get(node)
  if (!stack) return frame.parts[node] && { parts: frame.parts[node] ?? [], all: scene.summands[node].length }
  if (stack.p >= 1 || stack.count === 0) return null
  const parts = scene.summands[node]
    .slice(0, stack.count)
    .map((edge) => /** @type {Value} */ (scene.propagated[edge]))
  return { parts, all: scene.summands[node].length }
}

/**
 * @param {Element} card
 * @param {Data} data
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 * @param {{ value: Value | null, p: number }} state
 * @param {boolean} free  whether nothing else stands in the row
 */
function drawRow(card, data, node, kind, { value, p }, free) {
  const { scene, texts } = data
  const row = part(card, `row.${kind}`)
  const [, , slot, heat, number] = row.children
  const never = kind === 'gradient' && scene.gradients[node] === null
  show(slot, value === null && free && !never)
  set(row, 'class', `row ${kind}${value === null ? ' pending' : ''}${never ? ' never' : ''}`)
  const text = value === null ? '' : brief(value)
  const form = (value !== null && scene.heat?.formOf(value, scene.shapes[node], NUMBER_ROOM)) || 'words'
  const { y, size } = (form === 'strip' && scene.heat?.OVER) || { y: 0, size: NUMBER }
  show(heat, form !== 'words')
  if (value !== null && form !== 'words')
    scene.heat?.placeHeat(heat, value, scene.shapes[node], ROW_TO, ROWS[kind], form)
  say(number, text)
  set(number, 'visibility', form === 'words' || form === 'strip' ? null : 'hidden')
  set(number, 'y', ROWS[kind] + y)
  set(number, 'font-size', fitted(text, size, NUMBER_ROOM, 10))
  set(number, 'data-value', value === null ? null : raw(value))
  set(row, 'opacity', p > 0 && p < 1 ? p.toFixed(3) : null)
  set(number, 'transform', p > 0 && p < 1 ? pop(p, ROW_TO, ROWS[kind]) : null)
  set(
    row,
    'data-tip',
    value === null ? (never ? texts.unreached : null) : `${texts.legend[kind][0]} ${worded(value)}`,
  )
}

/**
 * A number grows into its place.
 * @param {number} p
 * @param {number} x
 * @param {number} y
 */
function pop(p, x, y) {
  const scale = 0.7 + 0.3 * p
  return `translate(${(x - 12) * (1 - scale)} ${y * (1 - scale)})scale(${scale.toFixed(3)})`
}

const STACK_TEXT = 15
const STACK_ROOM = 138

/**
 * @param {Element} group
 * @param {{ parts: Value[], all: number } | null} stack
 * @param {number} p  how far the sum has appeared
 */
function drawStack(group, stack, p) {
  show(group, stack !== null)
  const [plate, words] = group.children
  if (stack === null) return say(words, '')
  const text = sumText(stack.parts, stack.all)
  const size = fitted(text, STACK_TEXT, STACK_ROOM, 9)
  const width = (textWidth(text, size) + 14) * (1 - p) + SLOT.width * p
  say(words, text)
  set(words, 'font-size', size)
  set(plate, 'x', ROW_TO - width + 6)
  set(plate, 'width', width)
  set(group, 'opacity', (1 - p).toFixed(3))
}

/**
 * The flags of a node that belong to numbers which are there.
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {number} node
 */
export const flagsAt = (scene, frame, node) =>
  scene.flags[node].filter(
    ({ phase }) => (phase === 'backward' ? frame.gradients : frame.values)[node] !== null,
  )

/**
 * The sign for flags: of a kink, or of something that is no number; none for none.
 * @param {import('../scene.js').Flag[]} flags
 */
export const signOf = (flags) =>
  flags.length === 0 ? '' : flags.every(({ kind }) => kind === 'kink') ? '∧' : '!'

/**
 * Kinks and results that are no numbers, as soon as they are there.
 * @param {Element} flag
 * @param {Data} data
 * @param {Frame} frame
 * @param {number} node
 */
function drawFlag(flag, { scene }, frame, node) {
  const flags = flagsAt(scene, frame, node)
  show(flag, flags.length > 0)
  if (flags.length === 0) return ''
  const words = flags.map(({ detail }) => detail).join(' ')
  say(flag.children[2], signOf(flags))
  set(flag, 'data-tip', words)
  return words
}
