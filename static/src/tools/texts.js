// All words of the tools under the picture.

/** A number with its unit word. @param {number} n @param {string} one @param {string} many */
const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`

/** The words of one language. */
export const english = {
  loading: 'Loading …',
  failed: 'This tool could not be loaded. Check the connection and choose it again.',
  noInputs:
    'This program has no inputs to turn: every number in it is fixed. Use a name that has no value, as in f = x * 2.',
  tooLarge:
    'The arrays of this program are too large to be computed in the browser; the tools need a smaller one.',
  waiting: 'Nothing is drawn yet.',
  input: 'Input',
  sumOf: (/** @type {string} */ name) => `the sum of ${name}`,
  notANumber: (/** @type {string} */ text) => `“${text}” is not a finite number.`,
  nonFinite: (/** @type {string} */ name, /** @type {string} */ value) =>
    `${name} is ${value} there, which is no finite number.`,
  // Nudge
  nudge: {
    title: 'Nudge an input',
    h: 'Nudge h',
    predicted: 'predicted',
    predictedHow: 'gradient × h',
    true: 'true',
    trueHow: 'computed anew',
    error: 'error',
    errorHow: 'predicted − true',
    take: (/** @type {string} */ name, /** @type {string} */ value) => `Set ${name} to ${value}`,
    picture: (/** @type {string} */ f, /** @type {string} */ x) =>
      `${f} near the present ${x}: the curve, and its tangent`,
    curve: (/** @type {string} */ f) => f,
    tangent: 'tangent',
    said: (
      /** @type {string} */ x,
      /** @type {number} */ h,
      /** @type {string} */ size,
      /** @type {string} */ f,
      /** @type {number} */ change,
      /** @type {string} */ by,
    ) => {
      const effect =
        change === 0 ? `leaves ${f} as it is` : `${change > 0 ? 'increases' : 'decreases'} ${f} by ${by}`
      return `${h > 0 ? 'Increasing' : 'Decreasing'} ${x} by ${size} ${effect}.`
    },
    nothing: (/** @type {string} */ x) => `Without a nudge of ${x} nothing changes.`,
    exact: 'The gradient says exactly that: on this way the output is a straight line.',
    near: 'The gradient says the same: on so short a way no difference can be measured.',
    off: (/** @type {string} */ predicted, /** @type {string} */ error) =>
      `The gradient predicts ${predicted}, off by ${error}`,
    curved:
      'the output curves, and the gradient is its slope at this point only. The smaller the nudge, the better the prediction.',
    onKink: (/** @type {string} */ x) =>
      `${x} stands on a kink, where the slope jumps. The gradient is one slope by convention, and on a side with another one no nudge is small enough.`,
    overKink: (/** @type {string} */ x, /** @type {string} */ at) =>
      `on the way, at ${x} = ${at}, is a kink, where the slope jumps. The gradient only knows the slope before it.`,
    undefined: 'The prediction or the result is not a finite number, so they cannot be compared.',
  },
  // Step
  step: {
    title: 'Walk down (or up) the gradient',
    which: 'Inputs that move',
    rate: 'Learning rate',
    direction: 'Goal',
    down: 'Minimise',
    up: 'Maximise',
    one: 'Step',
    ten: '10 steps',
    reset: 'Reset',
    rule: (/** @type {string} */ sign) => `new value = value ${sign} learning rate × gradient`,
    chart: (/** @type {string} */ f) => `${f} after each step`,
    steps: 'steps',
    step: 'step',
    caption: 'The last steps',
    start: 'start',
    done: (
      /** @type {number} */ n,
      /** @type {string} */ f,
      /** @type {string} */ from,
      /** @type {string} */ to,
    ) =>
      n === 0
        ? `${f} is ${to}. Each step moves the chosen inputs against their gradients.`
        : `After ${counted(n, 'step', 'steps')} ${f} went from ${from} to ${to}.`,
    ascent: (/** @type {string} */ f, /** @type {string} */ to) =>
      `${f} is ${to}. Each step moves the chosen inputs along their gradients.`,
    wrong:
      'The last step went the wrong way: the learning rate is too large for this curve. Try a smaller one.',
    flat: 'All chosen gradients are 0: no step moves anything.',
    diverged:
      'The values are no finite numbers any more: the steps were too large. Reset and try a smaller learning rate.',
    nowhere: (/** @type {string} */ f, /** @type {string} */ value) =>
      `${f} is ${value} here, so that there is no slope to walk along. Start where it is a finite number.`,
    none: 'Choose at least one input that moves.',
  },
  // Curve
  curve: {
    title: 'Sweep an input',
    from: 'from',
    to: 'to',
    output: (/** @type {string} */ f, /** @type {string} */ x) => `${f} while ${x} sweeps`,
    gradient: (/** @type {string} */ f, /** @type {string} */ x) => `∂${f}/∂${x}`,
    point: (/** @type {string} */ x) => `${x}, on the curve`,
    read: (
      /** @type {string} */ x,
      /** @type {string} */ at,
      /** @type {string} */ f,
      /** @type {string} */ value,
      /** @type {string} */ gradient,
    ) => `${x} = ${at}, ${f} = ${value}, slope ${gradient}`,
    hint: 'Drag the point, or focus it and use the arrow keys. Point anywhere to read the curve.',
    tangent: (/** @type {string} */ slope) =>
      `The tangent at the present point has the slope ${slope}: that is the gradient.`,
    kinks: (/** @type {string[]} */ places, /** @type {string} */ x) =>
      `${places.length === 1 ? 'There is a kink' : `There are ${places.length} kinks`} at ${x} = ${places.join(', ')}: the slope there is a convention.`,
    manyKinks: (/** @type {number} */ n) => `There are ${n} kinks; each is marked.`,
    gaps: (/** @type {string} */ f, /** @type {string} */ ranges) =>
      `${f} is no finite number ${ranges}: the line has a gap there.`,
    range: (/** @type {string} */ from, /** @type {string} */ to) =>
      from === to ? `at ${from}` : `from ${from} to ${to}`,
    nowhere: (/** @type {string} */ f) => `${f} is no finite number anywhere in this range.`,
    badRange: 'The range must begin below its end.',
  },
  // Paths
  paths: {
    title: 'All paths from an input to the output',
    count: (
      /** @type {string} */ x,
      /** @type {string} */ f,
      /** @type {string} */ n,
      /** @type {boolean} */ one,
    ) => `${one ? 'One path leads' : `${n} paths lead`} from ${x} to ${f}.`,
    none: (/** @type {string} */ x, /** @type {string} */ f) =>
      `No path leads from ${x} to ${f}, so ${f} does not change with ${x}.`,
    first: (/** @type {number} */ n) => `The first ${n} are written out:`,
    one: (/** @type {string} */ f, /** @type {string} */ x) => `Its product is the gradient ∂${f}/∂${x}`,
    sum: (/** @type {string} */ f, /** @type {string} */ x) => `Their sum is the gradient ∂${f}/∂${x}`,
    partial: (/** @type {string} */ f, /** @type {string} */ x) =>
      `All of them together add up to the gradient ∂${f}/∂${x}`,
    between: (/** @type {number} */ n) => `… ${counted(n, 'step', 'steps')} …`,
    seed: 'seed',
    product: 'product',
    list: 'Paths',
    hint: 'Point at a path, or focus it, to see it in the picture.',
    workTitle: 'The work, in multiplications',
    reverse: 'Reverse mode',
    reverseHow: (/** @type {number} */ n) =>
      n === 1 ? 'one pass back, for the one input' : `one pass back, for all ${n} numbers that can move`,
    forward: 'Forward mode',
    forwardHow: (/** @type {number} */ n) =>
      `${counted(n, 'pass', 'passes')}, one for each number that can move`,
    each: 'Path by path',
    eachHow: 'every path multiplied out by itself',
    times: (/** @type {string} */ ratio) => `${ratio}× the work of reverse mode`,
  },
  // Forward mode
  forward: {
    title: 'Forward mode',
    lead: (/** @type {string} */ x) =>
      `Let ${x} move by 1. How fast does each node move with it? That is its tangent. Tangents flow right, along with the values: tangent × local.`,
    play: 'Play the tangents',
    result: (/** @type {string} */ f, /** @type {string} */ x) => `The tangent that arrives is ∂${f}/∂${x} =`,
    same: (/** @type {string} */ gradient) => `Reverse mode has found the same: ${gradient}.`,
    sameNearly: (/** @type {string} */ gradient) =>
      `Reverse mode has found the same up to rounding: ${gradient}.`,
    other: (/** @type {string} */ gradient) =>
      `Reverse mode has found ${gradient}: on a number that is not finite, or a convention, the two need not agree.`,
    more: (/** @type {number} */ n) => `and ${n} more`,
    none: (/** @type {string} */ x, /** @type {string} */ f) =>
      `No tangent arrives: ${f} does not depend on ${x}.`,
    passes: (/** @type {number} */ n) =>
      n === 1
        ? 'There is one number that can move, so either mode needs one pass.'
        : `This pass gave one gradient. For all ${n} numbers that can move, forward mode needs ${n} passes; reverse mode gives them all in one.`,
    when: 'Forward mode wins where few inputs have many outputs; training a network is the opposite, millions of inputs and one loss.',
    table: 'One pass each',
  },
}
