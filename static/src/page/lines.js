// Which lines of a program a node comes from, told from the program's text and the picture's names.

/** @typedef {import('../scene.js').Scene} Scene */

const NAMES = /[A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9_]*/g
const BINDING = /^\s*([A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9_]*)\s*(\*\*|\/\/|[-+*/@^])?=(?!=)/

/**
 * The statements of a program, each with the lines that it stands on; inside brackets it goes on in the next line.
 * @param {string} program
 */
function statementsOf(program) {
  /** @type {{ text: string, lines: number[] }[]} */ const found = []
  let depth = 0
  for (const [at, written] of program.split('\n').entries()) {
    for (const [part, text] of written.replace(/#.*/, '').split(';').entries()) {
      const open = part === 0 && depth > 0 ? found.at(-1) : null
      if (open) open.lines.push(at + 1)
      if (open) open.text += ` ${text}`
      else if (text.trim()) found.push({ text, lines: [at + 1] })
      depth = Math.max(0, depth + (text.match(/[([]/g)?.length ?? 0) - (text.match(/[)\]]/g)?.length ?? 0))
    }
  }
  return found
}

/**
 * The lines of each node, counted from 1: where it is computed or bound; for an input without a binding, wherever it is
 * used. A name that is bound again makes versions, as in the picture: c, then c.2.
 * @param {string} program
 * @param {Pick<Scene, 'ids' | 'index' | 'consumers' | 'to'>} scene
 * @returns {number[][]}
 */
export function linesOf(program, { ids, index, consumers, to }) {
  /** @type {Map<string, number>} */ const versions = new Map()
  /** @type {Map<string, number[]>} */ const named = new Map()
  /** @type {Map<string, number[]>} */ const uses = new Map()
  const statements = statementsOf(program)
  for (const { text, lines } of statements) {
    const bound = BINDING.exec(text)
    const used = text.slice(bound && !bound[2] ? bound[0].length : 0)
    for (const [name] of used.matchAll(NAMES)) {
      if (!index.has(name)) continue
      if (!versions.has(name)) uses.set(name, [])
      versions.set(name, versions.get(name) ?? 1)
      uses.get(name)?.push(...lines)
    }
    if (!bound) continue
    const version = (versions.get(bound[1]) ?? 0) + 1
    versions.set(bound[1], version)
    named.set(version === 1 ? bound[1] : `${bound[1]}.${version}`, lines)
  }
  const last = statements.at(-1)?.lines ?? []
  /** @param {number} node @returns {number[]} */
  const find = (node) => {
    // A part of an expression stands where the node stands that the expression makes.
    for (let at = node; ; at = to[consumers[at][0]]) {
      const lines = named.get(ids[at]) ?? (at === node ? uses.get(ids[at]) : undefined)
      if (lines) return [...new Set(lines)]
      if (consumers[at].length === 0) return last
    }
  }
  return ids.map((_, node) => find(node))
}
