// All words that people read on the page around the picture, in one place. The element has its own: ../texts.js.

/** The words of one language. */
export const english = {
  // Editor
  fix: (/** @type {string} */ text) => `Change to ${text}`,
  goThere: 'Go there',
  empty:
    'Type a program, such as f = x * y, or choose an example below. The picture still shows the last one.',
  failed: 'This cannot be computed.',
  variable: 'name in this program',
  constant: 'constant',
  // Inputs
  inputLabel: (/** @type {string} */ name) => `Value of ${name}`,
  asTable: 'Edit as a table',
  noInputs: 'This program has no inputs: every number in it is fixed.',
  tooLarge: (/** @type {string} */ text) => `“${text}” is not finite: it is beyond 1.8e308.`,
  notANumber: (/** @type {string} */ text) => `“${text}” is no number. Write one like −2, 0.5 or 1e-3.`,
  notAnArray: (/** @type {string} */ text) =>
    `“${text}” is neither a number nor a list like [1, 2] or [[1, 2], [3, 4]].`,
  ragged: 'All rows of a list must have the same length.',
  moreInputs: (/** @type {number} */ n) => `and ${n} more; edit them in the program.`,
  // Output
  lastLine: 'The last line',
  lastStatement: (/** @type {string} */ name) => `${name} (last line)`,
  named: 'Names',
  intermediate: 'Steps in between',
  noOutput: (/** @type {string} */ name) =>
    `The program has no “${name}” any more; gradients are those of its last line.`,
  // Link
  badValue: (/** @type {string} */ name, /** @type {string} */ text) =>
    `The link gives ${name} the value “${text}”, which is no number; it was left out.`,
  badStep: (/** @type {string} */ text) =>
    `The link asks for step “${text}”, which is no step number; the picture opens at the start.`,
  badInputs: 'The link’s list of inputs cannot be read; it was left out.',
  badProgram: 'The program in this link is too long to open; the example is shown instead.',
  unknown: (/** @type {string} */ name) =>
    `The link says “${name}”, which means nothing here; it was left out.`,
  // Sharing
  notLoaded: 'This could not be loaded. Check the connection and try again.',
  // Examples
  examplesFailed: 'The examples could not be loaded.',
  retry: 'Try again',
  examplesLoading: 'Loading examples …',
}

/** @typedef {typeof english} Texts */

const LONGEST_QUOTE = 40

/**
 * A piece of what someone typed, short enough to repeat.
 * @param {string} text
 */
export const quoted = (text) => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text)
