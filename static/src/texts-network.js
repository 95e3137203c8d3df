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
}
