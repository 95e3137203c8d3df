import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expressionOf, formulaOf, numbersOf } from '../src/expression.js'
import { brief } from '../src/format.js'
import { frameAt } from '../src/frames.js'
import { schedule } from '../src/motion.js'
import { indexText, partsOfLabel, symbolOf, symbolText } from '../src/notation.js'
import { english } from '../src/texts.js'
import { browse, leave } from './dom.js'
import { networkScene } from './networks.js'

const document_ = browse()
const { NeuronPicture } = await import('../src/draw/neurons.js')
const { arranged } = await import('../src/draw/neuron-places.js')
const { weightTables } = await import('../src/draw/weights-table.js')
const { lineWidth } = await import('../src/draw/neuron-scale.js')

after(leave)

/** @type {any} */ let scene
before(() => {
  scene = arranged(networkScene([2, 3, 1]))
})

/** @param {any} given */
const dataOf = (given) => ({
  scene: given,
  symbols: { sigmoid: 'σ' },
  texts: english,
  ways: [],
  name: (/** @type {number} */ node) => given.labels[node],
  ranges: new Map(),
  maths: false,
  glide: false,
})

/** @param {any} given @param {number} k */
function drawn(given, k) {
  const root = document_.createElement('div')
  const picture = new NeuronPicture(root)
  const data = dataOf(given)
  picture.draw(data, frameAt(given, k))
  return { root, picture, data }
}

/**
 * The plates of the labels of all edges that end so.
 * @param {any} root
 * @param {string} end
 * @returns {import('../src/scene.js').Box[]}
 */
function platesOf(root, end) {
  return [...root.querySelectorAll('.edge')].flatMap((label) => {
    const width = Number(label.querySelector('.plate').getAttribute('width'))
    const place = label.querySelector('.lens').getAttribute('transform') ?? ''
    const [, x, y] = /translate\((\S+) (\S+)\)/.exec(place) ?? []
    return x && label.getAttribute('data-edge').endsWith(end)
      ? [{ x: Number(x) - width / 2, y: Number(y) - 20, width, height: 40 }]
      : []
  })
}

/** @param {import('../src/scene.js').Box} p @param {import('../src/scene.js').Box} q */
const apart = (p, q) =>
  p.x >= q.x + q.width || q.x >= p.x + p.width || p.y >= q.y + q.height || q.y >= p.y + p.height

test('ids are read in the note’s notation', () => {
  assert.deepEqual(symbolOf('w3_1_2'), { letter: 'w', layer: '3', index: ['1', '2'] })
  assert.deepEqual(symbolOf('x_4'), { letter: 'x', layer: '', index: ['4'] })
  assert.equal(symbolOf(':12'), null)
  assert.equal(symbolText('w3_1_2'), 'w₁₂³')
  assert.equal(symbolText('a12_3'), 'a₃¹²')
  assert.equal(symbolText('z2_11_3'), 'z₁₁,₃²')
  assert.equal(indexText(['11', '3']), '11,3')
})

test('labels give back their letter, layer and indices', () => {
  assert.deepEqual(partsOfLabel('w₁₂³'), { letter: 'w', below: '12', above: '3' })
  assert.deepEqual(partsOfLabel('a⁴'), { letter: 'a', below: '', above: '4' })
  assert.equal(partsOfLabel('x1'), null)
  assert.equal(partsOfLabel('loss'), null)
})

test('z and a of a neuron stand side by side, and the layers from left to right', () => {
  const box = (/** @type {string} */ id) => scene.boxes[scene.index.get(id)]
  for (const j of [1, 2, 3]) {
    const [z, a] = [box(`z2_${j}`), box(`a2_${j}`)]
    assert.equal(z.x + z.width, a.x)
    assert.equal(z.y, a.y)
  }
  assert.ok(box('x_1').x + box('x_1').width < box('z2_1').x)
  assert.ok(box('a2_1').x + box('a2_1').width < box('z3_1').x)
  assert.ok(box('a3_1').x < box('L').x)
  assert.ok(box('z2_1').y < box('z2_2').y)
})

