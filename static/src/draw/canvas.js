// The painter of large pictures: two canvases, one for the still picture of a frame and one for what moves. Only the
// window is drawn. While the picture is panned or zoomed the canvas is but transformed; it is drawn anew at the end.

import { motionAt, REST } from '../motion.js'
import { Glide } from './canvas/glide.js'
import { coloursOf } from './canvas/ink.js'
import { mostOf } from './canvas/look.js'
import { drawMoving } from './canvas/moving.js'
import { Over } from './canvas/over.js'
import { detailAt, Places } from './canvas/places.js'
import { Ways } from './canvas/roads.js'
import { fit, penOf, Sheet } from './canvas/sheet.js'
import { drawNodes, drawStill } from './canvas/still.js'
import { style } from './canvas.css.js'
import { titleAt } from './columns.js'
import { extentOf, titleLine } from './extent.js'
import { drawSliders } from './sliders.js'
import { append, select } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Box} Box */
/** @typedef {import('../scene.js').Point} Point */
/** @typedef {import('../frames.js').Frame} Frame */
/** @typedef {import('../motion.js').Schedule} Schedule */
/** @typedef {import('./picture.js').Data} Data */

/** How far the still picture reaches beyond the window, as a share of it: so far a pan shows no border. */
const BEYOND = 0.25
/** A picture that takes longer than this, in ms, is drawn once a gesture has come to rest, so many ms after. */
const QUICK = 12
const REST_AFTER = 90
/** The still picture is drawn at once where it covers less of the window than this, as a share of it. */
const COVERED = 0.5

/** The inputs of larger pictures have no sliders: one finds them by name, and types. Their nodes do not glide. */
const LARGE = 2000

const HANDS = /** @type {const} */ (['pointerdown', 'pointerup', 'pointercancel', 'lostpointercapture'])

/** What belongs to one scene. */
class Subject {
  /** @param {Scene} scene */
  constructor(scene) {
    this.places = new Places(scene)
    this.ways = new Ways(scene)
    this.box = extentOf(scene)
    const line = titleLine(scene)
    this.titles = scene.columns.map(({ nodes }) => (nodes.length > 0 ? titleAt(scene, nodes, line) : null))
    this.left = scene.boxes.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY)
    this.most = { value: mostOf(scene.values), gradient: mostOf(scene.gradients) }
  }
}

/** A drawing surface for scenes of thousands of nodes. */
export class Canvas {
  /** It makes the ways of edges itself, when they are seen. */
  static light = true
  /** Tangents can be shown on it. */
  static turns = true
  static glides = LARGE
  /** Nothing farther off than this is drawn: from there a glide begins at most. */
  static reach = BEYOND
  /** @type {Scene | null} */ scene = null
  #sheets
  #still = new Sheet()
  #moving = document.createElement('canvas')
  #over = new Over()
  #sliders
  #sheet = new CSSStyleSheet()
  /** @type {Subject | null} */ #subject = null
  /** @type {{ data: Data, frame: Frame, move: Schedule | null, t: number } | null} */ #now = null
  /** The window that is looked through. @type {Box | null} */ #window = null
  #scale = 1
  /** What the still canvas shows, and at which scale. @type {(Box & { scale: number }) | null} */ #shown =
    null
  /** The window that it was drawn for. @type {Box | null} */ #drawnFor = null
  /** Whether it reaches no farther than what plays needs. */ #slim = false
  /** Whether a hand is on the picture: it may pan it, and what lies beyond the window is seen then. */
  #held = false
  /** What the theme says, as long as it says it. @type {import('./canvas/ink.js').Colours | null} */ #colours =
    null
  #cost = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  /** Where the present move takes place. @type {{ move: Schedule, box: Box | null } | null} */ #reach = null
  /** @type {Glide | null} */ #glide = null
  #handle = 0
  /** What is to be drawn before this turn is over. @type {'' | 'moving' | 'all'} */ #soon = ''
  #wiped = true
  /** What the moving canvas was drawn from. @type {unknown[]} */ #moment = []
  #dark = matchMedia('(prefers-color-scheme: dark)')
  #themed

