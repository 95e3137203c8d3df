// Everything that people do with the picture: sliders and numbers, keys, zoom, tooltips. Loaded beside the first
// picture, since nobody touches a picture before it is there.

import { aiming } from './aiming.js'
import { computing } from './computing.js'
import { positionAt } from './draw/scrub.js'
import { Eye } from './eye.js'
import { Gestures } from './gestures.js'
import { style } from './hands.css.js'
import { Inspecting, targetOf } from './inspecting.js'
import { press } from './keys.js'
import { Sliding } from './sliding.js'
import { textsFor } from './texts-more.js'
import { Tip } from './tip.js'
import { walk } from './walk.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {import('./clock.js').Clock} Clock */

/** So many nodes are not found at a glance. */
const MANY = 60

/**
 * What the hands ask of the element.
 * @typedef {object} Host
 * @property {Panel} panel
 * @property {Clock} clock
 * @property {() => Scene | null} scene
 * @property {(id: string, value: import('./format.js').Numbers, last: boolean) => void} change
 * @property {() => void} toggle
 * @property {(id: string) => void} aim  makes a node the output
 * @property {(folded?: string[]) => boolean} fold  folds just these groups; whether that can be done at all
 * @property {() => void} again  takes the scene once more, to be looked at in another way
 * @property {() => import('./state.js').Question | null} asked  the question that the scene answers
 * @property {import('./texts.js').Texts} texts
 */

/**
 * Makes a picture answer to hands; returns what computes it with other values of inputs.
 * @param {Host} host
 */
export function attach({ panel, clock, scene, change, toggle, fold, again, aim, asked, texts }) {
  panel.dress(style)
  const eye = new Eye(panel.view, () => !panel.data?.scene.Painter?.light)
  panel.eye = eye
  standAside(new Gestures(panel.view, eye, textsFor(null)).buttons, panel, eye)
  panel.frame = null
  panel.draw(clock)
  /** What tells the entries of arrays. @type {typeof import('./cells.js') | null} */ let cells = null
  const tip = new Tip(panel.stage, (element, pointer) => cells?.entryAt(panel, element, pointer) ?? null)
  panel.watchers.add(async ({ scene }) => {
    if (!scene.scalar) cells ??= await import('./cells.js').catch(() => null)
  })
  const sliding = new Sliding(panel.stage, {
    scene,
    change,
    toStage: (point) => eye.toStage(point),
    texts,
    ranges: panel.ranges,
  })
  // What scrolls to a card (the focus, a search in the page, a screen reader) moves the picture, not the stage about it.
  panel.stage.addEventListener('scroll', () => {
    const { scrollLeft, scrollTop } = panel.stage
    if (scrollLeft === 0 && scrollTop === 0) return
    panel.stage.scrollTo({ left: 0, top: 0, behavior: 'instant' })
    eye.panBy(-scrollLeft, -scrollTop)
  })
  hold(panel, clock)
  lookWhereAsked(panel, eye, scene)
  link(panel, scene)
  const inspecting = new Inspecting({ panel, scene, change, asked }, (card) =>
    tip.show(card, texts.unreachable),
  )
  // The value of an array is edited as a table.
  const table = (/** @type {Element} */ element) =>
    sliding.type(element.closest?.('.row.value')?.closest('.card')?.getAttribute('data-node') ?? '')
  panel.stage.addEventListener('click', (event) => {
    const element = /** @type {Element} */ (event.composedPath()[0])
    const target = targetOf(element, scene())
    if (target && !target.typing && table(element)) return
    if (target && !event.defaultPrevented) inspecting.show(target.at, target.typing ? 'type' : 'stay')
  })
  const details = (/** @type {number} */ node) => inspecting.show({ node }, 'enter')
  const type = (/** @type {number} */ node, /** @type {string} */ key) =>
    sliding.type(scene()?.ids[node] ?? '', key)
  const leave = () => inspecting.close() || panel.controls.main.focus()
  const focus = (/** @type {number} */ node) => panel.focus(node)
  const onward = (/** @type {Scene} */ now, /** @type {number} */ node, /** @type {string} */ key) => {
    const { folded } = panel.picture
    return folded ? folded.head[walk(folded.scene, folded.place[node], key)] : walk(now, node, key)
  }
  panel.root.addEventListener('keydown', (event) => {
    const keyed = { clock, scene, toggle, focus, walk: onward, details, type, leave }
    if (press(event, keyed)) event.preventDefault()
  })
  aiming(panel.stage, scene, aim)
  lookForward(panel, again)
  search(panel, eye, { scene, fold })
  const { compute, meet } = computing()
  panel.watchers.add((data) => meet(data.scene))
  return compute
}

/**
 * Keeps the zoom buttons off the cards, from when they are first seen.
 * @param {HTMLElement} buttons
 * @param {Panel} panel
 * @param {Eye} eye
 */
