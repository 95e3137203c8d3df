// All words that people read on the page about networks, in one place.

/** The words of one language. */
export const english = {
  // Kinds of layers
  kinds: /** @type {Record<string, string>} */ ({
    dense: 'dense',
    conv2d: 'convolution',
    maxpool2d: 'max-pooling',
    flatten: 'flatten',
    dropout: 'dropout',
    batch_norm: 'batch norm',
  }),
  fields: /** @type {Record<string, string>} */ ({
    units: 'neurons',
    activation: 'activation',
    bias: 'bias',
    filters: 'filters',
    kernel: 'kernel',
    stride: 'stride',
    padding: 'padding',
    size: 'window',
    rate: 'rate',
    seed: 'seed',
    epsilon: 'ε',
    momentum: 'momentum',
    low: 'from',
    high: 'to',
    value: 'value',
  }),
  choices: (/** @type {string} */ name) => name.replaceAll('_', ' '),
  // Form
  inputLayer: 'input',
  inputs: 'Inputs',
  inputsHint: 'A number, or channels × height × width of an image, such as 1x8x8.',
  layer: (/** @type {number} */ n) => `Layer ${n}`,
  kindOf: (/** @type {number} */ n) => `Kind of layer ${n}`,
  fieldOf: (/** @type {string} */ field, /** @type {number} */ n) => `${field}, layer ${n}`,
  up: (/** @type {number} */ n) => `Move layer ${n} towards the input`,
  down: (/** @type {number} */ n) => `Move layer ${n} towards the output`,
  remove: (/** @type {number} */ n) => `Remove layer ${n}`,
  addLayer: 'Add a layer',
  addKind: 'Kind of the new layer',
  add: 'Add',
  loss: 'Loss',
  init: 'Weights from',
  seed: 'seed',
  l1: 'L1 penalty',
  l2: 'L2 penalty',
  ownWeights: 'Weights of one’s own',
  drawn: 'The weights are drawn by the scheme below.',
  giveWeights: 'Write them into a table',
  drawWeights: 'Draw them again',
  row: (/** @type {number} */ j) => `to ${j}`,
  column: (/** @type {number} */ k) => `from ${k}`,
  kernelTable: (/** @type {number} */ j, /** @type {number} */ k) => `Filter ${j}, channel ${k}`,
  biasColumn: 'bias',
  cell: (/** @type {string} */ name) => `Value of ${name}`,
  tooManyCells: (/** @type {number} */ count) =>
    `${count.toLocaleString('en')} weights are too many for a table; they stand in the line and in the JSON.`,
  lastLayer: 'A network needs at least one layer.',
  // Line and JSON
  lineLabel: 'The network in one line',
  lineHint:
    'Layer by layer with arrows, then what holds for all: 2 -> 3 sigmoid -> 1 sigmoid, loss mse, init xavier seed 1',
  jsonLabel: 'The network as JSON',
  notJson: (/** @type {string} */ why) => `This is no JSON: ${why}`,
  goThere: 'Go there',
  // Sample
  sample: 'Sample',
  x: 'Input x',
  y: 'Target y',
  rate: 'Learning rate α',
  numbersHint: (/** @type {number} */ count) => `${count.toLocaleString('en')} numbers, separated by commas`,
  notNumbers: 'Write numbers, such as 0.05, 0.1.',
  valueOf: (/** @type {string} */ name) => `Value of ${name}`,
  dataSet: 'Row of a data set',
  ownSample: 'numbers of my own',
  rowNumber: 'Row',
  rowOf: (/** @type {number} */ count) => `of ${count.toLocaleString('en')}`,
  dataFailed: 'The data could not be loaded.',
  unfit: (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y) =>
    `A row of ${name} has ${x} number${x === 1 ? '' : 's'} in x and ${y} in y; this network takes others.`,
  fitting: 'Take a network that learns it',
  // Picture
  chooseStarter: 'an example …',
  views: { layer: 'Layers', neuron: 'Neurons', scalar: 'Scalars' },
  zoomHints: {
    layer: 'Click a layer to see its neurons.',
    neuron:
      'Click a neuron to see its multiplications and sums. Solid edges have positive weights, dashed ones negative.',
    scalar: 'Every multiplication and every sum of this run.',
  },
  whole: 'Whole network',
  layerCrumb: (/** @type {number} */ n) => (n === 1 ? 'Layer 1 (input)' : `Layer ${n}`),
  neuronCrumb: (/** @type {string} */ name) => `Neuron ${name}`,
  loss_: 'Loss',
  negativeLoss:
    'A cross-entropy below 0: the outputs are no probabilities, so that this is no measure of how wrong they are. A softmax makes probabilities of them.',
  tooLarge: 'The loss grows, for the step is too large: a smaller learning rate α helps.',
  losses: (/** @type {string} */ before, /** @type {string} */ after) =>
    `L = ${before}, after one update ${after}`,
  unreachable: 'The server cannot be reached.',
  failed: 'This cannot be computed.',
  stale: 'The picture still shows the last network.',
  again: 'Try again',
  // Stations
  stations: [
    'Input',
    'Initialise',
    'Feed forward',
    'Error at the end',
    'Back-propagate',
    'Gradients',
    'Update',
  ],
  stationTitles: [
    'Input',
    'Initialise the weights',
    'Feed forward',
    'The error at the last layer',
    'Propagate the error back',
    'Gradients of the weights',
    'Update the weights',
  ],
  sentences: [
    'The activations of layer 1 are the input itself: a¹ = x. The target y waits at the loss.',
    'Every weight needs a value to start from. w with the indices j and k leads from neuron k of one layer to neuron j of the next.',
    'Layer by layer: every neuron takes the weighted sum of the activations before it, adds its bias, and passes the result through its activation.',
    'How much the loss changes with the last z: the gradient of the loss, times the slope of the activation there.',
    'Every error goes back along the weights it came by, is added up in each neuron, and is multiplied by the slope of the activation there.',
    'A weight carries an activation to a neuron, so its gradient is the error of that neuron times that activation.',
    'Every weight and every bias takes a small step against its gradient. The learning rate α says how small.',
  ],
  // In the card under the picture
  toldAnd: 'and',
  toldMore: (/** @type {number} */ count) => `${count.toLocaleString('en')} more`,
  toldInput: (/** @type {number} */ count, /** @type {string} */ x, /** @type {string} */ y) => ({
    headline: 'The input is layer 1',
    sentence: `${x} ${count === 1 ? 'is the activation' : 'are the activations'} of layer 1: nothing has been computed yet. The target ${y} waits at the loss.`,
  }),
  toldGiven: 'all of them given.',
  toldDrawn: (/** @type {string} */ scheme) => `the weights drawn by the scheme “${scheme}”.`,
  toldInitial: (
    /** @type {{ j: number, n: number, weights: string, count: number, source: string }} */ {
      j,
      n,
      weights,
      count,
      source,
    },
  ) => ({
    headline: 'Every weight has a value to start from',
    sentence: `Neuron ${j} of layer ${n} starts with ${weights}. The network has ${count.toLocaleString('en')} weights and biases, ${source}`,
  }),
  toldForward: (
    /** @type {{ z: string, a: string, f: string, j: number, n: number }} */ name,
    /** @type {{ z: string, a: string }} */ number,
  ) => ({
    headline: `Layer ${name.n} takes its sums and passes them through ${name.f}`,
    sentence: `Neuron ${name.j} adds up its weighted inputs and its bias to ${name.z} = ${number.z}, and passes on ${name.a} = ${name.f}(${number.z}) = ${number.a}.`,
  }),
  toldLoss: (/** @type {string} */ a, /** @type {string} */ y, /** @type {string} */ loss) => ({
    headline: 'The input has gone forward to the loss',
    sentence: `The last layer answers ${a}. The target is ${y}: that makes a loss of L = ${loss}.`,
  }),
  toldLastError: (/** @type {number} */ n) => ({
    headline: `The error at layer ${n}, the last`,
    why: (/** @type {{ a: string, delta: string }} */ { a }) =>
      `how much the loss changes with ${a}, times the slope of the activation there.`,
  }),
  toldBackError: (/** @type {number} */ n) => ({
    headline: `Layer ${n} has its errors`,
    why: (/** @type {{ a: string, delta: string }} */ { a }) =>
      `the errors behind it come back along their weights and add up to ∂L/∂${a}; the slope of the activation does the rest.`,
  }),
  toldNoHidden: 'There is no layer to go back to',
  toldBatchGradients: (/** @type {string} */ weight, /** @type {string} */ slope) => ({
    headline: 'Every weight has its gradient',
    sentence: `∂L/∂${weight} = ${slope}: the error where the weight ends, times the activation where it begins, of all rows of the batch together. So it is for every weight; a bias gets the error itself.`,
  }),
  toldGradients: (
    /** @type {{ weight: string, delta: string, a: string }} */ name,
    /** @type {{ delta: string, a: string, slope: string, pull: string }} */ number,
  ) => ({
    headline: 'Every weight has its gradient',
    sentence: `∂L/∂${name.weight} = ${name.delta} · ${name.a}${number.pull && ' + penalty'} = ${number.delta} · ${number.a}${number.pull && ` + ${number.pull}`} = ${number.slope}: the error where the weight ends, times the activation where it begins${number.pull && ', and what the penalty on the weight adds'}. So it is for every weight; a bias gets the error itself.`,
  }),
  toldUpdate: (
    /** @type {string} */ name,
    /** @type {{ value: string, rate: string, slope: string, updated: string, end: string }} */ number,
  ) => ({
    headline: 'Every weight takes a small step against its gradient',
    sentence: `${name} ← ${name} − α · ∂L/∂${name} = ${number.value} − ${number.rate} · ${number.slope} = ${number.updated}. ${number.end}`,
  }),
  toldFalls: (/** @type {string} */ loss, /** @type {string} */ after) =>
    `All change at once, and the loss goes from ${loss} to ${after}.`,
  toldGrows: (/** @type {string} */ loss, /** @type {string} */ after) =>
    `All change at once, but the loss grows from ${loss} to ${after}: with this α the step is too large.`,
  toldNoLoss: 'A loss that is no finite number gives no direction: nothing is learnt from this step.',
  toldPenalty: 'penalty',
  toldTo: (/** @type {string} */ name) => `to ${name}`,
  toldNew: (/** @type {string} */ name) => `new ${name}`,
  beforeTitle: 'Seven steps make one update',
  before:
    'Press play, or go to a step above. Each shows its equation, the same with the numbers of this network, and moves the picture there.',
  formula: 'Formula',
  layerwise: 'Layer by layer',
  writtenOut: 'Written out for neuron',
  inputRemark: 'Layer 1 is the input; it has no weights of its own.',
  ownGiven: 'All weights of this network are given.',
  drawnBy: (/** @type {string} */ name, /** @type {string} */ formula, /** @type {number} */ seed) =>
    `Drawn by the scheme “${name}”: ${formula}, with seed ${seed}. The same seed draws the same weights. Biases start at 0.`,
  theseWeights: 'The weights of this network',
  lossTitle: 'Loss',
  penalisedLoss: 'The penalties on the weights are a part of this loss.',
  penalised: 'To this the penalties add, which pull every weight towards 0; biases have none.',
  delta: 'This error is called δ; every neuron has one, its ∂L/∂z.',
  jacobian: 'Here every activation depends on every z, so the whole Jacobian takes the place of the slope.',
  noHidden: 'This network has no layer before the last: nothing has to be propagated further back.',
  slip: 'The note writes wⁿ in (10). The weights that carry the error back to layer n stand behind it: wⁿ⁺¹.',
  lossBefore: 'loss before',
  lossAfter: 'loss after the update',
  apply: 'Apply the update',
  simultaneous:
    'All updates are simultaneous: every gradient was taken with the old weights, no weight sees the new value of another. Some texts, such as Mazur’s, leave the biases as they are; they get another loss after the update.',
  manyWeights:
    'There are too many weights to list, and to carry on with from here: training below does. The picture shows the strongest.',
  scales:
    'Scale γ and shift of batch normalisation cannot be written into a network: after the update is applied they start from 1 and 0 again.',
  moreWeights: (/** @type {number} */ count) => `and ${count.toLocaleString('en')} more.`,
  updateColumns: ['weight', 'old value w', 'gradient ∂L/∂w', '−α · ∂L/∂w', 'new value'],
  updateTable: 'Update of every weight',
  history: (/** @type {string[]} */ losses) => `Loss after each update: ${losses.join(', ')}`,
  steps: (/** @type {number} */ count) => `${count} update${count === 1 ? '' : 's'}`,
  applied: (/** @type {string} */ loss) => `The update is applied. The loss is now ${loss}.`,
  // Link
  badInLink: (/** @type {string} */ name, /** @type {string} */ text) =>
    `The link says ${name}=${text}, which makes no sense here; it was left out.`,
  unknownInLink: (/** @type {string} */ name) =>
    `The link says “${name}”, which means nothing here; it was left out.`,
  badNetwork: (/** @type {string} */ why) =>
    `The network in the link cannot be read: ${why} The note’s network is shown instead.`,
  unknownAt: (/** @type {string} */ text) => `This network has no “${text}”; the whole of it is shown.`,
}

/** @typedef {typeof english} Texts */
