// Zooming from one view into the next: from a layer to its neurons, from a neuron to its multiplications and sums. Pure.

import { symbolOf } from '../notation.js'
import { nodesOf } from './progress.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('./link.js').View} View */
/** @typedef {{ layer: string, index: string[] }} Place  a layer, or a neuron of it */

/**
 * A place from its text in the link: `2`, `2.1`, `2.1.3.3`.
 * @param {string | null} text
 * @returns {Place | null}
 */
export function placeOf(text) {
  if (!text) return null
  const [layer, ...index] = text.split('.')
  return { layer, index }
}

/** @param {Place} place */
export const placeText = ({ layer, index }) => [layer, ...index].join('.')

/**
 * Where a click on a node leads; null where it leads nowhere.
 * @param {View} view
 * @param {string} id
 * @returns {{ view: View, place: Place } | null}
 */
export function into(view, id) {
  const symbol = symbolOf(id)
  if (!symbol || symbol.letter === 'L' || symbol.letter === 'y') return null
  const layer = symbol.layer || '1'
  if (view === 'layer') return { view: 'neuron', place: { layer, index: [] } }
  if (view === 'neuron' && symbol.index.length > 0)
    return { view: 'scalar', place: { layer, index: symbol.index } }
  return null
}

/**
 * The names of what a place shows: of layer 1 it is x, of others z, a and what leads to them.
 * @param {Place} place
 */
function namesOf({ layer, index }) {
  const after = index.map((each) => `_${each}`).join('')
  return layer === '1' ? [`x${after}`] : [`z${layer}${after}`, `a${layer}${after}`]
}

/**
 * The nodes that belong to a place in a view. In the scalar view a neuron is everything between its named sources and
 * its activation.
 * @param {Scene} scene
 * @param {View} view
 * @param {Place} place
 * @returns {number[]}
 */
export function nodesAt(scene, view, place) {
  const own = namesOf(view === 'layer' ? { ...place, index: [] } : place)
  const found = own.flatMap((name) => nodesOf(scene, name))
  if (view === 'layer') {
    const parameters =
      place.layer === '1'
        ? []
        : ['w', 'b', 'g'].flatMap((letter) => nodesOf(scene, `${letter}${place.layer}`))
    return [...found, ...parameters]
  }
  if (view === 'neuron') {
    return place.index.length === 0 ? found : [...found, ...found.flatMap((node) => sourcesOf(scene, node))]
  }
  return withInner(scene, found)
}

/**
 * @param {Scene} scene
 * @param {number} node
 */
const sourcesOf = ({ operands, from }, node) => operands[node].map((edge) => from[edge])

/**
 * Nodes with all that leads to them, as far as the next that has a name.
 * @param {Scene} scene
 * @param {number[]} nodes
 */
function withInner(scene, nodes) {
  const all = new Set(nodes)
  const open = [...nodes]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const source of sourcesOf(scene, node)) {
      if (all.has(source)) continue
      all.add(source)
      if (!scene.labels[source]) open.push(source)
    }
  }
  return [...all]
}