  /** @param {HTMLElement} sheets */
  constructor(sheets) {
    this.#sheets = sheets
    this.#moving.className = 'moving'
    const canvases = [this.#still.root, this.#moving]
    for (const canvas of canvases) canvas.setAttribute('aria-hidden', 'true')
    sheets.append(...canvases, this.#over.root)
    this.#sliders = append(select(sheets), 'svg', { class: 'sliders' })
    const root = /** @type {ShadowRoot} */ (sheets.getRootNode())
    this.#sheet.replaceSync(style)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet]
    this.#themed = new MutationObserver(this.#recolour)
    this.#themed.observe(root.host, { attributeFilter: ['theme'] })
    this.#dark.addEventListener('change', this.#recolour)
    sheets.addEventListener('pointermove', this.#point)
    sheets.addEventListener('click', this.#click)
    for (const name of HANDS) sheets.parentElement?.addEventListener(name, this.#hold)
  }

  /** Lets go of the sheets. */
  close() {
    this.#forget()
    this.#themed.disconnect()
    this.#dark.removeEventListener('change', this.#recolour)
    this.#sheets.removeEventListener('pointermove', this.#point)
    this.#sheets.removeEventListener('click', this.#click)
    for (const name of HANDS) this.#sheets.parentElement?.removeEventListener(name, this.#hold)
    const root = /** @type {ShadowRoot} */ (this.#sheets.getRootNode())
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet)
  }

  /**
   * Draws a frame at time t of the move that starts from it, or at rest.
   * @param {Data} data
   * @param {Frame} frame
   * @param {Schedule | null} [move]
   * @param {number} [t]
   */
  draw(data, frame, move = null, t = 0) {
    const before = this.#now
    this.#now = { data, frame, move, t }
    const placed = this.scene?.routes === data.scene.routes
    const other = before?.data !== data || before.frame !== frame || Boolean(before.move) !== Boolean(move)
    if (!placed) this.#glide = this.scene && data.glide ? Glide.between(this.scene, data.scene) : null
    this.scene = data.scene
    if (!placed) {
      this.#subject = new Subject(data.scene)
      this.#colours = null
      this.#window = null
    }
    if (before?.data !== data && data.scene.ids.length <= LARGE) drawSliders(this.#sliders, data)
    if (other) this.#over.tell(data, frame)
    this.#drawSoon(other)
  }

  /**
   * Draws once for all that changes now: a column that ends and the next that begins are one turn.
   * @param {boolean} [still]  whether the still picture is another one too
   */
  #drawSoon(still = false) {
    const planned = this.#soon !== ''
    if (still || !planned) this.#soon = still ? 'all' : 'moving'
    if (planned) return
    queueMicrotask(() => {
      const soon = this.#soon
      this.#soon = ''
      if (soon === 'all') this.#drawStill()
      if (soon) this.#drawMoving()
    })
  }

  /**
   * Another part of the picture is looked at.
   * @param {Box} window
   * @param {{ scale: number }} [view]
   */
  cull(window, view = { scale: 1 }) {
    const before = this.#window
    if (before && view.scale === this.#scale && sameBox(before, window)) return
    this.#window = window
    this.#scale = view.scale
    if (!this.#subject) return
    this.#over.place(this.#subject.box, view.scale)
    if (!before) return this.#redraw()
    this.#put()
    this.#forget()
    this.#drawSoon()
    const share = covered(this.#shown, window)
    if (this.#cost > QUICK && share > COVERED && !(this.#slim && share < 1))
      this.#timer = setTimeout(this.#redraw, REST_AFTER)
    else this.#handle = requestAnimationFrame(this.#redraw)
  }

  /** Forgets the redraw that is waited for. */
  #forget() {
    if (this.#soon === 'all') this.#soon = 'moving'
    clearTimeout(this.#timer)
    cancelAnimationFrame(this.#handle)
  }

  /**
   * What stands for a node: an element over the canvas.
   * @param {number} node
   */
  card(node) {
    return this.#over.card(node)
  }

  /**
   * The same for an edge.
   * @param {number} edge
   */
  lens(edge) {
    return this.#over.lens(edge)
  }

  #recolour = () => {
    this.#colours = null
    this.#redraw()
  }

  #redraw = () => {
    this.#drawStill()
    this.#drawMoving()
  }

  /** What to draw with in a window. */
  #easel(
    /** @type {CanvasRenderingContext2D} */ pen,
    /** @type {Box} */ window,
    /** @type {boolean} */ still,
  ) {
    const now = this.#now
    const subject = this.#subject
    if (!now || !subject) return null
    this.#colours ??= coloursOf(this.#sheets)
    const { data, frame, move, t } = now
    const motion = move && !still ? motionAt(move, t) : move ? WAITING : REST
    return {
      pen,
      colours: this.#colours,
      data,
      frame,
      motion,
      move,
      window,
      scale: this.#scale,
      ...subject,
    }
  }

  #drawStill() {
    const { x, y, width, height } = this.#window ?? { x: 0, y: 0, width: 0, height: 0 }
    this.#forget()
    if (width === 0) return
    const begun = performance.now()
    const [aside, above] = [width * BEYOND, height * BEYOND]
    const whole = { x: x - aside, y: y - above, width: width + 2 * aside, height: height + 2 * above }
    const before = this.#now?.move && this.#shown?.scale === this.#scale ? this.#drawnFor : null
    const seen = { x, y, width, height }
    this.#slim = before !== null && !this.#held && !(sameBox(before, seen) && this.#gliding)
    this.#drawnFor = seen
    const window = before && this.#slim ? onTheWay(before, seen, whole) : whole
    const pen = this.#still.pen(window, this.#scale)
    const easel = pen && this.#easel(pen, window, true)
    if (!easel) return
    const boxes = this.#glide?.boxes(begun) ?? null
    if (boxes) drawNodes(...on(easel, boxes))
    else drawStill(easel)
    this.#still.show(window, this.#scale)
    this.#shown = { ...window, scale: this.#scale }
    this.#put()
    this.#cost = performance.now() - begun
    if (boxes) this.#handle = requestAnimationFrame(this.#redraw)
    else this.#glide = null
  }

  /** Whether the eye is still on its way to the window. */
  get #gliding() {
    return this.#sheets.getAnimations().length > 0
  }

  /** Puts the still canvas where its part of the picture belongs. */
  #put() {
    if (!this.#shown || !this.#subject) return
    const { x, y, scale } = this.#shown
    const { box } = this.#subject
    const s = this.#scale
    this.#still.root.style.transform = `translate(${(x - box.x) * s}px,${(y - box.y) * s}px) scale(${s / scale})`
  }

  #drawMoving() {
    const { data, frame, move = null, t } = this.#now ?? {}
    if (!this.#window || (!move && this.#wiped) || !this.#subject) return
    const moment = [data, frame, move, t, this.#window, this.#scale, this.#colours]
    if (moment.every((part, i) => part === this.#moment[i])) return
    this.#moment = moment
    const { box, places } = this.#subject
    if (move !== this.#reach?.move) this.#reach = move ? { move, box: places.reachOf(move) } : null
    // Less to wipe, to hand on and to lay over the still picture, in every frame of a column.
    const window = this.#reach && part(this.#window, this.#reach.box, this.#scale)
    this.#wiped = !window
    this.#moving.hidden = !window
    if (!window) return
    const pen = penOf(this.#moving, window, this.#scale)
    fit(this.#moving, window, this.#scale)
    this.#moving.style.transform = `translate(${(window.x - box.x) * this.#scale}px,${(window.y - box.y) * this.#scale}px)`
    const easel = pen && this.#easel(pen, window, false)
    if (easel) drawMoving(easel)
  }

  // Hands

  /**
   * The place in the picture under a pointer.
   * @param {MouseEvent} event
   * @returns {Point}
   */
  #place({ clientX, clientY }) {
    const { left, top } = this.#sheets.getBoundingClientRect()
    const { x, y } = /** @type {Subject} */ (this.#subject).box
    return { x: x + (clientX - left) / this.#scale, y: y + (clientY - top) / this.#scale }
  }

  /**
   * What is under a pointer, as an element that stands over it.
   * @param {MouseEvent} event
   */
  #under(event) {
    if (!this.#subject || !this.#now) return null
    const { places } = this.#subject
    const point = this.#place(event)
    const node = places.nodeAt(point, this.#scale)
    if (node >= 0) return this.card(node)
    const edge = detailAt(this.#scale) === 'cards' ? places.lensAt(point) : -1
    return edge >= 0 ? this.lens(edge) : null
  }

  #hold = (/** @type {Event} */ { type }) => {
    this.#held = type === 'pointerdown'
    if (this.#held && this.#slim) this.#redraw()
  }

  #point = (/** @type {PointerEvent} */ event) => {
    if (event.buttons === 0) this.#under(event)
  }

  /** A tap comes without a move before it: what stands over the place is asked for, and clicked instead. */
  #click = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {Element} */ (event.composedPath()[0])
    if (target !== this.#still.root) return
    const under = this.#under(event)
    if (!under) return
    event.stopPropagation()
    const { clientX, clientY } = event
    under.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX, clientY }))
  }
}

/** While something moves the still picture shows nothing of it: not even who takes part. */
const WAITING = Object.freeze({ ...REST, idle: false })

/**
 * An easel with nodes at other places, and those of them that it shows.
 * @param {import('./canvas/still.js').Easel} easel
 * @param {Box[]} boxes
 * @returns {[import('./canvas/still.js').Easel, number[]]}
 */
function on(easel, boxes) {
  const data = { ...easel.data, scene: { ...easel.data.scene, boxes } }
  return [{ ...easel, data }, [...boxes.keys()].filter((node) => covered(boxes[node], easel.window) > 0)]
}

/**
 * How much of a window a part of the picture covers, 0 to 1.
 * @param {Box | null} part
 * @param {Box} window
 */
export function covered(part, window) {
  if (!part) return 0
  const shared = (/** @type {'x' | 'y'} */ axis, /** @type {'width' | 'height'} */ extent) =>
    Math.min(part[axis] + part[extent], window[axis] + window[extent]) - Math.max(part[axis], window[axis])
  const [width, height] = [shared('x', 'width'), shared('y', 'height')]
  return (Math.max(0, width) * Math.max(0, height)) / (window.width * window.height)
}

/**
 * The part of a window that a box covers, in whole pixels of the window.
 * @param {Box} window
 * @param {Box | null} box
 * @param {number} scale
 * @returns {Box | null}  null where they do not meet
 */
export function part(window, box, scale) {
  if (!box) return null
  const [x, width] = span(window.x, window.width, box.x, box.width, scale)
  const [y, height] = span(window.y, window.height, box.y, box.height, scale)
  return width > 0 && height > 0 ? { x, y, width, height } : null
}

/**
 * @param {number} from
 * @param {number} length
 * @param {number} start
 * @param {number} extent
 * @param {number} scale
 */
function span(from, length, start, extent, scale) {
  const first = Math.max(0, Math.floor((start - from) * scale))
  const last = Math.min(length * scale, Math.ceil((start + extent - from) * scale))
  return [from + first / scale, (last - first) / scale]
}

/**
 * What is seen on the way from one window to another, as far as a box reaches. All that is drawn is laid over what moves
 * in every frame, and paid for: while a column plays, no more than this.
 * @param {Box} from
 * @param {Box} to
 * @param {Box} most
 * @returns {Box}
 */
export function onTheWay(from, to, most) {
  const x = Math.max(most.x, Math.min(from.x, to.x))
  const y = Math.max(most.y, Math.min(from.y, to.y))
  const right = Math.min(most.x + most.width, Math.max(from.x + from.width, to.x + to.width))
  const bottom = Math.min(most.y + most.height, Math.max(from.y + from.height, to.y + to.height))
  return { x, y, width: right - x, height: bottom - y }
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const sameBox = (a, b) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
