// Reads texts with the parsers of others: Graphviz, Mermaid, and unified-latex with KaTeX for the formulas. JSON from
// standard input, with a list of texts per kind, to standard output, with what was read or the fault of each text; the
// first argument is the folder whose node_modules has them.

import { pathToFileURL } from 'node:url'

const load = (name) => import(pathToFileURL(`${process.argv[2]}/node_modules/${name}`).href)

async function dot() {
  const { instance } = await load('@viz-js/viz/dist/viz.js')
  const viz = await instance()
  return (text) => {
    const { status, output, errors } = viz.render(text, { format: 'json' })
    // Without fonts it guesses how wide a sign is, and says so; whatever else it says is a fault of the text.
    const faults = errors.filter(({ message }) => !message.includes('no value for width of non-ASCII character'))
    if (status !== 'success' || faults.length) throw new Error(`DOT: ${JSON.stringify(errors)}\n${text}`)
    const { objects, edges = [] } = JSON.parse(output)
    const named = objects.filter(({ nodes }) => !nodes)
    const name = Object.fromEntries(objects.map(({ _gvid, name }) => [_gvid, name]))
    return [
      named.map(({ name, label }) => [name, label]),
      edges.map(({ tail, head, label }) => [name[tail], name[head], label]),
    ]
  }
}

// Mermaid keeps codes of signs in a spelling of its own until it draws.
const decoded = (text = '') => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(code))

async function mermaid() {
  // What cleans labels needs a browser; the grammar, which is looked at here, does not.
  const { default: purify } = await load('dompurify/dist/purify.es.mjs')
  Object.assign(purify, { addHook: () => {}, sanitize: (label) => label })
  const { default: mermaid } = await load('mermaid/dist/mermaid.core.mjs')
  return async (text) => {
    const { diagramType } = await mermaid.parse(text)
    if (!diagramType.startsWith('flowchart')) throw new Error(diagramType)
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
    return [
      [...db.getVertices().values()].map(({ id, text }) => [id, decoded(text)]),
      db.getEdges().map(({ start, end, text }) => [start, end, decoded(text)]),
    ]
  }
}

/** All nodes of a tree, each with whether it stands in the body of a picture. */
function* walk(tree, inside = false) {
  if (Array.isArray(tree)) for (const each of tree) yield* walk(each, inside)
  else if (tree && typeof tree === 'object') {
    yield [tree, inside]
    const deeper = inside || tree.env === 'tikzpicture'
    for (const [key, value] of Object.entries(tree)) if (key !== 'position') yield* walk(value, deeper)
  }
}

async function latex() {
  const { parse } = await load('@unified-latex/unified-latex-util-parse/index.js')
  const { default: katex } = await load('katex/dist/katex.mjs')
  return (text) => {
    const found = { environments: [], macros: [], nodes: 0, draws: 0, formulas: 0, loose: [] }
    const formula = ({ position: { start, end } }, displayMode) => {
      const source = text.slice(start.offset, end.offset)
      const inner = displayMode ? source : source.slice(1, -1)
      katex.renderToString(inner, { displayMode, throwOnError: true, strict: 'error' })
      found.formulas++
    }
    for (const [node, drawn] of walk(parse(text))) {
      const name = node.type === 'macro' ? node.content : ''
      if (name) found.macros.push(name)
      if (drawn && name === 'node') found.nodes++
      if (drawn && name === 'draw') found.draws++
      if (node.type === 'inlinemath') formula(node, false)
      if (node.type === 'environment' || node.type === 'mathenv') found.environments.push(node.env.content ?? node.env)
      if (node.type === 'mathenv' && (node.env.content ?? node.env) === 'align*') formula(node, true)
      if (node.type === 'string' && /[{}$\\]/.test(node.content)) found.loose.push(node.content)
    }
    return found
  }
}

async function answer(make, texts) {
  const read = await make()
  const answers = []
  for (const text of texts) {
    try {
      answers.push({ read: await read(text) })
    } catch ({ message }) {
      answers.push({ fault: message })
    }
  }
  return answers
}

let input = ''
for await (const chunk of process.stdin) input += chunk
const given = JSON.parse(input)
const read = {
  dot: await answer(dot, given.dot),
  mermaid: await answer(mermaid, given.mermaid),
  latex: await answer(latex, given.latex),
}
process.stdout.write(JSON.stringify(read))
