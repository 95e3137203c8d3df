import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fan, note } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
await import('../src/define.js')
after(leave)

const settled = () => new Promise((resolve) => setTimeout(resolve, 60))

/**
 * Waits for what is loaded, however long that takes.
 * @param {() => unknown} there
 */
async function until(there) {
  for (let turn = 0; turn < 400 && !there(); turn++) await new Promise((resolve) => setTimeout(resolve, 25))
}

/** @param {any} [answer] @param {Record<string, string>} [attributes] */
async function shown(answer = note(), attributes = {}) {
  const element = /** @type {import('../src/element.js').ChainRule} */ (document.createElement('chain-rule'))
  for (const name in attributes) element.setAttribute(name, attributes[name])
  const events = /** @type {[string, any][]} */ ([])
  for (const name of ['ready', 'step', 'change', 'error']) {
    element.addEventListener(`chainrule:${name}`, (event) =>
      events.push([name, /** @type {any} */ (event).detail]),
    )
  }
  document.body.append(element)
  await settled()
  element.scene = answer
  const root = /** @type {ShadowRoot} */ (element.shadowRoot)
  await until(() => root.querySelector('.zoom') && root.querySelector('.said')?.textContent?.trim())
  await settled()
  const text = (/** @type {string} */ selector) => root.querySelector(selector)?.textContent
  const button = (/** @type {string} */ name) =>
    /** @type {HTMLButtonElement} */ (root.querySelector(`button[aria-label="${name}"]`))
  return { element, root, text, button, events }
}

test('the element has an open shadow root with the picture in it', async () => {
  const { root, text } = await shown()
  assert.equal(root.querySelectorAll('[data-node]').length, 5)
  assert.match(text('[data-part="status"]') ?? '', /Nothing is computed yet/)
})

test('no element carries an inline style attribute or a script', async () => {
  const { element, root } = await shown()
  element.goTo(8)
  assert.equal(root.querySelectorAll('script,style').length, 0)
  const styled = [...root.querySelectorAll('[style]')].map((each) => each.localName)
  assert.ok(styled.every((name) => name === 'svg'))
})

test('the buttons are First, Back, Play, Forward and Last', async () => {
  const { element, button } = await shown()
  assert.equal(button('First').disabled, true)
  button('Last').click()
  assert.equal(element.step, 10)
  button('Back').click()
  assert.equal(element.step, 9)
  button('First').click()
  assert.equal(element.step, 0)
  button('Play').click()
  assert.ok(button('Pause'))
  button('Pause').click()
  assert.ok(button('Play'))
})

test('goTo shows a step at once and says so', async () => {
  const { element, text, events } = await shown()
  element.goTo(7)
  assert.equal(text('[data-node="q"] [data-part="gradient"]'), '−4')
  const [name, detail] = /** @type {[string, any]} */ (events.at(-1))
  assert.deepEqual(
    [name, detail.step, detail.steps, detail.phase, detail.node],
    ['step', 7, 10, 'backward', 'f'],
  )
})

test('the step attribute opens at a step, or at the end', async () => {
  assert.equal((await shown(note(), { step: '6' })).element.step, 6)
  assert.equal((await shown(note(), { step: 'end' })).element.step, 10)
  assert.equal((await shown(note(), { step: 'nonsense' })).element.step, 0)
})

test('ready comes once the picture is drawn', async () => {
  const { events } = await shown()
  assert.equal(events[0][0], 'ready')
  assert.equal(events[0][1].steps, 10)
})

test('the formula stands above the picture', async () => {
  const { text } = await shown()
  assert.equal(text('.formula math'), 'f=(x+y)·z')
})

test('two elements on one page know nothing of each other', async () => {
  const [one, other] = [await shown(), await shown(fan())]
  one.element.goTo(10)
  assert.equal(other.element.step, 0)
  assert.equal(one.root.querySelectorAll('[data-node]').length, 5)
  assert.equal(other.text('[data-node="a"] [data-part="value"]'), '')
})

