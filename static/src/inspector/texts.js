// All words of the inspector.

/** The words of one language. */
export const english = {
  title: (/** @type {string} */ name) => `Inspector: ${name}`,
  edgeTitle: (/** @type {string} */ from, /** @type {string} */ to) =>
    `Inspector: the edge from ${from} to ${to}`,
  edge: 'edge',
  shape: (/** @type {string} */ shape) => `shape ${shape}`,
  close: 'Close the inspector',
  copyLatex: 'Copy LaTeX',
  value: 'value',
  gradient: 'gradient',
  local: 'local gradient',
  copy: (/** @type {string} */ what) => `Copy the ${what}`,
  pending: 'pending',
  valuePending: 'The forward pass has not been here yet.',
  gradientPending: 'The backward pass has not been here yet.',
  sumPending: (/** @type {number} */ got, /** @type {number} */ all) =>
    `${got} of ${all} contributions have arrived; the sum is not complete.`,
  noGradient: 'none',
  offTheWay: 'The output does not depend on this node, so no gradient comes back.',
  seed: 'The output: how strongly it follows itself is 1. That starts the backward pass.',
  meaning: (/** @type {string} */ output, /** @type {string} */ name, /** @type {string} */ change) =>
    `If ${name} grew by a little h, ${output} would change by about ${change} · h.`,
  edit: 'Edit',
  editArray: (/** @type {string} */ name) => `Edit the numbers of ${name}`,
  setValue: (/** @type {string} */ name) => `Set ${name}`,
  // Arrays
  arrayOf: (/** @type {string} */ what, /** @type {string} */ shape, /** @type {string} */ range) =>
    `${what}, ${shape} array, ${range}`,
  summary: (/** @type {string} */ min, /** @type {string} */ mean, /** @type {string} */ max) =>
    `least ${min}, mean ${mean}, greatest ${max}`,
  entry: (/** @type {string} */ index) => `[${index}]`,
  blocks: (/** @type {string} */ block) => `A cell shows the strongest of ${block} entries.`,
  hover: 'Point at an entry, or walk from entry to entry by the arrow keys, to read it.',
  below: 'below 0',
  above: 'above 0',
  // The chain rule
  chain: 'Chain rule',
  upstream: 'upstream',
  localTerm: 'local',
  to: (/** @type {string} */ name) => `to ${name}`,
  via: (/** @type {string} */ name) => `via ${name}`,
  more: (/** @type {number} */ n) => `and ${n} more`,
  sum: 'sum',
  openEdge: (/** @type {string} */ from, /** @type {string} */ to) =>
    `Inspect the edge from ${from} to ${to}`,
  // Edges
  edges: 'Its inputs',
  edgesLead: 'The local gradient of each, and what it hands back. Choose one to see more.',
  blocked: 'No gradient flows through this edge.',
  localLead: (/** @type {string} */ to, /** @type {string} */ from) =>
    `How strongly ${to} reacts to ${from}, everything else held still.`,
  handed: 'What it hands back',
  ends: 'Its ends',
  // Flags
  kinds: {
    kink: 'Kink',
    overflow: 'Too large',
    domain: 'Outside the domain',
    division: 'Division by 0',
    invalid: 'Not a number',
  },
  first: 'This is where a number first stops being finite.',
  flags: 'What is special here',
  libraries: 'What libraries answer',
  measured: (/** @type {string} */ at) => `measured at ${at}`,
  here: 'here',
  notThere: 'no such function',
  // The proof
  proof: 'Proof',
  proofLead:
    'Three independent ways to the same number. Forward mode carries a tangent to the output; the central difference only computes values.',
  prove: 'Prove this gradient',
  proving: 'Computing …',
  again: 'Prove again',
  modes: { reverse: 'reverse mode', forward: 'forward mode', difference: 'central difference' },
  error: 'error',
  agree: 'Proven: all three agree',
  agreeKinked: 'All agree, but at a kink that proves little',
  apart: 'They disagree',
  kinked: 'At a kink differences prove nothing',
  apartHint: 'At a kink or a jump a difference sees both sides, and a convention but one of them.',
  odd: 'No proof by numbers: something here is not finite',
  largest: 'largest error',
  unprovable: 'This picture was handed over without its program, so no proof can be asked for.',
  proofPending: 'Once the gradient has arrived it can be proven.',
  unreachable: 'The server cannot be reached.',
  // Copying
  copied: 'Copied.',
  byHand: 'The browser does not let a page copy. Copy it from here:',
}

/** @typedef {typeof english} InspectorTexts */

/**
 * The words for a locale.
 * @param {string | null} _locale
 * @returns {InspectorTexts}
 */
export const textsFor = (_locale) => english
