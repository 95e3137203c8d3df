// The element's inside: everything that stands in the shadow root, and how it is drawn.

import { h } from './dom.js'
import { drawControls, makeControls } from './draw/controls.js'
import { extentOf } from './draw/extent.js'
import { waysOf } from './draw/geometry.js'
import { GLIDE, Picture } from './draw/picture.js'
import { drawScrub, makeScrub } from './draw/scrub.js'
import { frameAt } from './frames.js'
import { makeLegend } from './legend.js'
import { fixRanges } from './ranges.js'
import { MANY } from './scene.js'
import { View } from './view.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./clock.js').Clock} Clock */
/** @typedef {import('./frames.js').Frame} Frame */
/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {import('./draw/picture.js').Data} Data */
/** @typedef {import('./draw/controls.js').Command} Command */
/** @typedef {typeof import('./telling.js')} Teller */

/**
 * What the inside asks of the element.
 * @typedef {object} Acts
 * @property {(command: Command) => void} act
 * @property {(speed: number) => void} pace
 * @property {() => void} retry
 */

const ALL = { x: -1e9, y: -1e9, width: 2e9, height: 2e9 }

/** The inside of one element. */
export class Panel {
  /** @type {Data | null} */ data = null
  /** Slider ranges by input. @type {Map<string, number>} */ ranges = new Map()
  /** What looks through the view, once it is there. @type {import('./eye.js').Eye | null} */ eye = null
  /** How a scene is looked at. @type {(scene: Scene | null) => Scene | null} */ see = (scene) => scene
  /** Whether nothing should move by itself. */
  calm = false
  /** @type {Frame | null} */ frame = null
  #told = ''
  /** @type {import('./motion.js').Schedule | null} */ #move = null
  #width = 0
  /** @type {import('./scene.js').Box | null} */ #window = null
  /** @type {import('./scene.js').Painter | null} */ #culled = null
  #maths = false
  #focus = 0
  /** @type {Teller | null} */ #teller = null
  /** Who wants to know when another frame was drawn. @type {Set<(data: Data, frame: Frame) => void>} */ watchers =
    new Set()
  #symbols

  /**
   * @param {Texts} texts
   * @param {Record<string, string>} symbols
   * @param {Acts} acts
   */
  constructor(texts, symbols, acts) {
    /** What is said around the picture. */ this.texts = texts
    this.#symbols = symbols
    this.sheets = h('div', { class: 'picture', part: 'picture', role: 'group' })
    this.formula = h('div', { class: 'formula' })
    const legend = makeLegend(texts)
    /** What explains heat maps. */ this.cells = /** @type {HTMLElement} */ (legend.lastChild)
    this.cells.hidden = true
    this.top = h('header', { class: 'top' }, this.formula, legend)
    this.wait = h('div', { class: 'wait' }, texts.empty)
    this.stage = h('div', { class: 'stage' }, this.sheets, this.wait)
    /** @type {import('./scene.js').Painter} */ this.picture = new Picture(this.sheets)
    this.view = new View(this.stage, this.sheets)
    this.view.moved = (window) => this.#cull(window)
    this.message = h('p')
    this.retry = h('button', { type: 'button', onclick: acts.retry }, texts.retry)
    this.notice = h('div', { class: 'notice', role: 'status', hidden: true }, this.message, this.retry)
    this.strip = {
      headline: h('p', { class: 'headline' }),
      sentence: h('p', { class: 'sentence' }),
      terms: h('div', { class: 'terms', 'aria-hidden': 'true' }),
    }
    const { headline, sentence, terms } = this.strip
    const said = h(
      'div',
      { class: 'said', role: 'status', 'aria-live': 'polite', 'data-part': 'status' },
      headline,
      ' ',
      sentence,
    )
    this.controls = makeControls(texts, acts.act, acts.pace)
    this.scrub = makeScrub(texts)
    /** In pixels; handed over, since asking would have the whole page laid out. */ this.scrubWidth = 0
    const { transport, keys, speed, table } = this.controls
    this.bar = h(
      'div',
      { class: 'bar' },
      transport,
      this.scrub.root,
      keys,
      h('div', { class: 'transport' }, speed, table),
    )
    const { stage, notice, bar, top } = this
    const middle = h('div', { class: 'middle' }, stage, notice)
    this.root = h(
      'div',
      { class: 'root', tabindex: -1 },
      top,
      middle,
      h('section', { class: 'strip' }, said, terms),
      bar,
    )
  }

