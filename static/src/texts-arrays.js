// All words about the factor of a matrix product.

/**
 * A name, or what stands for one in parentheses.
 * @param {string} name
 */
const held = (name) => (/\s/.test(name) ? `(${name})` : name)

/** The words of one language. */
export const english = {
  output: 'output',
  derivative: (/** @type {string} */ output, /** @type {string} */ name) => `∂${output}/∂${held(name)}`,
  right: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ factor) =>
    `${from} = ${to} · ${factor}, from the right`,
  left: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ factor) =>
    `${from} = ${factor} · ${to}, from the left`,
  shapes: (/** @type {string} */ result, /** @type {string} */ left, /** @type {string} */ right) =>
    `shapes: ${result} = ${left} · ${right}`,
  summed: ', summed over the stack',
}
