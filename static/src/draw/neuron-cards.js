// Neurons: a pill of two halves, z on the left with δ below it, a on the right; the input and the loss are whole pills.
// Where there are many, a neuron is a small cell whose colour and shape tell sign and size.

import { brief, raw, worded } from '../format.js'
import { symbolText } from '../notation.js'
import { english } from '../texts-network.js'
import { CELL_TEXT, strength } from './neuron-scale.js'
import { append, fitted, nameAloud, part, say, set, show } from './svg.js'
import { writeSymbol } from './symbols.js'

/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./neurons.js').NeuronScene} NeuronScene */
/** @typedef {import('./svg.js').Drawing} Drawing */

const ROUND = 22
const NAME = 19
const ROWS = { value: 40, gradient: 61 }
const SIZES = { value: 18, gradient: 15 }
const MARKS = { value: 'M-3 -4V4L4 0Z', gradient: 'M3 -4V4L-4 0Z' }
const INSET = 8
/** Room for what stands before a number, with air even where a font is wide. */
const MARK = 18
const SIGN_AT = 12
/** How far outside of a narrow neuron its sign stands, so that it covers no number. */
const SIGN_OUT = 6
/** Where a bias begins: inside of its neuron's edge; outside of that of a narrow one, away from the labels behind it. */
const [BIAS_IN, BIAS_OUT] = [6, 8]

/**
 * Joins cards to the nodes of a scene.
 * @param {Drawing} layer
 * @param {Data} data
 * @param {NeuronScene} scene
 */
export function joinNeurons(layer, data, scene) {
  layer
    .selectAll('g.card')
    .data(
      scene.ids.map((_, node) => node),
      (/** @type {any} */ node) => scene.ids[node],
    )
    .join((enter) => enterNeuron(enter))
    .each(function (node) {
      placeNeuron(/** @type {Element} */ (this), data, scene, /** @type {number} */ (node))
    })
}

/** @param {Drawing} enter */
function enterNeuron(enter) {
  const card = append(enter, 'g', { class: 'card', role: 'button', tabindex: -1 })
  append(card, 'path', { class: 'body' })
  append(card, 'rect', { class: 'cell' })
  append(card, 'text', { class: 'name' })
  for (const kind of /** @type {const} */ (['value', 'gradient'])) {
    const row = append(card, 'g', { class: `row ${kind}` })
    append(row, 'path', { class: 'mark', d: MARKS[kind] })
    append(row, 'text', { class: 'delta' })
    append(row, 'rect', { class: 'slot', width: 30, height: kind === 'value' ? 18 : 15, rx: 6 })
    append(row, 'text', { class: 'number', 'data-part': kind, dy: '.36em' })
  }
  const roundel = append(card, 'g', { class: 'sign' })
  append(roundel, 'circle', { class: 'roundel', r: SIGN_AT })
  append(roundel, 'text', { class: 'symbol', dy: '.34em' })
  const bias = append(card, 'g', { class: 'bias' })
  append(bias, 'text', { class: 'bias-name' })
  append(bias, 'text', { class: 'bias-gradient' })
  append(bias, 'text', { class: 'bias-new' })
  append(card, 'text', { class: 'note' })
  return card
}

/**
 * The outline of a pill, or of one of its halves.
 * @param {import('../scene.js').Box} box
 * @param {{ first: boolean, last: boolean, stacked: boolean }} ends  which of its ends are round
 */
function outline({ width, height }, { first, last, stacked }) {
  const r = Math.min(ROUND, height / 2)
  const round = (/** @type {boolean} */ is) => (is ? r : 0)
  const [a, b, c, d] = [first, stacked ? first : last, last, stacked ? last : first].map(round)
  const top = `M${a} 0H${width - b}${arc(b, b, b)}`
  return `${top}V${height - c}${arc(c, -c, c)}H${d}${arc(d, -d, -d)}V${a}${arc(a, a, -a)}Z`
}

/**
 * @param {number} r
 * @param {number} x
 * @param {number} y
 */
const arc = (r, x, y) => (r > 0 ? `a${r} ${r} 0 0 1 ${x} ${y}` : '')

/**
 * What does not change from frame to frame.
 * @param {Element} card
 * @param {Data} data
 * @param {NeuronScene} scene
 * @param {number} node
 */
