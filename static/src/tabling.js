// The table of an array beside its card in the picture. Loaded when somebody wants one.

import { h } from './dom.js'
import { shapeOf } from './format.js'
import { Grid, style as gridStyle } from './grid.js'
import { titleOf } from './lens.js'
import { textsFor } from './texts-grid.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./format.js').Numbers} Numbers */

const style = `${gridStyle}
.tabling{position:absolute;z-index:4;display:grid;gap:6px;max-width:calc(100% - 16px);max-height:360px;padding:10px;overflow:auto;
border:1.25px solid var(--hairline);border-radius:14px;background:var(--surface);box-shadow:0 8px 28px var(--shadow)}
.tabling header{display:flex;align-items:center;justify-content:space-between;gap:16px;font-weight:600}
.tabling header button{min-width:40px;min-height:40px;padding:0 10px;color:var(--secondary)}
`
const APART = 8

/**
 * Opens the table of an input at its card; one at a time.
 * @param {HTMLElement} stage
 * @param {{ scene: () => Scene | null, change: (id: string, value: Numbers, last: boolean) => void }} host
 * @param {string} id
 */
export function openTable(stage, { scene, change }, id) {
  const root = /** @type {HTMLElement} */ (stage.closest('.root'))
  dress(/** @type {ShadowRoot} */ (root.getRootNode()))
  root.querySelector('.tabling')?.remove()
  const now = /** @type {Scene} */ (scene())
  const node = /** @type {number} */ (now.index.get(id))
  const name = titleOf(now, node)
  const texts = textsFor(null)
  const grid = new Grid(name, (value, last) => change(id, value, last))
  const card = /** @type {SVGElement | null} */ (stage.querySelector(`.card[data-node="${CSS.escape(id)}"]`))
  const close = () => {
    box.remove()
    root.removeEventListener('pointerdown', outside)
    card?.focus()
  }
  const outside = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(box)) close()
  }
  const head = h(
    'header',
    {},
    h('span', {}, texts.table(name)),
    h('button', { type: 'button', onclick: close }, texts.close),
  )
  const box = h('div', { class: 'tabling', role: 'dialog', 'aria-label': texts.table(name) }, head, grid.root)
  box.addEventListener('keydown', (event) => {
    event.stopPropagation() // The arrows mean the table, not the picture.
    if (event.key === 'Escape') close()
  })
  root.addEventListener('pointerdown', outside)
  root.append(box)
  grid.show(/** @type {Numbers} */ (now.values[node]), shapeOf(now.values[node]))
  place(box, root, card)
  grid.focus()
}

/**
 * Below the card, else above it, within the element.
 * @param {HTMLElement} box
 * @param {HTMLElement} root
 * @param {Element | null} card
 */
function place(box, root, card) {
  const [frame, at] = [root.getBoundingClientRect(), (card ?? root).getBoundingClientRect()]
  const { offsetWidth: width, offsetHeight: height } = box
  const left = Math.min(at.left - frame.left, frame.width - width - APART)
  const below = at.bottom - frame.top + APART
  const top = below + height > frame.height ? Math.max(APART, at.top - frame.top - height - APART) : below
  Object.assign(box.style, { left: `${Math.max(APART, left)}px`, top: `${top}px` })
}

/** @param {ShadowRoot} root */
function dress(root) {
  if (root.adoptedStyleSheets.some((sheet) => sheet.cssRules[0]?.cssText.startsWith('.grid'))) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