/** @param {Element} target @param {string} key @param {object} [more] */
const press = (target, key, more = {}) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }),
  )

test('End and Home go to the last and the first step, arrows one step', async () => {
  const { element, root } = await shown()
  const inside = /** @type {Element} */ (root.querySelector('.root'))
  press(inside, 'End')
  assert.equal(element.step, 10)
  press(inside, 'ArrowLeft')
  assert.equal(element.step, 9)
  press(inside, 'ArrowLeft', { shiftKey: true })
  assert.equal(element.step, 8)
  press(inside, 'Home')
  assert.equal(element.step, 0)
})

test('there is one tab stop into the graph, and arrows walk from there', async () => {
  const { root } = await shown()
  const stops = () =>
    [...root.querySelectorAll('.card[tabindex="0"]')].map((card) => card.getAttribute('data-node'))
  assert.deepEqual(stops(), ['x'])
  const card = (/** @type {string} */ id) =>
    /** @type {Element} */ (root.querySelector(`.card[data-node="${id}"]`))
  press(card('x'), 'ArrowRight')
  assert.deepEqual(stops(), ['q'])
  press(card('q'), 'ArrowRight')
  assert.deepEqual(stops(), ['f'])
  press(card('f'), 'ArrowLeft')
  press(card('q'), 'ArrowDown')
  assert.deepEqual(stops(), ['z'])
})

test('a slider moves by keys, and everything follows at once', async () => {
  const { element, root, text, events } = await shown()
  element.goTo(10)
  const slider = /** @type {Element} */ (root.querySelector('.slider[data-input="x"]'))
  press(slider, 'ArrowRight')
  assert.equal(text('[data-node="x"] [data-part="value"]'), '−1.9')
  assert.equal(text('[data-node="f"] [data-part="value"]'), '−12.4')
  assert.equal(text('[data-node="z"] [data-part="gradient"]'), '3.1')
  assert.equal(slider.getAttribute('aria-valuenow'), '-1.9')
  const [name, detail] = /** @type {[string, any]} */ (events.at(-1))
  assert.deepEqual([name, detail.inputs.x, detail.step], ['change', -1.9, 10])
})

test('the table shows the same numbers as the picture', async () => {
  const { element, root } = await shown()
  element.goTo(8)
  const table = /** @type {HTMLButtonElement} */ (root.querySelector('button.toggle'))
  table.click()
  await until(() => root.querySelector('tbody tr'))
  const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  )
  assert.deepEqual(rows[0].slice(0, 4), ['x', 'input', '−2', 'pending'])
  assert.deepEqual(rows[5], ['f', 'multiplication', '−12', '1', 'q', '−4', '−4'])
  assert.deepEqual(rows[6], ['z', '3', '3'])
})

test('a program is asked for where the api attribute says, and an error keeps its place', async () => {
  const asked = /** @type {string[]} */ ([])
  const { fetch } = globalThis
  globalThis.fetch = /** @type {any} */ (
    async (/** @type {string} */ url) => {
      asked.push(url)
      return new Response(
        JSON.stringify({ detail: 'A value is missing.', errors: [{ detail: 'A value is missing.' }] }),
        { status: 422 },
      )
    }
  )
  const element = document.createElement('chain-rule')
  const errors = /** @type {any[]} */ ([])
  element.addEventListener('chainrule:error', (event) => errors.push(/** @type {any} */ (event).detail))
  element.setAttribute('api', 'https://example.org/')
  element.setAttribute('program', 'f = ')
  document.body.append(element)
  await settled()
  globalThis.fetch = fetch
  assert.deepEqual(asked, ['https://example.org/api/v1/graph'])
  assert.equal(errors[0].message, 'A value is missing.')
  assert.equal(errors[0].problem.errors.length, 1)
  assert.match(element.shadowRoot?.querySelector('.notice')?.textContent ?? '', /A value is missing/)
})
