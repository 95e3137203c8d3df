// The lesson: the page is complete as it comes; this makes its numbers live, links formulas and pictures, and checks
// answers.

import '../define.js'
import { h } from '../dom.js'
import { loadMaths } from '../fonts.js'
import { part, skipLinks } from '../page/parts.js'
import { Themes } from '../page/theme.js'
import { asking } from './ask.js'
import { bind } from './bind.js'
import { Contents } from './contents.js'
import { link, reachable } from './link.js'
import { scrubbing, tellSliders } from './scrub.js'
import { PictureSource, ProgramSource } from './source.js'
import { staging } from './stages.js'
import { TEXTS } from './texts.js'

/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('../element.js').ChainRule} Picture */

/**
 * The part that belongs to a program: its text, its picture, its numbers.
 * @param {HTMLElement} act
 * @returns {Source}
 */
function enliven(act) {
  const picture = /** @type {Picture | null} */ (act.querySelector('chain-rule'))
  const changed = () => {
    if (!source.run) return
    bind(act, source.run)
    tellSliders(act, source)
  }
  const source = picture ? new PictureSource(picture, changed) : new ProgramSource(changed)
  link(act, picture)
  reachable(act)
  if (source instanceof PictureSource) scrubbing(act, source)
  else openNetwork(act, source)
  return source
}

/**
 * The network: its program is asked for once, then everything is computed here.
 * @param {HTMLElement} act
 * @param {ProgramSource} source
 */
async function openNetwork(act, source) {
  const hands = part('hands')
  const words = hands.textContent ?? ''
  const open = async () => {
    try {
      await source.open(act.dataset.program ?? '')
    } catch (error) {
      console.warn(error)
      hands.replaceChildren(
        TEXTS.fixed,
        h('button', { type: 'button', class: 'plain', onclick: open }, TEXTS.retry),
      )
      return
    } finally {
      hands.hidden = false
    }
    hands.replaceChildren(words)
    scrubbing(act, source)
    tellSliders(act, source)
    walking(source)
  }
  staging(part('figure'), part('steps'))
  await open()
}

/** @param {ProgramSource} source */
function walking(source) {
  const said = part('walked')
  let steps = 0
  const tell = () => {
    said.textContent = steps > 0 ? TEXTS.walked(steps) : ''
  }
  part('take').addEventListener('click', () => {
    source.step()
    steps++
    tell()
  })
  part('restart').addEventListener('click', () => {
    source.restart()
    steps = 0
    tell()
  })
  part('walk').hidden = false
}

skipLinks()
new Themes(part('themes'), (theme) => {
  for (const picture of document.querySelectorAll('chain-rule')) picture.setAttribute('theme', theme)
})
loadMaths('/static/fonts/maths.woff2')
const acts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-source]')])
const sources = new Map(acts.map((act) => [act, enliven(act)]))
const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll('[data-question]')])
const contents = new Contents(
  part('contents'),
  forms.map((form) => form.dataset.question ?? ''),
)
for (const form of forms) {
  const act = /** @type {HTMLElement | null} */ (form.closest('[data-source]'))
  asking(form, (act && sources.get(act)) ?? null, () => contents.answered(form.dataset.question ?? ''))
}
