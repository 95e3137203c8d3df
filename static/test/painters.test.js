import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { equipped } from '../src/draw/painters.js'
import { readAnswer } from '../src/rows.js'
import { MANY } from '../src/scene.js'
import { note } from './answers.js'
import { browse, leave } from './dom.js'

const document = browse()
await import('../src/define.js')
after(leave)

/** Waits for a scene to be shown. @param {EventTarget} element */
const ready = (element) =>
  new Promise((resolve) => element.addEventListener('chainrule:ready', resolve, { once: true }))

/** A painter that draws one dot a node. */
class Dots {
  static light = true
  /** @type {import('../src/scene.js').Scene | null} */ scene = null
  /** @type {Element[]} */ dots = []
  /** @type {number[]} */ frames = []

  /** @param {HTMLElement} sheets */
  constructor(sheets) {
    this.sheets = sheets
  }

  /**
   * @param {import('../src/draw/picture.js').Data} data
   * @param {import('../src/frames.js').Frame} frame
   */
  draw({ scene, ways }, frame) {
    assert.deepEqual(ways, [])
    if (this.scene !== scene) {
      this.dots = scene.ids.map(() => this.sheets.ownerDocument.createElement('i'))
      this.sheets.replaceChildren(...this.dots)
    }
    this.scene = scene
    this.frames.push(frame.k)
  }

  /** @param {number} node */
  card(node) {
    return this.dots[node]
  }

  cull() {}
}

async function shown() {
  const element = /** @type {import('../src/element.js').ChainRule} */ (document.createElement('chain-rule'))
  document.body.append(element)
  while (!element.shadowRoot?.querySelector('.zoom')) await new Promise((go) => setTimeout(go, 5))
  const sheets = /** @type {Element} */ (element.shadowRoot?.querySelector('.picture'))
  const show = async (/** @type {any} */ scene) => {
    const shown = ready(element)
    element.scene = scene
    await shown
  }
  return { element, sheets, show }
}

test('a scene that brings a painter is drawn by it, and the next one by cards again', async () => {
  const { element, sheets, show } = await shown()
  await show(note())
  assert.equal(sheets.querySelectorAll('.card').length, 5)
  await show({ ...readAnswer(note()), Painter: Dots })
  assert.equal(sheets.querySelectorAll('.card').length, 0)
  assert.equal(sheets.querySelectorAll('i').length, 5)
  assert.equal(sheets.querySelector('i')?.getAttribute('tabindex'), '0')
  element.goTo(3)
  assert.equal(element.step, 3)
  await show(note())
  assert.equal(sheets.querySelectorAll('i').length, 0)
  assert.equal(sheets.querySelectorAll('.card').length, 5)
})

test('the first painter that wants a scene has it, and knows what network it is', async () => {
  const scene = readAnswer(note())
  const painter = (/** @type {boolean} */ wanted) => ({ wants: () => wanted, load: async () => Dots })
  const network = { view: 'neuron' }
  const drawn = await equipped(scene, { network }, [painter(false), painter(true)])
  assert.equal(drawn.Painter, Dots)
  assert.deepEqual(drawn.network, network)
  assert.equal((await equipped(scene, {}, [painter(false)])).Painter, undefined)
})

test('cards up to a number of nodes, canvas above it, which can show tangents', async () => {
  const scene = readAnswer(note())
  const many = (/** @type {number} */ count) => ({ ...scene, ids: Array.from({ length: count }, String) })
  assert.equal((await equipped(many(MANY), {})).Painter, undefined)
  const { Painter } = await equipped(many(MANY + 1), {})
  assert.equal(Painter?.name, 'Canvas')
  assert.ok(Painter?.light && Painter.turns)
  const network = { view: 'scalar' }
  assert.equal(
    (await equipped(many(2000), { network })).Painter,
    undefined,
    'its page lights cards one by one',
  )
  assert.equal((await equipped(many(2001), { network })).Painter?.name, 'Canvas')
})
