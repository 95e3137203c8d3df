// What the network has learnt over its inputs: decision regions over two, a fitted curve over one, with the points.

import { h } from '../dom.js'
import { short } from '../format.js'
import { mark, mix, Palette, sharp } from './colours.js'
import { contour } from './contour.js'
import { centred, classOf, leaning, painted, winner } from './regions.js'
import { extent, linear, ticks, widened } from './scale.js'
import { english as texts } from './texts.js'

/** @typedef {import('./history.js').Frame} Frame */
/** @typedef {{ kind: string, names: string[], classes: string[], x: number[][], y: number[][], test: { x: number[][], y: number[][] } | null }} Rows */
/** What is to be drawn; `neuron` is one of which the map is shown in the place of the output.
 * @typedef {{ rows: Rows | null, frame: Frame | null, loss: string, neuron: { layer: number, unit: number, activation: string } | null }} Sight */

const EDGE = { left: 44, right: 10, top: 10, bottom: 30 }
const POINT = 4.5
const FEW = 20
const MANY = 300

/** The picture. */
export class Plane {
  canvas = h('canvas', { class: 'tr-canvas', role: 'img' })
  element
  #caption = h('figcaption', { class: 'tr-caption' })
  #sight = /** @type {Sight} */ ({ rows: null, frame: null, loss: 'mse', neuron: null })

