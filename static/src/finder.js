// Finding a node in a large picture, and folding groups: a list in the corner of the stage, opened by a button or `/`.

import { h } from './dom.js'
import { Minimap } from './draw/minimap.js'
import { style } from './finder.css.js'
import { hitsFor } from './finding.js'
import { textsFor } from './texts-more.js'
import { READABLE } from './view.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./panel.js').Panel} Panel */

/**
 * @typedef {object} Asked
 * @property {() => Scene | null} scene
 * @property {(folded?: string[]) => boolean} fold  folds just these groups; whether that can be done at all
 */

const MOST_GROUPS = 40
/** Above this scale little is seen of what is around a node. */
const CLOSE = 2

/** The list of one element. */
export class Finder {
  #texts = textsFor(null)
  #input = /** @type {HTMLInputElement} */ (
    h('input', {
      type: 'search',
      role: 'combobox',
      'aria-label': this.#texts.find,
      'aria-controls': 'found',
      'aria-expanded': 'true',
      'aria-autocomplete': 'list',
      placeholder: this.#texts.findHint,
      autocomplete: 'off',
      spellcheck: 'false',
    })
  )
  #list = h('ul', { id: 'found', role: 'listbox', 'aria-label': this.#texts.found })
  #said = h('p', { role: 'status' })
  #groups = h('div', { class: 'groups', role: 'group', 'aria-label': this.#texts.groups })
  #box = h(
    'div',
    { class: 'finder', role: 'search', hidden: true },
    this.#input,
    this.#said,
    this.#list,
    this.#groups,
  )
  #button = h(
    'button',
    {
      type: 'button',
      class: 'find',
      'aria-expanded': 'false',
      'aria-keyshortcuts': '/',
      title: this.#texts.find,
    },
    this.#texts.findShort,
    h('kbd', {}, '/'),
  )
  #chip = /** @type {HTMLButtonElement} */ (h('button', { type: 'button', class: 'chip', hidden: true }))
  /** The node that is looked at again when its group is folded or unfolded. */ #follow = ''
  /** @type {number[]} */ #hits = []
  #at = 0
  #panel
  #eye
  #asked

  /**
   * @param {Panel} panel
   * @param {import('./eye.js').Eye} eye
   * @param {Asked} asked
   */
  constructor(panel, eye, asked) {
    this.#panel = panel
    this.#eye = eye
    this.#asked = asked
    panel.dress(style)
    panel.stage.append(this.#button, this.#box)
    this.map = new Minimap(panel, eye)
    this.#button.addEventListener('click', () => (this.#box.hidden ? this.open() : this.close()))
    this.#offerFolding()
    this.#input.addEventListener('input', () => this.#search())
    this.#box.addEventListener('keydown', (event) => this.#key(event))
    panel.root.addEventListener('keydown', (event) => {
      const target = /** @type {Element} */ (event.composedPath()[0])
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.matches('input,textarea,select'))
        return
      event.preventDefault()
      this.open()
    })
  }

  /** A button at the card that is pointed at or focused, which folds its group or unfolds it; and the key `f`. */
  #offerFolding() {
    const { stage, root } = this.#panel
    for (const name of /** @type {const} */ (['pointerover', 'focusin', 'click'])) {
      stage.addEventListener(name, (event) => this.#offer(/** @type {Element} */ (event.composedPath()[0])))
    }
    stage.append(this.#chip)
    root.addEventListener('keydown', (event) => {
      const card = /** @type {Element} */ (event.composedPath()[0]).closest('.card')
      if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey || !card) return
      this.#offer(card)
      if (!this.#chip.hidden) this.#chip.click()
    })
  }

  /** @param {Element} target */
  #offer(target) {
    if (target === this.#chip || !target.closest) return
    const card = target.closest('.card')
    const scene = this.#asked.scene()
    const node = scene?.index.get(card?.getAttribute('data-node') ?? '')
    const group = scene?.groups?.find(({ nodes }) => node !== undefined && nodes.includes(node))
    if (!card || !scene || !group || node === undefined || !this.#asked.fold()) {
      this.#chip.hidden = !this.#chip.matches(':focus')
      return
    }
    const others = (scene.groups ?? []).filter((other) => other.folded && other !== group)
    const names = others.map(({ name }) => name)
    this.#chip.hidden = false
    this.#chip.textContent = this.#texts[group.folded ? 'unfold' : 'fold'](group.name)
    this.#chip.onclick = () => {
      this.#chip.hidden = true
      this.#follow = scene.ids[node]
      this.#asked.fold(group.folded ? names : [...names, group.name])
    }
    const stage = this.#panel.stage.getBoundingClientRect()
    const { left, bottom } = card.getBoundingClientRect()
    this.#chip.style.left = `${Math.max(0, left - stage.left)}px`
    this.#chip.style.top = `${Math.min(bottom - stage.top - 2, stage.height - 40)}px`
  }

  /** Another scene is there. */
  renew() {
    const node = this.#asked.scene()?.index.get(this.#follow)
    this.#follow = ''
    this.#chip.hidden = true
    if (node !== undefined) this.#panel.focus(node)
    if (!this.#box.hidden) this.#search()
  }

  /** Opens the list, with the cursor in its field. */
  open() {
    this.#box.hidden = false
    this.#button.setAttribute('aria-expanded', 'true')
    this.#search()
    this.#input.focus()
    this.#input.select()
  }

  /** Closes the list; the focus goes back to the button. */
  close() {
    this.#box.hidden = true
    this.#button.setAttribute('aria-expanded', 'false')
    this.#button.focus()
  }

  #search() {
    const scene = this.#asked.scene()
    const { data } = this.#panel
    if (!scene || !data) return
    const { hits, all } = hitsFor(scene, this.#input.value, this.#texts.op)
    this.#hits = hits
    this.#at = 0
    const options = hits.map((node, i) => {
      const name = h('b', {}, data.name(node))
      const op = h('span', {}, this.#texts.op(scene.ops[node]))
      const onclick = () => this.#go(node)
      return h('li', { role: 'option', id: `found-${i}`, onclick }, name, op)
    })
    this.#list.replaceChildren(...options)
    this.#said.textContent = this.#input.value.trim() ? this.#texts.hits(hits.length, all) : ''
    this.#mark()
    this.#listGroups(scene)
  }

  /** @param {Scene} scene */
  #listGroups(scene) {
    const groups = this.#asked.fold() ? (scene.groups ?? []) : []
    const query = this.#input.value.trim().toLowerCase()
    const shown = groups.filter(({ name }) => name.toLowerCase().includes(query)).slice(0, MOST_GROUPS)
    const folded = groups.filter((group) => group.folded).map(({ name }) => name)
    const button = (
      /** @type {string} */ text,
      /** @type {boolean} */ pressed,
      /** @type {string[]} */ next,
    ) => {
      const onclick = () => this.#asked.fold(next)
      return h('button', { type: 'button', 'aria-pressed': String(pressed), onclick }, text)
    }
    const each = shown.map(({ name, nodes, folded: is }) =>
      button(
        this.#texts.group(name, nodes.length),
        is,
        is ? folded.filter((other) => other !== name) : [...folded, name],
      ),
    )
    const whole = button(
      this.#texts.foldAll,
      folded.length === groups.length,
      folded.length === groups.length ? [] : groups.map(({ name }) => name),
    )
    const head = h('p', {}, this.#texts.groups)
    this.#groups.replaceChildren(
      ...(each.length > 0 ? [head, ...(groups.length > 1 ? [whole] : []), ...each] : []),
    )
  }

  #mark() {
    const { children } = this.#list
    for (let i = 0; i < children.length; i++)
      children[i].setAttribute('aria-selected', String(i === this.#at))
    if (this.#hits.length > 0) this.#input.setAttribute('aria-activedescendant', `found-${this.#at}`)
    else this.#input.removeAttribute('aria-activedescendant')
    children[this.#at]?.scrollIntoView?.({ block: 'nearest' })
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation()
    if (event.key === 'Escape') return this.close()
    if (event.target !== this.#input) return
    const count = this.#hits.length
    if (event.key === 'Enter' && count > 0) this.#go(this.#hits[this.#at])
    else if (event.key === 'ArrowDown' && count > 0) this.#at = (this.#at + 1) % count
    else if (event.key === 'ArrowUp' && count > 0) this.#at = (this.#at + count - 1) % count
    else return
    event.preventDefault()
    this.#mark()
  }

  /**
   * Flies to a node.
   * @param {number} node
   */
  #go(node) {
    const scene = this.#asked.scene()
    if (!scene) return
    this.#box.hidden = true
    this.#button.setAttribute('aria-expanded', 'false')
    const { view } = this.#panel
    const { x, y, width, height } = scene.boxes[node]
    if (view.scale < READABLE || view.scale > CLOSE) this.#eye.frame([scene.boxes[node]], scene.Painter)
    else if (this.#eye.zoomed) {
      const { centre, scale } = view
      this.#eye.panBy((centre.x - x - width / 2) * scale, (centre.y - y - height / 2) * scale)
    }
    this.#panel.focus(node)
  }
}
