import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLink } from '../src/page/link.js'
import { scaleFor } from '../src/share/download.js'
import { elementText, frameAddress, frameText, linkText } from '../src/share/snippets.js'

/** @type {import('../src/page/link.js').Link} */
const link = {
  program: 'q = x + y\nf = q * controls',
  inputs: new Map(
    /** @type {[string, import('../src/format.js').Numbers][]} */ ([
      ['x', -2],
      ['y', [[1, Number.NaN]]],
      ['controls', 3],
    ]),
  ),
  output: 'f',
  view: null,
  step: 7,
  theme: 'dark',
}
/** @type {import('../src/share/snippets.js').Shared} */
const shared = { origin: 'https://chainrule.example', link, controls: 'compact', title: 'f < "g"' }

test('the link and the frame say the same state, and reading it back gives it', () => {
  const address = linkText(shared)
  assert.ok(address.startsWith('https://chainrule.example/#program='))
  assert.deepEqual(readLink(address.slice(address.indexOf('#'))), { link, complaints: [] })
  const frame = frameAddress(shared)
  assert.ok(frame.endsWith('&controls=compact'))
  assert.deepEqual(readLink(frame.slice(frame.indexOf('#'))), { link, complaints: [] })
})

test('an input that is called controls is not mistaken for the controls of a frame', () => {
  const said = new URLSearchParams(frameAddress(shared).split('#')[1])
  assert.deepEqual(said.getAll('controls'), ['compact'])
  assert.deepEqual(JSON.parse(said.get('inputs') ?? ''), { controls: 3 })
})

test('texts are escaped for the attribute in which they stand', () => {
  const hostile = { ...link, program: `f = x # "><script>&amp;'\r\ng = f` }
  const text = elementText({ ...shared, link: hostile })
  assert.ok(text.includes(`program="f = x # &quot;&gt;&lt;script&gt;&amp;amp;'&#10;g = f"`))
  assert.ok(text.includes(`inputs='{"x":-2,"y":[[1,"NaN"]],"controls":3}'`))
  assert.ok(frameText(shared).includes('title="f &lt; &quot;g&quot;"'))
  assert.ok(!/[^&]&[a-z]+=/.test(frameText(shared)), 'ampersands of the address are escaped')
})

test('what was left at its default is left out', () => {
  const plain = { ...link, inputs: new Map(), output: null, step: null, theme: null, program: 'f = 1' }
  assert.match(
    elementText({ ...shared, link: plain, controls: 'full' }),
    /<chain-rule program="f = 1"><\/chain-rule>$/,
  )
})

test('a picture that is too large for twice the size is drawn as large as can be', () => {
  assert.equal(scaleFor(800, 400), 2)
  assert.ok(scaleFor(20_000, 100) * 20_000 <= 16_384)
  const scale = scaleFor(5000, 4000)
  assert.ok(scale < 1 && scale * scale * 5000 * 4000 <= 16_777_217)
})
