// What draws scenes that are not drawn as cards, and what draws heat maps: loaded for those scenes only.

import { MANY } from '../scene.js'
import * as heat from './heat.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Painting} Painting */

/** The page about networks lights cards and edges one by one. */
const MANY_OF_A_NETWORK = 2000
/** The names on folded groups are elements among the cards. */
const MANY_FOLDED = 60

/**
 * @param {Scene} scene
 * @param {number} many
 */
const mostCards = ({ network }, many = MANY) => (network ? MANY_OF_A_NETWORK : many)

/**
 * Who draws which scenes: the first one that wants a scene has it.
 * @type {{ wants: (scene: Scene) => boolean, load: () => Promise<Painting> }[]}
 */
const PAINTERS = [
  {
    wants: ({ network }) => Boolean(network?.edges),
    load: async () => (await import('./neurons.js')).NeuronPicture,
  },
  {
    wants: ({ network }) => Boolean(network?.summary),
    load: async () => (await import('./summary.js')).SummaryPicture,
  },
  {
    wants: (scene) => scene.ids.length > mostCards(scene),
    load: async () => (await import('./canvas.js')).Canvas,
  },
]

/**
 * A scene some of whose groups are folded.
 * @param {Scene} scene
 */
async function folded(scene) {
  const { foldedPainter } = await import('./folded.js')
  const shown = (scene.cards ?? []).reduce((count, { nodes }) => count + 1 - nodes.length, scene.ids.length)
  const Inner =
    shown > mostCards(scene, MANY_FOLDED)
      ? (await import('./canvas.js')).Canvas
      : (await import('./picture.js')).Picture
  return { ...scene, Painter: foldedPainter(Inner) }
}

const WORDS = new Set(['NaN', 'Infinity', '-Infinity'])

/**
 * What an answer says about a network, with the numbers that travel as words.
 * @param {any} part
 * @returns {any}
 */
function numbered(part) {
  if (typeof part === 'string') return WORDS.has(part) ? Number(part) : part
  if (Array.isArray(part)) return part.map(numbered)
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, numbered(value)]))
}

/**
 * A scene with what it takes to draw it.
 * @param {Scene} scene
 * @param {any} answer
 * @param {typeof PAINTERS} [painters]
 * @returns {Promise<Scene>}
 */
export async function equipped(scene, answer, painters = PAINTERS) {
  const { network, groups, layout, edges } = answer
  const whole = {
    ...scene,
    heat,
    ...(network ? { network: numbered(network) } : {}),
    ...(groups ? { groups } : {}),
  }
  if (layout?.cards && edges?.drawn) return folded({ ...whole, cards: layout.cards, drawn: edges.drawn })
  const painter = painters.find(({ wants }) => wants(whole))
  if (!painter) return whole
  const Painter = await painter.load()
  return { ...(Painter.arranged?.(whole) ?? whole), Painter }
}
