import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extentOf } from '../src/draw/extent.js'
import { LANE, waysOf } from '../src/draw/geometry.js'
import { placeOf, positionAt } from '../src/draw/scrub.js'
import { rangeOf, shareAt, valueAt } from '../src/ranges.js'
import { readAnswer } from '../src/rows.js'
import { fan, note } from './answers.js'

/** @param {string} d */
const numbers = (d) => (d.match(/-?[\d.]+/g) ?? []).map(Number)

test('a road runs from the right of the operand to the left of the consumer', () => {
  const scene = readAnswer(note())
  const [way] = waysOf(scene)
  const [x, q] = [scene.boxes[0], scene.boxes[2]]
  assert.equal(way.at(0).x, x.x + x.width)
  assert.ok(Math.abs(way.at(1).x - q.x) < 1e-9)
})

test('the lanes keep their distance from the middle at both ends', () => {
  const scene = readAnswer(note())
  const [way] = waysOf(scene)
  const forward = numbers(way.value)
  const backward = numbers(way.gradient)
  assert.ok(Math.abs(forward[1] - (way.at(0).y - LANE)) < 0.11)
  assert.ok(Math.abs(Number(backward.at(-1)) - (way.at(0).y + LANE)) < 0.11)
  assert.ok(Math.abs(backward[1] - (way.at(1).y + LANE)) < 0.11)
})

test('a place along the road moves on with its share', () => {
  const [way] = waysOf(readAnswer(fan()))
  let before = way.at(0)
  for (let s = 0.05; s <= 1; s += 0.05) {
    const place = way.at(s)
    assert.ok(place.x >= before.x)
    before = place
  }
})

test('the lens sits on the road where the layout says', () => {
  const scene = readAnswer(note())
  const [way] = waysOf(scene)
  assert.ok(Math.abs(way.lensAt - 0.5) < 0.01)
  const moved = waysOf({ ...scene, lenses: scene.lenses.map(() => way.at(0.25)) })
  assert.ok(Math.abs(moved[0].lensAt - 0.25) < 0.05)
})

test('the picture reaches around every card', () => {
  const scene = readAnswer(fan())
  const { x, y, width, height } = extentOf(scene)
  for (const box of scene.boxes) {
    assert.ok(box.x > x && box.x + box.width < x + width)
    assert.ok(box.y > y && box.y + box.height < y + height)
  }
})

test('a place on the scrub bar and its position belong to each other', () => {
  for (const position of [0, 0.5, 1, 2.25, 6]) {
    assert.ok(Math.abs(positionAt(placeOf(position, 6, 700), 6, 700) - position) < 1e-9)
  }
  assert.equal(positionAt(-50, 6, 700), 0)
  assert.equal(positionAt(9999, 6, 700), 6)
})

test('a slider spans ±max(10, 2|v|)', () => {
  assert.equal(rangeOf(-2), 10)
  assert.equal(rangeOf(8), 16)
  assert.equal(rangeOf(Number.NaN), 10)
})

test('a slider gives round numbers between its ends', () => {
  assert.equal(valueAt(0.5, 10), 0)
  assert.equal(valueAt(-1, 10), -10)
  assert.equal(valueAt(2, 10), 10)
  assert.equal(valueAt(0.30004, 10), -4)
  assert.equal(shareAt(88), 0.5)
})
