// The transport: First, Back, Play or Pause, Forward, Last, the speed and the table.

import { SPEEDS } from '../clock.js'
import { h, icon } from '../dom.js'

/** @typedef {import('../texts.js').Texts} Texts */

/** Corners are rounded by the stroke. */
const ICONS = {
  first: 'M6 6v12M18 7v10l-8-5z',
  back: 'M15 7v10l-6.5-5z',
  play: 'M9 6v12l9.5-6z',
  pause: 'M9 6v12M15 6v12',
  forward: 'M9 7v10l6.5-5z',
  last: 'M18 6v12M6 7v10l8-5z',
}

/** @typedef {'first' | 'back' | 'toggle' | 'forward' | 'last' | 'table'} Command */

/**
 * Makes the controls.
 * @param {Texts} texts
 * @param {(command: Command) => void} act
 * @param {(speed: number) => void} pace
 */
export function makeControls(texts, act, pace) {
  const button = (/** @type {'first' | 'back' | 'forward' | 'last'} */ name) =>
    h(
      'button',
      { type: 'button', 'aria-label': texts[name], title: texts[name], onclick: () => act(name) },
      icon(ICONS[name]),
    )
  const main = h('button', { type: 'button', class: 'main', onclick: () => act('toggle') })
  const [first, back, forward, last] = [button('first'), button('back'), button('forward'), button('last')]
  const options = SPEEDS.map((speed) => h('option', { value: speed }, `${speed}×`))
  const speed = h(
    'select',
    { 'aria-label': texts.speed, onchange: (event) => pace(Number(event.target.value)) },
    ...options,
  )
  const table = h(
    'button',
    { type: 'button', class: 'toggle', 'aria-pressed': 'false', onclick: () => act('table') },
    texts.table,
  )
  const transport = h('div', { class: 'transport' }, first, back, main, forward, last)
  const { keys: words } = texts
  const key = (/** @type {string} */ name) => h('kbd', {}, name)
  const keys = h(
    'div',
    { class: 'keys', 'aria-hidden': 'true' },
    key(words.space),
    h('span', {}, words.play),
    key('←'),
    key('→'),
    h('span', {}, words.step),
  )
  return { transport, keys, speed, table, main, first, back, forward, last }
}

/**
 * Shows the state of the playhead.
 * @param {ReturnType<typeof makeControls>} controls
 * @param {Texts} texts
 * @param {{ playing: boolean, atStart: boolean, atEnd: boolean, speed: number, ready: boolean }} state
 */
export function drawControls(controls, texts, { playing, atStart, atEnd, speed, ready }) {
  const { main, first, back, forward, last } = controls
  const name = playing ? texts.pause : texts.play
  if (main.getAttribute('aria-label') !== name) {
    main.setAttribute('aria-label', name)
    main.title = name
    main.replaceChildren(icon(playing ? ICONS.pause : ICONS.play))
  }
  main.disabled = !ready
  for (const button of [first, back]) button.disabled = atStart || !ready
  for (const button of [forward, last]) button.disabled = atEnd || !ready
  controls.speed.value = String(speed)
}
