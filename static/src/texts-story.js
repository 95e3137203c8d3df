// All words that the story is told in.

const AND = ' and '

/**
 * Names in a row: "a", "a and b", "a, b and c".
 * @param {string[]} names
 */
export function listed(names) {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')}${AND}${names.at(-1)}`
}

/** The words of one language. */
export const english = {
  start: {
    headline: 'Nothing is computed yet',
    sentence: 'Press play: values flow forward to the output, then gradients flow back to every input.',
  },
  input: (/** @type {string} */ name, /** @type {string} */ value) => ({
    headline: `${name} is an input`,
    sentence: `Its value is ${value}.`,
  }),
  leaf: (/** @type {string} */ value) => ({
    headline: 'A number of the program',
    sentence: `The constant ${value} is a node like any other.`,
  }),
  inputs: { headline: 'The forward pass starts at the inputs' },
  computed: (/** @type {string} */ name) => `${name} is computed`,
  severalComputed: (/** @type {number} */ n) => `${n} nodes are computed`,
  locals: (/** @type {string[]} */ said) =>
    said.length === 1
      ? `Its local gradient, ${said[0]}, is kept for the way back.`
      : `Its local gradients, ${listed(said)}, are kept for the way back.`,
  localFor: (/** @type {string} */ local, /** @type {string} */ name) => `${local} for ${name}`,
  hasShape: (/** @type {string} */ shape) =>
    /^\d+ /.test(shape) ? `an array of ${shape}` : `an array of shape ${shape}`,
  seed: (/** @type {string} */ name, /** @type {string} */ seed) => ({
    headline: `The backward pass starts with ${seed}`,
    sentence:
      seed === '1'
        ? `${name} changes exactly as much as ${name} does, so ∂${name}/∂${name} = 1.`
        : `The gradient ${seed} is put on ${name}.`,
  }),
  handsBack: (/** @type {string} */ op) => `${op} hands its gradient back`,
  handsNothing: (/** @type {string} */ op) => `${op} hands nothing back`,
  severalHandBack: (/** @type {number} */ n) => `${n} gradients are handed back`,
  handed: (
    /** @type {{ expression: string, to: string, upstream: string, local: string, factor: string, is: string, result: string }} */ s,
  ) =>
    `The local gradient of ${s.expression} for ${s.to} is ${s.local}, so the upstream ${s.upstream} reaches ${s.to} as ${s.upstream} × ${s.factor} ${s.is} ${s.result}.`,
  handedArray: (
    /** @type {{ expression: string, to: string, result: string }} */ s,
    /** @type {string} */ rule,
  ) => `${s.expression} hands back to ${s.to}: ${s.result}. ${rule}`,
  handedEach: (/** @type {{ expression: string, to: string, result: string }} */ s) =>
    `${s.expression} works entry by entry: each upstream entry is multiplied by the local gradient there, and ${s.to} receives ${s.result}.`,
  handedSummed: (/** @type {{ expression: string, to: string, result: string }} */ s) =>
    `${s.to} is used for several entries of ${s.expression}: each upstream entry is multiplied by the local gradient there, the products add up, and ${s.to} receives ${s.result}.`,
  jacobian: (/** @type {{ expression: string, to: string }} */ s) =>
    `J is the Jacobian: the slopes of all entries of ${s.expression} for all entries of ${s.to}.`,
  unchanged: (
    /** @type {string} */ expression,
    /** @type {string} */ upstream,
    /** @type {string[]} */ names,
  ) =>
    `${names.length === 2 ? 'Both' : 'All'} local gradients of ${expression} are 1, so the upstream ${upstream} reaches ${listed(names)} as it is.`,
  times: (
    /** @type {string} */ expression,
    /** @type {string} */ upstream,
    /** @type {string[]} */ products,
  ) => `${expression} has the upstream gradient ${upstream} and hands on ${listed(products)}.`,
  product: (
    /** @type {string} */ upstream,
    /** @type {string} */ local,
    /** @type {string} */ is,
    /** @type {string} */ result,
    /** @type {string} */ name,
  ) => `${upstream} × ${local} ${is} ${result} to ${name}`,
  blocked: 'Times 0, nothing gets through.',
  contribution: (/** @type {number} */ got, /** @type {number} */ all, /** @type {string} */ name) =>
    `It is contribution ${got} of ${all} to the gradient of ${name}.`,
  sum: (
    /** @type {string} */ name,
    /** @type {number} */ uses,
    /** @type {string} */ sum,
    /** @type {string} */ is,
    /** @type {string} */ total,
  ) => ({
    headline: `${name} is used ${['', 'once', 'twice', 'three times'][uses] ?? `${uses} times`}, so its gradients add up`,
    sentence: `Every use of ${name} changes the output: ${sum} ${is} ${total}.`,
  }),
  receives: (/** @type {string} */ name, /** @type {string} */ sum) => `${name} receives ${sum}`,
  more: (/** @type {number} */ n) => `${n} more`,
  upstream: 'upstream',
  local: 'local',
  to: (/** @type {string} */ name) => `to ${name}`,
  via: (/** @type {string} */ name) => `via ${name}`,
  output: 'output',
}

/** @typedef {typeof english} StoryTexts */

/**
 * The words for a locale.
 * @param {string | null} _locale
 * @returns {StoryTexts}
 */
export const textsFor = (_locale) => english

/** How the weighted sum of a neuron is written and told. */
export const SUM_WORDS = {
  symbol: 'Σ',
  headline: 'A weighted sum hands each operand its weight',
}
