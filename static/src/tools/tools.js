// The tools under the time line: a list of tabs, each of which is loaded when it is first opened. Opening the one that
// is open closes it.

import { h } from '../dom.js'
import { Bench } from './bench.js'
import { style } from './style.css.js'
import { english as texts } from './texts.js'

/** @typedef {import('./bench.js').Host} Host */

/**
 * A tool: what stands in its panel, drawn anew whenever a number has changed.
 * @typedef {object} Tool
 * @property {HTMLElement} root
 * @property {() => void} show
 * @property {() => void} [hide]  takes away what it put into the picture
 */
/** @typedef {'nudge' | 'step' | 'curve' | 'paths' | 'forward'} Name */

/** @type {Record<Name, () => Promise<{ make: (bench: Bench) => Tool }>>} */
const LOADERS = {
  nudge: () => import('./nudge.js'),
  step: () => import('./step.js'),
  curve: () => import('./curve.js'),
  paths: () => import('./paths.js'),
  forward: () => import('./forward.js'),
}
const NAMES = /** @type {Name[]} */ (Object.keys(LOADERS))

/** The section with all tools. */
export class Tools {
  /** @type {Name | null} */ #open = null
  /** @type {Partial<Record<Name, Tool>>} */ #made = {}
  /** @type {Record<string, HTMLButtonElement>} */ #tabs = {}
  /** @type {Record<string, HTMLElement>} */ #panels = {}
  #bench
  #drawing = false
  #widths = new ResizeObserver(() => this.refresh())

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.#bench = new Bench(host)
    this.section = section
    dress(document)
    for (const name of NAMES) this.#tab(name)
    section.addEventListener('keydown', (event) => this.#key(event))
    section.append(...NAMES.map((name) => this.#panel(name)))
    this.#widths.observe(section)
  }

  /**
   * The page has the tabs already, so that nothing of this is loaded before somebody wants a tool.
   * @param {Name} name
   */
  #tab(name) {
    this.#tabs[name] = /** @type {HTMLButtonElement} */ (this.section.querySelector(`#tool-${name}`))
  }

  /**
   * A click on a tab opens its tool, or closes it.
   * @param {Event} event
   */
  clicked({ target }) {
    const name = NAMES.find((each) => this.#tabs[each].contains(/** @type {Node} */ (target)))
    if (name) this.choose(this.#open === name ? null : name)
  }

  /** @param {Name} name */
  #panel(name) {
    const panel = h('div', {
      class: 'tool',
      role: 'tabpanel',
      id: `panel-${name}`,
      'aria-labelledby': `tool-${name}`,
      tabindex: 0,
      hidden: true,
    })
    this.#panels[name] = panel
    return panel
  }

  /** @param {string} name  the tab that Tab reaches */
  #rove(name) {
    for (const [each, tab] of Object.entries(this.#tabs)) tab.tabIndex = each === name ? 0 : -1
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = NAMES.findIndex((name) => this.#tabs[name] === event.target)
    const last = NAMES.length - 1
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined || at < 0) return
    event.preventDefault()
    const name = NAMES[(to + NAMES.length) % NAMES.length]
    this.#rove(name)
    this.#tabs[name].focus()
  }

  /**
   * Opens a tool, or closes them all.
   * @param {Name | null} name
   */
  async choose(name) {
    const before = this.#open
    this.#open = name
    if (before && before !== name) this.#made[before]?.hide?.()
    for (const each of NAMES) {
      this.#tabs[each].setAttribute('aria-selected', String(each === name))
      this.#panels[each].hidden = each !== name
    }
    if (!name) return
    this.#rove(name)
    await this.#make(name)
    this.refresh()
  }

  /** @param {Name} name */
  async #make(name) {
    if (this.#made[name]) return
    const panel = this.#panels[name]
    panel.replaceChildren(h('p', { class: 'quiet' }, texts.loading))
    try {
      const { make } = await LOADERS[name]()
      this.#made[name] ??= make(this.#bench)
    } catch (error) {
      console.error(error)
      panel.replaceChildren(h('p', { class: 'quiet', role: 'alert' }, texts.failed))
    }
  }

  /** Shows the numbers as they are now, in the next frame. */
  refresh() {
    if (this.#drawing) return
    this.#drawing = true
    requestAnimationFrame(async () => {
      this.#drawing = false
      if (this.#open) await this.#bench.take()
      this.#draw()
    })
  }

  #draw() {
    const name = this.#open
    const tool = name && this.#made[name]
    if (!tool) return
    const bench = this.#bench
    const panel = this.#panels[name]
    const { scene } = bench
    if (!scene || !bench.able) {
      tool.hide?.()
      const text = !scene ? texts.waiting : bench.variables.length === 0 ? texts.noInputs : texts.tooLarge
      return panel.replaceChildren(h('p', { class: 'quiet' }, text))
    }
    if (panel.firstChild !== tool.root) panel.replaceChildren(tool.root)
    tool.show()
  }
}

/** @param {Document} document */
function dress(document) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
