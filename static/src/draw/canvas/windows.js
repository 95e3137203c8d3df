// Parts of a picture that a window shows, or may show soon.

/** @typedef {import('../../scene.js').Box} Box */

/** How far the still picture reaches beyond the window, as a share of it: so far a pan shows no border. */
export const BEYOND = 0.25

/**
 * A window with what is drawn around it.
 * @param {Box} window
 * @returns {Box}
 */
export function beyond({ x, y, width, height }) {
  const [aside, above] = [width * BEYOND, height * BEYOND]
  return { x: x - aside, y: y - above, width: width + 2 * aside, height: height + 2 * above }
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
export const sameBox = (a, b) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
