// Lays out graphs with Graphviz's dot: a JSON string with a graph on each line in, its milliseconds on each line out.

import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const { Graphviz } = await import(pathToFileURL(process.argv[2]).href)
const graphviz = await Graphviz.load()

for await (const line of createInterface({ input: process.stdin })) {
  const source = JSON.parse(line)
  const start = performance.now()
  graphviz.layout(source, 'json', 'dot')
  console.log(performance.now() - start)
}