  /**
   * Takes another scene.
   * @param {Scene | null} scene
   */
  show(scene) {
    this.frame = null
    this.#told = ''
    this.sheets.classList.toggle('many', (scene?.ids.length ?? 0) > MANY)
    this.strip.terms.parentElement?.classList.toggle(
      'tall',
      scene?.shapes.some(({ length }) => length > 1),
    )
    if (!scene) {
      this.data = null
      return
    }
    const Painter = scene.Painter ?? Picture
    if (this.picture.constructor !== Painter) {
      this.picture.close?.()
      this.sheets.replaceChildren()
      this.picture = new Painter(this.sheets)
    }
    const ways =
      this.data?.scene.routes === scene.routes ? this.data.ways : scene.Painter?.light ? [] : waysOf(scene)
    const same = this.data?.scene.ids === scene.ids
    if (!same) fixRanges(scene, this.ranges)
    const { ranges } = this
    this.data = {
      scene,
      symbols: this.#symbols,
      texts: scene.texts ?? this.texts,
      ways,
      name: same && this.data ? this.data.name : this.#naming(scene),
      ranges,
      maths: this.#maths,
      travel: this.#teller,
      glide:
        !this.calm &&
        this.data?.scene.direction === scene.direction &&
        scene.ids.length <= (scene.Painter?.glides ?? MANY),
    }
    this.cells.hidden = scene.scalar || Boolean(scene.network)
    if (same) return
    this.#focus = Math.min(this.#focus, scene.ids.length - 1)
    this.#title(scene)
  }

