// The inspector of one element: a pane at the right of the picture where there is room, else a sheet below it. It follows
// the playhead, live values and the card that has the focus.

import { h } from '../dom.js'
import { entries, full, typed } from '../format.js'
import { frameAt } from '../frames.js'
import { rangeOf } from '../ranges.js'
import { textsFor as moreTexts } from '../texts-more.js'
import { indexOf, walkEntries } from './arrays.js'
import { edgeLatex, latexOf } from './chain.js'
import { copy } from './copy.js'
import { nodeBox } from './formulas.js'
import { morph } from './morph.js'
import { button, equation, typedOut, whole } from './parts.js'
import { prove } from './proof.js'
import { edgeParts, nodeLead, nodeParts, nodeTitle } from './sections.js'
import { style } from './style.css.js'
import { textsFor } from './texts.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../panel.js').Panel} Panel */
/** @typedef {import('./proof-section.js').Proving} Proving */
/** @typedef {import('./proof.js').Question} Question */
/** @typedef {{ node: number } | { edge: number }} Target */

/**
 * What the inspector asks of the element.
 * @typedef {object} Host
 * @property {Panel} panel
 * @property {() => Scene | null} scene
 * @property {(id: string, value: import('../format.js').Numbers, last: boolean) => void} change
 * @property {() => Question | null} asked  the question that the scene answers; null for a scene that was handed over
 */

/** The inspector of one element. */
export class Inspector {
  #host
  #texts = textsFor(null)
  #body = h('div', { class: 'body' })
  #status = h('p', { class: 'status', role: 'status' })
  #complaint = h('p', { class: 'complaint', role: 'alert' })
  #root
  #dock
  /** What is shown, by ids, so that it survives an edit. @type {{ ids: string[], slot: number } | null} */ #shown =
    null
  /** @type {Proving} */ #proving = { state: 'none' }
  #proven = ''
  /** @type {AbortController | null} */ #asking = null
  /** @type {Element | null} */ #marked = null

