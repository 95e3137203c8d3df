// All words that people read around the picture, so that a language can be added without touching code; the words of the
// story are in texts-story.js.

/** The words of one language. */
export const english = {
  // The picture
  graph: (/** @type {string} */ formula) => `Computation graph of ${formula}. Arrow keys move between nodes.`,
  legend: {
    value: ['value', 'forward'],
    gradient: ['gradient', 'backward'],
    local: ['local gradient', 'on the edge'],
    cells: ['array', ''],
  },
  columnForward: (/** @type {number} */ n) => `forward step ${n}`,
  columnBackward: (/** @type {number} */ n) => `backward step ${n}`,
  now: (/** @type {string} */ title) => `${title} · now`,
  seedNote: (/** @type {string} */ name, /** @type {string} */ seed) =>
    `∂${name}/∂${name} = ${seed} starts the pass`,
  unreached: 'not on the way to the output',
  noGradient: 'none',
  constant: 'const',
  output: 'output',
  slider: (/** @type {string} */ name) => `Value of ${name}`,
  // A card, said aloud
  card: (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ gradient) =>
    `${name}, value ${value}, gradient ${gradient}`,
  pending: 'pending',
  // Controls
  first: 'First',
  back: 'Back',
  play: 'Play',
  pause: 'Pause',
  forward: 'Forward',
  last: 'Last',
  speed: 'Speed',
  timeline: 'Step',
  timelineValue: (/** @type {number} */ k, /** @type {number} */ all) => `step ${k} of ${all}`,
  forwardHalf: 'forward',
  backwardHalf: 'backward',
  inputsTick: 'inputs',
  seedTick: (/** @type {string} */ seed) => `seed ${seed}`,
  keys: { space: 'space', play: 'play', step: 'step' },
  table: 'Table',
  // States
  loading: 'Computing …',
  stale: 'The picture shows the last program that worked.',
  unreachable: 'The server cannot be reached.',
  retry: 'Retry',
  failed: 'This cannot be computed.',
  empty: 'Nothing to show yet.',
  // Tooltips
  lens: (/** @type {string} */ consumer, /** @type {string} */ name, /** @type {string} */ local) =>
    `local gradient ∂${consumer}/∂${name} = ${local}`,
  factor: (/** @type {string} */ rule, /** @type {string} */ name, /** @type {string} */ value) =>
    `${rule} with ${name} = ${value}`,
}

/** @typedef {typeof english} Texts */

/**
 * The words for a locale.
 * @param {string | null} _locale
 * @returns {Texts}
 */
export const textsFor = (_locale) => english