function placeNeuron(card, data, scene, node) {
  const { x, y, width, height } = scene.boxes[node]
  const neuron = scene.neurons.joined.get(node)
  const cell = scene.neurons.density === 'cells' && scene.levels[node] !== null && width < CELL_TEXT
  set(card, 'data-node', scene.ids[node])
  set(card, 'transform', `translate(${x} ${y})`)
  const ends = { first: neuron?.a !== node, last: neuron?.z !== node, stacked: scene.neurons.stacked }
  set(part(card, 'body'), 'd', outline(scene.boxes[node], ends))
  show(part(card, 'cell'), cell)
  for (const row of card.querySelectorAll('.row, .name')) show(row, !cell)
  const name = part(card, 'name')
  set(name, 'x', width / 2)
  set(name, 'y', NAME)
  writeSymbol(name, scene.ids[node], { maths: data.maths, size: 18 })
  for (const kind of /** @type {const} */ (['value', 'gradient'])) placeRow(card, data, scene, node, kind)
  placeSign(part(card, 'sign'), data, scene, node)
  const bias = scene.network.biases?.[scene.ids[node]]
  show(part(card, 'bias'), bias !== undefined && !cell)
  const below = neuron && scene.neurons.stacked ? 2 * height : height
  if (bias)
    placeBias(part(card, 'bias'), data, bias, {
      x: scene.neurons.stacked ? -BIAS_OUT : BIAS_IN,
      y: below + 17,
    })
  const note = part(card, 'note')
  set(note, 'x', width / 2)
  set(note, 'y', height + 18)
}

/**
 * @param {Element} card
 * @param {Data} data
 * @param {NeuronScene} scene
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 */
function placeRow(card, data, scene, node, kind) {
  const { width } = scene.boxes[node]
  const [mark, delta, slot, number] = part(card, `row.${kind}`).children
  const y = ROWS[kind]
  const error = kind === 'gradient' && scene.ids[node].startsWith('z')
  set(mark, 'transform', `translate(${INSET + 3} ${y})`)
  show(mark, !error)
  show(delta, error)
  set(delta, 'x', INSET)
  set(delta, 'y', y + 5)
  if (error) writeSymbol(delta, 'delta', { maths: data.maths, size: 15 })
  set(slot, 'x', width - INSET - 30)
  set(slot, 'y', y - (kind === 'value' ? 9 : 7.5))
  set(number, 'x', width - INSET)
  set(number, 'y', y)
}

/**
 * The activation, on the line between z and a: where roads neither begin nor labels stand.
 * @param {Element} sign
 * @param {Data} data
 * @param {NeuronScene} scene
 * @param {number} node
 */
function placeSign(sign, data, scene, node) {
  const neuron = scene.neurons.joined.get(node)
  const shown = neuron?.a === node && scene.ops[node] !== 'identity' && scene.boxes[node].width >= CELL_TEXT
  show(sign, shown)
  if (!shown) return
  const symbol = data.symbols[scene.ops[node]] ?? scene.ops[node]
  const words = sign.children[1]
  set(sign, 'transform', `translate(${signAt(scene, node)} 0)`)
  say(words, symbol)
  set(words, 'font-size', symbol.length === 1 ? 16 : fitted(symbol, 11, 2 * SIGN_AT - 3, 6))
}

/**
 * @param {NeuronScene} scene
 * @param {number} node
 */
function signAt({ direction, neurons, boxes }, node) {
  if (direction === 'down') return boxes[node].width + SIGN_OUT
  return neurons.stacked ? -SIGN_OUT : 0
}

/**
 * @param {Element} group
 * @param {Data} data
 * @param {{ name: string, value: number, gradient: number, update: number }} bias
 * @param {import('../scene.js').Point} at
 */
function placeBias(group, data, { name, value, gradient, update }, { x, y }) {
  const [own, slope, fresh] = group.children
  set(own, 'x', x)
  set(own, 'y', y)
  writeSymbol(own, name, { maths: data.maths, size: 15, after: ` ${brief(value)}` })
  for (const [words, text] of /** @type {const} */ ([
    [slope, `◂ ${brief(gradient)}`],
    [fresh, `→ ${brief(update)}`],
  ])) {
    set(words, 'x', x)
    set(words, 'y', y + 17)
    say(words, text)
  }
  set(group, 'data-name', name)
  set(group, 'data-tip', english.parameter(symbolText(name), worded(value), worded(gradient), worded(update)))
}

