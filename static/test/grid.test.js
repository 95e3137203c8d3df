import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { browse, leave } from './dom.js'

browse()
after(leave)
const { Grid, readTable } = await import('../src/grid.js')

/**
 * A grid with an array in it, and what it changed.
 * @param {any} value
 * @param {number[]} shape
 */
function grid(value, shape) {
  const changes = /** @type {any[]} */ ([])
  const made = new Grid('W', (now, last) => changes.push([now, last]))
  document.body.replaceChildren(made.root)
  made.show(value, shape)
  const fields = /** @type {HTMLInputElement[]} */ ([...made.root.querySelectorAll('input')])
  const press = (/** @type {HTMLInputElement} */ field, /** @type {string} */ key) =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  return { made, changes, fields, press }
}

const MATRIX = [
  [1, -2],
  [3, 4],
]

test('a matrix is a table of named number fields', () => {
  const { fields } = grid(MATRIX, [2, 2])
  assert.deepEqual(
    fields.map((field) => [field.getAttribute('aria-label'), field.value]),
    [
      ['W[0, 0]', '1'],
      ['W[0, 1]', '−2'],
      ['W[1, 0]', '3'],
      ['W[1, 1]', '4'],
    ],
  )
})

test('a vector is one row, a tensor a table for each of its matrices', () => {
  assert.equal(grid([1, 2, 3], [3]).made.root.querySelectorAll('tr').length, 1)
  const { made, fields } = grid([MATRIX, MATRIX], [2, 2, 2])
  assert.equal(made.root.querySelectorAll('table').length, 2)
  assert.equal(fields[5].getAttribute('aria-label'), 'W[1, 0, 1]')
})

test('what is typed arrives in the shape of the array, and what is no number is said', () => {
  const { made, changes, fields } = grid(MATRIX, [2, 2])
  fields[1].value = '−2.5'
  fields[1].dispatchEvent(new Event('input', { bubbles: true }))
  assert.deepEqual(changes, [[[[1, -2.5], [3, 4]], false]]) // biome-ignore format: one line
  fields[1].value = 'many'
  fields[1].dispatchEvent(new Event('change', { bubbles: true }))
  assert.equal(changes.length, 1)
  assert.equal(fields[1].getAttribute('aria-invalid'), 'true')
  assert.match(made.root.querySelector('[role=status]')?.textContent ?? '', /“many” is no number/)
})

test('arrows walk through the table, to the sides from the ends of what is typed', () => {
  const { fields, press } = grid(MATRIX, [2, 2])
  fields[0].focus()
  press(fields[0], 'ArrowDown')
  assert.equal(document.activeElement, fields[2])
  fields[2].setSelectionRange(1, 1)
  press(fields[2], 'ArrowRight')
  assert.equal(document.activeElement, fields[3])
  fields[3].setSelectionRange(1, 1)
  press(fields[3], 'ArrowLeft')
  assert.equal(document.activeElement, fields[3], 'the caret moves in the number')
  press(fields[3], 'ArrowUp')
  assert.equal(document.activeElement, fields[1])
})

test('a copied table fills the fields from here, and what has no place is said', () => {
  const { made, changes, fields } = grid(MATRIX, [2, 2])
  const event = /** @type {any} */ (new Event('paste', { bubbles: true, cancelable: true }))
  event.clipboardData = { getData: () => '7\t8\t9\n−10\t11\tx' }
  fields[0].dispatchEvent(event)
  assert.deepEqual(changes, [[[[7, 8], [-10, 11]], true]]) // biome-ignore format: one line
  assert.match(made.root.querySelector('[role=status]')?.textContent ?? '', /^2 entries/)
})

test('tables are read from tabs, commas, semicolons and nested lists', () => {
  const rows = [
    [1, 2.5],
    [-3, 4],
  ]
  for (const text of ['1\t2.5\n-3\t4\n', '1,2.5\r\n-3,4', '1; 2.5\n-3; 4', '[[1, 2.5],\n [-3, 4]]'])
    assert.deepEqual(readTable(text), rows, text)
  assert.equal(readTable('12.5'), null)
})
