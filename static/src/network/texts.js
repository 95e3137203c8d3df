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
    `${name} has ${x} columns in x and ${y} in y; this network takes others. The numbers that fit were taken.`,
  // Picture
  chooseStarter: 'an example …',
  views: { layer: 'Layers', neuron: 'Neurons', scalar: 'Scalars' },
  whole: 'Whole network',
  layerCrumb: (/** @type {number} */ n) => (n === 1 ? 'Layer 1 (input)' : `Layer ${n}`),
  neuronCrumb: (/** @type {string} */ name) => `Neuron ${name}`,
  loss_: 'Loss',
  losses: (/** @type {string} */ before, /** @type {string} */ after) =>
    `L = ${before}, after one update ${after}`,
  unreachable: 'The server cannot be reached.',
  failed: 'This cannot be computed.',
  stale: 'The picture still shows the last network.',
  again: 'Try again',
  // Link
  badInLink: (/** @type {string} */ name, /** @type {string} */ text) =>
    `The link says ${name}=${text}, which makes no sense here; it was left out.`,
  unknownInLink: (/** @type {string} */ name) =>
    `The link says “${name}”, which means nothing here; it was left out.`,
  unknownAt: (/** @type {string} */ text) => `This network has no “${text}”; the whole of it is shown.`,
}

/** @typedef {typeof english} Texts */
