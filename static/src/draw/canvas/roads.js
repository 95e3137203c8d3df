// Roads on a canvas: two lanes where cards can be read, one line where they cannot; lenses, and the numbers that are
// handed back.

import { brief } from '../../format.js'
import { lensText } from '../../lens.js'
import { handedAt, LENS_HEIGHT, lensWidth } from '../edges.js'
import { FACTOR, factorPlace } from '../factor.js'
import { ARROWHEAD, wayOf } from '../geometry.js'
import { addWithin, cubicsOf } from './clip.js'
import { drawCells, lineOf, rounded, write } from './ink.js'

/** @typedef {import('../../scene.js').Scene} Scene */
/** @typedef {import('../geometry.js').Way} Way */
/** @typedef {import('./places.js').Detail} Detail */
/** @typedef {import('./still.js').Easel} Easel */
/** @typedef {import('./clip.js').Cubic} Cubic */
/** @typedef {{ value: Cubic[], gradient: Cubic[], single: Cubic[] }} Lanes */
/** @typedef {{ way: Way, value: Path2D, gradient: Path2D, single: Path2D, lanes: Lanes }} Drawn */

const CROWDED = 6000
const TAG = 20

/** The ways of the edges that were seen, made when they are. */
export class Ways {
  /** @type {Map<number, Drawn>} */ #made = new Map()
  #scene

  /** @param {Scene} scene */
  constructor(scene) {
    this.#scene = scene
  }

  /** @param {number} edge */
  get(edge) {
    const known = this.#made.get(edge)
    if (known) return known
    const { routes, lenses, direction } = this.#scene
    const way = wayOf(routes[edge], lenses[edge], direction === 'down')
    const made = {
      way,
      value: new Path2D(way.value),
      gradient: new Path2D(way.gradient),
      single: new Path2D(way.single),
      lanes: {
        value: cubicsOf(way.value),
        gradient: cubicsOf(way.gradient),
        single: cubicsOf(way.single),
      },
    }
    this.#made.set(edge, made)
    return made
  }
}

/** A pen for roads. */
export class Roads {
  #easel
  #head = new Path2D(ARROWHEAD)

  /** @param {Easel} easel */
  constructor(easel) {
    this.#easel = easel
  }

  /**
   * @param {number[]} edges
   * @param {Detail} detail
   */
  draw(edges, detail) {
    if (detail === 'cards') this.#lanes(edges)
    else this.#lines(edges, detail)
  }

  /** @param {number[]} edges */
  #lanes(edges) {
    const { pen, colours, ways, data, frame, motion, window, scale } = this.#easel
    const { scene } = data
    const paths = { pending: new Path2D(), value: new Path2D(), gradient: new Path2D() }
    const hot = { value: new Path2D(), gradient: new Path2D() }
    const heads = { value: new Path2D(), gradient: new Path2D() }
    for (const edge of edges) {
      const { way, lanes } = ways.get(edge)
      const open = scene.propagatedAt[edge] >= 0
      const active = motion.idle && frame.activeEdges.has(edge)
      const there = frame.values[scene.to[edge]] !== null
      const lane = open ? lanes.value : lanes.single
      const back = frame.propagated[edge]
      addWithin(there ? (active && !back ? hot : paths).value : paths.pending, lane, window)
      if (there) heads.value.addPath(this.#head, placed(open ? way.end : way.singleEnd))
      if (open) {
        addWithin(back ? (active ? hot : paths).gradient : paths.pending, lanes.gradient, window)
      }
      if (open && back) heads.gradient.addPath(this.#head, placed(way.start))
    }
    pen.lineWidth = lineOf(2, scale)
    pen.setLineDash([3, 6])
    pen.strokeStyle = colours.wire
    pen.stroke(paths.pending)
    pen.setLineDash([])
    for (const kind of /** @type {const} */ (['value', 'gradient'])) {
      pen.strokeStyle = pen.fillStyle = colours[kind]
      pen.lineWidth = lineOf(2, scale)
      pen.stroke(paths[kind])
      pen.lineWidth = lineOf(3, scale)
      pen.stroke(hot[kind])
      pen.fill(heads[kind])
    }
  }

  /**
   * One line a road, through the points of its route; straight ones where there are very many.
   * @param {number[]} edges
   * @param {Detail} detail
   */
  #lines(edges, detail) {
    const { pen, colours, data, frame, scale, crowd } = this.#easel
    const { routes, to, direction } = data.scene
    const kinds = { wire: new Path2D(), value: new Path2D(), gradient: new Path2D() }
    const crowded = (crowd ?? edges.length) > CROWDED
    const straight = detail === 'dots' || crowded
    for (const edge of edges) {
      const kind = frame.propagated[edge] ? 'gradient' : frame.values[to[edge]] !== null ? 'value' : 'wire'
      trace(kinds[kind], routes[edge], direction === 'down', straight)
    }
    pen.globalAlpha = crowded ? 0.25 : detail === 'dots' ? 0.4 : 0.7
    pen.lineWidth = lineOf((detail === 'dots' ? 0.6 : 1.2) / scale, scale)
    for (const [kind, path] of Object.entries(kinds)) {
      pen.strokeStyle = colours[kind]
      pen.stroke(path)
    }
    pen.globalAlpha = 1
  }

