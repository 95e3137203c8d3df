// What a canvas shows of a picture: a pen on it, and a sheet for what stays. Without a graphics card a browser hands on
// a copy of every canvas that has a pen whenever anything on the page moves, whether it was drawn on or not; a finished
// bitmap it copies once.

/** @typedef {import('../../scene.js').Box} Box */

/** A canvas that is drawn aside, and shown at once. */
export class Sheet {
  root = document.createElement('canvas')
  #aside = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1)
  #shown = this.#aside && this.root.getContext('bitmaprenderer')

  /**
   * A pen for what a window shows of the picture at a scale. What it draws is seen when it is shown.
   * @param {Box} window
   * @param {number} scale
   */
  pen(window, scale) {
    return penOf(this.#aside ?? this.root, window, scale)
  }

  /** Whether it can be joined from pieces. */
  get pieces() {
    return this.#aside !== null
  }

  /**
   * Shows what was drawn piece by piece, from top to bottom.
   * @param {ImageBitmap[]} pieces
   * @param {Box} window
   * @param {number} scale
   */
  join(pieces, window, scale) {
    const pen = this.pen(window, scale)
    if (!pen) return
    pen.setTransform(1, 0, 0, 1, 0, 0)
    let row = 0
    for (const piece of pieces) {
      pen.drawImage(piece, 0, row)
      row += piece.height
      piece.close()
    }
    this.show(window, scale)
  }

  /**
   * Shows what was drawn.
   * @param {Box} window
   * @param {number} scale
   */
  show(window, scale) {
    if (this.#aside) this.#shown?.transferFromImageBitmap(this.#aside.transferToImageBitmap())
    fit(this.root, window, scale)
  }
}

/**
 * Gives a canvas the room that it takes on the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {Box} window
 * @param {number} scale
 */
export function fit({ style }, window, scale) {
  style.width = `${pixels(window.width, scale)}px`
  style.height = `${pixels(window.height, scale)}px`
}

/**
 * @param {number} length
 * @param {number} scale
 */
const pixels = (length, scale) => Math.round(length * scale)

/**
 * How many dots of the screen a window has at a scale, and how many of them a unit of the picture.
 * @param {Box} window
 * @param {number} scale
 */
export function dots(window, scale) {
  const ratio = globalThis.devicePixelRatio || 1
  const [width, height] = [window.width, window.height].map((length) =>
    Math.round(pixels(length, scale) * ratio),
  )
  return { width, height, grain: scale * ratio }
}

/**
 * A pen on a canvas that shows a window at a scale, wiped; or so many rows of it.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Box} window
 * @param {number} scale
 * @param {[number, number]} [rows]  the first, and the one after the last
 */
export function penOf(canvas, window, scale, rows) {
  const { width, height: most, grain } = dots(window, scale)
  const [first, last] = rows ?? [0, most]
  const height = last - first
  const same = canvas.width === width && canvas.height === height
  if (!same) Object.assign(canvas, { width, height })
  const pen = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d'))
  if (!pen) return null
  pen.setTransform(1, 0, 0, 1, 0, 0)
  if (same) pen.clearRect(0, 0, width, height)
  pen.setTransform(grain, 0, 0, grain, -window.x * grain, -window.y * grain - first)
  return pen
}
