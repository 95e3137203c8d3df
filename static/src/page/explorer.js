// The explorer: keeps program, inputs, output, step and theme, and carries them between the editor, the fields, the
// picture and the link. The picture computes and draws; the page only tells it what, and listens.

import { fromWire, shapeOf, toWire } from '../format.js'
import { OPS } from '../generated/ops.js'
import { Address } from './address.js'
import { Editor } from './editor.js'
import { inputsOf, targetsOf } from './facts.js'
import { FIRST } from './first.js'
import { Gallery } from './gallery.js'
import { give } from './giving.js'
import { Inputs } from './inputs.js'
import { readLink, writeLink } from './link.js'
import { showMessages } from './messages.js'
import { Output } from './output.js'
import { mistakes } from './problems.js'
import { Chosen } from './program.js'
import { english as texts } from './texts.js'
import { Themes } from './theme.js'

/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./gallery.js').Example} Example */
/** @typedef {<T extends HTMLElement>(mark: string) => T} Part  a part of the page by its mark */

/**
 * The element <chain-rule>, as far as the page needs it.
 * @typedef {HTMLElement & {
 *   program: string | null, inputs: Record<string, unknown> | null, output: string | null, view: string | null,
 *   theme: string | null, step: number, scene: Scene | null, goTo: (step: number) => void }} Picture
 */

const TYPING = 250
const PATIENCE = 400
/** After so many ms without an answer the page is shown as it is, whatever moves later. */
const LONGEST_WAIT = 5000
/** Nodes. */
const LARGE = 2000
const SHORT = 8
/** Keys that are the page's own where nothing has the focus. */
const SCROLLING = ['Home', 'End']

/** The page around the picture. */
export class Explorer {
  #picture
  #part
  #editor
  #inputs
  #output
  #gallery
  #themes
  #address
  #chosen = new Chosen()
  /** The text that the picture was last asked for. */ #asked = ''
  /** @type {string | null} */ #target = null
  #last = ''
  /** @type {import('./link.js').Theme} */ #theme = 'auto'
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typing
  /** The card of the gallery that was used last. @type {Element | null} */ #card = null
  /** Whether the picture comes into view with the next answer. */ #coming = false
  /** What is under the picture, once it is loaded. @type {import('../tools/tools.js').Tools | null} */ #tools =
    null

