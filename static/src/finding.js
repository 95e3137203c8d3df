// Which nodes a search finds: by name, id or operation, the best ones first.

/** @typedef {import('./scene.js').Scene} Scene */

const MOST = 50

/**
 * The nodes that a query finds, at most 50 of all.
 * @param {Scene} scene
 * @param {string} query
 * @param {(op: string) => string} spoken  an op as one says it
 */
export function hitsFor(scene, query, spoken) {
  const wanted = query.trim().toLowerCase()
  if (!wanted) return { hits: [], all: 0 }
  /** @type {number[][]} */
  const ranks = [[], [], [], []]
  scene.ids.forEach((id, node) => {
    const rank = rankOf(id.toLowerCase(), scene.labels[node].toLowerCase(), wanted)
    if (rank >= 0) ranks[rank].push(node)
    else if (scene.ops[node] === wanted || spoken(scene.ops[node]).includes(wanted)) ranks[3].push(node)
  })
  const found = ranks.flat()
  return { hits: found.slice(0, MOST), all: found.length }
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} wanted
 */
function rankOf(id, label, wanted) {
  if (id === wanted || label === wanted) return 0
  if (id.startsWith(wanted) || label.startsWith(wanted)) return 1
  return id.includes(wanted) || label.includes(wanted) ? 2 : -1
}
