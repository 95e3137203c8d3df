// The still picture of a frame on a canvas: only what a window shows, as much of it as can be told apart at its scale,
// and everything of one style in one path.

import { flagsAt, seedNote, signOf } from '../cards.js'
import { stageAfter } from '../columns.js'
import { roomOf } from '../extent.js'
import { textWidth } from '../svg.js'
import { CardPen } from './cards.js'
import { rounded, write } from './ink.js'
import { lookOf, weightOf } from './look.js'
import { detailAt } from './places.js'
import { Roads } from './roads.js'

/** @typedef {import('../../scene.js').Box} Box */
/** @typedef {import('../../frames.js').Frame} Frame */
/** @typedef {import('../picture.js').Data} Data */
/** @typedef {import('./ink.js').Colours} Colours */
/** @typedef {import('./look.js').Look} Look */
/** @typedef {import('../../motion.js').Motion} Motion */

/**
 * What a picture is drawn with and from.
 * @typedef {object} Easel
 * @property {CanvasRenderingContext2D} pen
 * @property {Colours} colours
 * @property {Data} data
 * @property {Frame} frame
 * @property {Motion} motion
 * @property {import('../../motion.js').Schedule | null} move  what is under way
 * @property {Box} window
 * @property {number} scale
 * @property {import('./places.js').Places} places
 * @property {import('./roads.js').Ways} ways
 * @property {{ value: number, gradient: number }} most  the largest of its kind, against which the others are weighed
 * @property {Box} box  of the whole picture
 * @property {(import('../../scene.js').Point | null)[]} titles  where the title of each column stands
 * @property {number} left  of the leftmost node
 * @property {number} [crowd]  how many edges the window shows, where only a strip of it is drawn
 */

const CAPTION = 13
const SMALLEST_CAPTION = 10.5
const FAINT = 0.16
const LEAST_DOT = 2.5
const NAME_ROOM = 46
/** What is drawn of a road reaches no farther beyond it: arrowheads, and what is handed back. */
const STRIP_ROOM = 24

/**
 * Draws everything in the window, or in a strip of it as it is drawn there as a whole.
 * @param {Easel} easel
 * @param {Box} [strip]  as wide as the window
 */
export function drawStill(easel, strip = easel.window) {
  const { scale, places, data } = easel
  const detail = detailAt(scale)
  const room = strip === easel.window ? 0 : detail === 'cards' ? STRIP_ROOM : LEAST_DOT / scale
  const part = heightened(strip, room)
  const edges = places.edgesIn(part)
  const roads = new Roads({ ...easel, window: part })
  roads.draw(edges, detail)
  if (detail !== 'dots') drawTitles(easel)
  const nodes = places.nodesIn(detail === 'cards' ? heightened(strip, NAME_ROOM) : part)
  if (detail !== 'cards') return drawBlocks(easel, nodes)
  roads.lenses(edges)
  drawCards(easel, nodes)
  if (data.scene.output >= 0) drawNotes(easel, nodes)
}

/**
 * A part of the picture with so much more above and below.
 * @param {Box} part
 * @param {number} more
 * @returns {Box}
 */
const heightened = (part, more) => ({ ...part, y: part.y - more, height: part.height + 2 * more })

/**
 * Draws cards, or what stands for them at a smaller scale.
 * @param {Easel} easel
 * @param {Iterable<number>} nodes
 * @param {boolean} [over]  whether they lie over the same cards in the still picture
 */
export function drawNodes(easel, nodes, over = false) {
  if (detailAt(easel.scale) === 'cards') drawCards(easel, nodes, over)
  else drawBlocks(easel, nodes)
}

/**
 * @param {Easel} easel
 * @param {Iterable<number>} nodes
 * @param {boolean} [over]
 */
function drawCards({ pen, colours, data, frame, motion }, nodes, over = false) {
  const card = new CardPen(pen, colours, over)
  for (const node of nodes) {
    card.draw(data, lookOf(data.scene, frame, motion, node), node, signOf(flagsAt(data.scene, frame, node)))
  }
}

/**
 * Blocks: the upper half has the colour of the value, the lower half that of the gradient, each as strong as its number.
 * Pending halves are empty. All of one colour and strength are one path.
 * @param {Easel} easel
 * @param {Iterable<number>} nodes
 */