  constructor() {
    this.element = h('figure', { class: 'tr-figure' }, this.canvas, this.#caption)
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /** @param {Sight} sight */
  show(sight) {
    this.#sight = sight
    this.draw()
  }

  draw() {
    const { rows, frame } = this.#sight
    const width = this.element.clientWidth
    const inputs = rows?.x[0]?.length ?? 0
    const flat = rows && Array.isArray(rows.x[0]) && typeof rows.x[0][0] === 'number'
    const can = Boolean(flat && (inputs === 1 || inputs === 2))
    this.canvas.hidden = !can
    const sentence = this.#sentence(can)
    this.#caption.textContent = sentence
    this.canvas.setAttribute('aria-label', sentence)
    if (!can || !rows || width === 0) return
    const height = Math.round(Math.min(width * (inputs === 2 ? 0.95 : 0.7), 420))
    this.canvas.style.height = `${height}px`
    const context = sharp(this.canvas, width, height)
    if (!context) return
    const pen = { context, width, height, palette: new Palette(this.element) }
    if (inputs === 2) plane(pen, { ...this.#sight, rows })
    else curve(pen, { ...this.#sight, rows, frame })
  }

  /** @param {boolean} can */
  #sentence(can) {
    const { rows, frame, neuron } = this.#sight
    if (!rows) return texts.noData
    if (!can) return texts.noPlane(rows.x[0].flat(3).length)
    if (!frame) return texts.onlyPoints(rows.x.length)
    if (neuron) return texts.neuronMap(neuron.layer, neuron.unit + 1)
    if (rows.kind !== 'classes') return texts.curveSentence(short(frame.loss), frame.step)
    return texts.regionSentence(short((frame.accuracy ?? 0) * 100), frame.step, Boolean(rows.test))
  }
}

/** @typedef {{ context: CanvasRenderingContext2D, width: number, height: number, palette: Palette }} Pen */

/**
 * Two inputs.
 * @param {Pen} pen
 * @param {Sight & { rows: Rows }} sight
 */
function plane(pen, { rows, frame, loss, neuron }) {
  const { context, palette } = pen
  const all = [...rows.x, ...(rows.test?.x ?? [])]
  const regions = frame?.regions
  const [x1, x2, y1, y2] =
    regions?.edges ?? [0, 1].flatMap((axis) => widened(extent(all.map((row) => row[axis])), 0.1))
  const { x, y } = axes(pen, [x1, x2], [y1, y2], [rows.names[0] ?? 'x₁', rows.names[1] ?? 'x₂'])
  const box = { left: x(x1), top: y(y2), width: x(x2) - x(x1), height: y(y1) - y(y2) }
  if (regions) {
    const own = neuron && regions.layers?.[neuron.layer]?.[neuron.unit]
    const grids = own ? [own] : regions.outputs
    const colour = own
      ? neuronColour(palette, own, neuron.activation)
      : outputColour(palette, rows, loss, grids)
    const image = painted(grids, colour)
    picture(context, image, box)
    if (!own && rows.kind === 'classes' && grids.length === 1) {
      const side = regions.side - 1
      const middle = loss === 'hinge' || loss === 'bce_with_logits' ? 0 : 0.5
      context.beginPath()
      for (const [a, b, c, d] of contour(grids[0], middle)) {
        context.moveTo(x(x1 + (a / side) * (x2 - x1)), y(y1 + (b / side) * (y2 - y1)))
        context.lineTo(x(x1 + (c / side) * (x2 - x1)), y(y1 + (d / side) * (y2 - y1)))
      }
      context.strokeStyle = palette.css('ink')
      context.lineWidth = 1.5
      context.stroke()
    }
  }
  clip(context, box)
  const batch = new Set(frame?.batch && frame.batch.length < rows.x.length ? frame.batch : [])
  const range = extent(rows.y.map((row) => row[0]))
  const fill = (/** @type {number[]} */ target) => {
    if (rows.kind === 'classes') return palette.of(classOf(target))
    const at = (target[0] - range[0]) / (range[1] - range[0] || 1)
    return `rgb(${mix(palette.rgb('gradient'), palette.rgb('value'), at)})`
  }
  const size = all.length > MANY ? POINT * 0.75 : all.length > FEW ? POINT : POINT * 1.7
  const dot = (/** @type {number[]} */ at, /** @type {number[]} */ target, /** @type {boolean} */ test) => {
    mark(context, rows.kind === 'classes' ? classOf(target) : 0, x(at[0]), y(at[1]), size)
    finish(context, palette, fill(target), test)
  }
  const { test } = rows
  for (const [i, at] of (test?.x ?? []).entries()) dot(at, test?.y[i] ?? [], true)
  rows.x.forEach((at, i) => {
    dot(at, rows.y[i], false)
    if (batch.has(i)) ring(context, palette, x(at[0]), y(at[1]), size + 4)
  })
  context.restore()
}

/**
 * @param {Palette} palette
 * @param {Rows} rows
 * @param {string} loss
 * @param {number[][][]} grids
 */
function outputColour(palette, rows, loss, grids) {
  const scale = palette.diverging
  if (rows.kind !== 'classes') {
    const [low, high] = extent(rows.y.map((row) => row[0]))
    const [from, to] = [palette.rgb('gradient'), palette.rgb('value')]
    return (/** @type {number[]} */ [value]) => mix(from, to, (value - low) / (high - low || 1))
  }
  if (grids.length === 1) return (/** @type {number[]} */ [value]) => scale(leaning(value, loss))
  const classes = grids.map((_, k) =>
    palette.rgb(['gradient', 'value', 'local', 'mark', 'ink', 'wire'][k % 6]),
  )
  const ground = palette.rgb('surface')
  return (/** @type {number[]} */ values) => {
    const { best, sure } = winner(values, loss)
    return mix(ground, classes[best], 0.15 + 0.6 * sure)
  }
}

/**
 * @param {Palette} palette
 * @param {number[][]} grid
 * @param {string} activation
 */
export function neuronColour(palette, grid, activation) {
  const [low, high] = extent(grid.flat())
  const place = centred(activation, Math.max(Math.abs(low), Math.abs(high)))
  const scale = palette.diverging
  return (/** @type {number[]} */ [value]) => scale(place(value))
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} image
 * @param {{ left: number, top: number, width: number, height: number }} box
 */
export function picture(context, image, { left, top, width, height }) {
  const small = document.createElement('canvas')
  small.width = image.width
  small.height = image.height
  small.getContext('2d')?.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  context.drawImage(small, left, top, width, height)
}

/**
 * One input: targets over x, and the curve of every output.
 * @param {Pen} pen
 * @param {Sight & { rows: Rows }} sight
 */
function curve(pen, { rows, frame, neuron }) {
  const { context, palette } = pen
  const regions = frame?.regions
  const all = [...rows.x, ...(rows.test?.x ?? [])].map(([each]) => each)
  const across = /** @type {[number, number]} */ (
    regions ? regions.edges.slice(0, 2) : widened(extent(all), 0.1)
  )
  const own = neuron && regions?.layers?.[neuron.layer]?.[neuron.unit]
  const lines = own ? [own] : (regions?.outputs ?? [])
  const targets = rows.y.map(([each]) => each)
  const up = widened(extent(own ? own : [...targets, ...lines.flat()]))
  const { x, y } = axes(pen, across, up, [rows.names[0] ?? 'x', own ? 'a' : 'y'])
  const dots = (/** @type {number[][]} */ xs, /** @type {number[][]} */ ys, /** @type {boolean} */ test) =>
    xs.forEach(([at], i) => {
      const k = rows.kind === 'classes' ? classOf(ys[i]) : 0
      mark(context, k, x(at), y(ys[i][0]), POINT)
      finish(context, palette, rows.kind === 'classes' ? palette.of(k) : palette.css('value'), test)
    })
  if (!own) dots(rows.x, rows.y, false)
  if (!own && rows.test) dots(rows.test.x, rows.test.y, true)
  lines.forEach((line) => {
    context.beginPath()
    const place = linear([0, line.length - 1], across)
    for (const [i, value] of line.entries()) context.lineTo(x(place(i)), y(value))
    context.strokeStyle = palette.css('gradient')
    context.lineWidth = 2.5
    context.stroke()
  })
}

/**
 * Nothing is drawn outside of a box: a test row may lie beyond all training rows.
 * @param {CanvasRenderingContext2D} context
 * @param {{ left: number, top: number, width: number, height: number }} box
 */
function clip(context, { left, top, width, height }) {
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
}

/**
 * A point of the training rows is filled, one of the test rows hollow.
 * @param {CanvasRenderingContext2D} context
 * @param {Palette} palette
 * @param {string} colour
 * @param {boolean} test
 */
function finish(context, palette, colour, test) {
  context.fillStyle = test ? palette.css('surface') : colour
  context.strokeStyle = test ? colour : palette.css('surface')
  context.lineWidth = test ? 1.8 : 1
  context.fill()
  context.stroke()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Palette} palette
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function ring(context, palette, x, y, r) {
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.strokeStyle = palette.css('ink')
  context.lineWidth = 1.2
  context.stroke()
}

/**
 * Axes with round numbers.
 * @param {Pen} pen
 * @param {[number, number]} across
 * @param {[number, number]} up
 * @param {[string, string]} names
 */
export function axes({ context, width, height, palette }, across, up, names) {
  const x = linear(across, [EDGE.left, width - EDGE.right])
  const y = linear(up, [height - EDGE.bottom, EDGE.top])
  context.fillStyle = palette.css('secondary')
  context.strokeStyle = palette.css('hairline')
  context.lineWidth = 1
  context.font = '12px Inter, system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'top'
  for (const tick of ticks(...across, 4)) context.fillText(short(tick), x(tick), height - EDGE.bottom + 6)
  context.fillText(names[0], width - EDGE.right - 14, height - 13)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const tick of ticks(...up, 4)) context.fillText(short(tick), EDGE.left - 6, y(tick))
  context.textAlign = 'left'
  context.fillText(names[1], 2, EDGE.top + 4)
  context.strokeRect(EDGE.left, EDGE.top, width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom)
  return { x, y }
}
