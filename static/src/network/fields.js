// The fields of the form. Each carries the pointer of what it edits, and a place for what is wrong with it.

import { h, icon } from '../dom.js'
import { typed } from '../format.js'
import { english as texts } from './texts.js'

/** @typedef {(string | number)[]} Path */

/**
 * @param {{ path: Path, value: string, label: string, full?: string, read: (text: string) => unknown }} field
 * @param {(path: Path, value: unknown) => void} edit
 */
export function textField({ path, value, label, full = label, read }, edit) {
  const pointer = `/${path.join('/')}`
  const input = h('input', {
    value,
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': full,
    'data-pointer': pointer,
    'data-act': pointer,
    onchange: () => edit(path, read(input.value)),
  })
  return field(label, input)
}

/**
 * @param {{ path: Path, value: string, label: string, full?: string, choices: string[],
 *   words?: (name: string) => string, quiet?: boolean }} field
 * @param {(path: Path, value: string) => void} edit
 */
export function choiceField(
  { path, value, label, full = label, choices, words = texts.choices, quiet = false },
  edit,
) {
  const pointer = `/${path.join('/')}`
  const select = h(
    'select',
    {
      'aria-label': full,
      'data-pointer': pointer,
      'data-act': pointer,
      onchange: () => edit(path, select.value),
    },
    ...optionsOf(choices, value, words),
  )
  return quiet ? select : field(label, select)
}

/**
 * @param {{ path: Path, value: boolean, label: string, full: string }} field
 * @param {(path: Path, value: boolean) => void} edit
 */
export function flagField({ path, value, label, full }, edit) {
  const pointer = `/${path.join('/')}`
  const input = h('input', {
    type: 'checkbox',
    checked: value,
    'aria-label': full,
    'data-pointer': pointer,
    'data-act': pointer,
    onchange: () => edit(path, input.checked),
  })
  return h('label', { class: 'field flag', 'data-field': true }, input, h('span', {}, label), wrong())
}

/**
 * A button that is an icon.
 * @param {string} d
 * @param {string} name
 * @param {string} act  what finds it again when the form is made anew
 * @param {boolean} disabled
 * @param {() => void} run
 */
export function iconButton(d, name, act, disabled, run) {
  const props = { type: 'button', class: 'plain icon', title: name, 'aria-label': name, 'data-act': act }
  return h('button', { ...props, disabled, onclick: run }, icon(d))
}

/** A place for what is wrong with a field. */
const wrong = () => h('span', { class: 'wrong', hidden: true })

/**
 * @param {string} label
 * @param {HTMLElement} input
 */
const field = (label, input) =>
  h('label', { class: 'field', 'data-field': true }, h('span', {}, label), input, wrong())

/**
 * @param {string[]} names
 * @param {string} chosen
 * @param {(name: string) => string} words
 */
export const optionsOf = (names, chosen, words) =>
  (names.includes(chosen) ? names : [chosen, ...names]).map((name) =>
    h('option', { value: name, selected: name === chosen }, words(name) ?? name),
  )

/**
 * What somebody typed as a number; as it is where it is none, for the server to say what is wrong.
 * @param {boolean} [optional]  whether nothing means the field is not said
 * @returns {(text: string) => unknown}
 */
export const readNumber = (optional) => (text) => {
  if (optional && text.trim() === '') return undefined
  return typed(text) ?? text
}

/** @param {string} text */
const readList = (text) =>
  text
    .trim()
    .split(/\s*[x×,\s]\s*/)
    .map((part) => typed(part) ?? part)

/**
 * `2`, or `1x8x8` for an image.
 * @param {string} text
 */
export function readInputs(text) {
  const list = readList(text)
  return list.length === 1 ? list[0] : list
}

/**
 * `3x3`; `3` says the same.
 * @param {string} text
 */
export function readPair(text) {
  const list = readList(text)
  return list.length === 1 ? [list[0], list[0]] : list
}
