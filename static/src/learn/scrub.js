// Numbers that one drags sideways, or changes by arrow keys, in the text and in the figure.

import { short } from '../format.js'
import { numberAt } from './keys.js'
import { TEXTS } from './texts.js'

/** @typedef {import('./source.js').Source} Source */

const PIXELS = 7
const LEAP = 10
const MOST = 100

/** @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: LEAP, PageDown: -LEAP }

/**
 * A number moved by some steps: on the grid of the step, and within what a slider can say.
 * @param {number} number
 * @param {number} steps
 * @param {number} step
 */
export function moved(number, steps, step) {
  const places = Math.max(0, Math.ceil(-Math.log10(step)))
  const to = Number((number + steps * step).toFixed(places))
  return Math.min(MOST, Math.max(-MOST, to))
}

/**
 * Makes every number with `data-scrub` in a part of the page a slider.
 * @param {HTMLElement} root
 * @param {Source} source
 */
export function scrubbing(root, source) {
  for (const handle of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-scrub]'))) {
    handle.setAttribute('role', 'slider')
    handle.setAttribute('tabindex', '0')
    handle.setAttribute('aria-label', TEXTS.slider(handle.dataset.label ?? ''))
    handle.setAttribute('aria-valuemin', String(-MOST))
    handle.setAttribute('aria-valuemax', String(MOST))
    handle.addEventListener('keydown', (event) => {
      const steps = KEYS[event.key]
      if (!steps || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      give(source, handle, present(source, handle), event.shiftKey ? steps * LEAP : steps)
    })
    dragging(handle, source)
  }
}

/**
 * Tells every slider of a part what it is at.
 * @param {HTMLElement} root
 * @param {Source} source
 */
export function tellSliders(root, source) {
  for (const handle of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-scrub]'))) {
    const number = present(source, handle)
    handle.setAttribute('aria-valuenow', String(number))
    handle.setAttribute('aria-valuetext', short(number))
  }
}

/**
 * @param {HTMLElement} handle
 * @param {Source} source
 */
function dragging(handle, source) {
  /** @type {{ x: number, number: number } | null} */
  let held = null
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    handle.focus({ preventScroll: true })
    handle.setPointerCapture(event.pointerId)
    held = { x: event.clientX, number: present(source, handle) }
  })
  handle.addEventListener('pointermove', (event) => {
    if (held) give(source, handle, held.number, Math.round((event.clientX - held.x) / PIXELS))
  })
  for (const name of ['pointerup', 'pointercancel'])
    handle.addEventListener(name, () => {
      held = null
    })
}

/**
 * @param {Source} source
 * @param {HTMLElement} handle
 */
function present(source, handle) {
  return (source.run && numberAt(source.run, `v:${handle.dataset.scrub}`)) ?? 0
}

/**
 * @param {Source} source
 * @param {HTMLElement} handle
 * @param {number} from
 * @param {number} steps
 */
function give(source, handle, from, steps) {
  const [name, ...places] = (handle.dataset.scrub ?? '').split('.')
  const to = moved(from, steps, Number(handle.dataset.step ?? 1))
  if (to !== present(source, handle)) source.set(name, places.map(Number), to)
}
