// A document for tests that draw.

import { Window } from 'happy-dom'

const window = new Window({ url: 'http://localhost/', width: 1200, height: 800 })

const NAMES = [
  'document',
  'customElements',
  'HTMLElement',
  'SVGElement',
  'Element',
  'Node',
  'Event',
  'CustomEvent',
  'KeyboardEvent',
  'PointerEvent',
  'MouseEvent',
  'CSSStyleSheet',
  'ResizeObserver',
  'MutationObserver',
  'CSS',
  'DOMPoint',
  'innerHeight',
]

/** Makes the document and its classes global, as in a browser. */
export function browse() {
  for (const name of NAMES) Reflect.set(globalThis, name, Reflect.get(window, name))
  Reflect.set(globalThis, 'window', window)
  Reflect.set(globalThis, 'matchMedia', (/** @type {string} */ query) => window.matchMedia(query))
  Reflect.set(globalThis, 'requestAnimationFrame', (/** @type {any} */ call) =>
    window.requestAnimationFrame(call),
  )
  Reflect.set(globalThis, 'cancelAnimationFrame', (/** @type {any} */ handle) =>
    window.cancelAnimationFrame(handle),
  )
  return document
}

/** Closes what the document keeps running. */
export const leave = () => window.happyDOM.close()
