// What draws scenes that are not drawn as cards, and what draws heat maps: loaded for those scenes only.

import * as heat from './heat.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../scene.js').Painting} Painting */

/** More nodes than this are drawn on a canvas. */
const MANY = 2000

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
  { wants: ({ ids }) => ids.length > MANY, load: async () => (await import('./canvas.js')).Canvas },
]

/**
 * A scene with what it takes to draw it.
 * @param {Scene} scene
 * @param {any} answer
 * @param {typeof PAINTERS} [painters]
 * @returns {Promise<Scene>}
 */
export async function equipped(scene, { network }, painters = PAINTERS) {
  const whole = { ...scene, heat, ...(network ? { network } : {}) }
  const painter = painters.find(({ wants }) => wants(whole))
  if (!painter) return whole
  const Painter = await painter.load()
  return { ...(Painter.arranged?.(whole) ?? whole), Painter }
}
