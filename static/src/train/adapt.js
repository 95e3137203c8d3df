// Does a network fit the data? And if not: the same network with other ends.

/** @typedef {{ inputs?: number | number[], layers: any[], loss?: string, [more: string]: any }} Spec */
/** @typedef {{ kind: string, classes: string[] | null, x: any[], y: number[][] }} Rows */

/** @param {any} row */
const size = (row) => (Array.isArray(row) ? row.flat(Number.POSITIVE_INFINITY).length : 1)

/** @param {number | number[]} shape */
const product = (shape) => (Array.isArray(shape) ? shape.reduce((all, n) => all * n, 1) : shape)

/** How many numbers a row of the data has in x and in y. @param {Rows} rows */
export const ends = ({ x, y }) => ({ inputs: size(x[0]), outputs: size(y[0]) })

/** How many the network has. @param {Spec} spec @returns {{ inputs?: number, outputs?: number }} */
export const endsOf = (spec) => ({
  inputs: spec.inputs === undefined ? undefined : product(spec.inputs),
  outputs: spec.layers[lastDense(spec)]?.units,
})

/** @param {Spec} spec */
const lastDense = ({ layers }) => layers.map(({ type }) => type ?? 'dense').lastIndexOf('dense')

/**
 * What does not fit: the counts that the data has and the network has not.
 * @param {Spec} spec
 * @param {Rows} rows
 * @returns {{ inputs?: number, outputs?: number } | null}
 */
export function mismatch(spec, rows) {
  const wanted = ends(rows)
  const inputs = spec.inputs === undefined ? wanted.inputs : product(spec.inputs)
  const outputs = spec.layers[lastDense(spec)]?.units
  const both = rows.kind === 'classes' && wanted.outputs === 1 && outputs === 2
  const wrongIn = inputs !== wanted.inputs
  const wrongOut = outputs !== wanted.outputs && !both
  if (!wrongIn && !wrongOut) return null
  return { ...(wrongIn && { inputs: wanted.inputs }), ...(wrongOut && { outputs: wanted.outputs }) }
}

/**
 * What the last layer and the loss are for a kind of data.
 * @param {Rows} rows
 */
function ending({ kind, y }) {
  if (kind !== 'classes') return { activation: 'linear', loss: 'mse' }
  if (size(y[0]) > 1) return { activation: 'linear', loss: 'softmax_cross_entropy' }
  return { activation: 'sigmoid', loss: 'bce' }
}

/**
 * The network with as many inputs and outputs as the data. Weights that were given go where their number changes;
 * the last activation and the loss are changed only with the outputs.
 * @param {Spec} spec
 * @param {Rows} rows
 * @returns {Spec}
 */
export function adapted(spec, rows) {
  const wrong = mismatch(spec, rows)
  if (!wrong) return spec
  const next = structuredClone(spec)
  if (wrong.inputs !== undefined) {
    next.inputs = wrong.inputs
    next.layers = withoutImages(next.layers)
    free(next.layers[0])
  }
  const { activation, loss } = ending(rows)
  if (lastDense(next) < 0)
    next.layers.push({ type: 'dense', units: wrong.outputs ?? ends(rows).outputs, activation })
  if (wrong.outputs !== undefined) {
    const last = next.layers[lastDense(next)]
    last.units = wrong.outputs
    last.activation = activation
    free(last)
    next.loss = loss
  }
  return next
}

/** Layers of images have no place before a row of numbers. @param {any[]} layers */
const withoutImages = (layers) =>
  layers.filter(({ type }) => !['conv2d', 'maxpool2d', 'flatten'].includes(type))

/** @param {any} layer */
function free(layer) {
  if (!layer) return
  delete layer.weights
  delete layer.biases
}
