// The painter of large pictures: two canvases, one for the still picture of a frame and one for what moves. Only the
// window is drawn. While the picture is panned or zoomed the canvas is but transformed; it is drawn anew at the end, piece
// by piece. Where a gesture shows more than it has, a small picture of everything stands behind it until then.

import { motionAt, REST } from '../motion.js'
import { Behind } from './canvas/behind.js'
import { Glide } from './canvas/glide.js'
import { coloursOf } from './canvas/ink.js'
import { mostOf } from './canvas/look.js'
import { drawMoving } from './canvas/moving.js'
import { Over } from './canvas/over.js'
import { Pieces } from './canvas/pieces.js'
import { detailAt, Places } from './canvas/places.js'
import { Ways } from './canvas/roads.js'
import { fit, penOf, Sheet } from './canvas/sheet.js'
import { drawNodes, drawStill } from './canvas/still.js'
import { BEYOND, beyond, covered, onTheWay, part, sameBox } from './canvas/windows.js'
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

/** A picture that takes longer than this, in ms, is drawn once a gesture has come to rest, so many ms after. */
const QUICK = 12
const REST_AFTER = 90
/** The still picture is drawn at once where it covers less of the window than this, as a share of it. */
const COVERED = 0.5
/** More than this is all of it, as numbers are rounded. */
const WHOLE = 0.999
/** The small one is drawn so many ms after the last thing that changed. */
const IDLE = 300

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
  #behind = new Behind()
  #pieces = new Pieces()
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
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #later
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
    this.#still.root.className = 'still'
    const canvases = [this.#behind.root, this.#still.root, this.#moving]
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
    this.#pieces.stop()
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
    const enough = share > COVERED && !(this.#slim && share < 1)
    const backed = this.#behind.shows(this.#state)
    if (this.#cost > QUICK && (enough || backed)) {
      this.#timer = setTimeout(this.#calmly, REST_AFTER)
      // Zooming out, what stands behind is as good as what would be drawn.
      const out = this.#shown && view.scale < this.#shown.scale
      if (!enough && !out && !this.#pieces.busy) this.#handle = requestAnimationFrame(this.#onTheWay)
    } else this.#handle = requestAnimationFrame(this.#redraw)
  }

  /** Forgets the redraw that is waited for. */
  #forget() {
    if (this.#soon === 'all') this.#soon = 'moving'
    clearTimeout(this.#timer)
    clearTimeout(this.#later)
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
    /** @type {CanvasRenderingContext2D | null} */ pen,
    /** @type {Box} */ window,
    /** @type {boolean} */ still,
    scale = this.#scale,
  ) {
    const now = this.#now
    const subject = this.#subject
    if (!now || !subject) return null
    this.#colours ??= coloursOf(this.#sheets)
    const { data, frame, move, t } = now
    const motion = move && !still ? motionAt(move, t) : move ? WAITING : REST
    return {
      // Pieces bring pens of their own.
      pen: /** @type {CanvasRenderingContext2D} */ (pen),
      colours: this.#colours,
      data,
      frame,
      motion,
      move,
      window,
      scale,
      ...subject,
    }
  }

  #drawStill() {
    const { x, y, width, height } = this.#window ?? { x: 0, y: 0, width: 0, height: 0 }
    this.#forget()
    this.#pieces.stop()
    if (width === 0) return
    const begun = performance.now()
    const seen = { x, y, width, height }
    const whole = beyond(seen)
    const before = this.#now?.move && this.#shown?.scale === this.#scale ? this.#drawnFor : null
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
    if (!boxes && !this.#now?.move && this.#cost > QUICK) this.#later = setTimeout(this.#drawBehind, IDLE)
  }

  /** What the whole picture depends on. */
  get #state() {
    return [this.#now?.data, this.#now?.frame, this.#colours]
  }

  /** Draws everything in little, unless it is seen anyway. */
  #drawBehind = () => {
    const { box } = this.#subject ?? {}
    if (!box || !this.#window || this.#behind.shows(this.#state) || covered(this.#shown, box) > WHOLE) return
    const { width, height } = this.#window
    const { pen, scale } = this.#behind.pen(box, width * height * this.#scale ** 2)
    const easel = pen && this.#easel(pen, box, true, scale)
    if (!easel) return
    drawStill(easel)
    this.#behind.show(box, this.#state)
    this.#put()
  }

  /** Draws the still picture anew without holding up a frame, where something stands behind it. */
  #calmly = () => {
    const seen = this.#window
    const backed = seen && this.#behind.shows(this.#state) && this.#still.pieces
    const easel = backed && this.#easel(null, beyond(seen), true)
    if (!easel) return this.#redraw()
    const { window, scale } = easel
    this.#pieces.draw(easel, (pieces, cost) => {
      this.#still.join(pieces, window, scale)
      this.#drawnFor = seen
      this.#slim = false
      this.#shown = { ...window, scale }
      this.#cost = cost
      this.#put()
    })
  }

  /** A flight to another place crosses what lies between as it is; hands that move the picture are not held up. */
  #onTheWay = () => (this.#gliding ? this.#redraw() : this.#calmly())

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
    const wanted = this.#window && covered(this.#shown, this.#window) < COVERED
    this.#behind.put(s, wanted ? this.#state : [])
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
