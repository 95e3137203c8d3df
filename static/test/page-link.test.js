import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLink, writeLink } from '../src/page/link.js'

/** @type {import('../src/page/link.js').Link} */
const NOTE = {
  program: 'q = x + y\nf = q * z',
  inputs: new Map([
    ['x', -2],
    ['y', 5],
    ['z', -4],
  ]),
  output: 'f',
  view: null,
  step: 9,
  theme: 'dark',
}

test('a link reproduces program, inputs, output, step and theme', () => {
  const { link, complaints } = readLink(`#${writeLink(NOTE)}`)
  assert.deepEqual(link, NOTE)
  assert.deepEqual(complaints, [])
})

test('a link stays readable', () => {
  assert.equal(writeLink(NOTE), 'program=q+=+x+%2B+y%0Af+=+q+*+z&x=-2&y=5&z=-4&output=f&step=9&theme=dark')
})

test('what is not said is not written', () => {
  const link = { program: 'x * 2', inputs: new Map(), output: null, view: null, step: null, theme: null }
  assert.equal(writeLink(link), 'program=x+*+2')
})

test('arrays, extreme and non-finite numbers come back as they were', () => {
  const inputs = new Map(
    /** @type {[string, any][]} */ ([
      [
        'w',
        [
          [1, -2.5],
          [3e-300, 4],
        ],
      ],
      ['a', Number.NaN],
      ['b', Number.NEGATIVE_INFINITY],
      ['c', 0.1 + 0.2],
      ['d', [Number.NaN, Number.POSITIVE_INFINITY]],
    ]),
  )
  assert.deepEqual(readLink(writeLink({ ...NOTE, inputs })).link.inputs, inputs)
})

test('inputs that are called like parts of a link travel as JSON', () => {
  const inputs = new Map(
    /** @type {[string, any][]} */ ([
      ['step', 3],
      ['output', Number.NaN],
    ]),
  )
  const said = writeLink({ ...NOTE, inputs })
  assert.match(said, /inputs=/)
  assert.deepEqual(readLink(said).link.inputs, inputs)
})

test('any text survives as the program', () => {
  for (const program of ['a&b=c#d%e', 'f = x² · y − 1', '# 50 % ; + = &', '𝑥 = 1', 'x = "\\"', '\r\n\t']) {
    assert.equal(readLink(`#${writeLink({ ...NOTE, program })}`).link.program, program)
  }
})

test('an unpaired surrogate does not break the link', () => {
  assert.equal(readLink(writeLink({ ...NOTE, program: 'x\uD800' })).link.program, 'x\uFFFD')
})

test('a value that is no number is left out and said so', () => {
  const { link, complaints } = readLink('#program=x*2&x=two')
  assert.equal(link.program, 'x*2')
  assert.equal(link.inputs.size, 0)
  assert.match(complaints[0], /“two”/)
})

test('malformed links are inert', () => {
  for (const hash of [
    '#%',
    '#%zz=1',
    '#=',
    '#&&&',
    '#inputs={',
    '#inputs=[1]',
    '#step=-1',
    '#step=1e9',
    '#__proto__=1',
  ]) {
    const { link } = readLink(hash)
    assert.equal(link.program, null)
    assert.equal(link.step, null)
    assert.equal(link.inputs.size, 0)
  }
  assert.match(readLink('#step=soon').complaints[0], /“soon”/)
  assert.equal(readLink('#<script>=1').complaints.length, 1)
  assert.equal(readLink('#output=a+b').complaints.length, 1)
})

test('an empty link says nothing and complains of nothing', () => {
  for (const hash of ['', '#']) assert.deepEqual(readLink(hash).complaints, [])
})

test('a program over the limit is refused', () => {
  const { link, complaints } = readLink(`#program=${'x'.repeat(100_001)}`)
  assert.equal(link.program, null)
  assert.equal(complaints.length, 1)
})
