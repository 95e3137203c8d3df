// The bench that all tools work on: the scene, what in it can be turned, and the same scene with other values.

import { nameOf } from '../expression.js'
import { entries, operand, short } from '../format.js'
import { OPS } from '../generated/ops.js'
import { titleOf } from '../lens.js'
import { english as texts } from './texts.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {import('../state.js').Compute} Compute */

/**
 * One number that can be turned: an input, or an entry of one that is an array.
 * @typedef {{ key: string, node: number, place: number[], name: string }} Variable
 */

/**
 * What the tools need of the page.
 * @typedef {object} Host
 * @property {HTMLElement & { view: string | null, scene: Scene | null }} picture
 * @property {(inputs: [string, Numbers][]) => void} set  gives inputs other values
 * @property {(view: string | null) => void} view  how the picture is looked at
 * @property {(sentence: string) => void} say  to people who do not see it
 */

const MOST = 200

/**
 * Everything in a scene that can be turned, at most 200.
 * @param {Scene} scene
 * @returns {Variable[]}
 */
export function variablesOf(scene) {
  const found = /** @type {Variable[]} */ ([])
  for (const [node, op] of scene.ops.entries()) {
    if (op !== 'input') continue
    for (const place of placesIn(scene.values[node])) {
      if (found.length === MOST) return found
      const name = `${titleOf(scene, node)}${place.length > 0 ? `[${place.join(', ')}]` : ''}`
      found.push({ key: `${scene.ids[node]}${place.length > 0 ? `[${place}]` : ''}`, node, place, name })
    }
  }
  return found
}

/**
 * The places of all entries, in order.
 * @param {import('../format.js').Value | null} value
 * @returns {number[][]}
 */
function placesIn(value) {
  if (typeof value === 'number') return [[]]
  if (!Array.isArray(value)) return []
  return value.flatMap((entry, i) => placesIn(entry).map((rest) => [i, ...rest]))
}

/**
 * The entry at a place.
 * @param {any} value
 * @param {number[]} place
 * @returns {number | null}
 */
export const entryAt = (value, place) => place.reduce((list, i) => list?.[i], value) ?? null

/**
 * The same value with another entry at a place.
 * @param {any} value
 * @param {number[]} place
 * @param {number} entry
 * @returns {Numbers}
 */
export function withEntry(value, [first, ...rest], entry) {
  if (first === undefined) return entry
  return value.map((/** @type {any} */ old, /** @type {number} */ i) =>
    i === first ? withEntry(old, rest, entry) : old,
  )
}

/**
 * The output as one number: what gradients are gradients of. For an array that is the sum of its entries, each times
 * its seed.
 * @param {Scene} scene
 */
export function outputOf(scene) {
  const seeds = entries(scene.gradients[scene.output])
  return entries(scene.values[scene.output]).reduce((sum, entry, i) => sum + entry * seeds[i], 0)
}

/**
 * What the output is called.
 * @param {Scene} scene
 */
export function outputName(scene) {
  const name = nameOf(scene, OPS, scene.output)
  return scene.shapes[scene.output].length > 0 ? texts.sumOf(name) : name
}

/** The tools' view of the page. */
export class Bench {
  /** @type {Scene | null} */ scene = null
  /** @type {Compute | null} */ #compute = null
  /** The scene that the rules were loaded for. @type {string[] | null} */ #ready = null
  /** The key of the chosen variable; all tools share it. */ #key = ''

  /** @param {Host} host */
  constructor(host) {
    this.host = host
  }

  /**
   * Takes the scene as it is now; loads the rules for another graph.
   * @returns {Promise<void> | null}  null where nothing has to be waited for
   */
  take() {
    this.scene = this.host.picture.scene
    if (!this.scene || this.#ready === this.scene.ids) return null
    const { scene } = this
    this.#compute = null
    return import('../computing.js').then(async ({ computer }) => {
      const compute = await computer(scene)
      if (this.scene?.ids !== scene.ids) return
      this.#compute = compute
      this.#ready = scene.ids
    })
  }

  /** Whether the browser can compute this scene. */
  get able() {
    return this.#compute !== null && this.variables.length > 0
  }

  /** @returns {Variable[]} */
  get variables() {
    return this.scene ? variablesOf(this.scene) : []
  }

  /** The chosen variable. @returns {Variable} */
  get chosen() {
    const { variables } = this
    return variables.find(({ key }) => key === this.#key) ?? variables[0]
  }

  /** @param {string} key */
  choose(key) {
    this.#key = key
  }

  /**
   * @param {Variable} variable
   * @param {Scene} [scene]
   */
  value({ node, place }, scene = /** @type {Scene} */ (this.scene)) {
    return Number(entryAt(scene.values[node], place))
  }

  /**
   * The gradient of a variable; 0 where the output does not depend on it.
   * @param {Variable} variable
   * @param {Scene} [scene]
   */
  gradient({ node, place }, scene = /** @type {Scene} */ (this.scene)) {
    return scene.gradients[node] === null ? 0 : Number(entryAt(scene.gradients[node], place))
  }

  /**
   * The scene with another value of one variable.
   * @param {Variable} variable
   * @param {number} value
   * @returns {Scene}
   */
  at({ node, place }, value) {
    const scene = /** @type {Scene} */ (this.scene)
    return this.with(new Map([[node, withEntry(scene.values[node], place, value)]]))
  }

  /**
   * The scene with other values of inputs.
   * @param {Map<number, Numbers>} given
   * @param {Scene} [scene]
   * @returns {Scene}
   */
  with(given, scene = /** @type {Scene} */ (this.scene)) {
    return /** @type {Scene} */ (this.#compute?.(scene, given))
  }

  /**
   * Gives a variable another value, in the picture too.
   * @param {Variable} variable
   * @param {number} value
   */
  set(variable, value) {
    const scene = /** @type {Scene} */ (this.scene)
    this.host.set([[scene.ids[variable.node], withEntry(scene.values[variable.node], variable.place, value)]])
  }
}

/**
 * A number times another one, as one writes it.
 * @param {number} a
 * @param {number} b
 */
export const product = (a, b) => `${short(a)} × ${operand(b)}`
