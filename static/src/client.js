// The server: one question at a time, and the newest answer wins.

/** @typedef {{ detail: string, span?: { start: number, end: number, line: number, column: number }, pointer?: string }} Problem */

/** The server answered that the program or a value is wrong, or failed. */
export class ProblemError extends Error {
  /**
   * @param {number} status
   * @param {{ detail?: string, title?: string, code?: string, errors?: Problem[] }} problem
   */
  constructor(status, problem) {
    super(problem.detail || problem.title || `HTTP ${status}`)
    this.status = status
    this.code = problem.code ?? ''
    this.errors = problem.errors ?? []
  }
}

/** The server could not be reached. */
export class UnreachableError extends Error {}

/** Asks the server and forgets what is asked no more. */
export class Client {
  /** What is known without asking, if anything. @type {(question: object) => object | null} */ static known =
    () => null
  #sequence = 0
  /** @type {AbortController | null} */ #asking = null

  /**
   * Asks for a graph. Resolves with null if a newer question was asked meanwhile.
   * @param {string} api  the base URL
   * @param {object} question
   */
  async graph(api, question) {
    const known = Client.known(question)
    if (known) {
      this.cancel()
      return known
    }
    return this.#ask(`${api}/api/v1/graph`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(question),
    })
  }

  /**
   * Fetches a stored scene.
   * @param {string} url
   */
  stored(url) {
    return this.#ask(url, { headers: { Accept: 'application/json' } })
  }

  /** Forgets the question that is under way. */
  cancel() {
    this.#sequence++
    this.#asking?.abort()
    this.#asking = null
  }

  /**
   * @param {string} url
   * @param {RequestInit} options
   */
  async #ask(url, options) {
    this.cancel()
    const mine = this.#sequence
    this.#asking = new AbortController()
    try {
      const answer = await read(url, { ...options, credentials: 'omit', signal: this.#asking.signal })
      return mine === this.#sequence ? answer : null
    } catch (error) {
      if (mine !== this.#sequence) return null
      throw error
    }
  }
}

const BUSY = [502, 503, 504]

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function read(url, options) {
  let response
  try {
    response = await fetch(url, options)
  } catch (error) {
    throw new UnreachableError('unreachable', { cause: error })
  }
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  if (BUSY.includes(response.status) && !body.detail) throw new UnreachableError('unreachable')
  throw new ProblemError(response.status, body)
}