test('where they would be but a strip in a high window, z stands above a, and no label touches a neuron', () => {
  const { innerHeight } = globalThis
  assert.equal(
    arranged(networkScene([2, 3, 3, 1])).neurons.stacked,
    false,
    'the sentence is to stay in sight',
  )
  Object.assign(globalThis, { innerHeight: 1100 })
  const strip = arranged(networkScene([2, 3, 3, 1]))
  Object.assign(globalThis, { innerHeight })
  const box = (/** @type {string} */ id) => strip.boxes[strip.index.get(id) ?? -1]
  assert.deepEqual([strip.neurons.stacked, scene.neurons.stacked], [true, false])
  for (const id of ['2_1', '2_3', '3_2', '4_1']) {
    const [z, a] = [box(`z${id}`), box(`a${id}`)]
    assert.equal(z.y + z.height, a.y)
    assert.equal(z.x, a.x)
  }
  const { width = 0, height = 1 } = strip.extent ?? {}
  assert.ok(width / height < 2, 'as a stage is, about')
  const { root } = drawn(strip, strip.steps.length)
  const plates = platesOf(root, '')
  assert.equal(plates.length, 6 + 9 + 3)
  plates.forEach((p, i) => {
    for (const q of [...strip.boxes, ...plates.slice(i + 1)]) {
      assert.ok(apart(p, q), `${JSON.stringify(p)} lies over ${JSON.stringify(q)}`)
    }
  })
  const bias = root.querySelector('[data-node="z2_1"] .bias-name')
  assert.ok(
    Number(bias?.getAttribute('y')) > 2 * box('z2_1').height,
    'the bias stands below the whole neuron',
  )
})

test('from top to bottom the labels that lead to one neuron do not overlap, however near it is to the next', () => {
  const upright = arranged(/** @type {any} */ ({ ...networkScene([4, 3, 3, 1]), direction: 'down' }))
  assert.equal(upright.near, 0.9)
  const { root } = drawn(upright, upright.steps.length)
  for (const id of ['z2_1', 'z2_3', 'z3_2', 'z4_1']) {
    const plates = platesOf(root, `->${id}`)
    assert.equal(plates.length, id.startsWith('z2') ? 4 : 3)
    plates.forEach((p, i) => {
      for (const q of plates.slice(i + 1))
        assert.ok(apart(p, q), `${JSON.stringify(p)} lies over ${JSON.stringify(q)}`)
    })
  }
})

test('the title of the first column begins at its border, not beyond it', () => {
  const { root } = drawn(scene, 0)
  const [first, second] = root.querySelectorAll('.titles .column')
  assert.equal(first.textContent, 'layer 1 · input')
  assert.equal(first.getAttribute('text-anchor'), 'start')
  assert.equal(Number(first.getAttribute('x')), scene.boxes[scene.index.get('x_1')].x)
  assert.equal(second.getAttribute('text-anchor'), 'middle')
})

test('every road runs from the border of one neuron to the border of the next', () => {
  scene.from.forEach((/** @type {number} */ from, /** @type {number} */ edge) => {
    if (scene.neurons.inner[edge]) return
    const [a, b] = scene.routes[edge]
    assert.equal(a.x, scene.boxes[from].x + scene.boxes[from].width)
    assert.equal(b.x, scene.boxes[scene.to[edge]].x)
  })
})

test('labels between two columns keep their distance', () => {
  const labels = scene.lenses
    .filter((/** @type {any} */ _, /** @type {number} */ edge) => /^z2/.test(scene.ids[scene.to[edge]]))
    .map((/** @type {any} */ { y }) => y)
    .sort((/** @type {number} */ a, /** @type {number} */ b) => a - b)
  assert.equal(labels.length, 6)
  for (let i = 1; i < labels.length; i++) assert.ok(labels[i] - labels[i - 1] >= 38)
})

test('neurons of one layer never overlap, however many there are', () => {
  for (const sizes of [
    [2, 3, 1],
    [12, 9, 3],
    [64, 20, 2],
  ]) {
    const { boxes, neurons } = arranged(networkScene(sizes))
    for (const { neurons: column } of neurons.layers) {
      const own = column.map(({ z, a }) => (z < 0 ? boxes[a] : boxes[z]))
      own.forEach((p, i) => {
        for (const q of own.slice(i + 1)) {
          assert.ok(Math.abs(p.x - q.x) >= p.width || Math.abs(p.y - q.y) >= p.height)
        }
      })
    }
  }
  assert.equal(arranged(networkScene([64, 20, 2])).neurons.density, 'cells')
})

test('the greatest weight of a layer has the widest line', () => {
  const { name, value } = scene.network.edges
  const widths = name.map((/** @type {string} */ each, /** @type {number} */ i) =>
    lineWidth(scene, each, value[i]),
  )
  const most = Math.max(...value.slice(0, 6).map(Math.abs))
  const widest = Math.max(...widths.slice(0, 6))
  assert.equal(Math.abs(value[widths.indexOf(widest)]), most)
})

