// The custom element <chain-rule>: attributes, properties, methods and events. The class is apart from its
// registration (define.js).

import { Client } from './client.js'
import { Clock } from './clock.js'
import { toWire } from './format.js'
import { SYMBOLS } from './generated/symbols.js'
import { Panel } from './panel.js'
import { State } from './state.js'
import { style } from './style.css.js'
import { textsFor } from './texts.js'
import { flat } from './view.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {Record<string, unknown>} Inputs */
/** @typedef {{ telling: () => Promise<typeof import('./telling.js')>, hands: () => Promise<typeof import('./hands.js')> }} Later */

const ATTRIBUTES = [
  'program',
  'inputs',
  'output',
  'src',
  'api',
  'step',
  'view',
  'theme',
  'controls',
  'locale',
]
/** Where columns begin to run to the right; the whole element counts, whatever stands beside the picture. */
const NARROW = 616

/** Where the script came from: what stands before `/static/` in its address. */
const HOME = import.meta.url.replace(/\/static\/.*$/, '')

/** A computation graph that runs forward and backward before one's eyes. */
export class ChainRule extends HTMLElement {
  static observedAttributes = ATTRIBUTES
  /** How the parts come that are not needed for the first picture. @type {Later} */ static later

  /** @type {string | null} */ #program = null
  /** @type {Inputs} */ #inputs = {}
  /** @type {string | null} */ #output = null
  /** @type {number | 'end' | null} */ #wanted = null
  #handed = false
  #opened = ''
  #planned = false
  #width = 0
  #narrow = false
  #reported = -1
  #texts = textsFor(null)
  #clock
  #state
  #panel
  #completed = false
  #sizes = new ResizeObserver((sizes) => {
    const [root, scrub] = [this.#panel.root, this.#panel.scrub.root].map(
      (part) => sizes.find(({ target }) => target === part)?.contentRect.width,
    )
    this.#panel.scrubWidth = scrub ?? this.#panel.scrubWidth
    // Sentences of other lengths make it higher or lower: that is no other width to fit into.
    if (root !== undefined && root !== this.#width) this.#resized(root)
    else if (scrub !== undefined) this.#panel.draw(this.#clock)
  })
  #calm = matchMedia('(prefers-reduced-motion: reduce)')

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    const ticker = {
      request: requestAnimationFrame.bind(globalThis),
      cancel: cancelAnimationFrame.bind(globalThis),
    }
    this.#clock = new Clock(ticker, (change) => this.#ticked(change))
    this.#state = new State(new Client(), (event) => this.#learned(event))
    this.#panel = new Panel(this.#texts, SYMBOLS, {
      act: (command) => this.#act(command),
      pace: (speed) => this.#pace(speed),
      retry: () => this.#state.retry(),
    })
    root.append(this.#panel.root)
    this.#panel.dress(style)
    this.#control()
    this.#panel.draw(this.#clock)
  }

  connectedCallback() {
    for (const { root } of [this.#panel, this.#panel.scrub]) this.#sizes.observe(root)
    this.#calm.addEventListener('change', this.#calmed)
    this.#calmed()
    this.#resized(this.#panel.stage.clientWidth)
    this.#complete()
    this.#plan()
  }

  /** What is loaded beside the first picture: the story, then sliders, keys, zoom and the rules to compute with. */
  async #complete() {
    if (this.#completed) return
    this.#completed = true
    const teller = await ChainRule.later.telling()
    this.#panel.tell(teller)
    this.#panel.draw(this.#clock)
    teller.loadMaths(`${HOME}/static/fonts/maths.woff2`).then((there) => there && this.#mathsArrived())
    const { attach } = await ChainRule.later.hands()
    this.#state.compute = attach({
      panel: this.#panel,
      clock: this.#clock,
      texts: this.#texts,
      scene: () => this.#state.scene,
      change: (id, value, last) => this.#change(id, value, last),
      toggle: () => this.#act('toggle'),
      fold: (folded) => this.#fold(folded),
      again: () => this.#take(true),
      asked: () => this.#state.answered,
      aim: (id) => {
        this.output = id
        this.#changed()
      },
    })
  }

  disconnectedCallback() {
    this.#sizes.disconnect()
    this.#calm.removeEventListener('change', this.#calmed)
    this.#clock.stop()
    this.#state.stop()
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (name === 'program') this.#program = value
    else if (name === 'inputs') this.#inputs = parsed(value)
    else if (name === 'output') this.#output = value || null
    else if (name === 'step') this.#wanted = stepOf(value)
    else if (name === 'controls') return this.#control()
    this.#plan()
  }

  // Properties

  /** The program's text. @type {string | null} */
  get program() {
    return this.#program
  }

  set program(program) {
    this.#program = program
    this.#plan()
  }

  /** Values of inputs by name, as in the request. @returns {Inputs} */
  get inputs() {
    return this.#inputs
  }

  set inputs(/** @type {Inputs | string | null} */ inputs) {
    this.#inputs = typeof inputs === 'string' ? parsed(inputs) : (inputs ?? {})
    this.#plan()
  }

  /** The node whose gradients are shown; null is the last statement. @type {string | null} */
  get output() {
    return this.#output
  }

  set output(output) {
    this.#output = output || null
    this.#plan()
  }

  /** The step that is shown: how many steps have happened. @returns {number} */
  get step() {
    return this.#wanted === null ? this.#clock.k : this.#wanted === 'end' ? this.#clock.end : this.#wanted
  }

  set step(/** @type {number | string | null} */ step) {
    this.#wanted = stepOf(step)
    this.#plan()
  }

  /** What is drawn: the answer of the graph endpoint, as flat arrays. @returns {Scene | null} */
  get scene() {
    return this.#state.scene
  }

  // What is handed over is shown as soon as it is read; `chainrule:ready` tells.
  set scene(/** @type {any} */ answer) {
    this.#handed = Boolean(answer)
    this.#state.take(answer)
  }

  /** Where the server is. @returns {string} */
  get api() {
    return (this.getAttribute('api') ?? HOME).replace(/\/$/, '')
  }

  set api(/** @type {string | null} */ api) {
    reflect(this, 'api', api)
  }

  // Methods

  /** Plays a column at a time. */
  play() {
    this.#clock.play()
  }

  /** Stops where it is. */
  pause() {
    this.#clock.pause()
  }

  /**
   * To a step, at once.
   * @param {number | 'end'} step
   */
  goTo(step) {
    this.#wanted = null
    this.#clock.goTo(step === 'end' ? this.#clock.end : Number(step))
  }

  /** Tells the story of the present step again, after the scene has got another one. */
  retell() {
    this.#panel.retell(this.#clock)
  }

  /** One step on. */
  next() {
    this.#clock.next()
  }

  /** One step back. */
  previous() {
    this.#clock.previous()
  }

  // What is asked

  /** Asks what has to be asked, once everything that changes now has changed. */
  #plan() {
    if (this.#planned || !this.isConnected) return
    this.#planned = true
    queueMicrotask(() => {
      this.#planned = false
      if (this.isConnected) this.#ask()
    })
  }

  #ask() {
    if (!this.#handed) this.#question()
    if (this.#state.status !== 'loading' && this.#wanted !== null && this.#state.scene) {
      const wanted = this.#wanted
      this.#wanted = null
      if (this.step !== wanted) this.goTo(wanted)
    }
  }

  #question() {
    const src = this.getAttribute('src')
    if (src && src !== this.#opened) {
      this.#opened = src
      this.#state.open(new URL(src, document.baseURI).href)
    }
    if (src || this.#program === null || this.#program.trim() === '') return
    const direction = this.#narrow ? 'down' : 'right'
    const inputs = { ...this.#inputs }
    this.#state.ask(this.api, {
      program: this.#program,
      inputs,
      output: this.#output,
      direction,
      folded: this.#state.folded,
    })
  }

  /**
   * Folds just these groups; whether that can be done, which it cannot for a scene that was handed over.
   * @param {string[]} [folded]
   */
  #fold(folded) {
    if (folded) this.#state.folded = folded
    this.#plan()
    return !this.#handed
  }

  /**
   * Somebody changed an input in the picture.
   * @param {string} id
   * @param {import('./format.js').Numbers} value
   * @param {boolean} last  whether the gesture is over
   */
  #change(id, value, last) {
    const before = this.#state.scene?.values[this.#state.scene.index.get(id) ?? -1]
    if (before === value && !last) return
    this.#inputs = { ...this.#inputs, [id]: toWire(value) }
    if (!this.#state.set({ [id]: toWire(value) }) && last) this.#plan()
    this.#changed()
  }

  /** Says that somebody changed something in the picture. */
  #changed() {
    const { program, output, step } = this
    const { values } = this.#state.scene ?? {}
    this.#tell('change', { program, inputs: this.#inputs, output, step, values })
  }

  // What is learned

  /** @param {'loading' | 'answer' | 'live' | 'failure'} event */
  #learned(event) {
    const { scene, status, failure } = this.#state
    if (event === 'answer' || event === 'live') this.#take(event === 'answer')
    this.#panel.status(status, failure, scene !== null)
    if (event === 'answer' && scene) {
      const { program, output, step } = this
      this.#tell('ready', { program, output, step, steps: scene.steps.length, warnings: scene.warnings })
      this.#report()
    }
    if (event === 'failure' && failure) {
      const { message, status: code, errors } = failure
      const problem = { detail: message, status: code, code: failure.code, errors: errors ?? [] }
      this.#tell('error', { kind: status, message, problem })
    }
  }

  /** @param {boolean} fresh  whether this is another graph, not other values of the same one */
  #take(fresh) {
    const scene = this.#panel.see(this.#state.scene)
    this.#panel.show(scene)
    if (!fresh) return this.#clock.refresh(scene)
    const atEnd = this.#clock.k > 0 && this.#clock.k === this.#clock.end
    const step = this.#wanted ?? (atEnd ? 'end' : this.#clock.k)
    this.#wanted = null
    this.#panel.resize(this.#width)
    this.#clock.attach(scene, step === 'end' ? scene?.steps.length : step)
    this.#panel.draw(this.#clock)
  }

  // What is shown

  /** @param {'tick' | 'step' | 'state'} change */
  #ticked(change) {
    this.#panel.draw(this.#clock)
    if (change === 'step') this.#report()
  }

  /** Says that another step is shown. */
  #report() {
    const { k, end } = this.#clock
    if (this.#reported === k) return
    this.#reported = k
    const { scene } = this.#clock
    const step = scene?.steps[k - 1]
    const node = step ? scene?.ids[step.node] : null
    this.#tell('step', { step: k, steps: end, phase: step?.phase ?? null, node })
  }

  /** @param {number} width */
  #resized(width) {
    const before = this.#narrow
    this.#narrow = this.offsetWidth > 0 && this.offsetWidth < NARROW && !flat(this.offsetWidth)
    this.#width = width
    this.#panel.resize(width)
    this.#panel.draw(this.#clock)
    if (this.#narrow !== before) this.#plan()
  }

  #mathsArrived() {
    this.#panel.useMaths()
    this.#panel.draw(this.#clock)
  }

  #calmed = () => {
    this.#clock.reduced = this.#calm.matches
    this.#panel.calm = this.#calm.matches
  }

  #control() {
    const controls = this.getAttribute('controls') ?? 'full'
    this.#panel.control(controls)
  }

  // What people do

  /** @param {import('./draw/controls.js').Command} command */
  #act(command) {
    const clock = this.#clock
    if (command === 'first') clock.goTo(0)
    else if (command === 'back') clock.previous()
    else if (command === 'toggle') clock.playing ? clock.pause() : clock.play()
    else if (command === 'forward') clock.next()
    else if (command === 'last') clock.goTo(clock.end)
    else import('./draw/table.js').then(({ toggleTable }) => toggleTable(this.#panel))
  }

  /** @param {number} speed */
  #pace(speed) {
    this.#clock.speed = speed
  }

  /**
   * @param {'ready' | 'step' | 'change' | 'error'} name
   * @param {object} detail
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`chainrule:${name}`, { bubbles: true, composed: true, detail }))
  }
}

/**
 * Sets an attribute, or removes it.
 * @param {Element} element
 * @param {string} name
 * @param {string | null | undefined} value
 */
function reflect(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

// The properties that are nothing but their attributes: `src` is a stored scene's address, `theme` light, dark or auto,
// `controls` full, compact or none.
for (const name of ['src', 'view', 'theme', 'controls', 'locale']) {
  Object.defineProperty(ChainRule.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name)
    },
    set(value) {
      reflect(this, name, value)
    },
  })
}

/**
 * @param {string | null} json
 * @returns {Inputs}
 */
function parsed(json) {
  try {
    const inputs = JSON.parse(json || '{}')
    return inputs && typeof inputs === 'object' ? inputs : {}
  } catch {
    return {}
  }
}

/**
 * @param {string | number | null} step
 * @returns {number | 'end' | null}
 */
function stepOf(step) {
  if (step === null || step === '') return null
  if (step === 'end') return 'end'
  const number = Number(step)
  return Number.isInteger(number) && number >= 0 ? number : null
}
