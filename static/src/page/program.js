// What the page needs to know of a program's text without parsing it: places and first bindings.

/**
 * The UTF-16 offset of a code point offset: the server counts code points, browsers count units.
 * @param {string} text
 * @param {number} offset
 */
export function unitsOf(text, offset) {
  let units = 0
  let points = 0
  for (const character of text) {
    if (points >= offset) break
    points += 1
    units += character.length
  }
  return units
}

/**
 * A span of code points as UTF-16 offsets inside the text.
 * @param {string} text
 * @param {{ start: number, end: number }} span
 */
export function unitSpan(text, { start, end }) {
  return { from: unitsOf(text, start), to: unitsOf(text, end) }
}

const NAMES = /[A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9_]*/g
const BINDING = /^[ \t]*([A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9_]*)[ \t]*=(?!=)([^;#\n]*)/

/**
 * The text that each name is first bound to; empty for a name that is only used. A value that somebody chose for an
 * input holds as long as this text stays the same.
 * @param {string} program
 * @returns {Map<string, string>}
 */
export function bindings(program) {
  /** @type {Map<string, string>} */
  const found = new Map()
  for (const statement of program.replace(/#[^\n]*/g, '').split(/[;\n]/)) {
    const binding = BINDING.exec(statement)
    if (binding && !found.get(binding[1])) found.set(binding[1], binding[2].trim())
    for (const [name] of statement.matchAll(NAMES)) if (!found.has(name)) found.set(name, '')
  }
  return found
}

/** @typedef {import('../format.js').Numbers} Numbers */

/**
 * The values that were chosen for inputs, each with the binding it was chosen for. When the program's text binds the
 * name to something else, the text wins; when the old text returns (undo), so does the value.
 */
export class Chosen {
  /** @type {Map<string, { value: Numbers, binding: string }>} */
  #values = new Map()

  /**
   * Forgets everything and takes these values.
   * @param {string} program
   * @param {Iterable<[string, Numbers]>} values
   */
  reset(program, values) {
    this.#values.clear()
    this.add(program, values)
  }

  /**
   * @param {string} program
   * @param {Iterable<[string, Numbers]>} values
   */
  add(program, values) {
    const bound = bindings(program)
    for (const [name, value] of values) this.#values.set(name, { value, binding: bound.get(name) ?? '' })
  }

  /** @param {string} name */
  drop(name) {
    this.#values.delete(name)
  }

  /**
   * The values that hold for this program.
   * @param {string} program
   * @returns {Map<string, Numbers>}
   */
  for(program) {
    const bound = bindings(program)
    const holding = [...this.#values].filter(([name, { binding }]) => bound.get(name) === binding)
    return new Map(holding.map(([name, { value }]) => [name, value]))
  }
}
