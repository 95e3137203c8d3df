// The eye: zooms and moves a view, and goes along with what happens where the whole picture would be too small to read.

/** @typedef {import('./scene.js').Box} Box */
/** @typedef {import('./scene.js').Point} Point */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Step} Step */

const LARGEST = 4
/** How near one looks at what one has asked for. */
const NEAREST = 1.1
/** The scale at which the whole of a large picture is shown: below it only by zooming out. */
const SMALLEST = 0.4
/** A zoom by wheel is over when it has rested for so many ms. */
const REST = 150
/** Beyond this the sheets of a gesture are drawn anew on its way: they would be but a blur, or far too many pixels. */
const COARSE = 4
const GLIDE = { duration: 300, easing: 'ease-in-out' }
const MARGIN = { x: 20, y: 45 }
const EXTENT = /** @type {const} */ ({ x: 'width', y: 'height' })

/** What looks through a view. */
export class Eye {
  #view
  #follows = false
  #dear
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #rest

  /**
   * @param {View} view
   * @param {() => boolean} [dear]  whether the sheets cost so much that they are not drawn anew during a gesture
   */
  constructor(view, dear = () => false) {
    this.#view = view
    this.#dear = dear
    view.fitted = () => this.start()
    this.start()
  }

  get zoomed() {
    return this.#view.zoom > 1
  }

  /** Shows the whole picture, or as much of its beginning as can be read. */
  start() {
    const view = this.#view
    const closer = view.legible / view.fits
    this.#follows = closer > 1
    if (!this.#follows) return
    view.zoom = closer
    this.#look(view.box.x, view.box.y)
  }

  /** Shows the whole picture, or as much of it as is of use; what is shown so already, from near by. */
  turn() {
    const view = this.#view
    const whole = Math.max(1, SMALLEST / view.fits)
    if (view.zoom <= whole) return this.start()
    this.#follows = whole > 1
    if (!this.#follows) return view.home()
    view.zoom = whole
    this.#look(view.centre.x, view.centre.y)
  }

  /**
   * A place on the stage, in pixels, of a place in the picture.
   * @param {Point} point
   */
  toStage(point) {
    const { centre, room, scale } = this.#view
    return {
      x: (point.x - centre.x) * scale + room.width / 2,
      y: (point.y - centre.y) * scale + room.height / 2,
    }
  }

  /**
   * Zooms about a place on the stage; about its middle without one.
   * @param {number} factor
   * @param {number} [x]
   * @param {number} [y]
   * @param {boolean} [passing]  whether more of it is to come
   */
  zoomBy(factor, x = this.#view.room.width / 2, y = this.#view.room.height / 2, passing = false) {
    const view = this.#view
    const before = view.scale
    view.zoom = Math.min(Math.max(1, view.zoom * factor), Math.max(1, LARGEST / view.fits))
    if (!this.zoomed && !passing) return view.home()
    const move = 1 / before - 1 / view.scale
    this.#look(
      view.centre.x + (x - view.room.width / 2) * move,
      view.centre.y + (y - view.room.height / 2) * move,
      passing && this.#dear(),
    )
  }

  /** Draws at the scale that is looked at, if a gesture has left that to be done. */
  settle() {
    clearTimeout(this.#rest)
    if (this.#view.drawn !== this.#view.scale) this.#view.place()
  }

  /**
   * Moves the picture by pixels of the screen.
   * @param {number} x
   * @param {number} y
   */
  panBy(x, y) {
    const { centre, scale } = this.#view
    this.#follows = false
    this.#look(centre.x - x / scale, centre.y - y / scale)
  }

  /**
   * Looks at some boxes of the picture from as near as they can all be seen, and flies there.
   * @param {Box[]} boxes
   * @param {import('./scene.js').Painting} [painter]  who draws the picture
   */
  frame(boxes, painter) {
    const view = this.#view
    const low = (/** @type {'x' | 'y'} */ axis) => Math.min(...boxes.map((box) => box[axis])) - MARGIN.y
    const high = (/** @type {'x' | 'y'} */ axis) =>
      Math.max(...boxes.map((box) => box[axis] + box[EXTENT[axis]])) + MARGIN.y
    const [width, height] = [high('x') - low('x'), high('y') - low('y')]
    const [before, was] = [view.offset, view.scale]
    const scale = Math.min(view.room.width / width, view.room.height / height, NEAREST)
    this.#follows = false
    view.zoom = Math.max(1, scale / view.fits)
    this.#look((low('x') + high('x')) / 2, (low('y') + high('y')) / 2)
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    this.#glide({ ...before, size: was / view.scale }, painter?.reach)
  }

  /**
   * Brings a box of the picture into view.
   * @param {Box} box
   */
  reveal({ x, y, width, height }) {
    if (!this.zoomed) return
    const { centre, room, scale } = this.#view
    const reach = { x: room.width / scale / 2 - MARGIN.x, y: room.height / scale / 2 - MARGIN.y }
    this.#look(
      Math.min(Math.max(centre.x, x + width - reach.x), x + reach.x),
      Math.min(Math.max(centre.y, y + height - reach.y), y + reach.y),
    )
  }

  /**
   * Goes along to what happens, if that is wanted: to the nodes that receive something, with those that hand it to them
   * where there is room for both.
   * @param {Scene} scene
   * @param {import('./clock.js').Clock} clock
   * @param {import('./frames.js').Frame} frame
   */
  follow(scene, { move, t, reduced }, { k, stage }) {
    if (!this.#follows) return
    const view = this.#view
    const steps = move
      ? scene.steps.slice(move.from, move.to)
      : scene.steps.slice(scene.stages[stage]?.from ?? k, k)
    if (steps.length === 0) return this.#begin(scene)
    const before = view.offset
    const receivers = steps.map((step) => receiver(scene, step))
    const all = [...receivers, ...steps.flatMap((step) => givers(scene, step))]
    const choices = [all, receivers, receivers.slice(-1)].map((nodes) =>
      nodes.map((node) => scene.boxes[node]),
    )
    this.#look(this.#middle('x', choices), this.#middle('y', choices))
    const after = view.offset
    if (!move || t > 0 || reduced || Math.hypot(after.x - before.x, after.y - before.y) < 1) return
    this.#glide({ ...before, size: 1 }, scene.Painter?.reach)
  }

  /**
   * Glides to where the view is.
   * @param {Point & { size: number }} from  `size`: how large the picture was against what it is
   * @param {number} [reach]  see `nearer`
   */
  #glide(from, reach) {
    const { offset, room, sheets } = this.#view
    const to = { ...offset, size: 1 }
    const at = (/** @type {Point & { size: number }} */ { x, y, size }) => ({
      transform: `translate(${x}px,${y}px) scale(${size})`,
    })
    sheets.animate([at(reach === undefined ? from : nearer(from, to, room, reach)), at(to)], GLIDE)
  }

  /**
   * Looks where a picture begins: at its border, beside the first column, or the middle of one that is too long.
   * @param {Scene} scene
   */
  #begin({ columns, boxes, direction }) {
    const { x, y } = this.#view.box
    const across = direction === 'down' ? 'x' : 'y'
    const first = (columns[0]?.nodes ?? []).map((node) => boxes[node]).sort((a, b) => a[across] - b[across])
    if (first.length === 0) return this.#look(x, y)
    const middle = this.#middle(across, [first, [first[first.length >> 1]]])
    if (direction === 'down') this.#look(middle, y)
    else this.#look(x, middle)
  }

  /**
   * The middle of the first boxes that there is room for; of the last ones, if there is for none.
   * @param {'x' | 'y'} axis
   * @param {Box[][]} choices
   */
  #middle(axis, choices) {
    const { room, scale } = this.#view
    const spans = choices.map((boxes) => ({
      low: Math.min(...boxes.map((box) => box[axis])),
      high: Math.max(...boxes.map((box) => box[axis] + box[EXTENT[axis]])),
    }))
    const fitting = spans.find(({ low, high }) => (high - low) * scale <= room[EXTENT[axis]])
    const { low, high } = fitting ?? spans[spans.length - 1]
    return (low + high) / 2
  }

