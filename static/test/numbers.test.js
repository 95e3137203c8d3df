// Numbers are written by one rule on every side: the cases are the server's too.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { full, short } from '../src/format.js'

const { cases } = JSON.parse(readFileSync(new URL('../../tests/data/numbers.json', import.meta.url), 'utf8'))

for (const [given, brief, whole] of cases) {
  test(`${given} is written ${brief}, in full ${whole}`, () => {
    assert.equal(short(Number(given)), brief)
    assert.equal(full(Number(given)), whole)
  })
}
