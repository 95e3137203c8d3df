// The loss over a plane through the weights of a run: a heat map with contours, and a cross that reads it out.

import { ProblemError } from '../client.js'
import { h } from '../dom.js'
import { short } from '../format.js'
import { button, disable } from './button.js'
import { mix, onTheme, Palette, sharp } from './colours.js'
import { contour, levels } from './contour.js'
import { Fields } from './fields.js'
import { axes, picture } from './plane.js'
import { painted } from './regions.js'
import { extent } from './scale.js'
import { english as texts } from './texts-sweep.js'

const LINES = 9
const MOST_HEIGHT = 460

/** @typedef {{ steps: number[], loss: number[][], seed: number, rows: number, step: number }} Answer */

/** The heat map. */
export class Surface {
  element
  #run
  #fields = new Fields('surface', () => {})
  #canvas
  #read = h('output', { class: 'tr-standing' })
  #message = h('p', { class: 'tr-message', hidden: true, role: 'alert' })
  #button
  #other
  /** @type {Answer | null} */ #answer = null
  /** @type {[number, number]} */ #cross = [0, 0]

  /** @param {import('./run.js').Run} run */
  constructor(run) {
    this.#run = run
    this.#button = button(texts.look, () => this.#ask())
    this.#other = button(texts.otherDirections, () => this.#turn())
    this.#canvas = h('canvas', {
      class: 'tr-canvas',
      tabindex: '0',
      role: 'application',
      'aria-roledescription': texts.map,
      hidden: true,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      onpointermove: (/** @type {PointerEvent} */ event) => this.#point(event),
      onpointerdown: (/** @type {PointerEvent} */ event) => this.#point(event),
    })
    this.element = h(
      'div',
      { class: 'tr-surface' },
      h(
        'div',
        { class: 'tr-axes' },
        this.#fields.choice(
          'side',
          texts.points,
          [
            ['21', '21 × 21'],
            ['31', '31 × 31'],
            ['41', '41 × 41'],
          ],
          '31',
        ),
        this.#fields.choice(
          'radius',
          texts.radius,
          [
            ['0.5', '0.5'],
            ['1', '1'],
            ['2', '2'],
            ['4', '4'],
          ],
          '1',
          { hint: texts.radiusHint },
        ),
        this.#fields.text('seed', texts.directions, '0'),
      ),
      h('div', { class: 'tr-buttons' }, this.#button, this.#other),
      this.#message,
      h('div', { class: 'tr-map' }, this.#canvas),
      this.#read,
    )
    new ResizeObserver(() => this.draw()).observe(this.element)
    onTheme(() => this.draw())
    this.follow()
  }

  /** There is something to look at once there is a run. */
  follow() {
    const can = Boolean(this.#run.facts)
    disable(this.#button, !can)
    disable(this.#other, !can)
    if (!this.#answer) this.#read.textContent = can ? '' : texts.needsRun
  }

  #turn() {
    this.#fields.set('seed', String(Number(this.#fields.value('seed') || 0) + 1))
    this.#ask()
  }

  async #ask() {
    this.#say('')
    this.#fields.clear()
    const number = (/** @type {string} */ name) => Number(this.#fields.value(name))
    disable(this.#button, true)
    try {
      this.#answer = await this.#run.surface({
        side: number('side'),
        radius: number('radius'),
        seed: number('seed'),
      })
      const middle = ((this.#answer?.steps.length ?? 1) - 1) / 2
      this.#cross = [middle, middle]
      this.#canvas.hidden = false
      this.draw()
    } catch (error) {
      this.#fail(error)
    }
    this.follow()
  }

  draw() {
    const answer = this.#answer
    const width = this.#canvas.parentElement?.clientWidth ?? 0
    if (!answer || width === 0) return
    const size = Math.min(width, MOST_HEIGHT)
    this.#canvas.style.width = `${size}px`
    this.#canvas.style.height = `${size}px`
    const context = sharp(this.#canvas, size, size)
    if (!context) return
    const palette = new Palette(this.#canvas)
    const ends = /** @type {[number, number]} */ ([answer.steps[0], answer.steps[answer.steps.length - 1]])
    const { x, y } = axes({ context, width: size, height: size, palette }, ends, ends, ['u', 'v'])
    const [low, high] = extent(answer.loss.flat())
    const wide = low > 0 && high / low > 10
    const part = (/** @type {number} */ loss) =>
      wide ? Math.log(loss / low) / Math.log(high / low) : (loss - low) / (high - low || 1)
    const [from, to] = [palette.rgb('surface'), palette.rgb('local')]
    const colour = (/** @type {number[]} */ [loss]) =>
      Number.isFinite(loss) ? mix(from, to, 0.85 * part(loss)) : palette.rgb('ink')
    const box = {
      left: x(ends[0]),
      top: y(ends[1]),
      width: x(ends[1]) - x(ends[0]),
      height: y(ends[0]) - y(ends[1]),
    }
    picture(context, painted([answer.loss], colour), box)
    const at = (/** @type {number} */ i) => ends[0] + (i / (answer.steps.length - 1)) * (ends[1] - ends[0])
    context.strokeStyle = palette.css('ink')
    for (const [i, level] of levels(low, high, LINES).entries()) {
      context.globalAlpha = 0.55
      context.lineWidth = i % 3 === 0 ? 1.4 : 0.7
      context.beginPath()
      for (const [a, b, c, d] of contour(answer.loss, level)) {
        context.moveTo(x(at(a)), y(at(b)))
        context.lineTo(x(at(c)), y(at(d)))
      }
      context.stroke()
    }
    context.globalAlpha = 1
    this.#mark(context, palette, x(0), y(0), 5)
    const [i, j] = this.#cross
    this.#mark(context, palette, x(at(i)), y(at(j)), 9)
    const loss = answer.loss[Math.round(j)][Math.round(i)]
    const words = texts.here(short(at(Math.round(i))), short(at(Math.round(j))), short(Number(loss)))
    this.#read.textContent = `${words} ${texts.surfaceFacts(answer.step, answer.rows, short(low), short(high))}`
    this.#canvas.setAttribute('aria-label', words)
  }

  /**
   * A cross with a light edge, so that it is seen on every ground.
   * @param {CanvasRenderingContext2D} context
   * @param {Palette} palette
   * @param {number} x
   * @param {number} y
   * @param {number} r
   */
  #mark(context, palette, x, y, r) {
    for (const [tone, width] of /** @type {[string, number][]} */ ([
      ['surface', 5],
      ['ink', 2],
    ])) {
      context.beginPath()
      context.moveTo(x - r, y)
      context.lineTo(x + r, y)
      context.moveTo(x, y - r)
      context.lineTo(x, y + r)
      context.strokeStyle = palette.css(tone)
      context.lineWidth = width
      context.stroke()
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!move || !this.#answer) return
    event.preventDefault()
    this.#to(Math.round(this.#cross[0]) + move[0], Math.round(this.#cross[1]) + move[1])
  }

  /** @param {PointerEvent} event */
  #point({ offsetX, offsetY }) {
    const { answer, size } = { answer: this.#answer, size: this.#canvas.clientWidth }
    if (!answer) return
    const [left, right, top, bottom] = [44, 10, 10, 30]
    const last = answer.steps.length - 1
    const i = ((offsetX - left) / (size - left - right)) * last
    const j = ((size - bottom - offsetY) / (size - top - bottom)) * last
    this.#to(Math.round(i), Math.round(j))
  }

  /**
   * @param {number} i
   * @param {number} j
   */
  #to(i, j) {
    const last = (this.#answer?.steps.length ?? 1) - 1
    this.#cross = [Math.min(Math.max(i, 0), last), Math.min(Math.max(j, 0), last)]
    requestAnimationFrame(() => this.draw())
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ProblemError)) {
      console.warn(error)
      return this.#say(texts.unreachable)
    }
    const others = error.errors.filter(
      ({ pointer = '', detail }) => !this.#fields.fail(pointer.slice(1), detail),
    )
    this.#say(error.errors.length > 0 ? others.map(({ detail }) => detail).join(' ') : error.message)
  }

  /** @param {string} text */
  #say(text) {
    this.#message.textContent = text
    this.#message.hidden = text === ''
  }
}
