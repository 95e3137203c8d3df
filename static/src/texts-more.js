// All words of what is loaded later: the zoom buttons, the details of a node, the table.

/** Ops whose names are short for something. @type {Record<string, string>} */
const SPOKEN = {
  const: 'constant',
  identity: 'name',
  eye: 'identity matrix',
  arange: 'range',
  add: 'addition',
  sub: 'subtraction',
  mul: 'multiplication',
  div: 'division',
  neg: 'negation',
  pow: 'power',
  mod: 'remainder',
  hypot: 'hypotenuse',
  lt: 'less than',
  le: 'at most',
  gt: 'greater than',
  ge: 'at least',
  eq: 'equal',
  ne: 'not equal',
  clip: 'clipping',
  abs: 'absolute value',
  exp: 'exponential',
  expm1: 'exponential minus 1',
  log: 'logarithm',
  log2: 'logarithm to base 2',
  log10: 'logarithm to base 10',
  log1p: 'logarithm of 1 plus x',
  sqrt: 'square root',
  cbrt: 'cube root',
  erf: 'error function',
  sin: 'sine',
  cos: 'cosine',
  tan: 'tangent',
  tanh: 'hyperbolic tangent',
  sinh: 'hyperbolic sine',
  cosh: 'hyperbolic cosine',
  prod: 'product',
  max: 'maximum',
  min: 'minimum',
  var: 'variance',
  std: 'standard deviation',
  matmul: 'matrix product',
  dot: 'dot product',
  outer: 'outer product',
  concat: 'joining',
  conv1d: 'convolution',
  conv2d: 'convolution',
  maxpool2d: 'max pooling',
  mse: 'mean squared error',
  mae: 'mean absolute error',
  bce: 'binary cross-entropy',
  bce_with_logits: 'binary cross-entropy with logits',
}

/**
 * An op as one says it.
 * @param {string} op
 */
const spoken = (op) => SPOKEN[op] ?? op.replaceAll('_', ' ')

/** The words of one language. */
export const english = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit the picture',
  // Large graphs: finding nodes, folding groups
  find: 'Find a node or fold a group',
  findShort: 'Find',
  findHint: 'name or operation',
  found: 'Nodes found',
  hits: (/** @type {number} */ shown, /** @type {number} */ all) =>
    all === 0 ? 'No node is called so.' : shown < all ? `${shown} of ${all} nodes` : `${all} found`,
  groups: 'Groups: fold into one card',
  group: (/** @type {string} */ name, /** @type {number} */ count) => `${name} (${count})`,
  foldAll: 'all',
  fold: (/** @type {string} */ name) => `Fold ${name}`,
  unfold: (/** @type {string} */ name) => `Unfold ${name}`,
  folded: (/** @type {string} */ name, /** @type {number} */ count, /** @type {boolean} */ known) =>
    `group ${name}, ${count} nodes, ${known ? 'all values known' : 'pending'}`,
  rows: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) =>
    `Nodes ${from} to ${to} of ${all}`,
  earlier: 'Earlier',
  later: 'Later',
  details: (/** @type {string} */ op, /** @type {string} */ shape) =>
    shape ? `${spoken(op)}, shape ${shape}` : spoken(op),
  op: (/** @type {string} */ op) => spoken(op),
  // The number field of a card
  notANumber: (/** @type {string} */ text) =>
    `“${text}” is not a finite number. Write one like −2, 0.5 or 1e-3.`,
  // The table
  table: 'Table',
  tableHead: [
    'node',
    'operation',
    'value',
    'gradient',
    'from its inputs',
    'local gradient',
    'propagated gradient',
  ],
  tableHeadForward: [
    'node',
    'operation',
    'value',
    'tangent',
    'from its inputs',
    'local gradient',
    'handed on',
  ],
  tableCaption: (/** @type {number} */ k, /** @type {number} */ all) =>
    `What is known after ${k} of ${all} steps`,
}

/** @typedef {typeof english} MoreTexts */

/**
 * The words for a locale.
 * @param {string | null} _locale
 * @returns {MoreTexts}
 */
export const textsFor = (_locale) => english