  /**
   * @param {Picture} picture
   * @param {Part} part
   */
  constructor(picture, part) {
    this.#picture = picture
    picture.toggleAttribute('data-brief', true)
    this.#part = part
    this.#editor = new Editor(part('program'), part('rich'), {
      changed: () => this.#typed(),
      opDocs,
      picture,
    })
    this.#inputs = new Inputs(part('inputs'), (name, value) => this.#valued(name, value))
    this.#output = new Output(part('output'), (output) => this.#targeted(output))
    this.#gallery = new Gallery(part('cards'), examples, exampleLink)
    this.#themes = new Themes(part('themes'), (theme) => this.#themed(theme))
    this.#address = new Address(
      window,
      { readLink, writeLink },
      () => this.#link(),
      (link, complaints) => this.#follow(link, complaints),
    )
  }

  /** Opens what the link says, or the first example. */
  start() {
    this.#listen()
    this.#address.open()
    setTimeout(() => this.#linger(), PATIENCE)
    setTimeout(() => this.#reveal(), LONGEST_WAIT)
    give(this.#part('share'), this.#part('download'), {
      link: () => this.#link(),
      steps: () => this.#picture.scene?.steps.length ?? 0,
      say: (sentence, wrong) => (wrong ? this.#complain([sentence]) : this.#announce(sentence)),
    })
  }

  #listen() {
    const picture = this.#picture
    // A large picture is work enough for one task.
    picture.addEventListener('chainrule:ready', () => {
      if ((picture.scene?.ids.length ?? 0) > LARGE) setTimeout(() => this.#ready())
      else this.#ready()
    })
    picture.addEventListener('chainrule:change', (event) =>
      this.#dragged(/** @type {CustomEvent} */ (event).detail),
    )
    picture.addEventListener('chainrule:step', () => this.#address.changed())
    picture.addEventListener('chainrule:error', (event) =>
      this.#failed(/** @type {CustomEvent} */ (event).detail),
    )
    this.#part('to-examples').addEventListener('click', () => this.#toExamples())
    this.#part('cards').addEventListener('click', (event) => this.#leave(event))
    document.addEventListener('keydown', (event) => this.#pressed(event))
    this.#part('dismiss').addEventListener('click', () => this.#complain([]))
    for (const mark of ['collapse', 'expand'])
      this.#part(mark).addEventListener('click', () => this.#fold(mark))
  }

  // From people

  #typed() {
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => this.#ask(), TYPING)
  }

  /**
   * @param {string} name
   * @param {Numbers} value
   */
  #valued(name, value) {
    this.#chosen.add(this.#editor.text, [[name, value]])
    this.#ask()
  }

  /** @param {string | null} output */
  #targeted(output) {
    this.#target = output
    this.#ask()
  }

  /** @param {import('./link.js').Theme} theme */
  #themed(theme) {
    this.#theme = theme
    this.#picture.theme = theme
    this.#address.changed()
  }

  /**
   * Somebody chose an example: what was typed so far stays on the way back, and the picture comes into view, ready to
   * play.
   * @param {MouseEvent} event
   */
  #leave(event) {
    this.#address.now()
    this.#card = /** @type {Element} */ (event.target).closest('a')
    if (!this.#card || event.ctrlKey || event.metaKey || event.shiftKey) return
    this.#coming = true
    this.#come()
    /** @type {HTMLElement | null | undefined} */ const play =
      this.#picture.shadowRoot?.querySelector('.main')
    play?.focus({ preventScroll: true })
  }

  #come() {
    const picture = this.#picture
    picture.scrollIntoView({ block: picture.offsetHeight > innerHeight ? 'start' : 'nearest' })
  }

  /**
   * Keys mean the picture where nothing else has the focus.
   * @param {KeyboardEvent} event
   */
  #pressed(event) {
    const { target, key, shiftKey, ctrlKey, metaKey, altKey } = event
    if (event.defaultPrevented || ctrlKey || metaKey || altKey || SCROLLING.includes(key)) return
    if (![document.body, document.getElementById('main'), this.#card].includes(/** @type {any} */ (target)))
      return
    const handed = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })
    if (!this.#picture.shadowRoot?.querySelector('.root')?.dispatchEvent(handed)) event.preventDefault()
  }

  // To the picture

  /**
   * @param {Link} link
   * @param {string[]} complaints
   */
  #follow(link, complaints) {
    const first = link.program === null
    const program = link.program ?? FIRST.program
    const inputs = new Map([...(first ? FIRST.inputs : []), ...link.inputs])
    if (link.theme) this.#themes.set(link.theme)
    this.#open({ ...link, program, inputs })
    this.#complain(complaints)
  }

  /** @param {Omit<Link, 'theme' | 'program'> & { program: string }} state */
  #open({ program, inputs, output, step, view }) {
    clearTimeout(this.#typing)
    this.#editor.text = program
    this.#chosen.reset(program, inputs)
    this.#target = output
    this.#last = ''
    this.#expect()
    this.#picture.view = view
    Object.assign(this.#picture, { step: step ?? 0 })
    this.#ask()
  }

  /** Shows what is known before the first answer, so that nothing moves when it comes. */
  #expect() {
    const chosen = [...this.#chosen.for(this.#editor.text)]
    const inputs = chosen.map(([name, value]) => ({ name, value, shape: shapeOf(value) }))
    this.#inputs.show(inputs, { all: false })
    this.#output.show([], this.#target)
  }

  /** Tells the picture what to show: program, values and output as they stand now. */
  #ask() {
    clearTimeout(this.#typing)
    const program = this.#editor.text
    this.#asked = program
    const picture = this.#picture
    picture.inputs = Object.fromEntries(
      [...this.#chosen.for(program)].map(([name, value]) => [name, toWire(value)]),
    )
    picture.output = this.#target
    picture.program = program
    this.#empty(program.trim() === '')
    this.#gallery.mark(program)
    this.#address.changed()
    // Other values of the same program are computed at once, without an answer of the server.
    setTimeout(() => this.#showInputs())
  }

  /**
   * An empty program is asked of nobody: the picture stays, and the page says that it is old.
   * @param {boolean} empty
   */
  #empty(empty) {
    const picture = this.#picture
    const before = picture.hasAttribute('data-stale')
    picture.toggleAttribute('data-stale', empty)
    if (empty) this.#say([], [], texts.empty)
    else if (before) this.#say([], picture.scene?.warnings ?? [])
  }

  // From the picture

  /** Says what is waited for, once somebody would ask; what the answer would move is still hidden. */
  #linger() {
    if (this.#picture.hasAttribute('data-opening')) this.#picture.setAttribute('data-opening', 'late')
  }

  /** Shows the picture, once it is drawn, and all that comes after it. */
  #reveal() {
    if (!this.#picture.hasAttribute('data-opening')) return
    this.#picture.removeAttribute('data-opening')
    this.#picture.replaceChildren()
    this.#gallery.show().then(() => this.#gallery.mark(this.#asked))
  }

  /** Offers the tools, once there is something to use them on; they are loaded when somebody reaches for one. */
  #offer() {
    const section = this.#part('tools')
    if (!section.hidden) return
    section.hidden = false
    section.addEventListener('focusin', () => this.#equip(section), { once: true })
    if (this.#picture.view === 'forward') this.#equip(section).then((tools) => tools?.choose('forward'))
    section.addEventListener('click', async (event) => (await this.#equip(section))?.clicked(event))
  }

  /** @param {HTMLElement} section */
  async #equip(section) {
    const { Tools } = await import('../tools/tools.js').catch(() => ({ Tools: null }))
    if (!Tools) return void this.#announce(texts.notLoaded)
    this.#tools ??= new Tools(section, {
      picture: this.#picture,
      set: (inputs) => {
        this.#chosen.add(this.#asked, inputs)
        this.#ask()
      },
      view: (view) => {
        this.#picture.view = view
        this.#address.changed()
      },
      say: (sentence) => this.#announce(sentence),
    })
    return this.#tools
  }

  #ready() {
    this.#reveal()
    this.#offer()
    if (this.#coming) this.#come()
    this.#coming = false
    const { scene } = this.#picture
    if (!scene) return
    if (this.#target === null) this.#last = scene.labels[scene.output] || scene.ids[scene.output]
    this.#showInputs()
    this.#showOutputs()
    if (this.#asked.trim() !== '') this.#say([], scene.warnings)
    this.#address.changed()
  }

  /** @param {{ inputs: Record<string, unknown>, output: string | null }} change */
  #dragged({ inputs, output }) {
    this.#target = output
    const values = Object.entries(inputs).map(([name, value]) => [name, fromWire(value)])
    this.#chosen.add(this.#asked, /** @type {[string, Numbers][]} */ (values))
    this.#showInputs()
    this.#address.changed()
  }

  /** The rules of all ops name the steps in between. */
  #showOutputs() {
    const { scene } = this.#picture
    if (scene) this.#output.show(targetsOf(scene, OPS), this.#target, this.#last)
  }

  #showInputs() {
    const { scene } = this.#picture
    if (scene) this.#inputs.show(inputsOf(scene))
    this.#tools?.refresh()
  }

  /** @param {{ kind: string, problem: any }} detail */
  #failed({ kind, problem }) {
    this.#reveal()
    if (kind === 'unreachable') return // The picture says so, and offers to try again.
    const found = mistakes(problem, this.#asked)
    if (this.#recover(found, problem)) return
    const elsewhere = found.filter(
      ({ input, detail }) => input === null || !this.#inputs.complain(input, detail),
    )
    if (problem.code === EMPTY || this.#asked.trim() === '') this.#say([], [], texts.empty)
    else this.#say(elsewhere, [])
  }

  /**
   * Lets go of an input or an output that the edited program no longer has, and asks again.
   * @param {import('./problems.js').Mistake[]} found
   * @param {any} problem
   */
  #recover(found, problem) {
    const lost =
      problem.errors?.some((/** @type {any} */ error) => error.pointer === '/output') && this.#target !== null
    const unknown = found.filter(({ input, code }) => input !== null && code === UNKNOWN_INPUT)
    if (lost) {
      this.#complain([texts.noOutput(/** @type {string} */ (this.#target))])
      this.#target = null
    }
    for (const { input } of unknown) this.#chosen.drop(/** @type {string} */ (input))
    if (lost || unknown.length > 0) this.#ask()
    return lost || unknown.length > 0
  }

  // To people

  /**
   * @param {import('./problems.js').Mistake[]} found
   * @param {string[]} notices
   * @param {string} [hint]
   */
  #say(found, notices, hint) {
    this.#editor.mark(found)
    showMessages(
      this.#part('messages'),
      { mistakes: found, notices, hint },
      {
        // In a short program the mark is seen anyway.
        go:
          this.#asked.split('\n').length > SHORT
            ? ({ from, to }) => this.#editor.select(from, to)
            : undefined,
        fix: ({ from, to, insert }) => this.#editor.replace(from, to, insert),
      },
    )
  }

  /** @param {string[]} complaints */
  #complain(complaints) {
    const box = this.#part('complaints')
    const lines = complaints.map((text) => Object.assign(document.createElement('li'), { textContent: text }))
    box.querySelector('ul')?.replaceChildren(...lines)
    box.hidden = complaints.length === 0
    if (complaints.length > 0) this.#announce(complaints.join(' '))
  }

  /** @param {string} sentence */
  #announce(sentence) {
    this.#part('announcer').textContent = sentence
  }

  #toExamples() {
    const title = /** @type {HTMLElement} */ (document.getElementById('examples-title'))
    title.scrollIntoView({ block: 'start' })
    title.focus({ preventScroll: true })
  }

  /** @param {string} mark */
  #fold(mark) {
    const folded = mark === 'collapse'
    document.body.classList.toggle('folded', folded)
    this.#part('expand').hidden = !folded
    this.#part(folded ? 'expand' : 'collapse').focus()
  }

  /** @returns {Link} */
  #link() {
    const picture = this.#picture
    return {
      program: this.#asked,
      inputs: this.#chosen.for(this.#asked),
      output: this.#target,
      view: picture.view,
      step: picture.step || null,
      theme: this.#theme === 'auto' ? null : this.#theme,
    }
  }
}

// Codes of problem reports
const UNKNOWN_INPUT = 'unknown-input'
const EMPTY = 'empty-program'

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
async function json(path) {
  const answer = await fetch(new URL(path, document.baseURI), { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return answer.json()
}

/**
 * What the address says after `#` when an example is open.
 * @param {Example} example
 */
function exampleLink({ program, inputs, output }) {
  const values = Object.entries(inputs ?? {}).map(([name, value]) => [name, fromWire(value)])
  const named = /** @type {Map<string, Numbers>} */ (new Map(/** @type {any} */ (values)))
  return writeLink({ program, inputs: named, output: output ?? null, view: null, step: null, theme: null })
}

/** @returns {Promise<Example[]>} */
const examples = async () => (await json('/api/v1/examples')).examples

/** @returns {Promise<import('./editor.js').OpDoc[]>} */
const opDocs = async () => (await json('/api/v1/ops')).ops