  /**
   * Looks at a place of the picture, never beyond its borders.
   * @param {number} x
   * @param {number} y
   * @param {boolean} [passing]  whether it is drawn at rest only
   */
  #look(x, y, passing = false) {
    const view = this.#view
    clearTimeout(this.#rest)
    view.centre = { x: this.#within('x', x), y: this.#within('y', y) }
    const coarse = Math.max(view.scale / view.drawn, view.drawn / view.scale) > COARSE
    view.place(passing && !coarse)
    if (passing) this.#rest = setTimeout(() => this.settle(), REST)
  }

  /**
   * @param {'x' | 'y'} axis
   * @param {number} at
   */
  #within(axis, at) {
    const { box, room, scale } = this.#view
    const extent = EXTENT[axis]
    const half = room[extent] / scale / 2
    if (2 * half >= box[extent]) return box[axis] + box[extent] / 2
    return Math.min(Math.max(at, box[axis] + half), box[axis] + box[extent] - half)
  }
}

/**
 * The farthest place on the way of a glide from which on the picture covers the stage.
 * @param {Point & { size: number }} before
 * @param {Point & { size: number }} after  of size 1
 * @param {{ width: number, height: number }} room
 * @param {number} reach  how far the picture reaches beyond the stage, as a share of it
 */
export function nearer(before, after, room, reach) {
  const smaller = before.size - 1
  /** @type {number[]} */ const shares = [1]
  for (const axis of /** @type {const} */ (['x', 'y'])) {
    const length = room[EXTENT[axis]]
    const beyond = reach * length
    const move = before[axis] - after[axis]
    // Either border of the picture moves evenly, and may not come into the stage.
    const low = move + smaller * (-after[axis] - beyond)
    const high = move + smaller * (-after[axis] + length + beyond)
    if (low > 0) shares.push(beyond / low)
    if (high < 0) shares.push(-beyond / high)
  }
  const share = Math.min(...shares)
  const between = (/** @type {'x' | 'y' | 'size'} */ of) => after[of] + share * (before[of] - after[of])
  return { x: between('x'), y: between('y'), size: between('size') }
}

/**
 * The node that a step gives a number to.
 * @param {Scene} scene
 * @param {Step} step
 */
const receiver = (scene, { phase, node, edge }) => (phase === 'backward' ? scene.from[edge] : node)

/**
 * The nodes that the number comes from.
 * @param {Scene} scene
 * @param {Step} step
 */
function givers(scene, { phase, node, edge }) {
  if (phase === 'backward') return [scene.to[edge]]
  if (phase === 'sum') return scene.summands[node].map((summand) => scene.to[summand])
  return phase === 'forward' ? scene.operands[node].map((operand) => scene.from[operand]) : []
}