test('before the first step weights are shown and nothing else is', () => {
  const { root } = drawn(scene, 0)
  assert.equal(root.querySelectorAll('.card').length, scene.ids.length)
  assert.equal(root.querySelector('[data-node="z2_1"] [data-part="value"]')?.textContent, '')
  const label = root.querySelector('.edge[data-name="w2_1_2"]')
  assert.match(label?.querySelector('.own')?.textContent ?? '', /^w212 /)
  assert.equal(label?.querySelector('.slope')?.getAttribute('display'), 'none')
})

test('in the end each weight shows its value, its gradient and its new value', () => {
  const { root } = drawn(scene, scene.steps.length)
  const { name, value, gradient, update } = scene.network.edges
  name.forEach((/** @type {string} */ each, /** @type {number} */ i) => {
    const label = /** @type {Element} */ (root.querySelector(`.edge[data-name="${each}"]`))
    const shown = ['own', 'slope', 'new'].map((part) =>
      label.querySelector(`.${part}`)?.getAttribute('data-value'),
    )
    assert.deepEqual(shown, [value[i], gradient[i], update[i]].map(String))
  })
})

test('drawing a frame again changes nothing, and any frame can follow any other', () => {
  const { root, picture, data } = drawn(scene, 5)
  const before_ = root.outerHTML
  picture.draw(data, frameAt(scene, 5))
  assert.equal(root.outerHTML, before_)
  picture.draw(data, frameAt(scene, scene.steps.length))
  picture.draw(data, frameAt(scene, 5))
  assert.equal(root.outerHTML, before_)
})

test('forward tokens become products behind the label', () => {
  const { from, to } = scene.stages[1]
  const { root, picture, data } = drawn(scene, from)
  const carried = (/** @type {number} */ t) => {
    picture.draw(data, frameAt(scene, from), schedule(scene, from, to), t)
    return [...root.querySelectorAll('.token.value text')].map(({ textContent }) => textContent)
  }
  const [edge] = scene.operands[scene.index.get('z2_1')]
  const value = scene.values[scene.from[edge]]
  assert.equal(carried(100)[0], brief(value))
  assert.equal(carried(100).length, 6)
  assert.equal(carried(600)[0], brief(value * scene.local[edge]))
})

test('the table has every weight that the picture has, and what is pending is said so', () => {
  const cells = (/** @type {number} */ k) =>
    weightTables(dataOf(scene), frameAt(scene, k))[0].querySelectorAll('tbody tr')
  assert.equal(cells(0).length, scene.network.edges.name.length + 4)
  assert.match(cells(0)[1].textContent ?? '', /^w₁₂²x₂z₁².*pendingpending$/)
  const { gradient, update } = scene.network.edges
  const end = cells(scene.steps.length)[1].textContent ?? ''
  assert.ok(end.endsWith(`${brief(gradient[1])}${brief(update[1])}`))
})

test('a weighted sum is written out with its weights and its bias', () => {
  const node = scene.index.get('z2_1')
  const text = expressionOf(scene, {}, node)
  assert.equal(text, 'w₁₁² × x₁ + w₁₂² × x₂ + b₁²')
  const [edge] = scene.operands[node]
  assert.ok(numbersOf(scene, {}, node).startsWith(`${brief(scene.local[edge])} × 0.2 + `))
  const long = arranged(networkScene([9, 1]))
  assert.match(expressionOf(long, {}, long.index.get('z2_1') ?? -1), /x₃ \+ … \+ b₁²$/)
})

test('the loss is written with its target, which is built into it', () => {
  const scene = networkScene([1, 1])
  const loss = scene.ops[scene.output]
  assert.equal(expressionOf(scene, {}, scene.output), `${loss}(a₁², y)`)
  assert.match(numbersOf(scene, {}, scene.output), new RegExp(`^${loss}\\(0\\.\\d+, y\\)$`))
  assert.equal(formulaOf(scene, {})?.textContent.endsWith(',y)'), true)
})

test('looking at a neuron brings the labels of the edges that lead to it', () => {
  const { root } = drawn(scene, 3)
  const card = root.querySelector('[data-node="a2_2"]')
  card?.dispatchEvent(new Event('pointerover', { bubbles: true, composed: true }))
  const near = [...root.querySelectorAll('.edge[data-near]')].map((label) => label.getAttribute('data-name'))
  assert.deepEqual(near, ['w2_2_1', 'w2_2_2'])
})
