// The network as a form: a card a layer, then what holds for all. Every field carries the pointer of what it edits, so
// that an error of the server finds it.

import { h } from '../dom.js'
import {
  choiceField,
  flagField,
  iconButton,
  optionsOf,
  readInputs,
  readNumber,
  readPair,
  textField,
} from './fields.js'
import { ACTIVATIONS, KINDS, LOSSES, SCHEME_NUMBERS, SCHEMES } from './layers.js'
import { added, edited, fitWeights, moved, removed, shapesOf, turned } from './spec.js'
import { weightTables } from './tables.js'
import { english as texts } from './texts.js'

/** @typedef {import('./layers.js').Spec} Spec */
/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./layers.js').Field} Field */
/** @typedef {import('./fields.js').Path} Path */

const UP = 'M12 19V5M6 11l6-6 6 6'
const DOWN = 'M12 5v14M6 13l6 6 6-6'
const AWAY = 'M6 6l12 12M18 6L6 18'

/** The form. */
export class Form {
  #pane
  #propose
  /** @type {Spec | null} */ #spec = null
  /** Layers whose weights are shown as tables. @type {Set<number>} */ #open = new Set()
  /** The arrays of the run, to begin a table with. @type {() => { n: number, [name: string]: any }[]} */ #drawn

  /**
   * @param {HTMLElement} pane
   * @param {(spec: Spec) => void} propose
   * @param {() => { n: number, [name: string]: any }[]} drawn
   */
  constructor(pane, propose, drawn) {
    this.#pane = pane
    this.#propose = propose
    this.#drawn = drawn
  }

