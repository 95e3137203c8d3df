// The seven steps: which of them the figure of the network has done. What comes later is empty, never 0.

import { h } from '../dom.js'
import { TEXTS } from './texts.js'

const WHOLE = 6

/**
 * Lets the seven steps, and buttons under the figure, set what it shows.
 * @param {HTMLElement} figure
 * @param {HTMLElement} steps
 */
export function staging(figure, steps) {
  const items = /** @type {HTMLElement[]} */ ([...steps.querySelectorAll('[data-step-of]')])
  const titles = items.map((item) => item.querySelector('h3')?.textContent ?? '')
  const bar = /** @type {HTMLElement} */ (figure.querySelector('[data-stages]'))
  const said = h('p', { role: 'status' })
  const buttons = titles.map((title, i) =>
    h(
      'button',
      { type: 'button', 'aria-label': TEXTS.stage(i + 1, title), title, onclick: () => show(i + 1) },
      String(i + 1),
    ),
  )
  const show = (/** @type {number} */ stage) => {
    figure.dataset.stage = String(stage)
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll('[data-from]'))) {
      const from = Number(part.dataset.from)
      part.classList.toggle('pending', from > stage)
      part.classList.toggle('now', from === stage)
    }
    buttons.forEach((button, i) => {
      button.setAttribute('aria-pressed', String(i + 1 === stage))
    })
    items.forEach((item, i) => {
      item.toggleAttribute('data-now', i + 1 === stage)
    })
    said.textContent = TEXTS.stage(stage, titles[stage - 1])
  }
  items.forEach((item, i) => {
    const title = item.querySelector('h3')
    title?.replaceChildren(h('button', { type: 'button', onclick: () => show(i + 1) }, titles[i]))
  })
  bar.setAttribute('role', 'group')
  bar.setAttribute('aria-label', TEXTS.stages)
  bar.append(
    ...buttons,
    h('button', { type: 'button', class: 'whole', onclick: () => whole() }, TEXTS.all),
    said,
  )
  bar.hidden = false
  const whole = () => {
    show(WHOLE)
    for (const part of figure.querySelectorAll('.now')) part.classList.remove('now')
    for (const item of items) item.removeAttribute('data-now')
    for (const button of buttons) button.setAttribute('aria-pressed', 'false')
    said.textContent = ''
  }
  whole()
}
