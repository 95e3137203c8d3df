// Where a JSON Pointer leads in a text: the place of a value in JSON as somebody has written it.

/** @typedef {{ from: number, to: number }} Place */

const STRING = /"(?:[^"\\]|\\.)*"/y
const LITERAL = /[^\s,\]}]+/y
const SPACE = /\s*/y

/**
 * The place of the value that a pointer names, or of the nearest one around it.
 * @param {string} text  JSON
 * @param {string} pointer  such as `/layers/0/units`
 * @returns {Place | null}
 */
export function positionAt(text, pointer) {
  const places = placesIn(text)
  const parts = pointer.split('/')
  for (let length = parts.length; length > 0; length--) {
    const found = places.get(parts.slice(0, length).join('/'))
    if (found) return found
  }
  return null
}

/**
 * The places of all values by pointer.
 * @param {string} text
 */
function placesIn(text) {
  /** @type {Map<string, Place>} */
  const places = new Map()
  let at = 0
  const match = (/** @type {RegExp} */ pattern) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  /** Open brackets, each with the pointer of what is in it. @type {{ pointer: string, from: number, index: number, list: boolean }[]} */
  const open = []
  let pointer = ''
  while (at < text.length) {
    match(SPACE)
    const top = open[open.length - 1]
    const sign = text[at]
    const from = at
    if (sign === '{' || sign === '[') {
      open.push({ pointer, from, index: 0, list: sign === '[' })
      at++
      if (sign === '[') pointer = `${pointer}/0`
    } else if (sign === '}' || sign === ']') {
      at++
      open.pop()
      if (top) places.set(top.pointer, { from: top.from, to: at })
    } else if (sign === ',') {
      at++
      if (top?.list) pointer = `${top.pointer}/${++top.index}`
    } else if (sign === '"') {
      const string = match(STRING)
      if (!string) break
      match(SPACE)
      if (text[at] === ':') {
        at++
        pointer = `${top?.pointer ?? ''}/${keyOf(string)}`
      } else places.set(pointer, { from, to: from + string.length })
    } else {
      const literal = match(LITERAL)
      if (!literal) break
      places.set(pointer, { from, to: at })
    }
  }
  return places
}

/**
 * A key as a part of a pointer.
 * @param {string} string  in quotes
 */
function keyOf(string) {
  try {
    return JSON.parse(string).replaceAll('~', '~0').replaceAll('/', '~1')
  } catch {
    return string
  }
}
