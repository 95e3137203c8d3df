// All words of forward mode in the picture.

/** The words of one language. */
export const english = {
  legend: ['tangent', 'forward, × local'],
  column: (/** @type {number} */ n) => `forward mode, step ${n}`,
  half: 'tangents',
  card: (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ tangent) =>
    `${name}, value ${value}, tangent ${tangent}`,
  start: (/** @type {string} */ x) => ({
    headline: `Forward mode: how fast does each node move with ${x}?`,
    sentence: 'Press play: tangents flow right, from the input to the output, and each lens multiplies them.',
  }),
  by: (/** @type {string} */ x) => `${x} moves by 1`,
  seed: (/** @type {string} */ x) => ({
    headline: english.by(x),
    sentence: `∂${x}/∂${x} = 1 starts the pass. All other inputs stand still: their tangent is 0.`,
  }),
  moved: (/** @type {string} */ name) => `${name} moves too: tangent × local`,
  several: (/** @type {number} */ n) => `${n} nodes move: tangent × local`,
  moves: (/** @type {string} */ name, /** @type {string} */ tangent) => `${name} by ${tangent}`,
  more: (/** @type {number} */ n) => `and ${n} more`,
  times: (
    /** @type {string} */ name,
    /** @type {string} */ tangent,
    /** @type {string} */ local,
    /** @type {string} */ result,
  ) => `${name} moves by ${tangent}, times the local gradient ${local}: ${result}.`,
  sum: (/** @type {string} */ name, /** @type {string} */ sum, /** @type {string} */ total) =>
    `${name} moves by the sum, ${sum} = ${total}.`,
  arrived: (/** @type {string} */ f, /** @type {string} */ x) =>
    `This is ∂${f}/∂${x}, the gradient that reverse mode finds.`,
  tangentOf: (/** @type {string} */ name) => `tangent of ${name}`,
  local: 'local',
  via: (/** @type {string} */ name) => `via ${name}`,
  to: (/** @type {string} */ name) => `to ${name}`,
}

/**
 * The words for a locale.
 * @param {string | null} _locale
 */
export const textsFor = (_locale) => english
