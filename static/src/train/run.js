// One training run on the server: start it, give it orders, hear what it reports.

import { ProblemError } from '../client.js'
import { ask } from './ask.js'
import { History } from './history.js'
import { after, asked, IDLE, watch } from './stream.js'

const PATH = '/api/v1/train'

/** @typedef {import('./stream.js').Standing} Standing */
/** @typedef {{ spec: any, data: any, seed: number, steps: number, [more: string]: any }} Request */

/** The run that the panel shows. `changed` is called after every event. */
export class Run {
  /** @type {Standing} */ standing = IDLE
  history = new History()
  /** @type {Request | null} */ request = null
  /** What the server said about the run when it was made. @type {any} */ facts = null
  #changed
  #failed
  /** @type {(() => void) | null} */ #stop = null

  /**
   * @param {(frame: boolean) => void} changed
   * @param {(error: unknown) => void} failed
   */
  constructor(changed, failed) {
    this.#changed = changed
    this.#failed = failed
  }

  /**
   * Makes a run, and gives it its first order once it stands.
   * @param {Request} request
   * @param {{ action: string, [count: string]: any }} order
   */
  async start(request, order) {
    await this.reset()
    this.standing = { ...IDLE, phase: 'starting' }
    this.request = request
    this.#changed(false)
    try {
      this.facts = await ask('POST', PATH, { ...request, paused: true })
    } catch (error) {
      this.standing = IDLE
      this.request = null
      this.#changed(false)
      throw error
    }
    this.#watch()
    await this.order(order)
  }

  #watch() {
    const { facts } = this
    this.#stop = watch(facts.events, {
      event: (kind, data, size) => {
        if (facts !== this.facts) return
        if (kind === 'frame') this.history.add(data, size)
        const batches = Math.ceil(facts.rows / facts.batch_size)
        const epoch = data.step === undefined ? undefined : data.step / batches
        this.standing = after(this.standing, kind, { epoch, ...data })
        this.#changed(kind === 'frame')
      },
      connection: (connection) => {
        if (facts !== this.facts || this.standing.phase === 'ended') return
        this.standing = { ...this.standing, connection }
        this.#changed(false)
        if (connection === 'closed') this.look()
      },
    })
  }

  /** Asks how the run stands, after its stream has closed or the page was away. */
  async look() {
    const { facts } = this
    if (!facts || this.standing.phase === 'ended') return
    try {
      const status = await ask('GET', `${PATH}/${facts.id}`)
      if (facts === this.facts) this.standing = asked(this.standing, status)
    } catch (error) {
      if (facts !== this.facts) return
      if (!(error instanceof ProblemError && error.status === 404)) return this.#failed(error)
      this.standing = asked(this.standing, { state: 'ended' })
    }
    this.#changed(false)
  }

  /**
   * Pause, go on, make steps or epochs.
   * @param {{ action: string, [count: string]: any }} order
   */
  async order(order) {
    const { facts } = this
    if (!facts) return
    // Said before it is asked: the stream may tell of the next rest before the answer is here.
    const before = this.standing
    if (order.action !== 'pause') this.standing = { ...before, phase: 'running' }
    this.#changed(false)
    try {
      const status = await ask('POST', `${PATH}/${facts.id}`, order)
      if (facts === this.facts && status.state === 'ended' && this.standing.connection !== 'open') this.look()
    } catch (error) {
      if (facts === this.facts && this.standing.phase === 'running') this.standing = before
      this.#changed(false)
      throw error
    }
  }

  /** Ends the run and forgets what it reported. */
  async reset() {
    const { facts } = this
    const going = facts && this.standing.phase !== 'ended'
    this.#stop?.()
    this.#stop = null
    this.facts = null
    this.request = null
    this.history = new History()
    this.standing = IDLE
    this.#changed(false)
    if (going) await ask('DELETE', `${PATH}/${facts.id}`).catch(this.#failed)
  }

  /**
   * The loss around the present weights.
   * @param {object} question
   */
  surface(question) {
    return ask('POST', `${PATH}/${this.facts.id}/surface`, question)
  }
}
