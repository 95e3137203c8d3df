// Prints the formulas of facts.js with names in their slots: JSON from standard input to standard output. The first
// argument is the folder of the browser's sources.

const folder = process.argv[2]
const { fill, latex, mathml, name } = await import(`${folder}/inspector/boxes.js`)
const { FACTS } = await import(`${folder}/generated/facts.js`)

const make = (tag, _, ...inner) => `<${tag}>${inner.join('')}</${tag}>`

function printed({ op, names }) {
  const given = names.map(name)
  const { value, local } = FACTS[op]
  const boxes = [value[names.length - 1], ...(local[names.length - 1] ?? [])].map((box) => box && fill(box, given))
  return boxes.map((box) => box && [latex(box), mathml(box, make).join('')])
}

let text = ''
for await (const chunk of process.stdin) text += chunk
process.stdout.write(JSON.stringify(JSON.parse(text).map(printed)))
