// Edges: a two-lane road with arrowheads, and the lens with the local gradient on it.

import { brief, raw } from '../format.js'
import { isRule, lensText, localInFull } from '../lens.js'
import { ARROWHEAD } from './geometry.js'
import { append, part, say, set, show, textWidth } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Motion} Motion */
/** @typedef {import('./picture.js').Data} Data */
/** @typedef {import('./svg.js').Drawing} Drawing */

export const LENS_HEIGHT = 30
export const LENS_TEXT = 15
const LENS_ROOM = 22
// Where fonts are wide the signs of a list take more than is reckoned.
const LIST_ROOM = 34
const LEAST_LENS = 46
const TAG_APART = 7
const TAG_ROOM = 14
const TAG_TEXT = 12
const TAG_HEIGHT = 20
const TAG_BELOW = (LENS_HEIGHT + TAG_HEIGHT) / 2 + 3
const MOST_NEIGHBOURS = 40

/**
 * Joins wires and lenses to the edges of a scene.
 * @param {Drawing} wires
 * @param {Drawing} lenses
 * @param {Data} data
 */
export function joinEdges(wires, lenses, data) {
  const { scene } = data
  const edges = scene.from.map((_, edge) => edge)
  const key = (/** @type {any} */ edge) => edgeKey(scene, edge)
  wires
    .selectAll('g.wire')
    .data(edges, key)
    .join((enter) => enterWire(enter))
    .each(function (edge) {
      placeWire(/** @type {Element} */ (this), data, /** @type {number} */ (edge))
    })
  lenses
    .selectAll('g.edge')
    .data(edges, key)
    .join((enter) => enterLens(enter))
    .each(function (edge) {
      placeLens(/** @type {Element} */ (this), data, /** @type {number} */ (edge))
    })
}

/**
 * @param {Scene} scene
 * @param {number} edge
 */
const edgeKey = (scene, edge) =>
  `${scene.ids[scene.from[edge]]} ${scene.ids[scene.to[edge]]} ${scene.slot[edge]}`

/** @param {Drawing} enter */
function enterWire(enter) {
  const wire = append(enter, 'g', { class: 'wire', 'aria-hidden': 'true' })
  for (const lane of ['value', 'gradient']) {
    append(wire, 'path', { class: `lane pending ${lane}` })
    append(wire, 'path', { class: `lane known ${lane}` })
    append(wire, 'path', { class: `head ${lane}`, d: ARROWHEAD })
  }
  return wire
}

/** @param {Drawing} enter */
function enterLens(enter) {
  const edge = append(enter, 'g', { class: 'edge' })
  const lens = append(edge, 'g', { class: 'lens' })
  append(lens, 'rect', {
    class: 'halo',
    height: LENS_HEIGHT + 8,
    y: -LENS_HEIGHT / 2 - 4,
    rx: LENS_HEIGHT / 2 + 4,
  })
  append(lens, 'rect', { class: 'glass', height: LENS_HEIGHT, y: -LENS_HEIGHT / 2, rx: LENS_HEIGHT / 2 })
  append(lens, 'text', { class: 'number', 'data-part': 'local', dy: '.36em' })
  const tag = append(edge, 'g', { class: 'handed' })
  append(tag, 'rect', { class: 'tag', height: TAG_HEIGHT, y: -TAG_HEIGHT / 2, rx: TAG_HEIGHT / 2 })
  append(tag, 'text', { class: 'number', 'data-part': 'propagated', dy: '.36em' })
  return edge
}

/**
 * Where the head of a lane stands.
 * @param {{ point: import('../scene.js').Point, angle: number }} head
 */
export const placed = ({ point, angle }) => `translate(${point.x} ${point.y})rotate(${angle})`

/**
 * @param {Element} wire
 * @param {Data} data
 * @param {number} edge
 */
