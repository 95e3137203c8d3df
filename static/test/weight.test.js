import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const BUILT = new URL('../dist/embed.js', import.meta.url)
const MOST = 28_000

test('the element loads at most 28 kB before its first picture', {
  skip: !existsSync(BUILT) && 'not built',
}, () => {
  const source = readFileSync(BUILT, 'utf8')
  assert.ok(gzipSync(source, { level: 9 }).length <= MOST)
  assert.doesNotMatch(source, /(^|[;}\s])import\s*["'{]/, 'it is one file')
})