  /**
   * What to call the nodes of a scene.
   * @param {Scene} scene
   */
  #naming(scene) {
    const teller = this.#teller
    const named = scene.of ?? scene
    return (/** @type {number} */ node, /** @type {boolean} */ whole = false) =>
      teller?.nameOf(named, node, whole) ?? scene.labels[node]
  }

  /** @param {Scene} scene */
  #title(scene) {
    const of = scene.of ?? scene
    const formula = this.#teller?.formulaOf(of)
    this.formula.replaceChildren(...(formula ? [formula] : []))
    this.sheets.setAttribute(
      'aria-label',
      this.texts.graph(formula && this.#teller ? this.#teller.nameOf(of, of.output, true) : ''),
    )
  }

  /**
   * The story is there to be told.
   * @param {Teller} teller
   */
  tell(teller) {
    this.#teller = teller
    this.dress(teller.style)
    if (!this.data) return
    this.data = { ...this.data, name: this.#naming(this.data.scene), travel: teller }
    this.#title(this.data.scene)
  }

  /** The maths font has arrived. */
  useMaths() {
    this.#maths = true
    this.sheets.classList.add('maths-font')
    if (this.data) this.data = { ...this.data, maths: true }
  }

  /**
   * Fits everything into a width.
   * @param {number} width
   */
  resize(width) {
    this.#width = width
    if (!this.data || width === 0) return
    const { scene, glide } = this.data
    const { view, picture } = this
    const before = { box: view.box, scale: view.scale, offset: view.offset }
    view.fit(scene.extent ?? extentOf(scene), width, scene.near)
    const edited = picture.scene !== scene && scene.ids.some((id) => picture.scene?.index.has(id))
    if (glide && edited) view.comeFrom(before, GLIDE)
  }

  /** @param {import('./scene.js').Box} window */
  #cull(window) {
    this.#window = window
    if (this.picture.scene !== this.data?.scene) return
    // A picture whose far cards were taken out may go on with few, which are never looked through again.
    if (this.#many || this.#culled === this.picture) this.picture.cull(this.#many ? window : ALL, this.view)
    this.#culled = this.#many ? this.picture : null
  }

  get #many() {
    return (this.data?.scene.ids.length ?? 0) > MANY
  }

  /**
   * Draws the playhead's frame.
   * @param {Clock} clock
   */
  draw(clock) {
    const { data } = this
    this.#drawControls(clock)
    if (!data) return
    const fresh = !this.frame || this.frame.k !== clock.k
    if (fresh) this.frame = frameAt(data.scene, clock.k)
    const frame = /** @type {Frame} */ (this.frame)
    if (fresh || clock.move !== this.#move) this.eye?.follow(data.scene, clock, frame)
    this.#move = clock.move
    const other = this.picture.scene !== data.scene
    this.picture.draw(data, frame, clock.move, clock.t)
    if (other && this.#window) this.#cull(this.#window)
    this.picture.card(this.#focus)?.setAttribute('tabindex', '0')
    this.#drawStory(clock)
    this.#drawScrub(clock)
    if (fresh) for (const watch of this.watchers) watch(data, frame)
  }

  /** @param {Clock} clock */
  #drawControls(clock) {
    drawControls(this.controls, this.texts, {
      playing: clock.playing,
      atStart: clock.k === 0 && !clock.move,
      atEnd: clock.k === clock.end,
      speed: clock.speed,
      ready: this.data !== null && clock.end > 0,
    })
  }

  /** @param {Clock} clock */
  #drawStory({ told: [from, to] }) {
    const { scene } = /** @type {Data} */ (this.data)
    if (!this.#teller || this.#told === `${from} ${to}`) return
    this.#told = `${from} ${to}`
    const story = scene.story?.(scene, from, to) ?? this.#teller.storyOf(scene, from, to)
    this.#teller.drawStrip(this.strip, story)
  }

  /** @param {Clock} clock */
  retell(clock) {
    this.#told = ''
    if (this.data) this.#drawStory(clock)
  }

  /** @param {Clock} clock */
  #drawScrub(clock) {
    const { scene, texts } = /** @type {Data} */ (this.data)
    const width = this.scrubWidth || this.#width
    const stage = Math.ceil(clock.position) - 1
    drawScrub(this.scrub, { scene, texts, position: clock.position, k: clock.k, width, stage })
  }

  /**
   * Shows what the state is: loading, an error below the dimmed last picture, or all well. A page that says itself what
   * is wrong with a program has the element marked `data-brief`.
   * @param {import('./state.js').Status} status
   * @param {Error | null} failure
   * @param {boolean} drawn  whether there is a picture
   */
  status(status, failure, drawn) {
    const texts = this.texts
    const failed = status === 'problem' || status === 'unreachable'
    const { host } = /** @type {ShadowRoot} */ (this.root.getRootNode())
    const said = status === 'problem' && host.hasAttribute('data-brief')
    const message = status === 'unreachable' ? texts.unreachable : failure?.message || texts.failed
    this.message.textContent = failed ? `${said ? '' : message} ${drawn ? texts.stale : ''}`.trim() : ''
    this.notice.hidden = !this.message.textContent
    this.retry.hidden = status !== 'unreachable'
    this.stage.classList.toggle('dim', drawn && status !== 'ready')
    this.stage.classList.toggle('late', status === 'loading')
    this.stage.setAttribute('aria-busy', String(status === 'loading'))
    this.root.classList.toggle('blank', !drawn && failed)
    this.wait.hidden = drawn
    this.wait.textContent = status === 'loading' ? texts.loading : this.notice.hidden ? texts.empty : ''
  }

  /**
   * Adds a style sheet.
   * @param {string} style
   */
  dress(style) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    const root = /** @type {ShadowRoot} */ (this.root.getRootNode())
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }

  /**
   * Puts the controls on: `full`, `compact` or `none`.
   * @param {string} controls
   */
  control(controls) {
    this.root.classList.toggle('compact', controls === 'compact')
    this.root.classList.toggle('bare', controls === 'none')
  }

  /**
   * Moves the focus to a node's card.
   * @param {number} node
   */
  focus(node) {
    const { data } = this
    if (!data) return
    this.picture.card(this.#focus)?.setAttribute('tabindex', '-1')
    this.#focus = node
    const card = /** @type {SVGElement} */ (this.picture.card(node))
    card.setAttribute('tabindex', '0')
    this.eye?.reveal(data.scene.boxes[node])
    card.focus({ preventScroll: false })
  }
}
