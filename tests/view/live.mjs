// Computes scenes in the browser's way: JSON from standard input to standard output. The first argument is the folder
// with the modules. Each case is an answer of the graph endpoint in columns, and other values of inputs.

const folder = process.argv[2]
const { computer } = await import(`${folder}/computing.js`)
const { fromWire } = await import(`${folder}/format.js`)
const { arraysOf, handBack, pushOn } = await import(`${folder}/live-arrays.js`)
const { fromNested, toNested } = await import(`${folder}/ndarray.js`)
const { readScene } = await import(`${folder}/scene.js`)
const { variablesOf } = await import(`${folder}/tools/bench.js`)
const { arriving } = await import(`${folder}/tools/forward.js`)
const { count, pathsOf, work } = await import(`${folder}/tools/ways.js`)

async function answer({ answer: asked, inputs }) {
  const scene = readScene(asked)
  const given = new Map(Object.entries(inputs).map(([name, value]) => [scene.index.get(name), fromWire(value)]))
  const compute = await computer(scene)
  const now = compute(scene, given)
  const known = arraysOf(now)
  const back = (edge, g) => toNested(handBack(now, known, edge, fromNested(g)))
  const push = (of, edge, tangent) => toNested(pushOn(of, known, edge, fromNested(tangent)))
  const { values, gradients, propagated, local } = now
  const counts = count(now)
  return {
    values,
    gradients,
    propagated,
    local,
    kinked: now.flags.map((flags) => flags.some(({ kind }) => kind === 'kink')),
    counts: counts.map(String),
    paths: now.ids.map((_, node) => (counts[node] > 0n ? pathsOf(now, node, back, 64).map(({ product }) => product) : [])),
    work: Object.fromEntries(Object.entries(work(now)).map(([key, number]) => [key, String(number)])),
    tangents: variablesOf(now).map((variable) => [variable.node, variable.place, arriving(now, variable, push)]),
  }
}

let text = ''
for await (const chunk of process.stdin) text += chunk
const results = []
for (const task of JSON.parse(text)) results.push(await answer(task))
const words = (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
process.stdout.write(JSON.stringify(results, words))
