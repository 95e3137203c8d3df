// The page about networks: keeps the spec, the sample and the view, and carries them between the editors, the server,
// the picture, the stations and the link.

import { ProblemError } from '../client.js'
import { short } from '../format.js'
import { Address } from '../page/address.js'
import { Themes } from '../page/theme.js'
import { Asking } from './ask.js'
import { Crumbs } from './crumbs.js'
import { Editors, isSource } from './editors.js'
import { onEnter } from './enter.js'
import { light } from './light.js'
import { readLink, writeLink } from './link.js'
import { RowChoice } from './rows.js'
import { Said } from './said.js'
import { SampleFields } from './sample.js'
import { fitSample, sampleSizes, withWeights } from './spec.js'
import { STARTERS } from './starters.js'
import { Stations } from './stations.js'
import { english as texts } from './texts.js'
import { into, nodesAt, placeOf, placeText } from './zoom.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('./layers.js').Spec} Spec */
/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./link.js').View} View */
/** @typedef {import('./editors.js').Source} Source */
/** @typedef {import('./sample.js').Sample} Sample */
/** @typedef {<T extends HTMLElement>(mark: string) => T} Part  a part of the page by its mark */

/**
 * The element <chain-rule>, as far as the page needs it.
 * @typedef {HTMLElement & { scene: any, step: any, theme: string | null, goTo: (step: number | 'end') => void,
 *   play: () => void, pause: () => void, retell: () => void }} Picture
 */

const NARROW = 600
const UPDATE = 7
const [FIRST] = STARTERS

/** The page. */
export class NetworkPage {
  #picture
  #part
  #editors
  #fields
  #themes
  #address
  #spelling = new Asking('/api/v1/network/spec')
  #running = new Asking('/api/v1/network')
  /** @type {Spec} */ #spec = { inputs: 1, layers: [] }
  #line = ''
  /** The starter that is being read. */ #started = ''
  /** @type {((spec: Spec, line: string) => void)[]} */ #watchers = []
  /** @type {Sample} */ #sample = { x: [], y: [], rate: 0.5 }
  /** @type {View} */ #view = 'neuron'
  /** The step to show with the next answer. @type {number | 'end' | null} */ #wanted = null
  /** What the server answered last. @type {any} */ #answer = null
  #said
  #stations
  #crumbs
  #rows
  /** Where the view is near to. @type {import('./zoom.js').Place | null} */ #place = null
  /** Whether the place gets the focus with the next picture. */ #focusing = false
  /** Losses before the updates that were applied. @type {number[]} */ #history = []
  /** Whether the next network is this one after its update. */ #applying = false
  /** @type {import('../page/link.js').Theme} */ #theme = 'auto'

