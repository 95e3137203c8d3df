// Networks to begin with: a spec as one line, a sample and a learning rate.

/** @typedef {{ id: string, name: string, line: string, x: number[], y: number[], rate: number }} Starter */

/** A plus on 8 × 8 pixels, for the small convolution. */
const PLUS = [
  '........',
  '...##...',
  '...##...',
  '.######.',
  '.######.',
  '...##...',
  '...##...',
  '........',
].flatMap((row) => [...row].map((pixel) => (pixel === '#' ? 1 : 0)))

/** The first is what the page opens with. @type {Starter[]} */
export const STARTERS = [
  {
    id: 'note',
    name: 'The note’s network: 2 → 3 → 3 → 1',
    line: '2 -> 3 sigmoid -> 3 sigmoid -> 1 sigmoid, loss half_squared_error, init standard_normal seed 0',
    x: [0.8, -0.5],
    y: [1],
    rate: 0.5,
  },
  {
    // M. Mazur: A Step by Step Backpropagation Example, 2015. His b1 and b2 serve both neurons of a layer.
    id: 'mazur',
    name: 'Mazur’s worked example: 2 → 2 → 2',
    line: '2 -> 2 sigmoid weights [[0.15, 0.2], [0.25, 0.3]] biases [0.35, 0.35] -> 2 sigmoid weights [[0.4, 0.45], [0.5, 0.55]] biases [0.6, 0.6], loss half_squared_error',
    x: [0.05, 0.1],
    y: [0.01, 0.99],
    rate: 0.5,
  },
  {
    id: 'xor',
    name: 'XOR: 2 → 2 → 1',
    line: '2 -> 2 tanh -> 1 sigmoid, loss bce, init xavier_uniform seed 3',
    x: [1, 0],
    y: [1],
    rate: 0.5,
  },
  {
    id: 'logistic',
    name: 'Logistic regression: 3 → 1',
    line: '3 -> 1 sigmoid weights [[0.5, -0.25, 1]] biases [0.1], loss bce',
    x: [1, 2, -1],
    y: [1],
    rate: 0.1,
  },
  {
    id: 'softmax',
    name: 'Softmax classifier: 4 → 5 → 3',
    line: '4 -> 5 relu -> 3 softmax, loss cross_entropy, init he_normal seed 1',
    x: [5.1, 3.5, 1.4, 0.2],
    y: [1, 0, 0],
    rate: 0.05,
  },
  {
    id: 'image',
    name: 'Small convolution on 8 × 8 pixels',
    line: '1x8x8 -> conv2d 2 3x3 relu -> maxpool2d 2 -> flatten -> 2, loss softmax_cross_entropy, init he_normal seed 2',
    x: PLUS,
    y: [1, 0],
    rate: 0.05,
  },
  {
    id: 'large',
    name: 'Large: 784 → 128 → 10',
    line: '784 -> 128 sigmoid -> 10, loss softmax_cross_entropy, init xavier_normal seed 0',
    x: Array.from({ length: 784 }, (_, i) => Number((0.5 + 0.5 * Math.sin(i / 9)).toFixed(3))),
    y: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    rate: 0.1,
  },
]
