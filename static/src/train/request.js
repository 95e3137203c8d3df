// From what stands in the form to a request, and back from a starter's request to what stands in the form.

import { typed } from '../format.js'
import { optimiser, schedule } from './known.js'

/** What stands in the fields of the settings, as text. @typedef {Record<string, string>} Settings */

/** @type {Settings} */
export const DEFAULTS = {
  optimizer: 'adam',
  learning_rate: '0.05',
  batch: 'all',
  batch_size: '10',
  schedule: 'constant',
  weight_decay: '0',
  clip: '',
  steps: '400',
  seed: '0',
}

const PICTURES = 100
export const SHOW = ['parameters', 'state', 'histograms', 'regions', 'batch']

/**
 * How many steps lie between two frames: about a hundred frames a run, so that all of them can be kept.
 * @param {number} steps
 */
export const every = (steps) => Math.max(1, Math.ceil(steps / PICTURES))

/**
 * The request of a run, and the fields in which there is no number.
 * @param {Settings} settings
 * @param {object} spec
 * @param {unknown} data
 */
export function trainRequest(settings, spec, data) {
  /** @type {string[]} */
  const wrong = []
  const number = (/** @type {string} */ name) => {
    const value = typed(settings[name] ?? '')
    if (value === null || !Number.isFinite(value)) wrong.push(name)
    return value ?? 0
  }
  const steps = number('steps')
  /** @type {Record<string, any>} */
  const request = {
    spec,
    data,
    steps,
    learning_rate: number('learning_rate'),
    optimizer: settings.optimizer,
    seed: number('seed'),
    frame_every: every(steps),
    show: SHOW,
  }
  for (const { name } of optimiser(settings.optimizer).settings) request[name] = number(name)
  if (settings.batch !== 'all') request.batch_size = settings.batch === 'one' ? 1 : number('batch_size')
  if (settings.weight_decay !== '') request.weight_decay = number('weight_decay')
  if (settings.clip !== '') request.clip = number('clip')
  if (settings.schedule !== 'constant') {
    const own = schedule(settings.schedule).settings.map(({ name }) => [name, number(`schedule_${name}`)])
    request.schedule = { name: settings.schedule, ...Object.fromEntries(own) }
  }
  return { request, wrong }
}

/**
 * The settings of a request, as text for the fields.
 * @param {Record<string, any>} request
 * @param {Settings} [rest]  what the request does not say
 * @returns {Settings}
 */
export function settingsOf(request, rest = DEFAULTS) {
  const found = { ...rest }
  for (const name of ['optimizer', 'learning_rate', 'weight_decay', 'clip', 'steps', 'seed']) {
    if (request[name] !== undefined && request[name] !== null) found[name] = String(request[name])
  }
  for (const { name, value } of optimiser(found.optimizer).settings)
    found[name] = String(request[name] ?? value)
  if (request.batch_size) {
    found.batch = request.batch_size === 1 ? 'one' : 'mini'
    found.batch_size = String(request.batch_size)
  }
  const given = typeof request.schedule === 'string' ? { name: request.schedule } : request.schedule
  if (given) {
    found.schedule = given.name
    for (const { name, value } of schedule(given.name).settings)
      found[`schedule_${name}`] = String(given[name] ?? value)
  }
  return found
}

/**
 * The field that a mistake of a request belongs to; empty where it belongs to none of ours.
 * @param {string} [pointer]
 */
export function fieldOf(pointer = '') {
  const [, first = '', second = ''] = pointer.split('/')
  if (first === 'schedule') return second ? `schedule_${second}` : 'schedule'
  if (first === 'data') return `data_${second}`
  return first === 'spec' ? '' : first
}

/**
 * The numbers in a list that somebody typed; null where one of them is none.
 * @param {string} text
 */
export function numbers(text) {
  const found = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(typed)
  return found.length > 0 && found.every((each) => each !== null && Number.isFinite(each))
    ? /** @type {number[]} */ (found)
    : null
}