  /**
   * @param {Picture} picture
   * @param {Part} part
   */
  constructor(picture, part) {
    this.#picture = picture
    this.#part = part
    this.#said = new Said(part)
    this.#editors = new Editors(part, {
      propose: (given, source) => this.#propose(given, source),
      drawn: () => this.#answer?.network.layers ?? [],
    })
    this.#stations = new Stations(
      picture,
      { bar: part('stations'), box: part('station') },
      {
        apply: () => this.#apply(),
        changed: () => this.#address.changed(),
        history: () => this.#history,
        light: (names) => this.#light(names),
        announce: (sentence) => this.#said.announce(sentence),
      },
    )
    this.#crumbs = new Crumbs(part('crumbs'), (view, place) => this.#zoom(view, place))
    this.#fields = new SampleFields(part('sample'), (sample) => {
      this.#sample = sample
      this.#history = []
      this.#rows.forget()
      this.#run()
    })
    this.#rows = new RowChoice(this.#fields.rows, {
      take: (row) => this.#takeRow(row),
      network: (line) => this.#propose(line, 'other'),
    })
    this.#themes = new Themes(part('themes'), (theme) => {
      this.#theme = theme
      picture.theme = theme
      this.#address.changed()
    })
    this.#address = new Address(
      window,
      { readLink, writeLink },
      () => this.#link(),
      (link, complaints) => this.#follow(link, complaints),
    )
  }

  /** Opens what the link says, or the note's network. */
  start() {
    this.#listen()
    this.#address.open()
  }

  /** The network, for what else stands on the page. */
  spec() {
    return this.#spec
  }

  /** The same in one line. */
  line() {
    return this.#line
  }

  /**
   * Calls back with every other network that is accepted.
   * @param {(spec: Spec, line: string) => void} call
   */
  onSpec(call) {
    this.#watchers.push(call)
  }

  /**
   * Proposes another network, as an edit would.
   * @param {Spec | string} given
   */
  setSpec(given) {
    return this.#propose(given, 'other')
  }

  #listen() {
    const starters = /** @type {HTMLSelectElement} */ (this.#part('starters'))
    starters.append(
      new Option(texts.chooseStarter, ''),
      ...STARTERS.map(({ id, name }) => new Option(name, id)),
    )
    starters.addEventListener('change', () => {
      const starter = STARTERS.find(({ id }) => id === starters.value)
      this.#started = starters.value
      if (starter) this.#begin(starter.line, starter, 'other')
    })
    this.#part('views').addEventListener('change', ({ target }) => {
      this.#zoom(/** @type {View} */ (/** @type {HTMLInputElement} */ (target).value), this.#place)
    })
    this.#picture.addEventListener('chainrule:step', () => this.#address.changed())
    this.#picture.addEventListener('chainrule:ready', () => this.#drawn())
    onEnter(this.#picture, (id) => this.#enter(id))
    let narrow = this.#narrow
    addEventListener('resize', () => {
      if (narrow === this.#narrow) return
      narrow = this.#narrow
      this.#run()
    })
  }

  /**
   * Goes into a layer or a neuron; false where there is nothing to go into.
   * @param {string} id  of a node
   */
  #enter(id) {
    const way = into(this.#view, id)
    if (way) this.#zoom(way.view, way.place, true)
    return way !== null
  }

  /**
   * Another view, or another place in it.
   * @param {View} view
   * @param {import('./zoom.js').Place | null} place
   * @param {boolean} [focus]  whether the first node of the place gets the focus
   */
  #zoom(view, place, focus = false) {
    this.#view = view
    this.#place = place
    this.#focusing = focus
    if (place && place.index.length === 1) this.#stations.neuron = Number(place.index[0])
    for (const radio of this.#part('views').querySelectorAll('input')) radio.checked = radio.value === view
    this.#run()
  }

  get #narrow() {
    return this.#picture.clientWidth < NARROW
  }

  // What is asked

  /**
   * Another network: the server reads it and writes it in its other forms.
   * @param {unknown} given  an object, or a line of text
   * @param {Source | 'history' | 'other'} source
   * @returns {Promise<void>}
   */
  async #propose(given, source) {
    try {
      const both = await this.#spelling.ask({ spec: given })
      if (both) this.#accept(both, source)
    } catch (error) {
      if (source === 'other' && !this.#answer && error instanceof ProblemError && given !== FIRST.line) {
        this.#said.complain([texts.badNetwork(error.message)])
        return this.#begin(FIRST.line, FIRST, 'other')
      }
      this.#refuse(error, isSource(source) ? source : 'line')
    }
  }

  /**
   * A row of a data set becomes the sample, if the network takes it.
   * @param {{ x: number[], y: number[] }} row
   */
  #takeRow({ x, y }) {
    const sizes = sampleSizes(this.#spec)
    if (x.length !== sizes.x || y.length !== sizes.y) return false
    this.#sample = { ...this.#sample, x, y }
    this.#history = []
    this.#fields.show(this.#sample)
    this.#run()
    return true
  }

  /**
   * A network with its sample, which counts once the network is read.
   * @param {string} line
   * @param {Sample} sample
   * @param {Source | 'other'} source
   */
  #begin(line, { x, y, rate }, source) {
    this.#sample = { x, y, rate }
    this.#place = null
    this.#rows.forget()
    return this.#propose(line, source)
  }

  /**
   * @param {import('./editors.js').Both} both
   * @param {Source | 'history' | 'other'} source
   */
  #accept({ spec, line }, source) {
    // A network that was changed is not the one that was started from any more.
    const starters = /** @type {HTMLSelectElement} */ (this.#part('starters'))
    starters.value = this.#started
    this.#started = ''
    this.#spec = spec
    this.#line = line
    if (!this.#applying) this.#history = []
    this.#sample = { ...this.#sample, ...fitSample(spec, this.#sample) }
    this.#editors.show({ spec, line }, source)
    this.#fields.show(this.#sample)
    for (const call of this.#watchers) call(spec, line)
    this.#run()
  }

  async #run() {
    const { x, y, rate } = this.#sample
    this.#address.changed()
    try {
      const answer = await this.#running.ask({
        spec: this.#line,
        sample: { x, y },
        learning_rate: rate,
        view: this.#view,
        stations: true,
        layout: { direction: this.#narrow ? 'down' : 'right' },
        format: 'columns',
      })
      if (answer) this.#take(answer)
    } catch (error) {
      this.#unrun(error)
    }
  }

  /** @param {any} answer */
  #take(answer) {
    this.#answer = answer
    this.#said.problems([])
    this.#fields.clear()
    this.#picture.toggleAttribute('data-stale', false)
    this.#picture.scene = answer
    if (this.#wanted !== null) this.#picture.step = this.#wanted
    this.#wanted = null
    const { loss, loss_after_update: after } = answer.network
    const flags = /** @type {{ detail: string, first?: boolean }[]} */ (
      Object.values(answer.flags ?? {}).flat()
    )
    const culprit = flags.find(({ first }) => first)?.detail
    const odd =
      culprit ?? (Number(loss) < 0 ? texts.negativeLoss : Number(after) > Number(loss) ? texts.tooLarge : '')
    const told = texts.losses(short(Number(loss)), short(Number(after)))
    this.#part('losses').textContent = odd ? `${told}. ${odd}` : told
  }

  /** The picture shows the answer. */
  #drawn() {
    const { scene } = this.#picture
    if (!scene?.network) return
    this.#stations.take(scene.network)
    this.#crumbs.show(this.#view, this.#place)
    if (this.#applying)
      /** @type {HTMLElement | null} */ (this.#part('station').querySelector('[data-apply]'))?.focus()
    this.#applying = false
    if (!this.#place) return
    const nodes = nodesAt(scene, this.#view, this.#place)
    if (nodes.length === 0) {
      this.#said.complain([texts.unknownAt(placeText(this.#place))])
      this.#place = null
      return this.#crumbs.show(this.#view, null)
    }
    this.#picture.dataset.look = nodes.map((node) => scene.ids[node]).join(' ')
    if (this.#focusing) this.#focus(scene.ids[nodes[0]])
    this.#focusing = false
  }

  /** @param {string} id */
  #focus(id) {
    const root = this.#picture.shadowRoot
    const card = /** @type {SVGElement | null} */ (
      root?.querySelector(`[data-node="${CSS.escape(id)}"]`) ?? null
    )
    card?.focus({ preventScroll: true })
  }

  /**
   * Lights up what a station is about; without one, what the view is near to.
   * @param {string[]} names
   */
  #light(names) {
    const { scene } = this.#picture
    const place = names.length === 0 && this.#place && scene ? nodesAt(scene, this.#view, this.#place) : []
    this.#picture.toggleAttribute('data-near', this.#view === 'scalar' && place.length > 0)
    light(this.#picture, [...names, ...place.map((node) => scene.ids[node])])
  }

  /** Takes the step: the updated weights become those of the network, and it runs again. */
  #apply() {
    const { layers, loss } = this.#answer.network
    this.#history.push(Number(loss))
    this.#applying = true
    this.#wanted = 'end'
    this.#stations.choose(UPDATE)
    this.#propose(withWeights(this.#spec, layers, 'updated_'), 'other')
    this.#said.announce(texts.applied(short(Number(this.#answer.network.loss_after_update))))
  }

  // What went wrong

  /**
   * @param {unknown} error
   * @param {Source} source
   */
  #refuse(error, source) {
    if (error instanceof ProblemError) {
      this.#editors.fail(source, error)
      if (this.#answer) this.#picture.toggleAttribute('data-stale', true)
      this.#said.problems(this.#answer ? [texts.stale] : [error.message])
    } else this.#unreachable(error, () => this.#run())
  }

  /** @param {unknown} error */
  #unrun(error) {
    if (!(error instanceof ProblemError)) return this.#unreachable(error, () => this.#run())
    const others = error.errors.filter((each) => !this.#fields.fail(each)).map(({ detail }) => detail)
    if (error.errors.length === 0) others.push(error.message)
    if (this.#answer) this.#picture.toggleAttribute('data-stale', true)
    this.#said.problems([...others, ...(this.#answer ? [texts.stale] : [])])
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  #unreachable(error, again) {
    console.warn(error)
    this.#said.problems([texts.unreachable], again)
  }

  // The link

  /** @returns {Link} */
  #link() {
    const { x, y, rate } = this.#sample
    return {
      network: this.#line,
      x,
      y,
      rate,
      view: this.#view,
      at: this.#place && placeText(this.#place),
      step: this.#picture.step || null,
      station: this.#stations.chosen,
      data: this.#rows.chosen && `${this.#rows.chosen.name}.${this.#rows.chosen.row}`,
      theme: this.#theme === 'auto' ? null : this.#theme,
    }
  }

  /**
   * @param {Link} link
   * @param {string[]} complaints
   */
  #follow(link, complaints) {
    this.#said.complain(complaints)
    this.#themes.set(link.theme ?? 'auto')
    this.#view = link.view ?? 'neuron'
    for (const radio of this.#part('views').querySelectorAll('input'))
      radio.checked = radio.value === this.#view
    this.#wanted = link.step ?? 0
    this.#stations.choose(link.station)
    const own = link.network !== null
    const { x, y, rate } = FIRST
    this.#editors.forget()
    this.#begin(
      link.network ?? FIRST.line,
      { x: link.x ?? (own ? [] : x), y: link.y ?? (own ? [] : y), rate: link.rate ?? rate },
      'other',
    )
    this.#place = placeOf(link.at)
    const [, name, row] = /^(.+)\.(\d+)$/.exec(link.data ?? '') ?? []
    if (name) this.#rows.show({ name, row: Number(row) })
  }
}
