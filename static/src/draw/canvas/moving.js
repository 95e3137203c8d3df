// What moves, on a layer of its own over the still picture: the column under way, its trails and its tokens.

import { brief } from '../../format.js'
import { share } from '../edges.js'
import { textWidth } from '../svg.js'
import { carried } from '../tokens.js'
import { rounded, write } from './ink.js'
import { detailAt } from './places.js'
import { Roads } from './roads.js'
import { drawNodes } from './still.js'

/** @typedef {import('./still.js').Easel} Easel */
/** @typedef {import('../../motion.js').Token} Token */
/** @typedef {import('../../format.js').Value} Value */

const PILL = { width: 42, height: 30 }
const HALO = 11
const SPECK = 5

/**
 * Draws everything that is other than in the still picture.
 * @param {Easel} easel
 */
export function drawMoving(easel) {
  const { motion, window, places } = easel
  if (motion.idle) return
  const cards = detailAt(easel.scale) === 'cards'
  const edges = new Set(places.edgesIn(window))
  const seen = [...new Set([...motion.values.keys(), ...motion.gradients.keys()])].filter((edge) =>
    edges.has(edge),
  )
  drawTrails(easel, edges)
  const tokens = motion.tokens.filter(({ edge }) => edges.has(edge))
  if (cards) for (const token of tokens) if (token.kind === 'gradient') drawToken(easel, token)
  if (cards) new Roads(easel).lenses(seen)
  drawNodes(easel, seenNodes(easel), true)
  if (!cards) return drawSpecks(easel, tokens)
  for (const token of tokens) if (token.kind === 'value') drawToken(easel, token)
}

/** @param {Easel} easel */
function seenNodes({ motion, window, data }) {
  const { boxes } = data.scene
  const all = new Set([...motion.nodes, ...motion.settled.keys(), ...motion.stacks.keys()])
  return [...all].filter((node) => {
    const { x, y, width, height } = boxes[node]
    return (
      x < window.x + window.width &&
      x + width > window.x &&
      y < window.y + window.height &&
      y + height > window.y
    )
  })
}

/**
 * @param {Easel} easel
 * @param {Set<number>} edges
 */
function drawTrails({ pen, colours, data, motion, ways, scale }, edges) {
  const wide = Math.max(3, 1.6 / scale)
  for (const kind of /** @type {const} */ (['value', 'gradient'])) {
    pen.strokeStyle = colours[kind]
    pen.lineWidth = wide
    for (const [edge, s] of motion[kind === 'value' ? 'values' : 'gradients']) {
      if (s <= 0 || !edges.has(edge)) continue
      const { way, value, gradient, single } = ways.get(edge)
      const both = data.scene.propagatedAt[edge] >= 0
      const part = share(s, kind === 'gradient' ? 1 - way.lensAt : way.lensAt)
      if (s < 1) pen.setLineDash([part * way.length, 1e6])
      pen.stroke(kind === 'gradient' ? gradient : both ? value : single)
      pen.setLineDash([])
    }
  }
}

/**
 * Where a token is.
 * @param {Easel} easel
 * @param {Token} token
 */
function placeOf({ ways }, { edge, kind, s }) {
  const { way } = ways.get(edge)
  return kind === 'value' ? way.at(share(s, way.lensAt)) : way.at(1 - share(s, 1 - way.lensAt))
}

/**
 * @param {Easel} easel
 * @param {Token} token
 */
function drawToken(easel, token) {
  const { pen, colours, data } = easel
  const { kind, through, opacity, edge, s } = token
  const { x, y } = placeOf(easel, token)
  const text = brief(/** @type {Value} */ (carried(data, token)))
  const width = Math.max(PILL.width, textWidth(text, 15) + 20)
  const dead = kind === 'gradient' && through && data.scene.local[edge] === 0
  const alpha = dead ? opacity * Math.max(0.25, 2 * (1 - s)) : opacity
  pen.globalAlpha = 0.24 * alpha
  pen.fillStyle = colours[kind]
  pen.beginPath()
  if (!dead)
    rounded(
      pen,
      x - width / 2 - 5,
      y - PILL.height / 2 - HALO + 1,
      width + 10,
      PILL.height + 2 * HALO - 2,
      25,
    )
  pen.fill()
  pen.globalAlpha = alpha
  pen.beginPath()
  rounded(pen, x - width / 2, y - PILL.height / 2, width, PILL.height, 13)
  pen.fillStyle = dead ? colours.surface : colours[kind]
  pen.fill()
  write(pen, text, x, y, { size: 15, colour: dead ? colours.gradient : colours[`on-${kind}`] })
  pen.globalAlpha = 1
}

/**
 * Tokens that are too small to be read.
 * @param {Easel} easel
 * @param {Token[]} tokens
 */
function drawSpecks(easel, tokens) {
  const { pen, colours, scale } = easel
  for (const kind of /** @type {const} */ (['value', 'gradient'])) {
    pen.beginPath()
    for (const token of tokens) {
      if (token.kind !== kind) continue
      const { x, y } = placeOf(easel, token)
      const radius = SPECK / scale
      pen.moveTo(x + radius, y)
      pen.arc(x, y, radius, 0, 2 * Math.PI)
    }
    pen.fillStyle = colours[kind]
    pen.fill()
  }
}
