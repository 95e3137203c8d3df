// The window onto the picture: fits it to the stage's width. Zooming and going along with the story is the eye's (eye.js).

/** @typedef {import('./scene.js').Box} Box */
/** @typedef {import('./scene.js').Point} Point */

const LARGEST_FIT = 1.2
const TALLEST = 760
const SHARE_OF_SCREEN = 0.75
const LEAST_HEIGHT = 160
const NARROW = 600
const CONTROLS = 190
const FLAT = 1.25
/** A part of the picture is shown at this scale where the whole of it would be too small. */
export const READABLE = 0.62
/** Below this scale numbers cannot be read with ease. */
const CROWDED = 0.5
/** A picture is shown whole down to this share of the scale that it asks for. */
const NEARLY = 0.8
/** Above this scale a picture that is seen as a whole stays whole in a narrower stage. */
const SMALL = 0.4
/** Below this scale numbers are but specks. */
const FAR = 0.25
/** Below this scale the title of a column is wider than its cards. */
const TIGHT = 0.7
const SMALLEST_CAPTION = 10.5
const CAPTION = 13

/**
 * Whether a width is that of a low, wide frame: columns from top to bottom would have no room.
 * @param {number} width
 */
export const flat = (width) => width >= innerHeight * FLAT

/**
 * How high a stage may be, so that it can be seen at once, with the controls, and scrolled past by touch.
 * @param {number} width
 */
function tallest(width) {
  const share = innerHeight * (width < NARROW && !flat(width) ? 0.5 : SHARE_OF_SCREEN)
  // In a low frame there must be room for the controls.
  const least = Math.min(LEAST_HEIGHT * 2, Math.max(LEAST_HEIGHT, innerHeight - CONTROLS))
  return Math.max(least, Math.min(TALLEST, share))
}

/** A view of a picture in a stage. */
export class View {
  /** What there is to be seen. @type {Box} */ box = { x: 0, y: 0, width: 1, height: 1 }
  /** The stage in pixels. */ room = { width: 1, height: 1 }
  /** The scale that a picture asks for where the whole of it would be too small, as far as the stage is wide enough. */ near = 0
  /** 1 shows everything. */ zoom = 1
  /** The place of the picture in the middle of the stage. @type {Point} */ centre = { x: 0, y: 0 }
  /** Where the picture's corner is on the stage, in pixels. @type {Point} */ offset = { x: 0, y: 0 }
  /** @type {Animation | null} */ #coming = null
  #placed = ''
  /** The scale at which a part is seen of what was whole in a wider stage, until somebody zooms. */ #narrowed = 0
  /** The scale at which the sheets are drawn: that of the view, but for the length of a gesture. */ drawn = 1
  /** Called when another picture has been fitted. @type {() => void} */ fitted = () => {}
  /** Called when the window has moved. @type {(window: Box) => void} */ moved = () => {}

  /**
   * @param {HTMLElement} stage
   * @param {HTMLElement} sheets  the layers of the picture
   */
  constructor(stage, sheets) {
    this.stage = stage
    this.sheets = sheets
  }

  /**
   * Takes what is to be seen and the stage's width.
   * @param {Box} box
   * @param {number} width
   * @param {number} [near]
   */
  fit(box, width, near = 0) {
    this.near = near
    const other = box.width !== this.box.width || box.height !== this.box.height
    const { scale: before } = this
    const whole = !other && (this.zoom === 1 || Math.abs(before - this.#narrowed) < 1e-6)
    this.box = box
    this.room = { width, height: 1 }
    const stays = whole && this.fits >= SMALL
    const scale = stays ? this.fits : this.legible
    this.room.height = Math.min(tallest(width), Math.max(LEAST_HEIGHT, Math.round(box.height * scale)))
    // In another width (beside the inspector) what could be read can still be read, and what was whole is whole.
    if (!other && !stays && this.zoom > 1) this.zoom = before / this.fits
    if (!other && !stays && this.zoom > 1) return this.place()
    this.home()
    if (!stays) this.fitted()
    this.#narrowed = whole && !stays ? this.scale : 0
  }

  /** The scale at which everything is seen. */
  get fits() {
    return Math.min(LARGEST_FIT, this.room.width / this.box.width, tallest(this.room.width) / this.box.height)
  }

  /** The scale at which a picture is shown first: whole, if it can be read then. */
  get legible() {
    const { fits, near, room, box } = this
    return fits < Math.max(CROWDED, NEARLY * near)
      ? Math.max(READABLE, Math.min(near, room.width / box.width))
      : fits
  }

  /** Pixels of the screen for one of the picture. */
  get scale() {
    return this.fits * this.zoom
  }

  /** Shows the whole picture. */
  home() {
    const { x, y, width, height } = this.box
    this.zoom = 1
    this.centre = { x: x + width / 2, y: y + height / 2 }
    this.place()
  }

  /**
   * Puts the picture where zoom and centre say. A pan is but a transform, and so is a zoom for as long as it goes on: the
   * sheets keep the scale they are drawn at, for text that is set anew in each frame is what a zoom costs.
   * @param {boolean} [passing]
   */
  place(passing = false) {
    this.#coming?.cancel()
    const { sheets, stage, scale, box, room, centre } = this
    const placed = `${scale} ${JSON.stringify(box)}`
    if (!passing && this.#placed !== placed) {
      this.#placed = placed
      this.drawn = scale
      const { x, y, width, height } = box
      for (const sheet of sheets.children) sheet.setAttribute('viewBox', `${x} ${y} ${width} ${height}`)
      Object.assign(sheets.style, { width: `${width * scale}px`, height: `${height * scale}px` })
      sheets.style.setProperty('--scale', scale.toFixed(3))
      sheets.style.setProperty('--caption', `${Math.max(CAPTION, SMALLEST_CAPTION / scale).toFixed(1)}px`)
      sheets.classList.toggle('far', scale < FAR)
      sheets.classList.toggle('tight', scale < TIGHT)
    }
    stage.style.height = `${room.height}px`
    stage.classList.toggle('zoomed', this.zoom > 1)
    const [w, h] = [room.width / scale, room.height / scale]
    const window = { x: centre.x - w / 2, y: centre.y - h / 2, width: w, height: h }
    this.offset = { x: (box.x - window.x) * scale, y: (box.y - window.y) * scale }
    sheets.style.transform = this.transform(this.offset)
    this.moved(window)
  }

  /**
   * Comes from where the picture stood before it was edited, as its nodes do.
   * @param {{ box: Box, scale: number, offset: Point }} before
   * @param {number} duration  ms
   */
  comeFrom({ box, scale, offset }, duration) {
    const { sheets } = this
    const [x, y] = [offset.x + (this.box.x - box.x) * scale, offset.y + (this.box.y - box.y) * scale]
    const from = `translate(${x}px,${y}px)scale(${scale / this.drawn})`
    const to = this.transform(this.offset)
    const still = Math.abs(x - this.offset.x) + Math.abs(y - this.offset.y) < 1 && scale === this.scale
    if (still) return
    this.#coming = sheets.animate([{ transform: from }, { transform: to }], {
      duration,
      easing: 'ease-in-out',
    })
  }

  /**
   * What puts the corner of the picture at a place on the stage.
   * @param {Point} corner  in pixels
   * @param {number} [factor]  how much larger than the view says
   */
  transform({ x, y }, factor = 1) {
    const size = (factor * this.scale) / this.drawn
    return `translate(${x}px,${y}px)${size === 1 ? '' : `scale(${size})`}`
  }
}
