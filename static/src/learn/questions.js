// The questions for numbers: what is right is computed from the numbers in the question, and so is every slip that has a
// name. Pure functions, no page.

import { full, short, typed } from '../format.js'
import { ASKED, CHOICES, TEXTS } from './texts.js'

/** @typedef {Record<string, number>} Given */
/** @typedef {{ answer: number, slips: [number, string][] }} Solution  the right number, and what wrong ones tell */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {{ right: boolean, says: string }} Verdict */

/**
 * A question for a number. `draw` gives other numbers for it, `solve` the answer from those; `scene` is the program of
 * this part of the lesson run at the given inputs, where `program` says so.
 *
 * @typedef {object} Asked
 * @property {boolean} [program]
 * @property {(pick: Pick) => Given} draw
 * @property {(given: Given, scene: Scene | null) => Solution} solve
 */

/** @typedef {<T>(from: T[]) => T} Pick */

/**
 * @param {Scene} scene
 * @param {'values' | 'gradients'} list
 * @param {string} name
 */
const of = (scene, list, name) => Number(scene[list][scene.index.get(name) ?? -1])

const WHOLE = [-6, -5, -4, -3, -2, 2, 3, 4, 5, 6]

/** @type {Record<keyof typeof ASKED, Asked>} */
export const QUESTIONS = {
  example: {
    program: true,
    draw: (pick) => ({ x: pick(WHOLE), y: pick(WHOLE), z: pick(WHOLE) }),
    solve({ x }, scene) {
      const run = /** @type {Scene} */ (scene)
      const texts = ASKED.example
      const answer = of(run, 'gradients', 'x')
      return {
        answer,
        slips: [
          [1, texts.isLocal],
          [of(run, 'gradients', 'z'), texts.isQ],
          [of(run, 'values', 'f'), texts.isOutput],
          [-answer, texts.isSign],
          [x, texts.isX],
        ],
      }
    },
  },
  passes: {
    program: true,
    draw: (pick) => ({ x: pick(WHOLE), y: pick(WHOLE) }),
    solve({ y }, scene) {
      const run = /** @type {Scene} */ (scene)
      const texts = ASKED.passes
      return {
        answer: of(run, 'gradients', 'x'),
        slips: [
          [1, texts.isOne],
          [y, texts.isP],
          [of(run, 'values', 'f'), texts.isOutput],
        ],
      }
    },
  },
  equations: {
    draw: (pick) => ({
      a: pick([0.5, 0.2, 0.8]),
      w1: pick([1, 2, 3]),
      w2: pick([-1, -2, 4]),
      d1: pick([0.1, 0.3, 0.4]),
      d2: pick([0.2, -0.1, 0.5]),
    }),
    solve({ a, w1, w2, d1, d2 }) {
      const texts = ASKED.equations
      const slope = a * (1 - a)
      const sum = d1 * w1 + d2 * w2
      return {
        answer: sum * slope,
        slips: [
          [sum, texts.isSum],
          [d1 * w1 * slope, texts.isFirst],
          [d2 * w2 * slope, texts.isSecond],
          [sum * a, texts.isPlain],
          [(d1 * w2 + d2 * w1) * slope, texts.isSwapped],
          [-sum * slope, texts.isSign],
        ],
      }
    },
  },
  procedure: {
    draw: (pick) => ({ w: pick([0.4, -0.3, 1.2]), g: pick([0.2, -0.6, 0.8]), rate: pick([0.5, 0.1, 0.25]) }),
    solve({ w, g, rate }) {
      const texts = ASKED.procedure
      return {
        answer: w - rate * g,
        slips: [
          [w + rate * g, texts.isUphill],
          [w - g, texts.isUnscaled],
          [rate * g, texts.isStep],
          [g, texts.isGradient],
          [w, texts.isOld],
        ],
      }
    },
  },
}

const NEAR = 5e-4

/**
 * Whether two numbers are the same to the digits that one would write down.
 * @param {number} a
 * @param {number} b
 */
const same = (a, b) => Math.abs(a - b) <= NEAR * Math.max(1e-3, Math.abs(b))

/**
 * Checks what somebody typed.
 * @param {keyof typeof ASKED} id
 * @param {string} text
 * @param {Solution} solution
 * @returns {Verdict}
 */
export function checkNumber(id, text, { answer, slips }) {
  if (text.trim() === '') return { right: false, says: TEXTS.empty }
  const number = typed(text)
  if (number === null) return { right: false, says: TEXTS.noNumber(text.trim()) }
  if (same(number, answer)) return { right: true, says: TEXTS.right(short(answer)) + ASKED[id].right }
  const slip = slips.find(([wrong]) => same(number, wrong))
  return { right: false, says: TEXTS.wrong(full(number)) + (slip ? slip[1] : ASKED[id].other) }
}

/**
 * Checks a choice.
 * @param {string} id
 * @param {string | null} value
 * @returns {Verdict}
 */
export function checkChoice(id, value) {
  const { right, says } = CHOICES[id]
  if (!value) return { right: false, says: TEXTS.empty }
  return { right: value === right, says: says[value] }
}

/**
 * Other numbers for a question, for which no slip happens to be right and not the ones before.
 * @param {keyof typeof ASKED} id
 * @param {Given} before
 * @param {Pick} pick
 */
export function redraw(id, before, pick) {
  for (let turn = 0; turn < TURNS; turn++) {
    const given = QUESTIONS[id].draw(pick)
    if (JSON.stringify(given) !== JSON.stringify(before)) return given
  }
  return before
}

const TURNS = 20

/**
 * What helps with a question.
 * @param {string} id
 */
export const hintOf = (id) =>
  id in CHOICES ? CHOICES[id].hint : ASKED[/** @type {keyof typeof ASKED} */ (id)].hint
