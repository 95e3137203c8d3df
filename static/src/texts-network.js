// The words of the neuron view, loaded with it.

/** The words of one language. */
export const english = {
  parameter: (
    /** @type {string} */ name,
    /** @type {string} */ value,
    /** @type {string} */ gradient,
    /** @type {string} */ update,
  ) => `${name} = ${value}\n∂L/∂${name} = ${gradient}\nafter the update ${update}`,
  layerColumn: (/** @type {number} */ n, /** @type {boolean} */ last) =>
    n === 1 ? 'layer 1 · input' : `layer ${n}${last ? ' · prediction' : ''}`,
  lossColumn: 'loss',
  lossParts: 'parts of the loss',
  weightColumns: ['Weight', 'From', 'To', 'Value', 'Gradient', 'After the update'],
  weightCaption: 'The weights on the edges, and the biases',
  strongestCaption: 'The strongest weights of each layer',
  neurons: (/** @type {number} */ count) => count.toLocaleString('en'),
  gradientMap: (/** @type {string} */ name, /** @type {string} */ min, /** @type {string} */ max) =>
    `∂L/∂${name}: ${min} … ${max}`,
  mapTip: (/** @type {string} */ name, /** @type {number[]} */ shape) =>
    `${name}: a row for each of ${shape[0]} neurons, means over at most 64 × 64 tiles. Squares are positive, diamonds negative. The lines above are the strongest weights.`,
}