function placeWire(wire, data, edge) {
  const way = data.ways[edge]
  const open = data.scene.propagatedAt[edge] >= 0
  const both = open || data.scene.gradients[data.scene.to[edge]] !== null
  for (const path of wire.querySelectorAll('.lane.value')) set(path, 'd', open ? way.value : way.single)
  for (const path of wire.querySelectorAll('.lane.gradient')) set(path, 'd', way.gradient)
  set(part(wire, 'head.value'), 'transform', placed(open ? way.end : way.singleEnd))
  set(part(wire, 'head.gradient'), 'transform', placed(way.start))
  for (const path of wire.querySelectorAll('.gradient')) show(path, open)
  set(
    wire,
    'class',
    `wire${both && !open ? ' blocked' : ''}${data.scene.levels[data.scene.to[edge]] === null ? ' unreached' : ''}`,
  )
}

/**
 * @param {Element} group
 * @param {Data} data
 * @param {number} edge
 */
function placeLens(group, data, edge) {
  const { scene } = data
  const way = data.ways[edge]
  const [from, to] = [scene.ids[scene.from[edge]], scene.ids[scene.to[edge]]]
  const twice =
    scene.operands[scene.to[edge]].filter((other) => scene.from[other] === scene.from[edge]).length > 1
  set(group, 'data-edge', `${from}->${to}`)
  set(group, 'data-slot', twice ? scene.slot[edge] : null)
  set(part(group, 'lens'), 'transform', `translate(${way.lens.x} ${way.lens.y})`)
}

/**
 * The width of a lens, with the factor of a matrix product beside its words.
 * @param {Scene} scene
 * @param {number} edge
 */
export function lensWidth(scene, edge) {
  const text = lensText(scene, edge)
  const room = text.includes('[') ? LIST_ROOM : LENS_ROOM
  return Math.max(LEAST_LENS, textWidth(text, LENS_TEXT) + room + (scene.heat?.factorRoom(scene, edge) ?? 0))
}

/**
 * Draws the road of an edge in a frame. What moves on it leaves a trail of its own.
 * @param {Element} wire
 * @param {Scene} scene
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} edge
 */
export function drawWire(wire, scene, frame, motion, edge) {
  const hot = motion.idle && frame.activeEdges.has(edge)
  lane(wire, 'value', frame.values[scene.to[edge]] !== null, hot && !frame.propagated[edge])
  lane(wire, 'gradient', frame.propagated[edge], hot)
}

/**
 * @param {Element} wire
 * @param {'value' | 'gradient'} kind
 * @param {boolean} known
 * @param {boolean} hot
 */
function lane(wire, kind, known, hot) {
  const line = part(wire, `known.${kind}`)
  set(line, 'visibility', known ? null : 'hidden')
  set(part(wire, `pending.${kind}`), 'visibility', known ? 'hidden' : null)
  set(part(wire, `head.${kind}`), 'visibility', known ? null : 'hidden')
  line.classList.toggle('hot', hot)
}

/**
 * Draws the lens of an edge in a frame, at rest or in motion.
 * @param {Element} group
 * @param {Data} data
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} edge
 */
export function drawEdge(group, data, frame, motion, edge) {
  const moving = motion.values.has(edge) || motion.gradients.has(edge)
  const hot = moving || (motion.idle && frame.activeEdges.has(edge))
  const appearing = motion.settled.get(data.scene.to[edge])
  const known = frame.local[edge] || (appearing?.kind === 'value' && appearing.p > 0)
  drawLens(group, data, edge, known, hot, motion.pulsing.has(edge))
  drawHanded(group, data, frame, motion, edge)
}

/**
 * A share of the way in steps of the lens as a share of the length.
 * @param {number} s
 * @param {number} lensAt
 */
export const share = (s, lensAt) => (s <= 0.5 ? s * 2 * lensAt : lensAt + (s - 0.5) * 2 * (1 - lensAt))

/**
 * @param {Element} group
 * @param {Data} data
 * @param {number} edge
 * @param {boolean} known
 * @param {boolean} hot
 * @param {boolean} pulsing
 */