  /**
   * Draws lenses, empty where the local gradient is pending.
   * @param {Iterable<number>} edges
   */
  lenses(edges) {
    const { data, frame, motion } = this.#easel
    for (const edge of edges) {
      if (data.scene.local[edge] === null) continue
      const appearing = motion.settled.get(data.scene.to[edge])
      const known = frame.local[edge] || (appearing?.kind === 'value' && appearing.p > 0)
      const moving = motion.values.has(edge) || motion.gradients.has(edge)
      const hot = moving || (motion.idle && frame.activeEdges.has(edge))
      this.#lens(edge, known, hot, motion.pulsing.has(edge))
      this.#handed(edge)
    }
  }

  /**
   * @param {number} edge
   * @param {boolean} known
   * @param {boolean} hot
   * @param {boolean} pulsing
   */
  #lens(edge, known, hot, pulsing) {
    const { pen, colours, data } = this.#easel
    const { x, y } = data.scene.lenses[edge]
    const width = lensWidth(data.scene, edge)
    pen.beginPath()
    rounded(pen, x - width / 2 - 4, y - LENS_HEIGHT / 2 - 4, width + 8, LENS_HEIGHT + 8, 19)
    pen.fillStyle = colours.background
    pen.fill()
    pen.beginPath()
    rounded(pen, x - width / 2, y - LENS_HEIGHT / 2, width, LENS_HEIGHT, 15)
    pen.fillStyle = known ? (pulsing ? colours.local : colours['local-tint']) : colours.background
    pen.fill()
    pen.strokeStyle = known ? colours.local : colours.wire
    pen.lineWidth = hot && known ? 2.25 : 1.5
    if (!known) pen.setLineDash([3, 4])
    pen.stroke()
    pen.setLineDash([])
    const colour = pulsing ? colours.background : colours.local
    if (!known) return
    const factor = factorPlace(data.scene, edge)
    write(pen, lensText(data.scene, edge), x - (factor?.more ?? 0) / 2, y, { size: 15, colour })
    if (!factor) return
    const inks = { ...colours, plus: colour, ...(pulsing ? { ink: colour } : {}) }
    drawCells(pen, factor.map, { x: x + factor.left, y: y - FACTOR.height / 2 }, inks)
  }

  /**
   * The propagated gradient beside the receiving card: written out where several add up.
   * @param {number} edge
   */
  #handed(edge) {
    const { pen, colours, data, frame, motion, ways } = this.#easel
    const { scene } = data
    const value = frame.propagated[edge] ? scene.propagated[edge] : null
    if (value === null || scene.summands[scene.from[edge]].length < 2 || motion.gradients.has(edge)) return
    const text = brief(value)
    const place = handedAt(scene, ways.get(edge).way, edge, text)
    if (!place) return
    const { x, y, width } = place
    pen.beginPath()
    rounded(pen, x - width / 2, y - TAG / 2, width, TAG, TAG / 2)
    pen.fillStyle = colours['gradient-tint']
    pen.fill()
    pen.strokeStyle = colours.gradient
    pen.lineWidth = 1
    pen.stroke()
    write(pen, text, x, y, { size: 12, colour: colours.gradient })
  }
}

/** @param {{ point: import('../../scene.js').Point, angle: number }} head */
export const placed = ({ point, angle }) => new DOMMatrix().translate(point.x, point.y).rotate(angle)

/**
 * @param {Path2D} path
 * @param {import('../../scene.js').Point[]} points
 * @param {boolean} down
 * @param {boolean} straight
 */
function trace(path, points, down, straight) {
  if (points.length === 0) return
  path.moveTo(points[0].x, points[0].y)
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    if (straight || a.x === b.x || a.y === b.y) path.lineTo(b.x, b.y)
    else if (down) path.bezierCurveTo(a.x, (a.y + b.y) / 2, b.x, (a.y + b.y) / 2, b.x, b.y)
    else path.bezierCurveTo((a.x + b.x) / 2, a.y, (a.x + b.x) / 2, b.y, b.x, b.y)
  }
}
