// The gallery of examples: cards with a title, the program and where it comes from. A card is a link, so
// that it opens in a new tab as well, and the way back leads to what was there before.

import { english as texts } from './texts.js'

/**
 * @typedef {object} Example
 * @property {string} id
 * @property {string} title
 * @property {string} [sentence]
 * @property {string} program
 * @property {Record<string, unknown>} inputs
 * @property {string | null} [output]
 * @property {string} [source]
 */

const LINES = 4

/** The cards; they load once the page stands. */
export class Gallery {
  #cards
  #link
  #load
  /** @type {Map<string, HTMLAnchorElement>} */ #anchors = new Map()
  /** @type {Example[]} */ examples = []

  /**
   * @param {HTMLElement} cards
   * @param {() => Promise<Example[]>} load
   * @param {(example: Example) => string} link  what the address says after `#` when an example is open
   */
  constructor(cards, load, link) {
    this.#cards = cards
    this.#load = load
    this.#link = link
  }

  /** Loads the examples and shows them; where that fails, says so and offers to try again. */
  async show() {
    this.#cards.replaceChildren(paragraph('hint', texts.examplesLoading))
    try {
      this.examples = await this.#load()
      this.#cards.replaceChildren(...this.examples.map((example) => this.#card(example)))
    } catch {
      const again = Object.assign(document.createElement('button'), { type: 'button', className: 'button' })
      again.textContent = texts.retry
      again.addEventListener('click', () => this.show())
      this.#cards.replaceChildren(paragraph('hint', texts.examplesFailed), again)
    }
  }

  /**
   * Marks the example whose program this is.
   * @param {string} program
   */
  mark(program) {
    for (const example of this.examples) {
      const current = example.program.trim() === program.trim()
      this.#anchors.get(example.id)?.setAttribute('aria-current', String(current))
    }
  }

  /** @param {Example} example */
  #card(example) {
    const card = Object.assign(document.createElement('a'), {
      className: 'card',
      href: `#${this.#link(example)}`,
    })
    card.append(
      Object.assign(document.createElement('strong'), { textContent: example.title }),
      Object.assign(document.createElement('span'), {
        className: 'about',
        textContent: example.sentence ?? '',
      }),
      Object.assign(document.createElement('code'), { textContent: excerpt(example.program) }),
    )
    if (example.source) card.append(caption(example.source))
    card.dataset.example = example.id
    this.#anchors.set(example.id, card)
    return card
  }
}

/** @param {string} source */
function caption(source) {
  const plain = source.replace(/\(?\b(?:https?:\/\/|[\w.-]+\.\w+\/)\S+/g, '').trim()
  const made = document.createElement('span')
  return Object.assign(made, { className: 'source', textContent: plain || source, title: source })
}

const GIVEN = /^\s*\w+\s*=\s*[-+\d.eE[\],\s]+$/

/**
 * The lines of a program that compute something; the first ones, if they are many.
 * @param {string} program
 */
function excerpt(program) {
  const lines = program.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  const computing = lines.filter((line) => !GIVEN.test(line))
  const shown = computing.length > 0 ? computing : lines
  return shown.length > LINES ? [...shown.slice(0, LINES - 1), '…'].join('\n') : shown.join('\n')
}

/**
 * @param {string} kind
 * @param {string} text
 */
const paragraph = (kind, text) =>
  Object.assign(document.createElement('p'), { className: kind, textContent: text })
