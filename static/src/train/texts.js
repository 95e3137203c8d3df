// All words that people read in the training panel, in one place.

import { many } from './words.js'

/** The words of one language. */
export const english = {
  // Frame of the panel
  title: 'Training',
  lead: 'Choose data, press Start, and watch the network learn. Every picture is of one step; pull the time line to go back.',
  data: 'Data',
  settings: 'How it learns',
  run: 'Run',
  network: 'Network',
  networkLead:
    'Each square is one neuron’s activation over the inputs. A line is a weight: the thicker, the larger; dashed is negative.',
  networkPlain:
    'Each square is one neuron, by its number. A line is a weight: the thicker, the larger; dashed is negative.',
  networkBefore:
    'Each square is one neuron, by its number, and each line a weight. Press Start to see what they become.',
  learnt: 'What it has learnt',
  progress: 'Loss and accuracy',
  layers: 'Layers',
  layersLead: 'Activations and gradients δ of the last batch, layer by layer.',
  state: 'Weights and the optimiser’s state',
  sweep: 'Sweep: try many settings',
  sweepLead: 'The same network from every combination of these settings, as one job.',
  surface: 'Loss around the present weights',
  surfaceLead:
    'The loss over a plane through the weights of the run, along two random directions scaled to the length of each neuron’s weights. The cross in the middle is where the run stands.',
  unreachable: 'The server cannot be reached. Try again when it is back.',
  asTable: 'As a table',
  step: 'step',
  // Data
  dataSets: 'Data set',
  setName: (/** @type {string} */ name) =>
    name === 'xor' || name === 'and' || name === 'or' ? name.toUpperCase() : name,
  ownData: 'Own table',
  ownHint: 'Paste or drop a CSV table of your own.',
  rows: 'Rows',
  noise: 'Noise',
  dataSeed: 'Seed of the points',
  test: 'Kept for testing, %',
  testHint: '0 to 90',
  scaling: 'Scaling of the inputs',
  scalings: { none: 'as they are', standard: '(x − mean) / deviation', minmax: 'from 0 to 1' },
  useStarter: 'Use a network that learns this',
  rowsFact: (/** @type {number} */ train, /** @type {number} */ test, /** @type {string} */ kind) =>
    `${many(train, 'row')} to learn from${test ? `, ${test.toLocaleString('en')} kept for testing` : ''}; ${kind === 'classes' ? 'classes' : 'numbers'} to predict.`,
  source: (/** @type {string} */ text) => `Source: ${text}.`,
  noData: 'No data yet.',
  csvLabel: 'Paste or drop a table (CSV)',
  csvExample: 'height,width,kind\n1.2,0.4,cat\n2.1,0.9,dog',
  openFile: 'Open a CSV file',
  sides: { x: 'Inputs x', y: 'Target y' },
  notNumeric: (/** @type {string} */ text, /** @type {number} */ line) =>
    `“${text.slice(0, 20)}” in line ${line} is no number`,
  words: (/** @type {number} */ count) => `words: ${many(count, 'class', 'classes')}`,
  firstRows: (/** @type {number} */ shown, /** @type {number} */ all) =>
    `The first ${shown} of ${many(all, 'row')}.`,
  bothSides: 'Choose at least one column for x and one for y.',
  tooLong: (/** @type {number} */ most) => `This file is longer than ${most.toLocaleString('en')} bytes.`,
  unreadable: 'This file cannot be read.',
  csvProblems: {
    empty: () => 'The table has no rows of data.',
    narrow: () => 'The table has one column; x and y need a column each.',
    quote: (/** @type {{ line: number }} */ { line }) => `A quotation mark in line ${line} is not closed.`,
    ragged: (/** @type {{ line: number, cells?: number, wanted?: number }} */ { line, cells, wanted }) =>
      `Line ${line} has ${many(cells ?? 0, 'cell')}; the first line has ${wanted}.`,
  },
  // Settings
  optimiser: 'Optimiser',
  rate: 'Learning rate α',
  batch: 'Batch',
  batches: /** @type {[string, string][]} */ ([
    ['all', 'all rows'],
    ['mini', 'mini-batch'],
    ['one', 'one by one'],
  ]),
  batchSize: 'Rows of a batch',
  steps: 'Steps',
  seed: 'Seed',
  moreSettings: 'Schedule, weight decay, clipping',
  schedule: 'Learning-rate schedule',
  schedules: /** @type {Record<string, string>} */ ({
    constant: 'constant',
    step: 'in steps',
    exponential: 'exponential',
    inverse: 'inverse time',
    linear: 'linear to 0',
    cosine: 'half a cosine',
    warmup: 'warm-up',
  }),
  decay: 'Weight decay',
  clip: 'Clip the gradient’s norm at',
  clipHint: 'empty: no clipping',
  notNumber: 'Write a number, such as 0.05.',
  // Run
  start: 'Start',
  pause: 'Pause',
  goOn: 'Go on',
  again: 'Start again',
  oneStep: 'One step',
  byLayer: 'Layer by layer',
  epochs: 'Epochs',
  runEpochs: 'Run epochs',
  reset: 'Reset',
  each: 'Take time to show every frame',
  timeLine: 'Step that is shown',
  standing: (/** @type {number} */ step, /** @type {number} */ steps, /** @type {string} */ epoch) =>
    `Step ${step.toLocaleString('en')} of ${steps.toLocaleString('en')}, epoch ${epoch}`,
  shownStep: (/** @type {number} */ step) => `shown: step ${step.toLocaleString('en')}`,
  left: (/** @type {number} */ seconds) =>
    seconds < 1 ? 'less than a second left' : `about ${many(Math.round(seconds), 'second')} left`,
  phases: /** @type {Record<string, string>} */ ({
    idle: 'Not started.',
    starting: 'Starting …',
    running: 'Learning.',
    paused: 'Paused.',
    ended: 'Ended.',
  }),
  ends: /** @type {Record<string, string>} */ ({
    done: 'All steps are made.',
    cancelled: 'The run was cancelled.',
    deserted:
      'The run ended because nobody watched it for 15 seconds. What came until then can still be looked at.',
    idle: 'The run ended because it waited too long for an order.',
    gone: 'The server has this run no more. What came until then can still be looked at.',
  }),
  diverged: (/** @type {number} */ step, /** @type {number} */ layer, /** @type {string} */ detail) =>
    `Diverged at step ${step.toLocaleString('en')}, in layer ${layer}. ${detail}`,
  lost: (/** @type {number} */ count) => `${count} values are not finite.`,
  lostConnection: 'The connection is lost; trying again …',
  changed:
    'The network or the settings were changed. This run still has the old ones: reset to train with the new ones.',
  unfit: (
    /** @type {{ inputs: number, outputs: number }} */ data,
    /** @type {{ inputs?: number, outputs?: number }} */ net,
  ) =>
    `This data has ${many(data.inputs, 'input')} and ${many(data.outputs, 'output')}; the network has ${net.inputs ?? 'none'} and ${net.outputs ?? 'none'}.`,
  noRows: 'There is no data to learn from yet; see Data.',
  adapt: 'Adapt the network',
  adaptFirst: 'The data does not fit this network: adapt the network first, or choose other data.',
  announce: (/** @type {string} */ where, /** @type {string} */ loss) => `${where}. Loss ${loss}.`,
  // Pictures
  noPlane: (/** @type {number} */ inputs) =>
    `With ${inputs} inputs there is no plane to draw on; see the losses and the layers.`,
  onlyPoints: (/** @type {number} */ count) => `${many(count, 'point')} to learn from. Press Start.`,
  regionSentence: (/** @type {string} */ part, /** @type {number} */ step, /** @type {boolean} */ tested) =>
    `After step ${step.toLocaleString('en')}, ${part} % of the training points lie on the right side.${tested ? ' Hollow marks are for testing.' : ''}`,
  curveSentence: (/** @type {string} */ loss, /** @type {number} */ step) =>
    `The curve the network gives after step ${step.toLocaleString('en')}; its loss on the training points is ${loss}.`,
  neuronMap: (/** @type {number} */ layer, /** @type {number} */ unit) =>
    `The activation of neuron ${unit} of layer ${layer}.`,
  gridPoint: 'x₂ \\ x₁',
  gridTable: 'The prediction on a grid, as a table',
  prediction: 'prediction',
  legend: 'Classes',
  classLabel: (/** @type {string} */ name) => `class ${name}`,
  lossTitle: 'Loss',
  accuracyTitle: 'Accuracy',
  normTitle: 'Gradient norm',
  train: 'training',
  testing: 'test',
  norm: '‖∂L/∂w‖',
  atStep: (/** @type {number} */ step, /** @type {string} */ values) =>
    `At step ${step.toLocaleString('en')}: ${values}.`,
  diagram: 'Network: arrow keys go from neuron to neuron',
  inputNeuron: (/** @type {number} */ k) => `Input x${k}`,
  neuron: (/** @type {number} */ n, /** @type {number} */ j, /** @type {string} */ activation) =>
    `Neuron ${j} of layer ${n}, ${activation}`,
  withBias: (/** @type {string} */ name, /** @type {string} */ bias) => `${name}, bias ${bias}`,
  notShown: (/** @type {number} */ count) => `+ ${count}`,
  layer: (/** @type {number} */ n) => `Layer ${n}`,
  activations: (/** @type {number} */ n) => `activations a of layer ${n}`,
  gradients: (/** @type {number} */ n) => `gradients δ of layer ${n}`,
  range: (/** @type {string} */ low, /** @type {string} */ high) => `from ${low} to ${high}`,
  noWarnings: 'Nothing conspicuous in this step.',
  notYet: 'Comes with the first step.',
  warnings: /** @type {Record<string, string>} */ ({
    vanishing: 'Vanishing gradients.',
    exploding: 'Exploding gradients.',
    dead: 'Dead relus.',
    saturated: 'Saturated units.',
    overflow: 'Overflow.',
  }),
  weight: 'weight',
  value: 'value',
  weightName: (/** @type {string} */ letter, /** @type {number} */ n, /** @type {string} */ place) =>
    `${letter}${n}[${place}]`,
  firstWeights: (/** @type {number} */ shown, /** @type {number} */ all) =>
    shown < all ? `The first ${shown} of ${many(all, 'parameter')}.` : '',
  // Layer by layer
  walk: 'The step, layer by layer',
  noWalk:
    'This frame does not follow the one before it by a single step. Reset, then go layer by layer from there.',
  walkBack: 'Back',
  walkNext: 'Next',
  walkEnd: 'Close',
  phaseNames: { forward: 'forward', loss: 'loss', backward: 'δ', update: 'update' },
  walkForward: (
    /** @type {number} */ n,
    /** @type {number} */ rows,
    /** @type {string} */ low,
    /** @type {string} */ high,
  ) =>
    `Forward: layer ${n} computes its activations for the ${many(rows, 'row')} of the batch; they lie between ${low} and ${high}.`,
  walkLoss: (/** @type {number} */ rows, /** @type {string} */ loss) =>
    `The outputs are compared with the targets of the ${many(rows, 'row')}. Before this step the loss over all training rows was ${loss}.`,
  walkBackward: (
    /** @type {number} */ n,
    /** @type {string} */ low,
    /** @type {string} */ high,
    /** @type {string | null} */ size,
  ) =>
    `Backward: layer ${n} gets its gradient δ, between ${low} and ${high}${size ? `; from it follow the gradients of its weights, of norm ${size}` : ''}.`,
  walkUpdate: (/** @type {number} */ n, /** @type {string} */ moved, /** @type {string} */ old) =>
    `Update: the weights of layer ${n} move by a distance of ${moved} (their norm was ${old}), at the same time as those of all other layers.`,
}

/** @typedef {typeof english} Texts */
