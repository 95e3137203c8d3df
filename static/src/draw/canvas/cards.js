// Cards on a canvas: the same card that the picture has, drawn with a pen.

import { brief, shapeText, sumText } from '../../format.js'
import { versionOf } from '../../lens.js'
import {
  NAME_AT,
  NUMBER,
  NUMBER_ROOM,
  RADIUS,
  ROUNDEL,
  ROW_FROM,
  ROW_TO,
  ROWS,
  SLOT,
  TRIANGLES,
} from '../cards.js'
import { cellsOf, formOf, LIMIT_SIZE, limitText, OVER, placesOf } from '../heat.js'
import { fitted, textWidth } from '../svg.js'
import { drawCells, rounded, write, writeName } from './ink.js'

/** @typedef {import('../picture.js').Data} Data */
/** @typedef {import('./ink.js').Colours} Colours */
/** @typedef {import('./look.js').Look} Look */
/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {import('../../format.js').Value} Value */

const UNREACHED = 0.55
const FLAG = 10

/** A pen for cards, with what it draws again and again made once. */
export class CardPen {
  #pen
  #colours
  #over
  #marks = {
    value: new Path2D(TRIANGLES.value),
    gradient: new Path2D(TRIANGLES.gradient),
  }

  /**
   * @param {Pen} pen
   * @param {Colours} colours
   * @param {boolean} over  whether the cards lie over themselves: a name above one would be written twice, and bold
   */
  constructor(pen, colours, over) {
    this.#pen = pen
    this.#colours = colours
    this.#over = over
  }

  /**
   * Draws the card of a node.
   * @param {Data} data
   * @param {Look} look
   * @param {number} node
   * @param {string} flag  `∧`, `!`, or nothing
   */
  draw(data, look, node, flag) {
    const pen = this.#pen
    const { x, y, width, height } = data.scene.boxes[node]
    pen.save()
    pen.translate(x, y)
    if (look.unreached) pen.globalAlpha = UNREACHED
    this.#body(width, height, look)
    this.#head(data, node, height)
    this.#row(data, node, 'value', look.value, true, false)
    this.#row(data, node, 'gradient', look.gradient, look.stack === null, look.never)
    if (look.stack) this.#stack(look.stack, look.gradient.p)
    if (flag) this.#flag(width, flag)
    pen.restore()
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {Look} look
   */
  #body(width, height, { active }) {
    const [pen, colours] = [this.#pen, this.#colours]
    pen.beginPath()
    rounded(pen, 0, 0, width, height, RADIUS)
    pen.fillStyle = colours.surface
    pen.fill()
    pen.strokeStyle = active ? colours[active] : colours.hairline
    pen.lineWidth = active ? 2 : 1.25
    pen.stroke()
    pen.beginPath()
    pen.moveTo(ROW_FROM - 2, height / 2)
    pen.lineTo(ROW_TO + 1, height / 2)
    pen.strokeStyle = colours.hairline
    pen.lineWidth = 1.25
    pen.stroke()
  }

  /**
   * The name or the operator.
   * @param {Data} data
   * @param {number} node
   * @param {number} height
   */
  #head({ scene, symbols, texts, maths }, node, height) {
    const [pen, colours] = [this.#pen, this.#colours]
    const { ink, secondary } = colours
    const leaf = scene.operands[node].length === 0
    const label = scene.labels[node]
    if (!leaf) {
      pen.beginPath()
      pen.arc(NAME_AT, height / 2, ROUNDEL, 0, 2 * Math.PI)
      pen.fillStyle = colours.background
      pen.fill()
      pen.stroke()
    }
    const sign = leaf ? texts.constant : (symbols[scene.ops[node]] ?? scene.ops[node])
    const single = sign.length === 1
    const size = leaf ? 13 : single ? 25 : fitted(sign, 17, 2 * ROUNDEL - 8, 8)
    if (!leaf || !label) {
      write(pen, sign, NAME_AT, height / 2, {
        size,
        colour: leaf ? secondary : ink,
        weight: 500,
        maths: single && !leaf,
      })
    }
    const shape = shapeText(scene.shapes[node])
    if (shape) write(pen, shape, NAME_AT, height - 11, { size: 11, colour: secondary, weight: 500 })
    if (!label || (this.#over && !leaf)) return
    const place = { x: NAME_AT, y: leaf ? height / 2 + 8 : -9, size: leaf ? 27 : 24, room: leaf ? 62 : 120 }
    writeName(pen, label, versionOf(scene, node), { ...place, maths, colour: ink, quiet: secondary })
  }

  /**
   * @param {Data} data
   * @param {number} node
   * @param {'value' | 'gradient'} kind
   * @param {{ value: Value | null, p: number }} state
   * @param {boolean} free  whether nothing else stands in the row
   * @param {boolean} never
   */
  #row({ scene }, node, kind, { value, p }, free, never) {
    const [pen, colours] = [this.#pen, this.#colours]
    const middle = ROWS[kind]
    pen.save()
    pen.translate(ROW_FROM + 4, middle)
    pen.lineWidth = 1.3
    pen.lineJoin = 'round'
    pen.strokeStyle = value === null ? colours.wire : colours[kind]
    // Tangents run the other way.
    const mark = this.#marks[scene.of ? 'value' : kind]
    if (value !== null) {
      pen.fillStyle = colours[kind]
      pen.fill(mark)
    }
    pen.stroke(mark)
    pen.restore()
    if (value === null) {
      if (free && !never) this.#slot(middle)
      return
    }
    const alpha = pen.globalAlpha
    pen.globalAlpha = alpha * p
    const text = brief(value)
    const shape = scene.shapes[node]
    const form = formOf(value, shape, NUMBER_ROOM)
    if (form !== 'words') this.#heat(value, shape, kind, form)
    if (form === 'words' || form === 'strip') {
      const { y, size: most } = form === 'strip' ? OVER : { y: 0, size: NUMBER }
      const size = fitted(text, most, NUMBER_ROOM, 10)
      write(pen, text, ROW_TO, middle + y, { size, colour: colours[kind], align: 'right' })
    }
    pen.globalAlpha = alpha
  }

  /** @param {number} middle */
  #slot(middle) {
    const pen = this.#pen
    pen.beginPath()
    rounded(pen, ROW_TO - SLOT.width, middle - SLOT.height / 2, SLOT.width, SLOT.height, 8)
    pen.setLineDash([3, 3])
    pen.strokeStyle = this.#colours.wire
    pen.lineWidth = 1.4
    pen.stroke()
    pen.setLineDash([])
  }

  /**
   * @param {Value} value
   * @param {number[]} shape
   * @param {'value' | 'gradient'} kind
   * @param {import('../heat.js').Form} form
   */
  #heat(value, shape, kind, form) {
    const [pen, colours] = [this.#pen, this.#colours]
    const { room } = placesOf(form, 0)
    const map = cellsOf(value, shape, room)
    const { limit } = placesOf(form, map.width)
    const corner = { x: ROW_TO - map.width, y: ROWS[kind] + room.top }
    drawCells(pen, map, corner, { ...colours, plus: colours[kind] })
    if (limit)
      write(pen, limitText(value, form), ROW_TO + limit.x, ROWS[kind] + limit.y, {
        size: LIMIT_SIZE,
        colour: colours.secondary,
        weight: 500,
        align: 'right',
      })
  }

  /**
   * Contributions that stand where the sum will be.
   * @param {{ parts: Value[], all: number }} stack
   * @param {number} p  how far the sum has appeared
   */
  #stack({ parts, all }, p) {
    const [pen, colours] = [this.#pen, this.#colours]
    const text = sumText(parts, all)
    const size = fitted(text, 15, 138, 9)
    const width = (textWidth(text, size) + 14) * (1 - p) + SLOT.width * p
    const alpha = pen.globalAlpha
    pen.globalAlpha = alpha * (1 - p)
    pen.beginPath()
    rounded(pen, ROW_TO - width + 6, ROWS.gradient - 13, width, 26, 8)
    pen.fillStyle = colours['gradient-tint']
    pen.fill()
    write(pen, text, ROW_TO, ROWS.gradient, { size, colour: colours.gradient, align: 'right' })
    pen.globalAlpha = alpha
  }

  /**
   * @param {number} width
   * @param {string} sign
   */
  #flag(width, sign) {
    const [pen, colours] = [this.#pen, this.#colours]
    pen.beginPath()
    pen.arc(width - 4, 4, FLAG, 0, 2 * Math.PI)
    pen.fillStyle = colours['mark-tint']
    pen.fill()
    pen.strokeStyle = colours.mark
    pen.lineWidth = 1.5
    pen.stroke()
    write(pen, sign, width - 4, 4, { size: 13, colour: colours.mark, weight: 700 })
  }
}
