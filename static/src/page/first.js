// The note's example: where everybody starts, on the page and in a frame.

/** @typedef {import('../format.js').Numbers} Numbers */

export const FIRST = {
  program: 'q = x + y\nf = q * z',
  inputs: /** @type {[string, Numbers][]} */ ([
    ['x', -2],
    ['y', 5],
    ['z', -4],
  ]),
}
