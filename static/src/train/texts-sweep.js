// All words of sweeps and of the loss surface.

import { many } from './words.js'

/** The words of one language. */
export const english = {
  progress: 'Runs of the sweep that are done',
  optimisers: 'Optimisers',
  inits: 'Initialisations',
  rates: 'Learning rates α',
  listHint: 'numbers, separated by commas',
  seeds: 'Seeds',
  seedsHint: 'how many; they are 0, 1, 2, …',
  steps: 'Steps of each run',
  start: 'Start the sweep',
  cancel: 'Cancel',
  notList: 'Write numbers, such as 0.01, 0.1.',
  notWhole: 'Write a whole number from 1 on.',
  incomplete: 'Choose at least one value of each kind.',
  fixFirst: 'The data or the settings above have a mistake; see there.',
  count: (
    /** @type {number[]} */ [rates, optimisers, inits, seeds],
    /** @type {number} */ all,
    /** @type {number} */ most,
  ) =>
    `${many(rates, 'learning rate')} × ${many(optimisers, 'optimiser')} × ${many(inits, 'initialisation')} × ${many(seeds, 'seed')} = ${many(all, 'run')}${all > most ? `; at most ${most.toLocaleString('en')} can be made at once` : ''}.`,
  done: (/** @type {number} */ done, /** @type {number} */ all) =>
    done < all
      ? `${done.toLocaleString('en')} of ${many(all, 'run')} done.`
      : `All ${many(all, 'run')} are done.`,
  lost: 'The connection is lost; trying again …',
  gone: 'The server has this sweep no more. What came until then stays here.',
  unreachable: 'The server cannot be reached. Try again when it is back.',
  ends: /** @type {Record<string, string>} */ ({
    cancelled: 'The sweep was cancelled.',
    deserted: 'The sweep ended because nobody watched it for 15 seconds.',
  }),
  best: (
    /** @type {string} */ optimiser,
    /** @type {string} */ init,
    /** @type {string} */ rate,
    /** @type {string} */ loss,
    /** @type {number} */ good,
    /** @type {number} */ all,
  ) =>
    `Best so far: ${optimiser}, ${init}, α = ${rate}, with a mean loss of ${loss} (${good} of ${many(all, 'seed')} reached the end).`,
  use: 'Use it',
  useName: (/** @type {string} */ optimiser, /** @type {string} */ init, /** @type {string} */ rate) =>
    `Use it: ${optimiser}, ${init}, α = ${rate}`,
  columns: {
    optimizer: 'optimiser',
    init: 'initialisation',
    rate: 'α',
    mean: 'mean loss',
    worst: 'worst loss',
    test: 'test loss',
    accuracy: 'accuracy',
    failed: 'did not end',
  },
  failed: (/** @type {number} */ failed, /** @type {number} */ all) => `${failed} of ${all}`,
  facet: (/** @type {string} */ optimiser, /** @type {string} */ init) => `${optimiser}, ${init}`,
  facetAlt: (/** @type {string} */ name, /** @type {number} */ runs) =>
    `Loss over the steps of ${many(runs, 'run')}: ${name}. The table below has the numbers.`,
  // Loss surface
  look: 'Show the loss around here',
  otherDirections: 'Other directions',
  points: 'Points',
  radius: 'Reach',
  radiusHint: '1: as far as the weights are long',
  directions: 'Seed of the directions',
  map: 'map of the loss',
  needsRun: 'Start a run first, or make a step.',
  here: (/** @type {string} */ u, /** @type {string} */ v, /** @type {string} */ loss) =>
    `At u = ${u}, v = ${v} the loss is ${loss}.`,
  surfaceFacts: (
    /** @type {number} */ step,
    /** @type {number} */ rows,
    /** @type {string} */ low,
    /** @type {string} */ high,
  ) =>
    `Weights after step ${step.toLocaleString('en')}, ${many(rows, 'row')}; from ${low} (plain) to ${high} (violet). Arrow keys move the cross.`,
}

/** @typedef {typeof english} Texts */
