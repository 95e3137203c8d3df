// What the page asks the server. Of several questions of one kind only the newest is answered.

import { ProblemError, UnreachableError } from '../client.js'

/** Asks one kind of question. */
export class Asking {
  #path
  #turn = 0
  /** @type {AbortController | null} */ #asking = null

  /** @param {string} path */
  constructor(path) {
    this.#path = path
  }

  /**
   * The answer; null where a newer question was asked meanwhile.
   * @param {object} question
   * @returns {Promise<any>}
   */
  async ask(question) {
    this.#asking?.abort()
    this.#asking = new AbortController()
    const mine = ++this.#turn
    try {
      const answer = await post(this.#path, question, this.#asking.signal)
      return mine === this.#turn ? answer : null
    } catch (error) {
      if (mine !== this.#turn) return null
      throw error
    }
  }
}

/**
 * @param {string} path
 * @param {object} question
 * @param {AbortSignal} signal
 */
async function post(path, question, signal) {
  let response
  try {
    response = await fetch(new URL(path, document.baseURI), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(question),
      credentials: 'omit',
      signal,
    })
  } catch (error) {
    throw new UnreachableError('unreachable', { cause: error })
  }
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  throw new ProblemError(response.status, body)
}
