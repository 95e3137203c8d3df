// The editor: a plain text area at once, CodeMirror in its place as soon as somebody is about to use it.

/** @typedef {import('./problems.js').Mistake} Mistake */
/** @typedef {import('./codemirror.js').Rich} Rich */
/** @typedef {{ name: string, signature: string, sentence: string }} OpDoc */

/** A text area lays all its lines out at once: longer texts, in UTF-16 units, go to CodeMirror, which draws what is seen. */
const LONG = 10_000

/** The program's text, wherever it is edited. */
export class Editor {
  #area
  #place
  #changed
  #opDocs
  #picture
  /** @type {Rich | null} */ #rich = null
  /** @type {Promise<void> | null} */ #loading = null
  /** @type {Mistake[]} */ #mistakes = []

  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} place  where CodeMirror goes
   * @param {{ changed: (text: string) => void, opDocs: () => Promise<OpDoc[]>, picture: import('./explorer.js').Picture }} context
   */
  constructor(area, place, { changed, opDocs, picture }) {
    this.#area = area
    this.#place = place
    this.#changed = changed
    this.#opDocs = opDocs
    this.#picture = picture
    area.addEventListener('input', () => changed(area.value))
    for (const event of ['focus', 'pointerenter', 'touchstart']) {
      area.addEventListener(event, () => this.load(), { once: true, passive: true })
    }
    picture.addEventListener('chainrule:over', async (event) => {
      if (this.#rich) return
      const { markLines } = await import('./plain.js')
      markLines(area, picture, /** @type {CustomEvent} */ (event).detail.node)
    })
  }

  get text() {
    return this.#rich ? this.#rich.text : this.#area.value
  }

  /** Sets the text from outside: from a link or an example. */
  set text(text) {
    if (text === this.text) return
    if (text.length > LONG && !this.#loading) this.#wait()
    this.#area.value = text
    this.#rich?.setText(text)
  }

  /** Keeps a long text out of sight until CodeMirror is there. */
  #wait() {
    this.#area.hidden = true
    this.#place.classList.add('waits')
    this.load().then(() => {
      this.#place.classList.remove('waits')
      this.#area.hidden = this.#rich !== null
    })
  }

  /**
   * Replaces a part of the text as if somebody had typed it.
   * @param {number} from
   * @param {number} to
   * @param {string} insert
   */
  replace(from, to, insert) {
    if (this.#rich) return this.#rich.replace(from, to, insert)
    this.#area.setRangeText(insert, from, to, 'end')
    this.#changed(this.#area.value)
  }

  /** Selects a part of the text and goes there. @param {number} from @param {number} to */
  select(from, to) {
    if (this.#rich) return this.#rich.select(from, to)
    this.#area.focus()
    this.#area.setSelectionRange(from, to)
  }

  /**
   * Marks mistakes in the text; none takes the marks away.
   * @param {Mistake[]} mistakes
   */
  mark(mistakes) {
    const none = mistakes.length + this.#mistakes.length === 0
    this.#mistakes = mistakes
    if (none) return
    this.#area.setAttribute('aria-invalid', String(mistakes.length > 0))
    if (this.#rich) this.#rich.mark(mistakes)
    else if (mistakes.some(({ place }) => place)) this.load()
  }

  /** Puts CodeMirror in the text area's place, once. Where it cannot be loaded, the text area stays. */
  load() {
    this.#loading ??= this.#load().catch(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async #load() {
    const { composed, createRich } = await import('./codemirror.js')
    const area = this.#area
    await composed(area)
    const focused = document.activeElement === area
    const rich = createRich(this.#place, {
      text: area.value,
      selection: [area.selectionStart, area.selectionEnd],
      label: area.labels?.[0]?.textContent ?? '',
      describedBy: area.getAttribute('aria-describedby') ?? '',
      picture: this.#picture,
      changed: (text) => {
        area.value = text
        this.#changed(text)
      },
    })
    this.#rich = rich
    area.hidden = true
    if (focused) rich.focus()
    rich.mark(this.#mistakes)
    this.#opDocs().then(
      (docs) => rich.teach(docs),
      () => {},
    )
  }
}
