import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { browse, leave } from './dom.js'
import { networkScene } from './networks.js'

browse()
after(leave)
const { EQUATIONS, forwardNeuron, updateOf } = await import('../src/network/equations.js')
const { matrix, pick, symbol } = await import('../src/network/mathml.js')
const { stationAt, stretchesOf } = await import('../src/network/progress.js')
const { toldAt } = await import('../src/network/told.js')
const { rowsOf } = await import('../src/network/update.js')
const { into, nodesAt, placeOf, placeText } = await import('../src/network/zoom.js')

const scene = networkScene([2, 3, 3, 1])
const layer = (/** @type {number} */ n) => ({ n })
const STATIONS = [[1], [2, 3, 4], [2, 3, 4], [4], [3, 2], [2, 3, 4], [2, 3, 4]].map((ns) => ({
  layers: ns.map(layer),
}))
const stretches = stretchesOf(scene, STATIONS)
const known = (/** @type {string} */ id, /** @type {'valueAt' | 'gradientAt'} */ at) =>
  scene[at][scene.index.get(id) ?? -1]

test('the stations follow one another from the first step to the last', () => {
  assert.deepEqual(
    stretches.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7],
  )
  stretches.forEach(({ from, to }, i) => {
    assert.equal(from, i === 0 ? 0 : stretches[i - 1].to)
    assert.ok(to >= from)
  })
  assert.equal(stretches[0].to, known('x_2', 'valueAt'))
  assert.equal(stretches[2].to, known('L', 'valueAt'))
  assert.equal(stretches[3].to, known('z4_1', 'gradientAt'))
  assert.equal(stretches[4].to, known('z2_3', 'gradientAt'))
  assert.equal(stretches[6].to, scene.steps.length)
})

test('the error goes back layer by layer', () => {
  assert.deepEqual(stretches[4].parts, [
    { n: 3, to: known('z3_3', 'gradientAt') },
    { n: 2, to: known('z2_3', 'gradientAt') },
  ])
})

test('a step belongs to the first station it has not passed, or to the chosen one', () => {
  assert.equal(stationAt(stretches, 0, null), null)
  assert.equal(stationAt(stretches, 1, null), 1)
  assert.equal(stationAt(stretches, stretches[3].to, null), 4)
  assert.equal(stationAt(stretches, scene.steps.length, null), 6)
  assert.equal(stationAt(stretches, scene.steps.length, 7), 7)
  assert.equal(stationAt(stretches, 5, 7), 3)
})

test('a click goes from a layer to its neurons and from a neuron to its numbers', () => {
  assert.deepEqual(into('layer', 'w3'), { view: 'neuron', place: { layer: '3', index: [] } })
  assert.deepEqual(into('layer', 'x'), { view: 'neuron', place: { layer: '1', index: [] } })
  assert.deepEqual(into('neuron', 'a3_2'), { view: 'scalar', place: { layer: '3', index: ['2'] } })
  assert.equal(into('layer', 'L'), null)
  assert.equal(into('layer', ':1'), null)
  assert.equal(into('scalar', 'z2_1'), null)
  assert.equal(placeText(/** @type {any} */ (placeOf('3.2'))), '3.2')
})

test('a place has its neurons, and a neuron what leads to it', () => {
  const ids = (/** @type {number[]} */ nodes) => nodes.map((node) => scene.ids[node])
  assert.deepEqual(ids(nodesAt(scene, 'neuron', { layer: '4', index: [] })), ['z4_1', 'a4_1'])
  const neuron = ids(nodesAt(scene, 'neuron', { layer: '3', index: ['2'] }))
  assert.deepEqual([...new Set(neuron)].sort(), ['a2_1', 'a2_2', 'a2_3', 'a3_2', 'z3_2'])
  assert.deepEqual(nodesAt(scene, 'neuron', { layer: '9', index: [] }), [])
})

test('the equations of the note are there by their numbers, its slips mended', () => {
  assert.deepEqual(Object.keys(EQUATIONS).map(Number), [7, 8, 9, 10, 11, 12])
  assert.equal(EQUATIONS[7]().textContent, 'zn=wnan−1+bn')
  assert.equal(EQUATIONS[10]().textContent, '∂L∂zn=(wn+1)⊤∂L∂zn+1⊙σ′(zn)')
  assert.equal(EQUATIONS[12]().textContent, 'wn=wn−α∂L∂wn')
})

