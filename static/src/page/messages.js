// What is said under the editor: mistakes with their places and fixes, and quiet notices.

import { quoted, english as texts } from './texts.js'

/** @typedef {import('./problems.js').Mistake} Mistake */

const MOST = 5

/**
 * Shows mistakes, or notices where there are none.
 * @param {HTMLElement} box
 * @param {{ mistakes: Mistake[], notices: string[], hint?: string }} said
 * @param {{ go?: (place: { from: number, to: number }) => void, fix: (fix: NonNullable<Mistake['fix']>) => void }} acts
 */
export function showMessages(box, { mistakes, notices, hint }, acts) {
  const wrong = mistakes.slice(0, MOST).map((mistake) => mistakeLine(mistake, acts))
  const good = notices.slice(0, MOST).map((notice) => line('notice-line', notice))
  const next = hint ? [line('hint', hint)] : wrong.length > 0 ? wrong : good
  const same =
    next.length === box.children.length && next.every((part, i) => part.isEqualNode(box.children[i]))
  if (!same) box.replaceChildren(...next)
}

/**
 * @param {Mistake} mistake
 * @param {Parameters<typeof showMessages>[2]} acts
 */
function mistakeLine({ detail, place, fix }, acts) {
  const { go } = acts
  const box = line('mistake', '')
  const text = document.createElement('span')
  text.textContent = detail
  box.append(text)
  if (place) box.dataset.place = `${place.from}-${place.to}`
  if (fix) box.append(button('button fix', texts.fix(quoted(fix.shown)), () => acts.fix(fix)))
  else if (place && go) box.append(button('plain', texts.goThere, () => go(place)))
  return box
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {() => void} act
 */
function button(kind, text, act) {
  const made = Object.assign(document.createElement('button'), {
    type: 'button',
    className: kind,
    textContent: text,
  })
  made.addEventListener('click', act)
  return made
}

/**
 * @param {string} kind
 * @param {string} text
 */
const line = (kind, text) =>
  Object.assign(document.createElement('p'), { className: kind, textContent: text })