  /**
   * Shows a spec; what has the focus keeps it.
   * @param {Spec} spec
   */
  show(spec) {
    this.#spec = spec
    const focused = this.#pane.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.act
      : undefined
    this.#pane.replaceChildren(
      this.#inputs(spec),
      h('ol', { class: 'layers' }, ...spec.layers.map((layer, i) => this.#layer(spec, layer, i))),
      this.#adder(),
      this.#whole(spec),
      h('p', { class: 'wrong', hidden: true, 'data-general': true }),
    )
    if (focused)
      /** @type {HTMLElement | null} */ (this.#pane.querySelector(`[data-act="${focused}"]`))?.focus()
  }

  /** The same network, seen anew: the fields stay, and with them the focus and what can be undone. @param {Spec} spec */
  keep(spec) {
    this.#spec = spec
    this.clear()
  }

  clear() {
    for (const field of this.#pane.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
    for (const words of this.#pane.querySelectorAll('.wrong')) words.toggleAttribute('hidden', true)
  }

  /**
   * Shows each error at its field, or at the nearest thing around it.
   * @param {{ detail: string, pointer?: string }[]} errors
   */
  fail(errors) {
    this.clear()
    const general = []
    for (const { detail, pointer = '' } of errors) {
      const field = this.#fieldAt(pointer.replace(/^\/spec/, ''))
      const words = field?.closest('[data-field]')?.querySelector('.wrong')
      if (!field || !words) {
        general.push(detail)
        continue
      }
      field.setAttribute('aria-invalid', 'true')
      words.textContent = words.hasAttribute('hidden') ? detail : `${words.textContent} ${detail}`
      words.removeAttribute('hidden')
    }
    const words = /** @type {HTMLElement} */ (this.#pane.querySelector('[data-general]'))
    words.textContent = general.join(' ')
    words.hidden = general.length === 0
  }

  /** @param {string} pointer */
  #fieldAt(pointer) {
    const parts = pointer.split('/')
    for (let length = parts.length; length > 1; length--) {
      const at = parts.slice(0, length).join('/')
      const found = this.#pane.querySelector(`[data-pointer="${CSS.escape(at)}"]`)
      if (found) return found
    }
    return null
  }

  // Making it

  /** @param {Spec} spec */
  #inputs(spec) {
    const value = Array.isArray(spec.inputs) ? spec.inputs.join('x') : String(spec.inputs)
    const field = textField({ path: ['inputs'], value, label: texts.inputs, read: readInputs }, this.#edit)
    return h(
      'div',
      { class: 'layer first' },
      h('span', { class: 'badge', 'aria-hidden': 'true' }, '1'),
      h('span', { class: 'kind' }, texts.inputLayer),
      field,
    )
  }

  /**
   * @param {Spec} spec
   * @param {Layer} layer
   * @param {number} i
   */
  #layer(spec, layer, i) {
    const n = i + 2
    const last = spec.layers.length - 1
    const kind = choiceField(
      {
        path: ['layers', i, 'type'],
        value: layer.type,
        label: texts.kindOf(n),
        choices: Object.keys(KINDS),
        words: (name) => texts.kinds[name],
        quiet: true,
      },
      (_, type) => this.#restructure(turned(this.#now, i, type)),
    )
    const fields = (KINDS[layer.type] ?? []).map((field) => this.#field(layer, field, i))
    return h(
      'li',
      { class: 'layer', 'data-field': true },
      h('span', { class: 'badge', 'aria-hidden': 'true' }, String(n)),
      kind,
      h(
        'div',
        { class: 'moves' },
        iconButton(UP, texts.up(n), `up ${i}`, i === 0, () => this.#move(i, -1)),
        iconButton(DOWN, texts.down(n), `down ${i}`, i === last, () => this.#move(i, 1)),
        iconButton(AWAY, texts.remove(n), `remove ${i}`, last === 0, () =>
          this.#restructure(removed(this.#now, i)),
        ),
      ),
      h('div', { class: 'fields', 'data-pointer': `/layers/${i}` }, ...fields),
      h('p', { class: 'wrong', hidden: true }),
      ...this.#weights(spec, layer, i),
    )
  }

  /** The spec that is edited. @returns {Spec} */
  get #now() {
    return /** @type {Spec} */ (this.#spec)
  }

  /**
   * @param {number} i
   * @param {1 | -1} way
   */
  #move(i, way) {
    this.#restructure(moved(this.#now, i, way))
    const act = `${way < 0 ? 'up' : 'down'} ${i + way}`
    /** @type {HTMLButtonElement | null} */
    const button = this.#pane.querySelector(`[data-act="${act}"]:not(:disabled)`)
    button?.focus()
  }

  /**
   * Another list of layers: the form is made anew at once, the server follows.
   * @param {Spec} spec
   */
  #restructure(spec) {
    this.show(spec)
    this.#propose(spec)
  }

  /**
   * @param {Layer} layer
   * @param {Field} field
   * @param {number} i
   */
  #field(layer, { name, kind, first, optional }, i) {
    const path = ['layers', i, name]
    const value = layer[name] ?? first
    const label = texts.fields[name]
    const full = texts.fieldOf(label, i + 2)
    if (kind === 'flag') return flagField({ path, value, label, full }, this.#setBias)
    if (kind === 'choice') return choiceField({ path, value, label, full, choices: ACTIVATIONS }, this.#edit)
    const read = kind === 'pair' ? readPair : readNumber(optional)
    const shown = value === null ? '' : kind === 'pair' ? [value].flat().join('x') : String(value)
    return textField({ path, value: shown, label, full, read }, this.#edit)
  }

  #adder() {
    const kinds = h(
      'select',
      { 'aria-label': texts.addKind },
      ...optionsOf(Object.keys(KINDS), 'dense', (k) => texts.kinds[k]),
    )
    const add = () => {
      const at = Math.max(0, this.#now.layers.length - 1)
      this.#restructure(added(this.#now, kinds.value))
      const made = this.#pane.querySelectorAll('.layers > .layer')[at]
      const first = /** @type {HTMLElement | null} */ (made.querySelector('input, select'))
      first?.focus()
    }
    return h(
      'div',
      { class: 'adder' },
      h('span', {}, texts.addLayer),
      kinds,
      h('button', { type: 'button', class: 'button', onclick: add }, texts.add),
    )
  }

  /** @param {Spec} spec */
  #whole(spec) {
    const { scheme = 'standard_normal', seed = null } = spec.init ?? {}
    const text = (/** @type {Path} */ path, /** @type {unknown} */ value, /** @type {string} */ label) =>
      textField({ path, value: String(value ?? ''), label, read: readNumber(path[1] === 'seed') }, this.#edit)
    const numbers = (SCHEME_NUMBERS[scheme] ?? []).map(({ name, first }) =>
      text(['init', name], spec.init?.[name] ?? first, texts.fields[name]),
    )
    return h(
      'div',
      { class: 'whole' },
      choiceField(
        { path: ['loss'], value: spec.loss ?? 'mse', label: texts.loss, choices: LOSSES },
        this.#edit,
      ),
      choiceField(
        { path: ['init', 'scheme'], value: scheme, label: texts.init, choices: SCHEMES },
        (_, name) => this.#restructure(edited(this.#now, ['init'], schemeOf(name, seed))),
      ),
      text(['init', 'seed'], seed, texts.seed),
      ...numbers,
      text(['l1'], spec.l1 ?? 0, texts.l1),
      text(['l2'], spec.l2 ?? 0, texts.l2),
    )
  }

  /**
   * @param {Spec} spec
   * @param {Layer} layer
   * @param {number} i
   * @returns {HTMLElement[]}
   */
  #weights(spec, layer, i) {
    if (layer.type !== 'dense' && layer.type !== 'conv2d') return []
    const before = shapesOf(spec)[i]
    const given = Boolean(layer.weights || layer.biases)
    const give = () => {
      const found = this.#drawn().find(({ n }) => n === i + 2)
      const layers = this.#now.layers.with(i, {
        ...this.#now.layers[i],
        weights: found?.weights ?? [],
        ...(layer.bias === false ? {} : { biases: found?.biases ?? [] }),
      })
      this.#open.add(i)
      this.#restructure(fitWeights({ ...this.#now, layers }))
    }
    const draw = () => {
      const { weights: _w, biases: _b, ...rest } = this.#now.layers[i]
      this.#restructure({ ...this.#now, layers: this.#now.layers.with(i, rest) })
    }
    const change = (/** @type {Path} */ path, /** @type {unknown} */ value) =>
      this.#edit(['layers', i, ...path], value)
    const content = given
      ? [
          weightTables(layer, before, i, change),
          h(
            'button',
            { type: 'button', class: 'plain', onclick: draw, 'data-act': `draw ${i}` },
            texts.drawWeights,
          ),
        ]
      : [
          h('p', { class: 'hint' }, texts.drawn),
          h(
            'button',
            { type: 'button', class: 'plain', onclick: give, 'data-act': `draw ${i}` },
            texts.giveWeights,
          ),
        ]
    const toggle = (/** @type {Event} */ { target }) => {
      const { open } = /** @type {HTMLDetailsElement} */ (target)
      if (open) this.#open.add(i)
      else this.#open.delete(i)
    }
    return [
      h(
        'details',
        { class: 'weights', open: this.#open.has(i), ontoggle: toggle },
        h('summary', {}, texts.ownWeights),
        ...content,
      ),
    ]
  }

  /** @type {(path: Path, value: unknown) => void} */
  #edit = (path, value) => {
    const next = edited(this.#now, path, value)
    const fitted = fitWeights(next)
    const own = next.layers.some((layer) => layer.weights || layer.biases)
    if (own && String(shapesOf(this.#now)) !== String(shapesOf(next))) this.show(fitted)
    else this.#spec = fitted
    this.#propose(fitted)
  }

  /** @type {(path: Path, value: boolean) => void} */
  #setBias = (path, value) =>
    this.#restructure(fitWeights(edited(this.#now, path, value ? undefined : false)))
}

/**
 * @param {string} scheme
 * @param {number | null} seed
 */
function schemeOf(scheme, seed) {
  const numbers = (SCHEME_NUMBERS[scheme] ?? []).map(({ name, first }) => [name, first])
  return { scheme, ...(seed === null ? {} : { seed }), ...Object.fromEntries(numbers) }
}
