// The story, the formulas and what moves: loaded beside the server's answer.

import { formulaOf as formula, nameOf as name } from './expression.js'
import { OPS } from './generated/ops.js'
import { equationName, storyOf as story } from './story.js'
import { SUM_WORDS, textsFor } from './texts-story.js'

/** @typedef {import('./scene.js').Scene} Scene */

export { drawStrip } from './draw/strip.js'
export { style } from './draw/tokens.css.js'
export { drawTokens, drawTrails } from './draw/tokens.js'
export { loadMaths } from './fonts.js'

/** What a network's graphs have besides the functions of the language. */
const WORDS = { ...OPS, weighted_sum: SUM_WORDS }

/**
 * The story of the steps from frame `from` to frame `to`.
 * @param {Scene} scene
 * @param {number} from
 * @param {number} to
 */
export const storyOf = (scene, from, to) => story({ scene, ops: WORDS, texts: textsFor(null) }, from, to)

/**
 * What to call a node.
 * @param {Scene} scene
 * @param {number} node
 * @param {boolean} [whole]  with what it computes: `q = x + y`
 */
export const nameOf = (scene, node, whole = false) => (whole ? equationName : name)(scene, WORDS, node)

/**
 * The output as a formula of the inputs, in MathML.
 * @param {Scene} scene
 */
export const formulaOf = (scene) => formula(scene, WORDS)