test('symbols have their layer above and their indices below', () => {
  assert.equal(symbol('w', 3, 1, 2).localName, 'msubsup')
  assert.equal(symbol('w', 3, 1, 12).children[1].textContent, '1,12')
  assert.equal(symbol('x', '', 2).localName, 'msub')
})

test('a neuron is written out product by product', () => {
  const station = { n: 2, z: [0.42], a: [0.6035], activation: 'sigmoid' }
  const own = { n: 2, weights: [[0.5, -0.25]], biases: [0.1] }
  const [z, a] = forwardNeuron(station, own, [0.8, 0.32], 1)
  assert.equal(z.textContent, 'z12=w112x1+w122x2+b12=0.5·0.8+(−0.25)·0.32+0.1=0.42')
  assert.equal(a.textContent, 'a12=σ(z12)=σ(0.42)=0.6035')
  assert.match(
    forwardNeuron({ ...station, z: [1], n: 3 }, { n: 3, weights: [Array(9).fill(1)] }, Array(9).fill(1), 1)[0]
      .textContent ?? '',
    /⋯/,
  )
})

test('large matrices show their corners', () => {
  assert.deepEqual(pick(5), [0, 1, 2, 3, 4])
  assert.deepEqual(pick(128), [0, 1, 2, -1, 127])
  assert.equal(
    matrix([
      [1, 2],
      [3, -4],
    ]).textContent,
    '[123−4]',
  )
})

test('the update lists every weight with w − α · gradient', () => {
  const layers = [
    { n: 2, name: 'w2', value: [[1, 2]], gradient: [[10, 20]], change: [[-5, -10]], updated: [[-4, -8]] },
    { n: 2, name: 'b2', value: [3], gradient: [4], change: [-2], updated: [1] },
  ]
  const rows = rowsOf(layers)
  assert.deepEqual(
    rows?.map(({ id }) => id),
    ['w2_1_1', 'w2_1_2', 'b2_1'],
  )
  for (const { value, gradient, change, updated } of rows ?? []) {
    assert.equal(change, -0.5 * gradient)
    assert.equal(updated, value + change)
  }
  assert.equal(rowsOf([{ n: 2, name: 'w2', value: { shape: [128, 784] } }]), null)
  assert.equal(
    updateOf('w', 2, [1, 1], { value: 1, gradient: 10, updated: -4 }, 0.5).textContent,
    'w112←w112−α∂L∂w112=1−0.5·10=−4',
  )
})

test('the last two stations tell of one weight with its numbers', () => {
  const weights = { n: 2, name: 'w2', value: [[0.5], [1]], gradient: [[0.25], [-0.5]] }
  const stations = Array(5).fill({})
  stations.push({ layers: [{ ...weights, delta: [0.125, -0.25], a_before: [2] }] })
  const layers = [{ ...weights, change: [[-0.125], [0.25]], updated: [[0.375], [1.25]] }]
  stations.push({ learning_rate: 0.5, loss: 2, loss_after_update: 1.5, layers })
  const gradients = toldAt({ stations }, 6, 2)
  assert.match(gradients?.sentence ?? '', /^∂L\/∂w₂₁² = δ₂² · x₁ = −0\.25 · 2 = −0\.5: the error/)
  const shown = (/** @type {any} */ story) =>
    story.terms.map((/** @type {any} */ term) => term.text ?? term.under)
  assert.deepEqual(shown(gradients), ['w₂₁²', '=', '−0.25', '×', '2', '=', '−0.5'])
  const update = toldAt({ stations }, 7, 2)
  assert.match(
    update?.sentence ?? '',
    /^w₂₁² becomes 1 − 0\.5 · \(−0\.5\) = 1\.25\. .* loss goes from 2 to 1\.5\.$/,
  )
  assert.deepEqual(shown(update), ['1', '−', '0.5', '×', '−0.5', '=', '1.25'])
  assert.equal(toldAt({ stations }, 5, 1), null)
})

test('a batch, or weights that are not sent, leave the story of the step', () => {
  const stations = Array(5).fill({})
  stations.push({ layers: [{ n: 2, name: 'w2', gradient: [[1]], delta: [[1], [2]], a_before: [[1], [2]] }] })
  stations.push({
    learning_rate: 0.5,
    loss: 2,
    loss_after_update: 1.5,
    layers: [{ n: 2, name: 'w2', value: { shape: [200, 200] } }],
  })
  assert.equal(toldAt({ stations }, 6, 1), null)
  assert.equal(toldAt({ stations }, 7, 1), null)
})
