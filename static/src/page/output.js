// The choice of the output: any name or step in between of the program.

import { english as texts } from './texts.js'

/** @typedef {{ id: string, text: string, named: boolean }} Target */

const MOST = 500

/** The select element with all nodes that gradients can be taken of. */
export class Output {
  #select
  #known = ''

  /**
   * @param {HTMLSelectElement} select
   * @param {(output: string | null) => void} changed  null is the last statement
   */
  constructor(select, changed) {
    this.#select = select
    select.addEventListener('change', () => changed(select.value || null))
  }

  /**
   * @param {Target[]} targets
   * @param {string | null} chosen  null is the last statement
   * @param {string} [last]  the name of the last statement, or its id, where it is known
   */
  show(targets, chosen, last) {
    const shown = targets.slice(0, MOST)
    const key = JSON.stringify([shown, chosen, last])
    if (key === this.#known) return
    this.#known = key
    const spelt = targets.find(({ id }) => id === last)?.text
    const named = group(
      texts.named,
      shown.filter((target) => target.named),
    )
    const others = group(
      texts.intermediate,
      shown.filter((target) => !target.named),
    )
    this.#select.replaceChildren(
      option('', last ? texts.lastStatement(spelt ?? last) : texts.lastLine),
      ...named,
      ...others,
    )
    this.#select.value = chosen ?? ''
    if (chosen !== null && this.#select.value !== chosen) this.#select.append(option(chosen, chosen))
    this.#select.value = chosen ?? ''
  }
}

/**
 * @param {string} value
 * @param {string} text
 */
const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text })

/**
 * @param {string} label
 * @param {Target[]} targets
 */
function group(label, targets) {
  if (targets.length === 0) return []
  const box = Object.assign(document.createElement('optgroup'), { label })
  box.append(...targets.map(({ id, text }) => option(id, text)))
  return [box]
}
