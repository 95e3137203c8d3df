import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const DIST = new URL('../dist/', import.meta.url)
const MOST = 28_000
const PAGE = 60_000
const unbuilt = !existsSync(new URL('embed.js', DIST)) && 'not built'

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, DIST), 'utf8')
/** @param {string} source */
const weight = (source) => gzipSync(source, { level: 9 }).length

test('the element loads at most 28 kB before its first picture', { skip: unbuilt }, () => {
  const source = read('embed.js')
  assert.ok(weight(source) <= MOST)
  assert.doesNotMatch(source, /(^|[;}\s])import\s*["'{]/, 'it is one file')
})

test('the explorer loads at most 60 kB before its editor', { skip: unbuilt }, () => {
  const source = read('app.js')
  assert.ok(weight(source) + weight(read('app.css')) <= PAGE)
  assert.doesNotMatch(source, /(^|[;}\s])import\s*["'{]/, 'it is one file')
})
