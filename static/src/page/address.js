// The page's address: follows the state while somebody plays and edits, and leads the state when somebody opens a link
// or goes back.

const WAIT = 300

/**
 * How a state is written after `#`, and read back. `L` is what a link can say.
 * @template L
 * @typedef {object} Writing
 * @property {(hash: string) => { link: L, complaints: string[] }} readLink
 * @property {(link: L) => string} writeLink
 */

/**
 * The part of the address after `#`.
 * @template L
 */
export class Address {
  #window
  #writing
  #state
  #follow
  #written = ''
  /** What the state said when it was opened: as long as it says so, the address stays as it is. */ #opened =
    ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer

  /**
   * @param {Window} view
   * @param {Writing<L>} writing
   * @param {() => L} state  what the address should say
   * @param {(link: L, complaints: string[]) => void} follow  called with what another address says
   */
  constructor(view, writing, state, follow) {
    this.#window = view
    this.#writing = writing
    this.#state = state
    this.#follow = follow
    view.addEventListener('popstate', () => this.#moved())
    view.addEventListener('hashchange', () => this.#moved())
    view.addEventListener('pagehide', () => this.now())
  }

  /** Follows the address as it stands. The address itself stays as it is until something changes. */
  open() {
    const { hash } = this.#window.location
    const { link, complaints } = this.#writing.readLink(hash)
    this.#follow(link, complaints)
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#written = hash
    this.#opened = this.#writing.writeLink(this.#state())
  }

  /** Writes the state into the address soon: browsers refuse too many changes a second. */
  changed() {
    this.#timer ??= setTimeout(() => this.now(), WAIT)
  }

  /** Writes the state into the address now. */
  now() {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const said = this.#writing.writeLink(this.#state())
    if (said === this.#opened) return
    this.#opened = ''
    if (`#${said}` === this.#written) return
    try {
      this.#window.history.replaceState(null, '', `#${said}`)
      this.#written = this.#window.location.hash
    } catch {
      // Too many changes: the next one writes it.
    }
  }

  #moved() {
    if (this.#window.location.hash !== this.#written) this.open()
  }
}
