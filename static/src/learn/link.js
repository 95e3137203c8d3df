// Formulas and pictures point at each other: what one points at, or reaches by keyboard, lights up in the other.

import { keysIn, meet } from './keys.js'

/** @typedef {import('../element.js').ChainRule} Picture */
/** @typedef {import('../scene.js').Scene} Scene */

const SHEET = `
.card[data-lit] .body{stroke:var(--ink);stroke-width:3}
.card[data-lit~=value] .row.value .number,.card[data-lit~=gradient] .row.gradient .number{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px}
.edge[data-lit~=local] .glass{stroke:var(--ink);stroke-width:3}
.edge[data-lit~=propagated] .tag{stroke:var(--ink);stroke-width:2.5}
.edge[data-lit~=propagated] .handed{opacity:1}`

/**
 * Links everything with a key in a part of the page, and the picture in it.
 * @param {HTMLElement} root
 * @param {Picture | null} picture
 */
export function link(root, picture) {
  const light = (/** @type {string[]} */ keys) => {
    for (const place of root.querySelectorAll('[data-key]')) {
      place.toggleAttribute('data-lit', meet(keysIn(place.getAttribute('data-key')), keys))
    }
    if (picture?.scene) lightPicture(picture, picture.scene, keys)
  }
  if (picture) dress(picture)
  const at = { x: -1, y: -1 }
  const stands = (/** @type {Event} */ event) => {
    if (!(event instanceof PointerEvent) || event.pointerType !== 'mouse') return false
    const same = at.x === event.clientX && at.y === event.clientY
    Object.assign(at, { x: event.clientX, y: event.clientY })
    return same // the page moved under the mouse, as it does when the focus moves on
  }
  for (const name of ['pointerover', 'focusin']) {
    root.addEventListener(name, (event) => {
      if (stands(event)) return
      light(pointedAt(event, picture))
      if (/** @type {Element} */ (event.target).closest('.prose')) reveal(root)
    })
  }
  root.ownerDocument.addEventListener('pointermove', stands, true)
  root.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && light([])) // a finger is lifted
  root.addEventListener('focusout', () => light([]))
}

/**
 * Where the figure is wider than its window, brings what is lit into it.
 * @param {HTMLElement} root
 */
function reveal(root) {
  const window_ = root.querySelector('.scrolling')
  const lit = window_?.querySelector('[data-lit]')
  if (!window_ || !lit || window_.scrollWidth <= window_.clientWidth) return
  const [outer, inner] = [window_.getBoundingClientRect(), lit.getBoundingClientRect()]
  const middle = inner.left + inner.width / 2 - outer.left - outer.width / 2
  if (inner.left < outer.left || inner.right > outer.right) window_.scrollLeft += middle
}

/** @param {Picture} picture */
function dress(picture) {
  const root = picture.shadowRoot
  if (!root) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(SHEET)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}

/**
 * The keys of what an event happened to.
 * @param {Event} event
 * @param {Picture | null} picture
 * @returns {string[]}
 */
function pointedAt(event, picture) {
  const path = event.composedPath().filter((each) => each instanceof Element)
  const keyed = path.find((each) => each.hasAttribute('data-key'))
  if (keyed) return keysIn(keyed.getAttribute('data-key'))
  const scene = picture?.scene
  const part = scene && path.find((each) => each.hasAttribute('data-node') || each.hasAttribute('data-edge'))
  return part ? keysOf(scene, part, path) : []
}

/**
 * The keys of a card or an edge in the picture, or of the row that is pointed at.
 * @param {Scene} scene
 * @param {Element} part
 * @param {Element[]} path
 */
export function keysOf(scene, part, path) {
  const id = part.getAttribute('data-node')
  if (id !== null) {
    const row = path.find((each) => each.classList.contains('row'))
    const kinds = row ? [row.classList.contains('value') ? 'v' : 'g'] : ['v', 'g']
    return kinds.map((kind) => `${kind}:${id}`)
  }
  const edge = edgeOf(scene, part)
  const place = `${scene.ids[scene.to[edge]]}.${scene.slot[edge]}`
  const handed = path.some((each) => each.classList.contains('handed'))
  return handed ? [`p:${place}`] : [`l:${place}`, `p:${place}`]
}

/**
 * The number of an edge in the picture.
 * @param {Scene} scene
 * @param {Element} part
 */
function edgeOf(scene, part) {
  const name = part.getAttribute('data-edge')
  const slot = part.getAttribute('data-slot')
  return scene.from.findIndex(
    (from, edge) =>
      `${scene.ids[from]}->${scene.ids[scene.to[edge]]}` === name &&
      (slot === null || Number(slot) === scene.slot[edge]),
  )
}

/**
 * @param {Picture} picture
 * @param {Scene} scene
 * @param {string[]} keys
 */
function lightPicture(picture, scene, keys) {
  const root = /** @type {ShadowRoot} */ (picture.shadowRoot)
  const mark = (/** @type {Element} */ part, /** @type {Record<string, string>} */ words) => {
    const lit = Object.entries(words).flatMap(([key, word]) => (meet([key], keys) ? [word] : []))
    if (lit.length > 0) part.setAttribute('data-lit', lit.join(' '))
    else part.removeAttribute('data-lit')
  }
  for (const card of root.querySelectorAll('[data-node]')) {
    const id = card.getAttribute('data-node')
    mark(card, { [`v:${id}`]: 'value', [`g:${id}`]: 'gradient' })
  }
  for (const part of root.querySelectorAll('[data-edge]')) {
    const edge = edgeOf(scene, part)
    const place = `${scene.ids[scene.to[edge]]}.${scene.slot[edge]}`
    mark(part, { [`l:${place}`]: 'local', [`p:${place}`]: 'propagated' })
  }
}

/**
 * Makes the terms of every equation reachable: one tab stop an equation, arrows from term to term.
 * @param {HTMLElement} root
 */
export function reachable(root) {
  for (const equation of root.querySelectorAll('.equation, .names')) {
    const terms = /** @type {MathMLElement[]} */ ([...equation.querySelectorAll('.term')])
    terms.forEach((term, i) => {
      term.tabIndex = i === 0 ? 0 : -1
    })
    equation.addEventListener('keydown', (event) => walk(/** @type {KeyboardEvent} */ (event), terms))
  }
}

/** @type {Record<string, number>} */
const WAYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * @param {KeyboardEvent} event
 * @param {MathMLElement[]} terms
 */
function walk(event, terms) {
  const way = WAYS[event.key]
  const from = terms.indexOf(/** @type {MathMLElement} */ (event.target))
  const to = terms[from + way]
  if (!way || from < 0) return
  event.preventDefault()
  if (!to) return
  terms[from].tabIndex = -1
  to.tabIndex = 0
  to.focus()
}
