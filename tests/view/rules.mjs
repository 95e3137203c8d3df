// Computes cases with the browser's rules: a line of JSON for every line of JSON. The first argument is the folder with
// the modules. Numbers that JSON lacks travel as words.

import { createInterface } from 'node:readline'

const folder = process.argv[2]
const { OPS } = await import(`${folder}/generated/ops.js`)
const { ARRAY_OPS } = await import(`${folder}/generated/array_ops.js`)
const { fold, spread } = await import(`${folder}/arrays.js`)
const { fromNested, map, toNested } = await import(`${folder}/ndarray.js`)

const read = (value) => fromNested(value)
const written = (value) => (typeof value === 'boolean' ? Number(value) : toNested(value))

function partial(op, slot, y, inputs) {
  const rule = op.partials[Math.min(slot, op.partials.length - 1)]
  return op.variadic ? map(rule, y, inputs[slot], ...inputs.filter((_, i) => i !== slot)) : map(rule, y, ...inputs)
}

function elementwise(op, inputs, g) {
  const y = map(op.forward, ...inputs)
  const local = inputs.map((_, slot) => partial(op, slot, y, inputs))
  const product = (d) => map((p, q) => p * q, spread(g, y, null, false), d)
  const kinks = (op.kinks ?? []).map(({ when }) => map(when, ...inputs))
  return { y, local, propagated: local.map((d, slot) => fold(product(d), inputs[slot])), kinks }
}

function general(op, inputs, g, attributes) {
  const y = op.forward(inputs, attributes)
  const upstream = spread(g, y, null, false)
  const rule = (slot) => op.pull[Math.min(slot, op.pull.length - 1)]
  return { y, propagated: inputs.map((_, slot) => rule(slot)(upstream, y, inputs, attributes, slot)) }
}

function answer({ op, inputs, g, attributes }) {
  const given = inputs.map(read)
  const found = OPS[op].partials
    ? elementwise(OPS[op], given, read(g))
    : general(ARRAY_OPS[op], given, read(g), attributes ?? {})
  const lists = Object.entries(found).map(([key, value]) => [key, Array.isArray(value) ? value.map(written) : written(value)])
  return Object.fromEntries(lists)
}

function graph({ ops, operands, values, output }) {
  const known = []
  ops.forEach((op, i) => known.push(values[i] === null ? OPS[op].forward(...operands[i].map((s) => known[s])) : Number(values[i])))
  const local = ops.map((op, i) => {
    const inputs = operands[i].map((s) => known[s])
    return inputs.map((_, slot) => partial(OPS[op], slot, known[i], inputs))
  })
  const gradients = ops.map(() => 0)
  gradients[output] = 1
  for (let i = output; i >= 0; i--) {
    operands[i].forEach((source, slot) => {
      gradients[source] += gradients[i] * local[i][slot]
    })
  }
  return { y: known, local, gradients }
}

const isWord = (value) => typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
const words = (_, value) => (isWord(value) ? (value === 0 ? '-0' : String(value)) : value)
for await (const line of createInterface({ input: process.stdin })) {
  const results = JSON.parse(line).map((task) => (task.ops ? graph(task) : answer(task)))
  process.stdout.write(`${JSON.stringify(results, words)}\n`)
}
