// The table of contents: where one is, and which questions are answered.

import { TEXTS } from './texts.js'

/** On narrower screens a picture may cover the upper part; the line at which a section begins is lower. */
const NARROW = 1000

/** The strip with the sections. */
export class Contents {
  #box
  /** @type {Set<string>} */ #done = new Set()
  /** @type {Set<Element>} */ #seen = new Set()
  #all

  /**
   * @param {HTMLElement} box
   * @param {string[]} questions  the sections that ask something
   */
  constructor(box, questions) {
    this.#box = box
    this.#all = questions
    this.#tell()
    const watch = new IntersectionObserver((entries) => this.#scrolled(entries), {
      rootMargin: innerWidth < NARROW ? '-66% 0px -32% 0px' : '-30% 0px -60% 0px',
    })
    for (const section of document.querySelectorAll('.chapter, .opening')) watch.observe(section)
  }

  get #links() {
    return this.#box.querySelectorAll('a')
  }

  /**
   * The question of a section was answered.
   * @param {string} id
   */
  answered(id) {
    if (this.#done.has(id)) return
    this.#done.add(id)
    for (const link of this.#links) {
      if (link.hash !== `#${id}`) continue
      link.dataset.done = ''
      link.setAttribute('aria-label', `${link.querySelector('.name')?.textContent}, ${TEXTS.answered}`)
    }
    this.#tell()
  }

  #tell() {
    const said = /** @type {HTMLElement} */ (this.#box.querySelector('[data-progress]'))
    said.textContent = TEXTS.progress(this.#done.size, this.#all.length)
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #scrolled(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target)
      else this.#seen.delete(target)
    }
    const ids = [...this.#seen].map((section) => section.getAttribute('data-belongs') ?? section.id)
    if (this.#seen.size === 0) return
    for (const link of this.#links) {
      const here = ids.includes(link.hash.slice(1))
      if (here) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
}
