// The page in a frame: the element alone, led by the address. It keeps nothing, and works where the frame is a sandbox
// without an origin. It tells the host how high it would like to be; nobody has to listen.

import '../define.js'
import { toWire } from '../format.js'
import { FIRST } from '../page/first.js'
import { readLink } from '../page/link.js'

/** @typedef {import('../element.js').ChainRule} Picture */

const CONTROLS = ['full', 'compact', 'none']
/** A frame that is lower has less around the picture, unless its address asks for more. */
const LOW = 560
const PATIENCE = 400

const picture = /** @type {Picture} */ (document.querySelector('chain-rule'))
const complaints = /** @type {HTMLElement} */ (document.querySelector('[data-complaints]'))

/** Shows what the address says. */
function follow() {
  const { link, complaints: said } = readLink(location.hash)
  const { program, inputs, output, view, step, theme } = link
  const values = program === null ? [...FIRST.inputs, ...inputs] : [...inputs]
  const controls = new URLSearchParams(location.hash.slice(1)).get('controls')
  document.documentElement.dataset.theme = theme ?? 'auto'
  picture.setAttribute('controls', controlsFor(controls))
  picture.setAttribute('theme', theme ?? 'auto')
  if (view) picture.setAttribute('view', view)
  else picture.removeAttribute('view')
  picture.inputs = Object.fromEntries(values.map(([name, value]) => [name, toWire(value)]))
  picture.output = output
  Object.assign(picture, { step: step ?? 0 })
  picture.program = program ?? FIRST.program
  complaints.replaceChildren(
    ...said.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
  )
  complaints.hidden = said.length === 0
}

/** @param {string | null} asked */
function controlsFor(asked) {
  if (asked !== null && CONTROLS.includes(asked)) return asked
  return innerHeight < LOW ? 'compact' : 'full'
}

/** Tells the host the height of what is here. */
function tellHeight() {
  const height = Math.ceil(document.body.getBoundingClientRect().height)
  if (window.parent !== window) window.parent.postMessage({ type: 'chainrule:size', height }, '*')
}

/** Shows the picture: once it is drawn, or once somebody would ask what it is doing. */
const reveal = () => picture.removeAttribute('data-opening')

/** Shows it when the story has its words, too: nothing is seen to move. */
function drawn() {
  const story = picture.shadowRoot?.querySelector('[data-part="status"]')
  if (!story || story.textContent?.trim()) reveal()
  else new MutationObserver(reveal).observe(story, { childList: true, characterData: true, subtree: true })
}

picture.addEventListener('chainrule:ready', drawn)
picture.addEventListener('chainrule:error', reveal)
setTimeout(reveal, PATIENCE)
follow()
addEventListener('hashchange', follow)
new ResizeObserver(tellHeight).observe(document.body)