function drawLens(group, data, edge, known, hot, pulsing) {
  const { scene } = data
  const lens = part(group, 'lens')
  const local = scene.local[edge]
  show(lens, local !== null)
  if (local === null) return
  const text = known ? lensText(scene, edge) : ''
  const width = lensWidth(scene, edge)
  const [halo, glass, words] = lens.children
  set(halo, 'x', -width / 2 - 4)
  set(halo, 'width', width + 8)
  set(glass, 'x', -width / 2)
  set(glass, 'width', width)
  say(words, text)
  set(words, 'data-value', known && !isRule(local) ? raw(local) : null)
  set(
    lens,
    'class',
    `lens${known ? '' : ' pending'}${hot && known ? ' hot' : ''}${pulsing ? ' pulsing' : ''}`,
  )
  const [from, to] = [data.name(scene.from[edge]), data.name(scene.to[edge])]
  const tip = data.texts.lens(to, from, localInFull(scene, edge, data.texts))
  scene.heat?.drawFactor(lens, scene, edge, known)
  set(lens, 'data-tip', known ? tip + (scene.heat?.factorWords(scene, edge, data.name) ?? '') : null)
}

/**
 * The propagated gradient beside the receiving card: written out where several add up.
 * @param {Element} group
 * @param {Data} data
 * @param {Frame} frame
 * @param {Motion} motion
 * @param {number} edge
 */
function drawHanded(group, data, frame, motion, edge) {
  const { scene } = data
  const value = frame.propagated[edge] ? scene.propagated[edge] : null
  const tag = part(group, 'handed')
  const words = tag.children[1]
  const text = value === null ? '' : brief(value)
  say(words, text)
  set(words, 'data-value', value === null ? null : raw(value))
  const several = value !== null && scene.summands[scene.from[edge]].length > 1 && !motion.gradients.has(edge)
  const quiet = !several || !placeHanded(tag, data, edge, text)
  set(tag, 'class', `handed${quiet ? ' quiet' : ''}`)
}

/**
 * Where the propagated gradient is written, and how wide: before the lens or below it, where it covers no lens of a
 * neighbour; null where neither has room. Among very many lenses none is looked for.
 * @param {Scene} scene
 * @param {import('./geometry.js').Way} way
 * @param {number} edge
 * @param {string} text
 */
export function handedAt(scene, way, edge, text) {
  const width = textWidth(text, TAG_TEXT) + TAG_ROOM
  const before = (lensWidth(scene, edge) + width) / 2 + TAG_APART
  const at = way.lensAt - before / way.length
  const places = [{ x: way.lens.x, y: way.lens.y + TAG_BELOW, width }]
  if (at * way.length > width / 2) places.unshift({ ...way.at(at), width })
  const others = neighbours(scene, edge)
  if (others.length > MOST_NEIGHBOURS) return places[0]
  return places.find((place) => others.every((other) => apart(scene, other, place))) ?? null
}

/**
 * The other edges at both ends of an edge, whose lenses are the nearest.
 * @param {Scene} scene
 * @param {number} edge
 */
const neighbours = (scene, edge) =>
  [...scene.summands[scene.from[edge]], ...scene.operands[scene.to[edge]]].filter((other) => other !== edge)

/**
 * Whether a tag covers nothing of a lens.
 * @param {Scene} scene
 * @param {number} edge
 * @param {{ x: number, y: number, width: number }} tag
 */
function apart(scene, edge, { x, y, width }) {
  const lens = scene.lenses[edge]
  return (
    !lens ||
    Math.abs(lens.y - y) >= (LENS_HEIGHT + TAG_HEIGHT) / 2 ||
    Math.abs(lens.x - x) >= (lensWidth(scene, edge) + width) / 2
  )
}

/**
 * Puts the propagated gradient beside its lens; false where there is no room.
 * @param {Element} tag
 * @param {Data} data
 * @param {number} edge
 * @param {string} text
 */
function placeHanded(tag, { scene, ways }, edge, text) {
  const place = handedAt(scene, ways[edge], edge, text)
  if (!place) return false
  const { x, y, width } = place
  set(tag, 'transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`)
  set(tag.children[0], 'x', -width / 2)
  set(tag.children[0], 'width', width)
  return true
}