  /** @param {Host} host */
  constructor(host) {
    this.#host = host
    const { panel } = host
    panel.dress(style)
    this.#root = h(
      'aside',
      { class: 'inspector', 'data-part': 'inspector', role: 'region', tabindex: -1 },
      this.#body,
      this.#complaint,
      this.#status,
    )
    this.#dock = h('div', { class: 'dock', hidden: true }, this.#root)
    panel.stage.parentElement?.after(this.#dock)
    panel.watchers.add(() => this.update())
    this.#root.addEventListener('click', (event) => this.#clicked(event))
    this.#root.addEventListener('keydown', (event) => this.#key(event))
    this.#root.addEventListener('change', (event) => this.#changed(event))
    for (const name of ['pointerover', 'focusin'])
      this.#root.addEventListener(name, (event) => this.#read(event))
    panel.stage.addEventListener('focusin', (event) => this.#follow(event))
  }

  /** Whether it is open. */
  get open() {
    return this.#shown !== null
  }

  /**
   * Shows a node or an edge.
   * @param {Target} target
   * @param {'stay' | 'enter' | 'type'} [focus]  whether the focus goes into it, or into its field for a number
   */
  show(target, focus = 'stay') {
    const scene = this.#host.scene()
    if (!scene) return
    const fresh = !this.open
    this.#shown =
      'node' in target
        ? { ids: [scene.ids[target.node]], slot: -1 }
        : {
            ids: [scene.ids[scene.from[target.edge]], scene.ids[scene.to[target.edge]]],
            slot: scene.slot[target.edge],
          }
    this.#say('', '')
    this.#dock.hidden = false
    this.#host.panel.root.classList.add('inspecting')
    this.update()
    if (fresh || focus !== 'stay') this.#root.scrollTop = 0
    if (fresh) this.#makeRoom()
    if (focus === 'stay') return
    const field =
      focus === 'type' && /** @type {HTMLInputElement | null} */ (this.#root.querySelector('.field'))
    if (field) field.select()
    ;(field || this.#root).focus({ preventScroll: true })
  }

  /** Closes it; the focus goes back to the card that it was about. */
  close() {
    const node = this.#nodeShown()
    const inside = this.#root.matches(':focus-within')
    this.#shown = null
    this.#dock.hidden = true
    this.#asking?.abort()
    this.#host.panel.root.classList.remove('inspecting')
    this.#mark(null)
    if (node !== null && inside) this.#host.panel.focus(node)
  }

  /**
   * The scene that is looked at, and its frame. Who looks forward sees all that reverse mode has found.
   * @returns {{ scene: Scene, frame: import('../frames.js').Frame, name: (node: number, whole?: boolean) => string } | null}
   */
  #seen() {
    const { data, frame } = this.#host.panel
    const scene = data?.scene.of ?? data?.scene
    if (!data || !frame || !scene || scene !== this.#host.scene()) return null
    return { scene, frame: data.scene.of ? frameAt(scene, scene.steps.length) : frame, name: data.name }
  }

  /** Draws the present frame. */
  update() {
    if (!this.#shown) return
    const seen = this.#seen()
    const target = this.#target()
    if (!seen || !target) {
      if (!this.#host.panel.data || !target) this.close()
      return
    }
    const { scene } = seen
    const node = this.#nodeShown() ?? 0
    this.#freshenProof(node)
    const shown = { ...seen, texts: this.#texts, proving: this.#proving }
    const wanted = h('div')
    if ('node' in target)
      wanted.append(
        this.#head(nodeTitle(shown, node), target),
        ...nodeLead(shown, node),
        ...nodeParts(shown, node),
      )
    else {
      const [from, to] = [scene.from[target.edge], scene.to[target.edge]]
      const title = h('span', {}, equation([nodeBox(scene, from)]), ' → ', equation([nodeBox(scene, to)]))
      wanted.append(this.#head(title, target), ...edgeParts(shown, target.edge))
    }
    morph(this.#body, wanted)
    this.#root.setAttribute('aria-label', this.#label(target))
    this.#mark('node' in target ? (this.#host.panel.picture.card(node) ?? null) : this.#lens(target.edge))
  }

  /**
   * @param {Node} title  a formula, which not everybody is read aloud
   * @param {Target} target
   */
  #head(title, target) {
    const { texts } = { texts: this.#texts }
    return h(
      'header',
      {},
      h('h2', { 'aria-label': this.#label(target) }, title),
      button('latex', [texts.copyLatex], { class: 'button' }),
      button('close', ['×'], { class: 'close', 'aria-label': texts.close, title: texts.close }),
    )
  }

  /** @param {Target} target */
  #label(target) {
    const seen = this.#seen()
    if (!seen) return ''
    const { scene, name } = seen
    return 'node' in target
      ? this.#texts.title(name(target.node))
      : this.#texts.edgeTitle(name(scene.from[target.edge]), name(scene.to[target.edge]))
  }

  // What is shown

  /** @returns {Target | null} */
  #target() {
    const scene = this.#host.scene()
    if (!scene || !this.#shown) return null
    const { ids, slot } = this.#shown
    const nodes = ids.map((id) => scene.index.get(id))
    if (nodes.some((node) => node === undefined)) return null
    if (ids.length === 1) return { node: /** @type {number} */ (nodes[0]) }
    const edge = scene.operands[/** @type {number} */ (nodes[1])][slot]
    return edge === undefined || scene.from[edge] !== nodes[0] ? null : { edge }
  }

  /** The node that is shown, or at whose input the edge ends. */
  #nodeShown() {
    const scene = this.#host.scene()
    return scene?.index.get(this.#shown?.ids.at(-1) ?? '') ?? null
  }

  /**
   * What stands for an edge in the picture, if there is something.
   * @param {number} edge
   */
  #lens(edge) {
    const { ids, from, to, slot } = /** @type {Scene} */ (this.#host.scene())
    const all = this.#host.panel.sheets.querySelectorAll(
      `[data-edge="${CSS.escape(`${ids[from[edge]]}->${ids[to[edge]]}`)}"]`,
    )
    return [...all].find((lens) => lens.getAttribute('data-slot') === String(slot[edge])) ?? all[0] ?? null
  }

  /** @param {Element | null} card */
  #mark(card) {
    if (this.#marked !== card) this.#marked?.removeAttribute('aria-current')
    this.#marked = card
    if (card && card.getAttribute('aria-current') !== 'true') card.setAttribute('aria-current', 'true')
  }

  /** Lets the picture take its new width, then sees to it that the node is not hidden. */
  #makeRoom() {
    const { panel } = this.#host
    const bar = /** @type {HTMLElement} */ (panel.bar)
    const sticky = getComputedStyle(bar).position === 'sticky'
    this.#dock.style.setProperty('--bar', `${sticky ? bar.offsetHeight : 0}px`)
    requestAnimationFrame(() => requestAnimationFrame(() => this.#reveal()))
  }

  #reveal() {
    const { panel } = this.#host
    const node = this.#nodeShown()
    if (node === null || !panel.data) return
    panel.eye?.reveal(panel.data.scene.boxes[node])
    const card = panel.picture.card(node)?.getBoundingClientRect()
    const pane = this.#root.getBoundingClientRect()
    if (!card || card.right < pane.left) return
    const hidden = card.bottom + 12 - pane.top
    if (hidden > 0 && card.top < pane.bottom) scrollBy({ top: Math.min(hidden, card.top - 8) })
  }

  // What people do

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.composedPath()[0])
    const pressed = target.closest?.('[data-do]')
    const at = Number(pressed?.getAttribute('data-at'))
    const act = pressed?.getAttribute('data-do')
    if (act === 'close') this.close()
    else if (act === 'edge') this.show({ edge: at }, 'enter')
    else if (act === 'node') this.show({ node: at }, 'enter')
    else if (act === 'latex') this.#copy(this.#latex())
    else if (act === 'copy') this.#copy(this.#number(pressed?.getAttribute('data-what') ?? ''))
    else if (act === 'prove') this.#prove()
    else if (act === 'edit') this.#edit()
    else this.#read(event)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      this.close()
    } else if (event.key === 'Enter') this.#changed(event)
    else if (walkEntries(event)) event.preventDefault()
  }

  /**
   * A number was typed.
   * @param {Event} event
   */
  #changed(event) {
    const field = /** @type {HTMLInputElement} */ (event.composedPath()[0])
    const node = this.#nodeShown()
    const scene = this.#host.scene()
    if (!field.matches?.('.field') || node === null || !scene) return
    const value = typed(field.value)
    this.#complaint.textContent = value === null ? moreTexts(null).notANumber(field.value.trim()) : ''
    field.toggleAttribute('aria-invalid', value === null)
    if (value === null) return
    const { ranges } = this.#host.panel
    const id = scene.ids[node]
    if (Math.abs(value) > (ranges.get(id) ?? 0)) ranges.set(id, rangeOf(value))
    this.#host.change(id, value, true)
    field.value = whole(value)
  }

  /**
   * Reads an entry of the arrays aloud: its value and its gradient.
   * @param {Event} event
   */
  #read(event) {
    const at = /** @type {Element} */ (event.composedPath()[0]).getAttribute?.('data-entry')
    const readout = this.#root.querySelector('.readout')
    const { data } = this.#host.panel
    const target = this.#target()
    if (at === null || !readout || !data || !target || !('node' in target)) return
    const { values, gradients } = /** @type {import('../frames.js').Frame} */ (this.#host.panel.frame)
    const arrays = /** @type {const} */ ([
      ['value', values[target.node]],
      ['gradient', gradients[target.node]],
    ])
    const said = arrays.flatMap(([kind, array]) => {
      const entry = array === null ? undefined : entries(array)[Number(at)]
      return entry === undefined ? [] : [`${this.#texts[kind]} ${full(entry)}`]
    })
    readout.textContent = `${this.#texts.entry(indexOf(data.scene.shapes[target.node], Number(at)))} ${said.join(', ')}`
  }

  /** @param {Event} event */
  #follow(event) {
    const card = /** @type {Element} */ (event.composedPath()[0]).closest?.('.card')
    const node = this.#host.scene()?.index.get(card?.getAttribute('data-node') ?? '')
    if (this.open && node !== undefined && !(this.#shown?.ids.length === 1 && this.#nodeShown() === node))
      this.show({ node })
  }

  /** Opens the table of an array at its card. */
  async #edit() {
    const { panel, scene, change } = this.#host
    const id = this.#shown?.ids[0]
    const { openTable } = await import('../tabling.js')
    if (id !== undefined && scene()?.index.has(id)) openTable(panel.stage, { scene, change }, id)
  }

  // Copying

  #latex() {
    const seen = this.#seen()
    const target = this.#target()
    if (!seen || !target) return ''
    const { scene, frame } = seen
    return 'node' in target ? latexOf(scene, frame, target.node) : edgeLatex(scene, frame, target.edge)
  }

  /** @param {string} what */
  #number(what) {
    const seen = this.#seen()
    const node = this.#nodeShown()
    if (!seen || node === null) return ''
    const value = (what === 'value' ? seen.frame.values : seen.frame.gradients)[node]
    return value === null ? '' : typedOut(value)
  }

  /** @param {string} text */
  async #copy(text) {
    this.#say('', '')
    const done = await copy(text, this.#root)
    this.#say(done ? this.#texts.copied : this.#texts.byHand, done ? '' : text)
  }

  /**
   * Says something politely; a text that could not be copied stands beside it, selected.
   * @param {string} words
   * @param {string} text
   */
  #say(words, text) {
    this.#status.textContent = words
    this.#root.querySelector('.by-hand')?.remove()
    if (!text) return
    const field = h('textarea', { class: 'by-hand', readonly: true, rows: 3, 'aria-label': words })
    field.value = text
    this.#root.append(field)
    field.focus()
    field.select()
  }

  // The proof

  /**
   * A proof holds for the values that it was made at.
   * @param {number} node
   */
  #freshenProof(node) {
    const asked = this.#host.asked()
    const { ids = [] } = this.#host.scene() ?? {}
    const key = JSON.stringify([ids[node], asked])
    if (key === this.#proven && (asked !== null) === (this.#proving.state !== 'impossible')) return
    this.#proven = key
    this.#asking?.abort()
    this.#proving = { state: asked ? 'none' : 'impossible' }
  }

  async #prove() {
    const asked = this.#host.asked()
    const id = this.#shown?.ids.at(-1)
    if (!asked || !id || this.#proving.state === 'asking') return
    const mine = new AbortController()
    this.#asking = mine
    this.#proving = { state: 'asking' }
    this.update()
    const { host } = /** @type {ShadowRoot} */ (this.#root.getRootNode())
    /** @type {Proving} */
    let found
    try {
      const api = /** @type {import('../element.js').ChainRule} */ (host).api
      found = { state: 'done', proof: await prove(api, asked, id, mine.signal) }
    } catch (error) {
      const message =
        error instanceof TypeError ? this.#texts.unreachable : /** @type {Error} */ (error).message
      found = { state: 'failed', message }
    }
    if (mine.signal.aborted) return
    this.#proving = found
    this.update()
    const badge = this.#root.querySelector('.badge, .proof .complaint')
    this.#say(badge?.textContent ?? '', '')
  }
}
