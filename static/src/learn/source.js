// Where the numbers of a part of the lesson come from: the element in the picture, or a program that is computed here.

import { Client } from '../client.js'
import { computer } from '../computing.js'
import { readScene } from '../scene.js'
import { allUpdated, replaced } from './keys.js'

/** @typedef {import('./keys.js').Run} Run */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../format.js').Numbers} Numbers */
/** @typedef {import('../state.js').Compute} Compute */
/** @typedef {import('../element.js').ChainRule} Picture */

/**
 * What a part of the lesson asks of its numbers.
 *
 * @typedef {object} Source
 * @property {Run | null} run
 * @property {(name: string, places: number[], number: number) => void} set  another number for an input
 * @property {(values: Record<string, number>) => Promise<Scene | null>} at  the same program elsewhere; nothing changes
 */

/** The numbers of a `<chain-rule>`, which its own sliders change, too. @implements {Source} */
export class PictureSource {
  #picture
  #changed

  /**
   * @param {Picture} picture
   * @param {() => void} changed
   */
  constructor(picture, changed) {
    this.#picture = picture
    this.#changed = changed
    for (const name of ['chainrule:ready', 'chainrule:change']) picture.addEventListener(name, changed)
  }

  /** @returns {Run | null} */
  get run() {
    const { scene } = this.#picture
    return scene && { scene, after: null }
  }

  /**
   * @param {string} name
   * @param {number[]} _places
   * @param {number} number
   */
  set(name, _places, number) {
    this.#picture.inputs = { ...this.#picture.inputs, [name]: number }
    queueMicrotask(this.#changed) // the element computes in a microtask that was queued before
  }

  /** @param {Record<string, number>} values */
  async at(values) {
    return this.run && elsewhere(this.run.scene, values)
  }
}

/** The numbers of a program without a picture of its own: asked once, then computed here. @implements {Source} */
export class ProgramSource {
  /** @type {Run | null} */ run = null
  /** @type {Scene | null} */ #first = null
  /** @type {Compute | null} */ #compute = null
  #changed

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  /** @param {string} program */
  async open(program) {
    const answer = await new Client().graph('', { program, layout: true, format: 'columns', arrays: 'full' })
    const scene = readScene(answer)
    this.#compute = await computer(scene)
    this.#first = scene
    this.#show(scene)
  }

  /**
   * @param {string} name
   * @param {number[]} places
   * @param {number} number
   */
  set(name, places, number) {
    const node = this.run?.scene.index.get(name)
    if (node === undefined || !this.run) return
    this.#give(new Map([[node, replaced(this.run.scene.values[node], places, number)]]))
  }

  /** One step of gradient descent. */
  step() {
    if (this.run) this.#give(allUpdated(this.run.scene))
  }

  /** Back to the first numbers. */
  restart() {
    if (this.#first) this.#show(this.#first)
  }

  /** @param {Record<string, number>} values */
  async at(values) {
    return this.run && elsewhere(this.run.scene, values)
  }

  /** @param {Map<number, Numbers>} given */
  #give(given) {
    const scene = this.run && this.#compute?.(this.run.scene, given)
    if (scene) this.#show(scene)
  }

  /** @param {Scene} scene */
  #show(scene) {
    this.run = { scene, after: this.#compute?.(scene, allUpdated(scene)) ?? null }
    this.#changed()
  }
}

/**
 * A scene with other inputs.
 * @param {Scene} scene
 * @param {Record<string, number>} values
 */
async function elsewhere(scene, values) {
  const compute = await computer(scene)
  const given = new Map(Object.entries(values).map(([name, value]) => [Number(scene.index.get(name)), value]))
  return compute?.(scene, given) ?? null
}
