// A data set in small: its points, its curve, or one of its images.

import { mark, mix, Palette, sharp } from './colours.js'
import { classOf } from './regions.js'
import { extent, linear, widened } from './scale.js'

const SIDE = 64

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./plane.js').Rows} rows
 */
export function thumbnail(canvas, rows) {
  const context = sharp(canvas, SIDE, SIDE)
  if (!context || rows.x.length === 0) return
  const palette = new Palette(canvas)
  const image = imageOf(rows.x)
  if (image) return pixels(context, image, palette)
  const flat = rows.x[0].length > 1
  const up = flat ? rows.x.map((row) => row[1]) : rows.y.map((row) => row[0])
  const x = linear(widened(extent(rows.x.map((row) => row[0])), 0.12), [3, SIDE - 3])
  const y = linear(widened(extent(up), 0.12), [SIDE - 3, 3])
  const r = rows.x.length > 20 ? 1.7 : 5
  rows.x.forEach((row, i) => {
    const k = rows.kind === 'classes' ? classOf(rows.y[i]) : 1
    mark(context, rows.kind === 'classes' ? k : 0, x(row[0]), y(up[i]), r)
    context.fillStyle = palette.of(k)
    context.fill()
  })
}

/**
 * The first row as an image, where it is one.
 * @param {any[]} x
 * @returns {number[][] | null}
 */
function imageOf([, , row]) {
  if (!Array.isArray(row)) return null
  if (Array.isArray(row[0])) return Array.isArray(row[0][0]) ? row[0] : row
  const side = Math.sqrt(row.length)
  if (row.length < 16 || !Number.isInteger(side)) return null
  return Array.from({ length: side }, (_, i) => row.slice(i * side, (i + 1) * side))
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} image
 * @param {Palette} palette
 */
function pixels(context, image, palette) {
  const [, most] = extent(image.flat())
  const step = (SIDE - 8) / image.length
  const [from, to] = [palette.rgb('surface'), palette.rgb('ink')]
  for (const [i, row] of image.entries()) {
    for (const [j, value] of row.entries()) {
      context.fillStyle = `rgb(${mix(from, to, value / (most || 1))})`
      context.fillRect(4 + j * step, 4 + i * step, step + 0.5, step + 0.5)
    }
  }
}