/**
 * Draws one neuron, or its half, in a frame, at rest or in motion.
 * @param {Element} card
 * @param {Data} data
 * @param {NeuronScene} scene
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} node
 */
export function drawNeuron(card, data, scene, frame, motion, node) {
  const value = appearing(scene.values[node], frame.values[node], motion, node, 'value')
  const gradient = appearing(scene.gradients[node], frame.gradients[node], motion, node, 'gradient')
  drawRow(card, scene, node, 'value', value)
  drawRow(card, scene, node, 'gradient', gradient)
  drawCell(part(card, 'cell'), scene, node, value)
  const active = motion.idle ? frame.activeNodes.has(node) && frame.phase !== 'done' : motion.nodes.has(node)
  const kind = motion.idle ? (frame.phase === 'forward' ? 'value' : 'gradient') : motion.kind
  set(card, 'class', `card neuron${active ? ` active ${kind}` : ''}`)
  show(part(card, 'bias-gradient'), frame.gradients[node] !== null)
  const { texts } = data
  const aloud = (/** @type {import('../format.js').Value | null} */ number) =>
    number === null ? texts.pending : brief(number)
  const words = texts.card(
    symbolText(scene.ids[node]),
    aloud(frame.values[node]),
    aloud(frame.gradients[node]),
  )
  nameAloud(card, words)
  set(card, 'data-tip', scene.boxes[node].width < CELL_TEXT ? words : null)
}

/**
 * @param {import('../format.js').Value | null} final
 * @param {import('../format.js').Value | null} known
 * @param {Motion} motion
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 */
function appearing(final, known, motion, node, kind) {
  if (known !== null) return { value: known, p: 1 }
  const settled = motion.settled.get(node)
  const stack = kind === 'gradient' ? motion.stacks.get(node) : undefined
  const p = settled?.kind === kind ? settled.p : (stack?.p ?? 0)
  return p > 0 ? { value: final, p } : { value: null, p: 0 }
}

/**
 * @param {Element} card
 * @param {NeuronScene} scene
 * @param {number} node
 * @param {'value' | 'gradient'} kind
 * @param {{ value: import('../format.js').Value | null, p: number }} state
 */
function drawRow(card, scene, node, kind, { value, p }) {
  const row = part(card, `row.${kind}`)
  const [, , slot, number] = row.children
  const never = kind === 'gradient' && scene.gradients[node] === null
  const text = value === null ? '' : brief(value)
  show(slot, value === null && !never)
  set(row, 'class', `row ${kind}${value === null ? ' pending' : ''}${never ? ' never' : ''}`)
  set(row, 'opacity', p > 0 && p < 1 ? p.toFixed(3) : null)
  say(number, text)
  set(number, 'data-value', value === null ? null : raw(value))
  set(number, 'font-size', fitted(text, SIZES[kind], scene.boxes[node].width - 2 * INSET - MARK, 9))
  set(row, 'data-tip', value === null ? null : `${symbolText(scene.ids[node])}: ${worded(value)}`)
}

/**
 * @param {Element} cell
 * @param {NeuronScene} scene
 * @param {number} node
 * @param {{ value: import('../format.js').Value | null, p: number }} state
 */
function drawCell(cell, scene, node, { value, p }) {
  if (cell.getAttribute('display') === 'none') return
  const { width, height } = scene.boxes[node]
  const size = typeof value === 'number' ? strength(scene, node, value) * p : 0
  const side = 4 + (Math.min(width, height) - 6) * size
  set(cell, 'class', `cell ${typeof value === 'number' && value < 0 ? 'minus' : 'plus'}`)
  set(cell, 'x', (width - side) / 2)
  set(cell, 'y', (height - side) / 2)
  set(cell, 'width', side)
  set(cell, 'height', side)
  set(cell, 'rx', typeof value === 'number' && value < 0 ? side / 2 : 2)
  set(cell, 'visibility', value === null ? 'hidden' : null)
}
