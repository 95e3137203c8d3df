import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { browse, leave } from './dom.js'
import { networkScene } from './networks.js'

browse()
after(leave)
const { EQUATIONS, forwardNeuron, updateOf, weightGradient, weightGradientOf } = await import(
  '../src/network/equations.js'
)
const { matrix, pick, symbol } = await import('../src/network/mathml.js')
const { stationAt, stretchesOf } = await import('../src/network/progress.js')
const { restAt, toldAt } = await import('../src/network/told.js')
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
  assert.equal(EQUATIONS[12]().textContent, 'wn←wn−α∂L∂wn')
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

/** A network 1 → 2 → 1 with numbers that one can multiply in one's head. */
const SMALL = {
  spec: { inputs: 1, layers: [{ activation: 'sigmoid' }, { activation: 'tanh' }] },
  stations: [
    { layers: [{ n: 1, a: [2] }], target: [1] },
    {
      layers: [
        { n: 2, name: 'w2', value: [[0.5], [1]], given: false },
        { n: 2, name: 'b2', value: [0, 0], given: false },
      ],
      scheme: { name: 'standard_normal' },
    },
    {
      layers: [
        { n: 2, activation: 'sigmoid', z: [1, 2], a: [0.75, 0.875] },
        { n: 3, activation: 'tanh', z: [0.5], a: [0.25] },
      ],
      loss: 2,
    },
    { layers: [{ n: 3, from_above: [-0.5], slope: [0.25], delta: [-0.125] }] },
    { layers: [{ n: 2, from_above: [0.5, -1], slope: [0.25, 0.125], delta: [0.125, -0.125] }] },
    { layers: [{ n: 2, name: 'w2', gradient: [[0.25], [-0.5]], delta: [0.125, -0.25], a_before: [2] }] },
    {
      learning_rate: 0.5,
      loss: 2,
      loss_after_update: 1.5,
      layers: [
        {
          n: 2,
          name: 'w2',
          value: [[0.5], [1]],
          gradient: [[0.25], [-0.5]],
          change: [[-0.125], [0.25]],
          updated: [[0.375], [1.25]],
        },
      ],
    },
  ],
}

/** @param {any} story */
const shown = (story) => story.terms.map((/** @type {any} */ term) => term.text ?? term.under)

test('every station tells what it shows with numbers of this network', () => {
  const sentences = [
    /^x₁ = 2 is the activation of layer 1: .* The target y = 1 waits/,
    /^Neuron 2 of layer 2 starts with w₂₁² = 1\. The network has 4 weights and biases, .*“standard normal”/,
    /^The last layer answers a₁³ = 0\.25\. The target is y = 1: that makes a loss of L = 2\.$/,
    /^δ₁³ = ∂L\/∂a₁³ · tanh′\(z₁³\) = −0\.5 · 0\.25 = −0\.125: /,
    /^δ₂² = ∂L\/∂a₂² · σ′\(z₂²\) = −1 · 0\.125 = −0\.125: /,
    /^∂L\/∂w₂₁² = δ₂² · x₁ = −0\.25 · 2 = −0\.5: the error/,
    /^w₂₁² ← w₂₁² − α · ∂L\/∂w₂₁² = 1 − 0\.5 · \(−0\.5\) = 1\.25\. .* loss goes from 2 to 1\.5\.$/,
  ]
  const stories = sentences.map((_, i) => toldAt(SMALL, i + 1, 2))
  sentences.forEach((sentence, i) => {
    assert.match(stories[i]?.sentence ?? '', sentence)
  })
  assert.equal(new Set(stories.map((story) => story?.headline)).size, 7)
  assert.deepEqual(shown(stories[3]), ['z₁³', '=', '−0.5', '×', '0.25', '=', '−0.125'])
  assert.deepEqual(shown(stories[5]), ['w₂₁²', '=', '−0.25', '×', '2', '=', '−0.5'])
  assert.deepEqual(shown(stories[6]), ['1', '−', '0.5', '×', '−0.5', '=', '1.25'])
  assert.match(toldAt(SMALL, 3, 2, 2)?.sentence ?? '', /z₂² = 2, and passes on a₂² = σ\(2\) = 0\.875\.$/)
})

test('a station tells of itself at its end and at the end of a layer of it, steps elsewhere', () => {
  const [, , , , back] = stretches
  assert.deepEqual(restAt(back, back.to), {})
  assert.equal(restAt(back, back.parts[0].to)?.n, 3)
  assert.equal(restAt(back, back.to - 1), null)
  assert.equal(restAt(undefined, 3), null)
})

test('without numbers to tell, a station never ends with the words of another one', () => {
  const many = { n: 2, name: 'w2', value: { shape: [200, 200] }, gradient: { shape: [200, 200] } }
  /** @type {any[]} */ const stations = SMALL.stations.map(() => ({ layers: [many] }))
  const headlines = [1, 2, 3, 4, 5, 6, 7].map((number) => toldAt({ stations }, number, 1)?.headline)
  assert.deepEqual(headlines, [
    'Input',
    'Initialise the weights',
    ...[undefined, undefined, undefined],
    'Gradients of the weights',
    'Update the weights',
  ])
  const batch = { n: 2, name: 'w2', gradient: [[1]], delta: [[1], [2]], a_before: [[1], [2]] }
  assert.match(
    toldAt({ stations: stations.with(5, { layers: [batch] }) }, 6, 1)?.sentence ?? '',
    /^∂L\/∂w₁₁² = 1: .* all rows/,
  )
  assert.equal(
    toldAt({ stations: stations.with(4, { layers: [] }) }, 5, 1)?.headline,
    'There is no layer to go back to',
  )
})

test('an update that makes the loss grow says why, and one from no finite loss that it teaches nothing', () => {
  const ended = (/** @type {any} */ loss, /** @type {any} */ after) =>
    toldAt(
      { stations: SMALL.stations.with(6, { ...SMALL.stations[6], loss, loss_after_update: after }) },
      7,
      1,
    )?.sentence
  assert.match(ended(2, 8) ?? '', /loss grows from 2 to 8: with this α the step is too large\.$/)
  assert.match(ended(2, 2) ?? '', /loss goes from 2 to 2\.$/)
  assert.match(ended('NaN', 'NaN') ?? '', /nothing is learnt from this step\.$/)
})

test('penalties are a part of the gradient of a weight', () => {
  const own = { n: 2, name: 'w2', gradient: [[-0.1]], delta: [-0.25], a_before: [2] }
  const spec = { ...SMALL.spec, l1: 0.3, l2: 0.2 }
  const network = {
    spec,
    stations: SMALL.stations.with(5, { layers: [own] }),
    layers: [{ n: 2, weights: [[0.5]] }],
  }
  const story = toldAt(network, 6, 1)
  assert.match(story?.sentence ?? '', /^∂L\/∂w₁₁² = δ₁² · x₁ \+ penalty = −0\.25 · 2 \+ 0\.4 = −0\.1: /)
  assert.deepEqual(shown(story), ['w₁₁²', '=', '−0.25', '×', '2', '+', '0.4', '=', '−0.1'])
  assert.equal(
    weightGradientOf(own, 1, 1, spec, [[0.5]])[0].textContent,
    '∂L∂w112=δ12x1+0.3·sign(w112)+0.2·w112=(−0.25)·2+0.3·sign(0.5)+0.2·0.5=−0.1',
  )
  assert.match(weightGradient(own, spec)[0].textContent ?? '', /\+0\.2·w2=\[−0\.1\]$/)
  assert.doesNotMatch(toldAt({ ...network, spec: SMALL.spec }, 6, 1)?.sentence ?? '', /penalty/)
})
