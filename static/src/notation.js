// The note's notation: what an id of a network's graph says. `w2_1_3` is w₁₃², the weight from neuron 3 of layer 1 to
// neuron 1 of layer 2; `z3_2` is z₂³; `x_1` is x₁; `a2` is all of a².

/** @typedef {{ letter: string, layer: string, index: string[] }} Symbol_  a letter, its layer above, its indices below */

const ID = /^(x|y|L|[abgwz]|delta)(\d*)((?:_\d+)*)$/
/** @type {Record<string, string>} */
const LETTERS = { g: 'γ', delta: 'δ' }
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'

/**
 * What an id says; null where it is none of a network.
 * @param {string} id
 * @returns {Symbol_ | null}
 */
export function symbolOf(id) {
  const found = ID.exec(id)
  if (!found) return null
  const [, letter, layer, index] = found
  return { letter: LETTERS[letter] ?? letter, layer, index: index.split('_').slice(1) }
}

/**
 * The indices as one writes them: 12 is 1 and 2; with commas where one of them has two digits.
 * @param {string[]} index
 */
export const indexText = (index) => index.join(index.some((each) => each.length > 1) ? ',' : '')

/**
 * The id as text: w₁₃².
 * @param {string} id
 */
export function symbolText(id) {
  const symbol = symbolOf(id)
  if (!symbol) return id
  const swap = (/** @type {string} */ text, /** @type {string} */ digits) =>
    text.replace(/\d/g, (digit) => digits[Number(digit)])
  return `${symbol.letter}${swap(indexText(symbol.index), SUBSCRIPTS)}${swap(symbol.layer, SUPERSCRIPTS)}`
}

const LABEL = new RegExp(`^(\\p{L})([${SUBSCRIPTS},]*)([${SUPERSCRIPTS}]*)$`, 'u')

/**
 * What a label such as w₁₃² says; null where it is none of these.
 * @param {string} label
 */
export function partsOfLabel(label) {
  const found = LABEL.exec(label)
  if (!found || !(found[2] || found[3])) return null
  const plain = (/** @type {string} */ text, /** @type {string} */ digits) =>
    [...text].map((sign) => (digits.includes(sign) ? digits.indexOf(sign) : sign)).join('')
  return { letter: found[1], below: plain(found[2], SUBSCRIPTS), above: plain(found[3], SUPERSCRIPTS) }
}
