// The optimisers and schedules of the server with the numbers that they take.

/** @typedef {{ name: string, label: string, value: number }} Setting */

const EPS = { name: 'eps', label: 'ε', value: 1e-8 }
const MU = { name: 'momentum', label: 'momentum μ', value: 0.9 }
const BETAS = [{ name: 'beta1', label: 'β₁', value: 0.9 }, { name: 'beta2', label: 'β₂', value: 0.999 }, EPS]

/** @type {{ name: string, label: string, rate: number, settings: Setting[] }[]} `rate` is a first learning rate */
export const OPTIMISERS = [
  { name: 'sgd', label: 'SGD', rate: 0.5, settings: [] },
  { name: 'momentum', label: 'Momentum', rate: 0.1, settings: [MU] },
  { name: 'nesterov', label: 'Nesterov', rate: 0.1, settings: [MU] },
  { name: 'rmsprop', label: 'RMSProp', rate: 0.01, settings: [{ name: 'rho', label: 'ρ', value: 0.9 }, EPS] },
  { name: 'adagrad', label: 'AdaGrad', rate: 0.1, settings: [EPS] },
  { name: 'adam', label: 'Adam', rate: 0.05, settings: BETAS },
  { name: 'adamw', label: 'AdamW', rate: 0.05, settings: BETAS },
]

/** @type {{ name: string, formula: string, settings: Setting[] }[]} */
export const SCHEDULES = [
  { name: 'constant', formula: 'αₖ = α', settings: [] },
  {
    name: 'step',
    formula: 'αₖ = α · factor^⌊k / every⌋',
    settings: [
      { name: 'factor', label: 'factor', value: 0.5 },
      { name: 'every', label: 'every', value: 100 },
    ],
  },
  {
    name: 'exponential',
    formula: 'αₖ = α · factorᵏ',
    settings: [{ name: 'factor', label: 'factor', value: 0.999 }],
  },
  {
    name: 'inverse',
    formula: 'αₖ = α / (1 + decay · k)',
    settings: [{ name: 'decay', label: 'decay', value: 0.01 }],
  },
  { name: 'linear', formula: 'αₖ = α · (1 − k / n)', settings: [] },
  { name: 'cosine', formula: 'αₖ = ½ α (1 + cos(π k / n))', settings: [] },
  {
    name: 'warmup',
    formula: 'αₖ = α · min(1, (k + 1) / steps)',
    settings: [{ name: 'steps', label: 'warm-up steps', value: 100 }],
  },
]

export const INITS = [
  'standard_normal',
  'uniform',
  'xavier_uniform',
  'xavier_normal',
  'he_uniform',
  'he_normal',
  'zeros',
  'constant',
]

/** @param {string} name */
export const optimiser = (name) => OPTIMISERS.find((each) => each.name === name) ?? OPTIMISERS[0]

/** @param {string} name */
export const schedule = (name) => SCHEDULES.find((each) => each.name === name) ?? SCHEDULES[0]