function drawBlocks(easel, nodes) {
  const { pen, colours, data, frame, motion, scale, most } = easel
  const { boxes } = data.scene
  const least = LEAST_DOT / scale
  /** @type {Map<string, number[]>} */
  const fills = new Map()
  const strokes = { hairline: [], value: [], gradient: [] }
  const add = (
    /** @type {'value' | 'gradient'} */ kind,
    /** @type {Look} */ look,
    /** @type {number} */ node,
  ) => {
    const { value, p } = look[kind]
    if (value === null) return
    const level = Math.round(6 * Math.max(FAINT, weightOf(value, most[kind])) * p)
    const key = `${kind} ${level}`
    const list = fills.get(key) ?? []
    if (list.length === 0) fills.set(key, list)
    list.push(node)
  }
  for (const node of nodes) {
    const look = lookOf(data.scene, frame, motion, node)
    add('value', look, node)
    add('gradient', look, node)
    const list = /** @type {number[]} */ (strokes[look.active || 'hairline'])
    list.push(node)
  }
  const box = (/** @type {number} */ node) => {
    const { x, y, width, height } = boxes[node]
    const [w, h] = [Math.max(width, least), Math.max(height, least)]
    return { x: x + (width - w) / 2, y: y + (height - h) / 2, w, h }
  }
  const radius = scale > 0.2 ? 18 : 0
  pen.beginPath()
  for (const node of Object.values(strokes).flat()) {
    const { x, y, w, h } = box(node)
    rounded(pen, x, y, w, h, radius)
  }
  pen.fillStyle = colours.surface
  pen.fill()
  for (const [key, list] of fills) {
    const [kind, level] = key.split(' ')
    pen.beginPath()
    for (const node of list) {
      const { x, y, w, h } = box(node)
      pen.rect(x + w * 0.06, y + h * (kind === 'value' ? 0.1 : 0.54), w * 0.88, h * 0.36)
    }
    pen.globalAlpha = 0.18 + (0.82 * Number(level)) / 6
    pen.fillStyle = colours[kind]
    pen.fill()
  }
  pen.globalAlpha = 1
  for (const [kind, list] of Object.entries(strokes)) {
    pen.beginPath()
    for (const node of list) {
      const { x, y, w, h } = box(node)
      rounded(pen, x, y, w, h, radius)
    }
    pen.strokeStyle = kind === 'hairline' ? colours.wire : colours[kind]
    pen.lineWidth = (kind === 'hairline' ? 0.75 : 2) / scale
    pen.stroke()
  }
}

/**
 * The seed under the output.
 * @param {Easel} easel
 * @param {number[]} nodes
 */
function drawNotes({ pen, colours, data, frame, scale }, nodes) {
  const { scene, texts } = data
  const size = Math.max(CAPTION, SMALLEST_CAPTION / scale)
  for (const node of nodes) {
    const seeded = node === scene.output && frame.gradients[node] !== null
    if (!seeded && scene.levels[node] !== null) continue
    const { x, y, width, height } = scene.boxes[node]
    const said = seeded ? seedNote(data, node) : texts.unreached
    const below = roomOf(scene, node).below
    write(pen, said, x + width / 2, y + height + below - size, {
      size,
      colour: colours.secondary,
      weight: 500,
    })
  }
}

/**
 * The titles of columns, as far as there is room for them.
 * @param {Easel} easel
 */
function drawTitles({ pen, colours, data: { scene, texts }, frame, move, window, scale, box, titles, left }) {
  const size = Math.max(CAPTION, SMALLEST_CAPTION / scale)
  const down = scene.direction === 'down'
  const stage = move ? stageAfter(scene, move.to) : frame.stage
  const { phase = 'forward', column: now = -1 } = scene.stages[stage] ?? {}
  const under = Boolean(move) || (frame.phase !== 'done' && frame.phase !== 'start')
  const align = down ? 'left' : 'center'
  let free = Number.NEGATIVE_INFINITY
  titles.forEach((place, index) => {
    if (!place) return
    const active = index === now && under
    const title =
      phase === 'forward'
        ? texts.columnForward(index + 1)
        : texts.columnBackward(scene.columns.length - index)
    const text = active ? texts.now(title) : title
    // No title begins left of the picture, where it would be cut off.
    const at = { ...place, x: down ? left : Math.max(place.x, box.x + textWidth(text, size) / 2) }
    const room = down ? 2 * size : textWidth(text, size) + 2 * size
    const begin = (down ? at.y : at.x) - room / 2
    if (begin < free || !meets(at, window, room)) return
    free = begin + room
    const colour = active ? colours[phase === 'forward' ? 'value' : 'gradient'] : colours.secondary
    write(pen, text, at.x, at.y - 0.36 * size, { size, colour, weight: active ? 600 : 500, align })
  })
}

/**
 * @param {import('../../scene.js').Point} at
 * @param {Box} window
 * @param {number} room
 */
const meets = ({ x, y }, window, room) =>
  x > window.x - room &&
  x < window.x + window.width + room &&
  y > window.y &&
  y < window.y + window.height + room
