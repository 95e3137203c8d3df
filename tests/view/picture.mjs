// What the browser draws of a scene at some steps: visible texts, boxes and lanes with their places, as JSON.
// Standard input: a list of {answer, steps}. Standard output: for each a list of what is seen after each of the steps.

import { readFileSync } from 'node:fs'

const source = new URL('../../static/', import.meta.url)
const load = (path) => import(new URL(path, source))

const { Window } = await load('node_modules/happy-dom/lib/index.js')
const window = new Window()
globalThis.document = window.document

const [{ Picture }, heat, { waysOf }, { frameAt }, { readScene }, { SYMBOLS }, { textsFor }, { nameOf }] = await Promise.all(
  ['draw/picture', 'draw/heat', 'draw/geometry', 'frames', 'scene', 'generated/symbols', 'texts', 'telling'].map((name) =>
    load(`src/${name}.js`),
  ),
)

const HIDDEN = ['touch', 'shade', 'quiet']

const hidden = (element) =>
  element.getAttribute('display') === 'none' ||
  element.getAttribute('visibility') === 'hidden' ||
  HIDDEN.some((name) => element.classList.contains(name))

function place(element) {
  let [x, y] = [Number(element.getAttribute('x') ?? 0), Number(element.getAttribute('y') ?? 0)]
  for (let each = element; each?.getAttribute; each = each.parentElement) {
    if (hidden(each)) return null
    const [, a, b] = /translate\(([-\d.e]+) ([-\d.e]+)\)/.exec(each.getAttribute('transform') ?? '') ?? [0, 0, 0]
    x += Number(a)
    y += Number(b)
  }
  return [x, y]
}

const size = (element) => ['width', 'height'].map((name) => Number(element.getAttribute(name)))

function found(svg, selector, facts) {
  return [...svg.querySelectorAll(selector)].flatMap((element) => {
    const at = place(element)
    return at ? [[facts(element), ...at]] : []
  })
}

function dump(svg) {
  return {
    // What is only heard is the title of the card in the file.
    texts: found(svg, 'text:not(.aloud)', (text) => text.textContent).filter(([text]) => text),
    boxes: found(svg, 'rect', (rect) => size(rect).join(' ')),
    lanes: found(svg, 'path.lane', (path) => path.getAttribute('d')).map(([d]) => d),
    heads: found(svg, 'path.head', () => ''),
    nodes: [...svg.querySelectorAll('[data-node]')].map((card) => card.getAttribute('data-node')),
    edges: [...svg.querySelectorAll('[data-edge]')].map((edge) => [
      edge.getAttribute('data-edge'),
      edge.getAttribute('data-slot'),
    ]),
    parts: [...svg.querySelectorAll('[data-part]')]
      .filter((part) => part.getAttribute('data-value') !== null)
      .map((part) => [part.getAttribute('data-part'), part.getAttribute('data-value')]),
  }
}

function drawn({ answer, steps }) {
  const scene = { ...readScene(answer), heat }
  const data = {
    scene,
    symbols: SYMBOLS,
    texts: textsFor(null),
    ways: waysOf(scene),
    name: (node) => nameOf(scene, node),
    ranges: new Map(),
    maths: false,
  }
  return steps.map((k) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    new Picture(svg).draw(data, frameAt(scene, k))
    return dump(svg)
  })
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(drawn)))
