// The dialog that shares what the page shows: a link, the element, a frame. Loaded when it is first asked for.

import { h, icon } from '../dom.js'
import { elementText, frameText, linkText } from './snippets.js'
import { dress } from './style.css.js'
import { english as texts } from './texts.js'

/** @typedef {import('../page/link.js').Link} Link */
/** @typedef {import('./snippets.js').Shared} Shared */
/** @typedef {{ origin: string, link: Link, steps: number }} State */

const SHOWN = 2500
const CROSS = 'M6 6l12 12M18 6 6 18'
const LONGEST_TITLE = 60
const PIECES = /** @type {const} */ ([
  ['link', texts.link, texts.linkNote, texts.copyLink, linkText, 2],
  ['element', texts.element, texts.elementNote, texts.copyElement, elementText, 4],
  ['frame', texts.frame, texts.frameNote, texts.copyFrame, frameText, 5],
])

/**
 * Opens the dialog; the focus comes back to the button when it is closed.
 * @param {HTMLElement} button
 * @param {State} state
 * @param {(sentence: string) => void} announce
 */
export function open(button, state, announce) {
  dress(document)
  const told = h('p', { class: 'told', role: 'status' })
  const say = (/** @type {string} */ sentence, shown = false) => {
    told.textContent = shown ? sentence : ''
    announce(sentence)
  }
  const start = h('input', { type: 'checkbox', checked: Boolean(state.link.step) })
  const controls = chooser('controls', texts.controlNames, 'full')
  const theme = chooser('theme', texts.themeNames, state.link.theme ?? 'auto')
  const pieces = PIECES.map(([id, name, note, act, text, rows]) =>
    piece({ id, name, note, act, rows }, say, text),
  )
  const dialog = h(
    'dialog',
    { class: 'sharing', 'aria-labelledby': 'sharing-title' },
    h(
      'header',
      {},
      h('h2', { id: 'sharing-title' }, texts.share),
      closing(() => dialog.close()),
    ),
    h(
      'div',
      { class: 'choices' },
      h('label', { class: 'tick', hidden: !state.link.step }, start, texts.start(stepOf(state), state.steps)),
      h('label', { class: 'pick' }, texts.controls, controls),
      h('label', { class: 'pick' }, texts.theme, theme),
    ),
    ...pieces.map(({ root }) => root),
    told,
  )
  const show = () => {
    const shared = chosen(state, start.checked, controls.value, theme.value)
    for (const each of pieces) each.show(shared)
  }
  dialog.addEventListener('change', show)
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  dialog.addEventListener('close', () => {
    dialog.remove()
    button.focus()
  })
  document.body.append(dialog)
  show()
  dialog.showModal()
  pieces[0].button.focus()
}

/** @param {State} state */
const stepOf = ({ link, steps }) => (link.step === 'end' ? steps : (link.step ?? 0))

/**
 * What is shared, by what was chosen.
 * @param {State} state
 * @param {boolean} start
 * @param {string} controls
 * @param {string} theme
 * @returns {Shared}
 */
function chosen({ origin, link }, start, controls, theme) {
  const [line] = (link.program ?? '').trim().split('\n').slice(-1)
  const title = texts.frameTitle(line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line)
  return {
    origin,
    title,
    controls: /** @type {Shared['controls']} */ (controls),
    link: {
      ...link,
      step: start ? link.step : null,
      theme: theme === 'auto' ? null : /** @type {'light' | 'dark'} */ (theme),
    },
  }
}

/**
 * @param {string} name
 * @param {Record<string, string>} options
 * @param {string} value
 */
function chooser(name, options, value) {
  const made = Object.entries(options).map(([key, label]) =>
    h('option', { value: key, selected: key === value }, label),
  )
  return h('select', { name }, ...made)
}

/** @param {() => void} act */
const closing = (act) =>
  h(
    'button',
    { type: 'button', class: 'plain icon', 'aria-label': texts.close, title: texts.close, onclick: act },
    icon(CROSS),
  )

/**
 * One text to copy, with its button.
 * @param {{ id: string, name: string, note: string, act: string, rows: number }} about
 * @param {(sentence: string, shown?: boolean) => void} say
 * @param {(shared: Shared) => string} text
 */
function piece({ id, name, note, act, rows }, say, text) {
  const field = h('textarea', {
    id: `sharing-${id}`,
    rows,
    readonly: true,
    spellcheck: 'false',
    'aria-describedby': `sharing-${id}-note`,
    onfocus: () => field.select(),
  })
  const button = h('button', { type: 'button', class: 'button' }, act)
  button.addEventListener('click', () => copy(field, button, name, say))
  const root = h(
    'div',
    { class: 'piece' },
    h('div', {}, h('label', { for: field.id }, name), button),
    h('p', { id: `sharing-${id}-note` }, note),
    field,
  )
  const show = (/** @type {Shared} */ shared) => {
    field.value = text(shared)
  }
  return { root, button, show }
}

/**
 * Copies a text; where the browser does not let us, selects it to be copied by hand.
 * @param {HTMLTextAreaElement} field
 * @param {HTMLButtonElement} button
 * @param {string} name
 * @param {(sentence: string, shown?: boolean) => void} say
 */
async function copy(field, button, name, say) {
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    field.focus()
    say(texts.byHand, true)
    return
  }
  say(texts.copiedSaid(name))
  const before = button.dataset.words ?? button.textContent ?? ''
  button.dataset.words = before
  button.textContent = texts.copied
  button.classList.add('done')
  setTimeout(() => {
    button.textContent = before
    button.classList.remove('done')
  }, SHOWN)
}