function standAside(buttons, panel, eye) {
  let seen = false
  const see = async () => {
    if (seen) return
    seen = true
    const { keepAside } = await import('./corner.js')
    keepAside(buttons, panel, eye)
  }
  panel.stage.addEventListener('pointerenter', see)
  panel.watchers.add(() => eye.zoomed && see())
}

/**
 * Looks at the nodes that the element's attribute `data-look` names, whenever somebody sets it.
 * @param {Panel} panel
 * @param {Eye} eye
 * @param {() => Scene | null} scene
 */
function lookWhereAsked(panel, eye, scene) {
  const { host } = /** @type {ShadowRoot} */ (panel.root.getRootNode())
  const look = () => {
    const now = scene()
    const ids = /** @type {HTMLElement} */ (host).dataset.look?.split(' ') ?? []
    const nodes = ids.flatMap((id) => now?.index.get(id) ?? [])
    if (now && nodes.length > 0)
      eye.frame(
        nodes.map((node) => now.boxes[node]),
        now.Painter,
      )
  }
  new MutationObserver(look).observe(host, { attributeFilter: ['data-look'] })
  look()
}

/**
 * Lights the nodes that the element's attribute `data-lit` names, and tells which node is under the pointer or has the
 * focus: a page links them with the lines of a program.
 * @param {Panel} panel
 * @param {() => Scene | null} scene
 */
function link(panel, scene) {
  const { root, sheets, stage } = panel
  const host = /** @type {HTMLElement} */ (/** @type {ShadowRoot} */ (root.getRootNode()).host)
  const light = () => {
    for (const card of sheets.querySelectorAll('[data-lit]')) card.removeAttribute('data-lit')
    for (const id of host.dataset.lit?.split(' ') ?? [])
      panel.picture.card(scene()?.index.get(id) ?? -1)?.setAttribute('data-lit', '')
  }
  new MutationObserver(light).observe(host, { attributeFilter: ['data-lit'] })
  // What is drawn for another scene is not lit yet.
  let seen = panel.data?.scene.ids
  panel.watchers.add((data) => {
    if (data.scene.ids !== seen && host.dataset.lit) light()
    seen = data.scene.ids
  })
  let told = ''
  const tell = (/** @type {string} */ node) => {
    if (node === told) return
    told = node
    host.dispatchEvent(new CustomEvent('chainrule:over', { detail: { node: node || null } }))
  }
  const over = (/** @type {Event} */ event) =>
    tell(/** @type {Element} */ (event.composedPath()[0]).closest?.('.card')?.getAttribute('data-node') ?? '')
  stage.addEventListener('pointerover', over)
  stage.addEventListener('focusin', over)
  for (const name of ['pointerleave', 'focusout']) stage.addEventListener(name, () => tell(''))
}

/**
 * Offers to find nodes and to fold groups as soon as there are many nodes, or groups.
 * @param {Panel} panel
 * @param {Eye} eye
 * @param {import('./finder.js').Asked} asked
 */
function search(panel, eye, asked) {
  const { host } = /** @type {ShadowRoot} */ (panel.root.getRootNode())
  /** @type {Promise<import('./finder.js').Finder> | null} */ let finder = null
  const offer = async () => {
    const scene = asked.scene()
    if (!scene || (scene.ids.length < MANY && !scene.groups && !finder)) return
    finder ??= import('./finder.js').then(({ Finder }) => new Finder(panel, eye, asked))
    ;(await finder).renew()
  }
  host.addEventListener('chainrule:ready', offer)
  offer()
}

/**
 * Looks forward for as long as the element says so.
 * @param {Panel} panel
 * @param {() => void} again
 */
function lookForward(panel, again) {
  const { host } = /** @type {ShadowRoot} */ (panel.root.getRootNode())
  /** @type {(() => void) | null} */ let refresh = null
  const said = async () => {
    if (refresh) return refresh()
    if (host.getAttribute('view') !== 'forward') return
    const { looking } = await import('./forward.js')
    if (!refresh) refresh = looking(panel, again)
  }
  new MutationObserver(said).observe(host, { attributeFilter: ['view', 'tangent'] })
  said()
}

/**
 * Makes the time line go where a pointer holds it.
 * @param {Panel} panel
 * @param {Clock} clock
 */
function hold({ scrub: { root } }, clock) {
  const move = (/** @type {PointerEvent} */ { pointerId, clientX }) => {
    if (!clock.scene || !root.hasPointerCapture(pointerId)) return
    const { left, width } = root.getBoundingClientRect()
    clock.scrub(positionAt(clientX - left, clock.scene.stages.length, width))
  }
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    root.setPointerCapture(event.pointerId)
    move(event)
  })
  root.addEventListener('pointermove', move)
}
