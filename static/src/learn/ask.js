// The questions on the page: forms that answer at once, kindly, and aloud.

import { short, typed } from '../format.js'
import { checkChoice, checkNumber, hintOf, QUESTIONS, redraw } from './questions.js'
import { CHOICES, TEXTS } from './texts.js'

/** @typedef {import('./questions.js').Given} Given */
/** @typedef {import('./source.js').Source} Source */
/** @typedef {keyof typeof import('./texts.js').ASKED} AskedId */

/** @type {import('./questions.js').Pick} */
const pick = (from) => from[Math.floor(Math.random() * from.length)]

/**
 * Makes a form check what it asks.
 * @param {HTMLFormElement} form
 * @param {Source | null} source  the numbers of its part of the lesson
 * @param {() => void} done  called when it was answered rightly
 */
export function asking(form, source, done) {
  const id = /** @type {string} */ (form.dataset.question)
  const find = (/** @type {string} */ mark) =>
    /** @type {HTMLElement | null} */ (form.querySelector(`[data-${mark}]`))
  const verdict = /** @type {HTMLElement} */ (find('verdict'))
  const say = (/** @type {string} */ text, /** @type {string} */ kind) => {
    verdict.textContent = text
    verdict.dataset.kind = kind
  }
  find('answering')?.removeAttribute('hidden')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const { right, says } =
      id in CHOICES ? chosen(form, id) : await typedIn(form, /** @type {AskedId} */ (id), source)
    say(says, right ? 'right' : 'wrong')
    if (right) done()
  })
  find('hint')?.addEventListener('click', () => say(TEXTS.hint + hintOf(id), 'hint'))
  find('again')?.addEventListener('click', () => {
    renew(form, /** @type {AskedId} */ (id))
    say('', '')
  })
}

/**
 * @param {HTMLFormElement} form
 * @param {string} id
 */
const chosen = (form, id) => checkChoice(id, /** @type {string | null} */ (new FormData(form).get(id)))

/**
 * @param {HTMLFormElement} form
 * @param {AskedId} id
 * @param {Source | null} source
 */
async function typedIn(form, id, source) {
  const given = givenIn(form)
  const question = QUESTIONS[id]
  const scene = question.program ? ((await source?.at(given)) ?? null) : null
  if (question.program && !scene) return { right: false, says: TEXTS.waiting }
  return checkNumber(id, String(new FormData(form).get(id) ?? ''), question.solve(given, scene))
}

/**
 * The numbers that stand in a question.
 * @param {HTMLFormElement} form
 * @returns {Given}
 */
function givenIn(form) {
  const places = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-given]')])
  return Object.fromEntries(
    places.map((place) => [place.dataset.given, /** @type {number} */ (typed(place.textContent ?? ''))]),
  )
}

/**
 * Puts other numbers into a question.
 * @param {HTMLFormElement} form
 * @param {AskedId} id
 */
function renew(form, id) {
  const given = redraw(id, givenIn(form), pick)
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-given]')))
    place.textContent = short(given[/** @type {string} */ (place.dataset.given)])
  const field = form.querySelector('input')
  if (field) field.value = ''
  field?.focus()
}
