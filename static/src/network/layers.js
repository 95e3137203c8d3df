// What a network is made of, as the form knows it: kinds of layers with their fields, and what stands in them at first.

/** @typedef {{ type: string, [field: string]: any }} Layer */
/**
 * @typedef {object} Spec
 * @property {number | [number, number, number]} inputs
 * @property {Layer[]} layers
 * @property {string} [loss]
 * @property {{ scheme: string, seed?: number, low?: number, high?: number, value?: number }} [init]
 * @property {number} [l1]
 * @property {number} [l2]
 */
/**
 * A field of a layer: a whole number, a number, a choice, yes or no, or two whole numbers such as 3×3.
 * @typedef {{ name: string, kind: 'whole' | 'number' | 'choice' | 'flag' | 'pair', first: any, optional?: boolean }} Field
 */

export const ACTIVATIONS = [
  'linear',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'elu',
  'gelu',
  'silu',
  'softplus',
  'softmax',
  'selu',
  'relu6',
  'mish',
  'softsign',
  'hardtanh',
  'hardsigmoid',
  'logsigmoid',
]

export const LOSSES = [
  'half_squared_error',
  'mse',
  'mae',
  'bce',
  'bce_with_logits',
  'cross_entropy',
  'softmax_cross_entropy',
  'hinge',
  'huber',
]

export const SCHEMES = [
  'standard_normal',
  'uniform',
  'xavier_uniform',
  'xavier_normal',
  'he_uniform',
  'he_normal',
  'zeros',
  'constant',
]

/** The numbers that a scheme takes besides its seed. @type {Record<string, { name: 'low' | 'high' | 'value', first: number }[]>} */
export const SCHEME_NUMBERS = {
  uniform: [
    { name: 'low', first: -1 },
    { name: 'high', first: 1 },
  ],
  constant: [{ name: 'value', first: 0 }],
}

/** @type {Field} */
const activation = { name: 'activation', kind: 'choice', first: 'linear' }
/** @type {Field} */
const bias = { name: 'bias', kind: 'flag', first: true }

/** The kinds of layers with their fields, in the order in which they are shown. @type {Record<string, Field[]>} */
export const KINDS = {
  dense: [{ name: 'units', kind: 'whole', first: 3 }, activation, bias],
  conv2d: [
    { name: 'filters', kind: 'whole', first: 2 },
    { name: 'kernel', kind: 'pair', first: [3, 3] },
    { name: 'stride', kind: 'whole', first: 1 },
    { name: 'padding', kind: 'whole', first: 0 },
    activation,
    bias,
  ],
  maxpool2d: [
    { name: 'size', kind: 'whole', first: 2 },
    { name: 'stride', kind: 'whole', first: null, optional: true },
  ],
  flatten: [],
  dropout: [
    { name: 'rate', kind: 'number', first: 0.5 },
    { name: 'seed', kind: 'whole', first: null, optional: true },
  ],
  batch_norm: [
    { name: 'epsilon', kind: 'number', first: 1e-5 },
    { name: 'momentum', kind: 'number', first: 0.1 },
  ],
}

/** What a new layer of a kind says. @type {Record<string, Layer>} */
const NEW = {
  dense: { type: 'dense', units: 3, activation: 'sigmoid' },
  conv2d: { type: 'conv2d', filters: 2, kernel: [3, 3], activation: 'relu' },
  maxpool2d: { type: 'maxpool2d', size: 2 },
  flatten: { type: 'flatten' },
  dropout: { type: 'dropout', rate: 0.2 },
  batch_norm: { type: 'batch_norm' },
}

/**
 * A new layer.
 * @param {string} type
 * @returns {Layer}
 */
export const newLayer = (type) => structuredClone(NEW[type])
