// The state of an element's question and answer: what is asked, what the last good picture is, and what went wrong.

import { ProblemError, UnreachableError } from './client.js'
import { fromWire } from './format.js'
import { MANY, readScene } from './scene.js'

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {(scene: Scene, given: Map<number, any>) => Scene | null} Compute */
/** @typedef {'empty' | 'loading' | 'ready' | 'problem' | 'unreachable'} Status */
/** @typedef {{ program: string, inputs: Record<string, unknown>, output: string | null, direction: 'right' | 'down', folded?: string[] }} Question */
/** @typedef {Error & { status?: number, code?: string, errors?: unknown[] }} Failure */

/** What one element knows. */
export class State {
  /** @type {Status} */ status = 'empty'
  /** @type {Scene | null} */ scene = null
  /** @type {Failure | null} */ failure = null
  /** The question that the scene answers. @type {Question | null} */ answered = null
  /** @type {Question | null} */ #asked = null
  /** The groups that are drawn as one card. @type {string[]} */ folded = []
  /** Counts what was asked and taken: only the newest counts. */ #turn = 0
  /** @type {(() => void) | null} */ #again = null
  /** Computes a scene with other inputs, as soon as the rules are there. @type {Compute | null} */ compute =
    null
  #client
  #changed

  /**
   * @param {import('./client.js').Client} client
   * @param {(event: 'loading' | 'answer' | 'live' | 'failure') => void} changed
   */
  constructor(client, changed) {
    this.#client = client
    this.#changed = changed
  }

  /**
   * Asks, unless that is what the scene answers already; other inputs of the same program are computed here.
   * @param {string} api
   * @param {Question} question
   */
  ask(api, question) {
    if (this.#asked && same(this.#asked, question)) return
    if (this.status === 'ready' && this.#live(question)) return
    const { direction, folded } = question
    const layout = { direction, ...(folded?.length ? { folded } : {}), ...this.#previous(question) }
    const { program, inputs, output } = question
    this.#asked = question
    this.#fetch(
      () =>
        this.#client.graph(api, {
          program,
          inputs,
          ...(output ? { output } : {}),
          layout,
          format: 'columns',
        }),
      question,
    )
  }

  /**
   * Opens a stored scene.
   * @param {string} url
   */
  open(url) {
    this.#asked = null
    this.#fetch(() => this.#client.stored(url), null)
  }

  /**
   * Takes a scene that somebody hands over.
   * @param {any} answer  the answer of the graph endpoint, or a scene that was read before
   */
  take(answer) {
    this.#client.cancel()
    this.#asked = null
    if (answer) return void this.#fetch(async () => answer, null)
    this.#turn++
    this.scene = null
    this.status = 'empty'
    this.#changed('answer')
  }

  /** Asks the last question again. */
  retry() {
    this.#again?.()
  }

  /** Forgets the question that is under way. */
  stop() {
    this.#client.cancel()
    this.#turn++
    if (this.status === 'loading') this.status = this.scene ? 'ready' : 'empty'
    this.#asked = this.answered
  }

  /**
   * @param {() => Promise<any>} request
   * @param {Question | null} question
   */
  async #fetch(request, question) {
    const turn = ++this.#turn
    this.#again = () => this.#fetch(request, question)
    this.status = 'loading'
    this.#changed('loading')
    try {
      const answer = await request()
      const scene = answer && (await read(answer))
      if (!scene || turn !== this.#turn) return
      this.scene = scene
      this.answered = question
      this.status = 'ready'
      this.failure = null
      this.#changed('answer')
    } catch (error) {
      if (turn === this.#turn) this.#fail(/** @type {Failure} */ (error))
    }
  }

  /** @param {Failure} error */
  #fail(error) {
    if (!(error instanceof ProblemError || error instanceof UnreachableError)) console.error(error)
    this.status = error instanceof UnreachableError ? 'unreachable' : 'problem'
    this.failure = error
    this.#changed('failure')
  }

  /**
   * Computes here what differs from the scene by values of inputs only.
   * @param {Question} question
   */
  #live(question) {
    const { scene, answered } = this
    if (!scene || !answered || !same({ ...answered, inputs: question.inputs }, question)) return false
    if (Object.keys(answered.inputs).some((name) => !(name in question.inputs))) return false
    return this.set(question.inputs)
  }

  /**
   * Other values for some inputs of the scene, computed at once; false where only the server can do it.
   * @param {Record<string, unknown>} inputs
   */
  set(inputs) {
    const { scene, compute } = this
    if (!scene || !compute) return false
    const given = new Map()
    for (const [name, value] of Object.entries(inputs)) {
      const node = scene.index.get(name)
      if (node === undefined || scene.ops[node] !== 'input') return false
      given.set(node, fromWire(value))
    }
    const computed = compute(scene, given)
    if (!computed) return false
    this.#client.cancel()
    this.#turn++
    this.scene = computed
    if (this.answered) this.answered = { ...this.answered, inputs: { ...this.answered.inputs, ...inputs } }
    this.#asked = this.answered
    this.#changed('live')
    return true
  }

  /**
   * The old order within columns, so that nodes which survive an edit keep their places.
   * @param {Question} question
   */
  #previous({ direction }) {
    const { scene } = this
    if (!scene || scene.direction !== direction) return {}
    const across = direction === 'down' ? 'x' : 'y'
    const place = (/** @type {number} */ node) => scene.boxes[node][across]
    const ranked = scene.columns.flatMap(({ nodes }) =>
      [...nodes].sort((a, b) => place(a) - place(b)).map((node, rank) => [scene.ids[node], rank]),
    )
    return { previous: Object.fromEntries(ranked) }
  }
}

/**
 * A scene from an answer: ours at once, others by code that is loaded for them; and with what draws it, where that is
 * not the picture of cards.
 * @param {any} answer
 */
async function read(answer) {
  if (answer.stages) return /** @type {Scene} */ (answer)
  const scene =
    answer.ids && answer.layout ? readScene(answer) : (await import('./rows.js')).readAnswer(answer)
  if (scene.scalar && scene.ids.length <= MANY && !answer.network && !answer.groups) return scene
  return (await import('./draw/painters.js')).equipped(scene, answer)
}

/**
 * @param {Question} a
 * @param {Question} b
 */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
