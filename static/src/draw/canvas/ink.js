// What a canvas draws with: the colours of the theme, fonts, and shapes that come again and again.

import { MATHS, PALETTES, SANS } from '../../tokens.css.js'
import { slanted } from '../names.js'
import { cut } from '../svg.js'

/** @typedef {Record<string, string>} Colours */

/** A line of less than so many dots of the screen is drawn with one: see `lineOf`. */
const FINE = 1.5
/** A line of just one dot may come out as wider than one, by how numbers are rounded. */
const ONE = 0.99
const INDEXED = /^(\p{L})(\d*)$/u

/**
 * The design tokens as they are in force at an element; forced colours are the system's.
 * @param {Element} element
 * @returns {Colours}
 */
export function coloursOf(element) {
  const style = getComputedStyle(element)
  const names = Object.keys(PALETTES.light)
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}

/**
 * How wide to draw a line. Without a graphics card one that is wider than a dot, be it by a quarter, is an area with two
 * borders, and costs three times as much.
 * @param {number} width  in units of the picture
 * @param {number} scale
 */
export function lineOf(width, scale) {
  const dot = 1 / (scale * (globalThis.devicePixelRatio || 1))
  return width > dot && width < FINE * dot ? ONE * dot : width
}

/**
 * A rectangle with round corners, as a path of its own or part of a larger one.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
export function rounded(pen, x, y, width, height, radius) {
  pen.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2))
}

/**
 * Draws the cells of a heat map.
 * @param {CanvasRenderingContext2D} pen
 * @param {ReturnType<typeof import('../heat.js').cellsOf>} map
 * @param {{ x: number, y: number }} corner  the upper left one of their room
 * @param {Colours} colours  `plus`: that of entries above zero
 */
export function drawCells(pen, { cells, size }, corner, colours) {
  const alpha = pen.globalAlpha
  for (const { x, y, entry, opacity } of cells) {
    pen.globalAlpha = alpha * opacity
    pen.fillStyle = Number.isFinite(entry) ? (entry < 0 ? colours.ink : colours.plus) : colours.mark
    pen.beginPath()
    rounded(pen, corner.x + x, corner.y + y, size, size, entry < 0 ? size / 2 : size > 5 ? 2 : 0)
    pen.fill()
  }
  pen.globalAlpha = alpha
}

/**
 * Writes a text.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y  its middle
 * @param {{ size: number, colour: string, weight?: number, align?: CanvasTextAlign, maths?: boolean }} style
 */
export function write(pen, text, x, y, { size, colour, weight = 600, align = 'center', maths = false }) {
  pen.font = `${maths ? 400 : weight} ${size}px ${maths ? MATHS : SANS}`
  pen.fillStyle = colour
  pen.textAlign = align
  pen.textBaseline = 'alphabetic'
  pen.fillText(text, x, y + 0.36 * size)
}

/**
 * Writes the name of a node: one letter slanted, its digits as an index, longer names upright.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} name
 * @param {string} version
 * @param {{ x: number, y: number, size: number, room: number, maths: boolean, colour: string, quiet: string }} style
 *   `y`: the line it stands on
 */
export function writeName(pen, name, version, { x, y, size, room, maths, colour, quiet }) {
  const indexed = INDEXED.exec(name)
  const letter = indexed ? (maths ? slanted(indexed[1]) : indexed[1]) : cut(name, room)
  const upright = Math.round(size * 0.68)
  const parts = [
    {
      text: letter,
      font: indexed ? `${maths ? '' : 'italic '}400 ${size}px ${MATHS}` : `500 ${upright}px ${SANS}`,
      down: 0,
      colour,
    },
    { text: indexed?.[2] ?? '', font: `400 ${size * 0.7}px ${MATHS}`, down: 0.28 * size * 0.7, colour },
    { text: version, font: `400 ${size * 0.55}px ${MATHS}`, down: 0, colour: quiet },
  ].filter(({ text }) => text)
  const widths = parts.map(({ text, font }) => {
    pen.font = font
    return pen.measureText(text).width
  })
  const whole = widths.reduce((sum, width) => sum + width, 0)
  const squeeze = Math.min(1, room / whole)
  pen.save()
  pen.translate(x - (whole * squeeze) / 2, y)
  pen.scale(squeeze, squeeze)
  pen.textAlign = 'left'
  pen.textBaseline = 'alphabetic'
  let at = 0
  parts.forEach(({ text, font, down, colour: ink }, i) => {
    pen.font = font
    pen.fillStyle = ink
    pen.fillText(text, at, down)
    at += widths[i]
  })
  pen.restore()
}
