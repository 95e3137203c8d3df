// What a network answers at a point of the plane, as a colour: which class, and how sure.

/** @typedef {import('./colours.js').Rgb} Rgb */
/** @typedef {import('./colours.js').Palette} Palette */

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z))

/**
 * One output as a number from −1 (surely no) to 1 (surely yes); 0 is where the network changes its mind.
 * @param {number} output
 * @param {string} loss
 */
export function leaning(output, loss) {
  if (loss === 'bce_with_logits') return 2 * sigmoid(output) - 1
  const centred = loss === 'hinge' ? output : 2 * output - 1
  return Math.min(Math.max(centred, -1), 1)
}

/**
 * The greatest of several outputs, and how far it is ahead of the others: 0 where all are equal, 1 where it is alone.
 * @param {number[]} outputs
 * @param {string} loss
 */
export function winner(outputs, loss) {
  const best = outputs.indexOf(Math.max(...outputs))
  let shares = outputs
  if (loss === 'softmax_cross_entropy') {
    const powers = outputs.map((z) => Math.exp(z - outputs[best]))
    const sum = powers.reduce((all, power) => all + power, 0)
    shares = powers.map((power) => power / sum)
  }
  const sure = (shares[best] - 1 / outputs.length) / (1 - 1 / outputs.length)
  return { best, sure: Math.min(Math.max(sure, 0), 1) }
}

/**
 * A grid of colours for decision regions, the row of the greatest x₂ first as on a screen.
 * @param {number[][][]} outputs  output k, row, column
 * @param {(values: number[]) => Rgb} colour
 * @returns {ImageData}
 */
export function painted(outputs, colour) {
  const rows = outputs[0].length
  const columns = outputs[0][0].length
  const image = new ImageData(columns, rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [red, green, blue] = colour(outputs.map((grid) => grid[row][column]))
      const at = 4 * ((rows - 1 - row) * columns + column)
      image.data.set([red, green, blue, 255], at)
    }
  }
  return image
}

/**
 * How the values of a neuron become numbers from −1 to 1, by what its activation can give.
 * @param {string} activation
 * @param {number} greatest  the largest size among its values
 * @returns {(value: number) => number}
 */
export function centred(activation, greatest) {
  if (activation === 'sigmoid' || activation === 'softmax') return (value) => 2 * value - 1
  if (activation === 'tanh') return (value) => value
  return (value) => (greatest > 0 ? value / greatest : 0)
}

/**
 * The class of a row of y.
 * @param {number[]} y
 */
export const classOf = (y) => (y.length > 1 ? y.indexOf(Math.max(...y)) : y[0] > 0.5 ? 1 : 0)
