// Colours of the palette as numbers for canvases, and the shapes that tell classes apart without colour.

/** @typedef {[number, number, number]} Rgb */

/** Colours of the classes in their order: the first two stay apart for every kind of colour blindness. */
export const CLASSES = ['gradient', 'value', 'local', 'mark', 'ink', 'wire']
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'plus']

/**
 * @param {string} hex  `#rrggbb`
 * @returns {Rgb}
 */
export function rgb(hex) {
  const number = Number.parseInt(hex.trim().slice(1), 16)
  return [number >> 16, (number >> 8) & 255, number & 255]
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} part
 * @returns {Rgb}
 */
export function mix(from, to, part) {
  const at = Math.min(Math.max(part, 0), 1)
  return /** @type {Rgb} */ (from.map((channel, i) => Math.round(channel + (to[i] - channel) * at)))
}

/** The palette as it is at this moment on an element. */
export class Palette {
  #style

  /** @param {Element} element */
  constructor(element) {
    this.#style = getComputedStyle(element)
  }

  /** @param {string} name */
  css(name) {
    return this.#style.getPropertyValue(`--${name}`).trim() || '#888888'
  }

  /** @param {string} name */
  rgb(name) {
    return rgb(this.css(name))
  }

  /** Colours from −1 (vermilion) over 0 (the surface) to 1 (teal). */
  get diverging() {
    const [low, middle, high] = [this.rgb('gradient'), this.rgb('surface'), this.rgb('value')]
    return (/** @type {number} */ t) => mix(middle, t < 0 ? low : high, Math.abs(t) * 0.7)
  }

  /** @param {number} k */
  of(k) {
    return this.css(CLASSES[k % CLASSES.length])
  }
}

/**
 * Calls back when the colours have changed.
 * @param {() => void} changed
 */
export function onTheme(changed) {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed)
}

/**
 * The outline of a class's mark around a point.
 * @param {CanvasRenderingContext2D} context
 * @param {number} k
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function mark(context, k, x, y, r) {
  const kind = SHAPES[k % SHAPES.length]
  context.beginPath()
  if (kind === 'circle') return context.arc(x, y, r, 0, 2 * Math.PI)
  if (kind === 'square') return context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76)
  const corners = CORNERS[kind]
  corners.forEach(([dx, dy], i) => {
    if (i === 0) context.moveTo(x + dx * r, y + dy * r)
    else context.lineTo(x + dx * r, y + dy * r)
  })
  return context.closePath()
}

const T = 0.36
const PLUS = [
  [-T, -1.1],
  [T, -1.1],
  [T, -T],
  [1.1, -T],
  [1.1, T],
  [T, T],
  [T, 1.1],
  [-T, 1.1],
  [-T, T],
  [-1.1, T],
  [-1.1, -T],
  [-T, -T],
]
/** @type {Record<string, number[][]>} */
const CORNERS = {
  triangle: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  plus: PLUS,
  cross: PLUS.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]),
}

/**
 * A canvas made sharp for the screen and cleared; its context counts in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sharp(canvas, width, height) {
  const ratio = Math.min(devicePixelRatio || 1, 3)
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h })
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}
