// Small charts: axes with numbers as people read them, lines with gaps where nothing can be drawn.

import { axisBottom, axisLeft } from 'd3-axis'
import { scaleLinear } from 'd3-scale'
import { select } from 'd3-selection'
import { line } from 'd3-shape'
import { svg } from '../dom.js'
import { short } from '../format.js'

/** @typedef {[number, number]} Point */
/** @typedef {import('d3-scale').ScaleLinear<number, number>} Scale */

const MARGIN = { top: 12, right: 16, bottom: 26, left: 58 }
const LEAST_WIDTH = 240
const AIR = 0.08
/** How far a line may reach over the border of its drawing. */
const LINE = 2
const TICK = { x: 80, y: 36 }

/** A drawing with two axes. */
export class Chart {
  /**
   * @param {number} height
   * @param {string[]} layers  names of groups, from the back to the front
   */
  constructor(height, layers) {
    this.height = height
    this.root = svg('svg', { class: 'chart', role: 'img' })
    this.axes = { x: svg('g', { class: 'axis' }), y: svg('g', { class: 'axis' }) }
    /** @type {Record<string, SVGElement>} */
    this.layers = Object.fromEntries(layers.map((name) => [name, svg('g', { class: name })]))
    this.frame = svg('rect')
    const id = `chart-${charts++}`
    const clip = svg('clipPath', { id }, this.frame)
    this.layers.curves?.setAttribute('clip-path', `url(#${id})`)
    this.root.append(clip, this.axes.x, this.axes.y, ...Object.values(this.layers))
    /** @type {Scale} */ this.x = scaleLinear()
    /** @type {Scale} */ this.y = scaleLinear()
  }

  /**
   * Fits the axes to what is to be seen.
   * @param {Point} across
   * @param {number[]} values
   */
  fit(across, values) {
    const width = Math.max(LEAST_WIDTH, this.root.parentElement?.clientWidth ?? 0)
    const { height } = this
    this.root.setAttribute('viewBox', `0 0 ${width} ${height}`)
    this.root.setAttribute('height', String(height))
    this.x = scaleLinear(across, [MARGIN.left, width - MARGIN.right])
    this.y = scaleLinear(spanOf(values), [height - MARGIN.bottom, MARGIN.top])
    const { left: from, top, right, bottom: end } = this.room
    const frame = { x: from, y: top - LINE, width: right - from, height: end - top + 2 * LINE }
    for (const [name, value] of Object.entries(frame)) this.frame.setAttribute(name, String(value))
    const bottom = axisBottom(this.x)
      .ticks(width / TICK.x)
      .tickFormat(labelled(this.x, width / TICK.x))
    const left = axisLeft(this.y)
      .ticks(height / TICK.y)
      .tickFormat(labelled(this.y, height / TICK.y))
    const [x, y] = [select(/** @type {any} */ (this.axes.x)), select(/** @type {any} */ (this.axes.y))]
    x.attr('transform', `translate(0 ${height - MARGIN.bottom})`).call(bottom.tickSizeOuter(0))
    y.attr('transform', `translate(${MARGIN.left} 0)`).call(left.tickSizeOuter(0).tickSizeInner(4))
  }

  /**
   * The path of a line through points; what is no finite number leaves a gap.
   * @param {Point[]} points
   */
  path(points) {
    const draw = line(
      (/** @type {Point} */ [at]) => this.x(at),
      (/** @type {Point} */ [, value]) => this.y(value),
    ).defined(([at, value]) => Number.isFinite(at) && Number.isFinite(value))
    return draw(points) ?? ''
  }

  /**
   * Puts marks into a layer in place of those before.
   * @param {string} layer
   * @param {...Node} marks
   */
  put(layer, ...marks) {
    this.layers[layer].replaceChildren(...marks)
  }

  /**
   * A dot.
   * @param {string} kind
   * @param {Point} point
   * @param {number} [r]
   */
  dot(kind, [at, value], r = 5) {
    return svg('circle', { class: `dot ${kind}`, cx: this.x(at), cy: this.y(value), r })
  }

  /**
   * A straight line between two points.
   * @param {string} kind
   * @param {Point} a
   * @param {Point} b
   */
  stroke(kind, a, b) {
    return svg('path', {
      class: kind,
      d: `M${this.x(a[0])} ${this.y(a[1])}L${this.x(b[0])} ${this.y(b[1])}`,
    })
  }

  /** The room of the drawing within the axes. */
  get room() {
    const [left, right] = this.x.range()
    const [bottom, top] = this.y.range()
    return { left, right, top, bottom }
  }
}

/**
 * How the ticks of a scale are labelled: in short, unless two of them would look alike.
 * @param {Scale} scale
 * @param {number} count
 * @returns {(tick: import('d3-scale').NumberValue) => string}
 */
function labelled(scale, count) {
  const ticks = scale.ticks(count)
  const alike = new Set(ticks.map(short)).size < ticks.length
  return alike ? scale.tickFormat(count) : (tick) => short(Number(tick))
}

let charts = 0

/**
 * The values from the least to the greatest with some air; around a single one, one up and down.
 * @param {number[]} values
 * @returns {Point}
 */
function spanOf(values) {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return [-1, 1]
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const air = (high - low) * AIR || Math.abs(low) * AIR || 1
  return [low - air, high + air]
}

/**
 * The span of values without the few that run away, as next to a pole, so that the rest can be seen.
 * @param {number[]} values
 * @param {number} keep  a value that must be seen
 */
export function calm(values, keep) {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b)
  if (finite.length < 8) return [...finite, keep]
  const at = (/** @type {number} */ share) => finite[Math.floor(share * (finite.length - 1))]
  const [low, high] = [at(0.04), at(0.96)]
  const room = 3 * (high - low)
  const kept = room > 0 ? finite.filter((value) => value >= low - room && value <= high + room) : finite
  return [...kept, keep]
}
