// A look at a table that somebody pasted: its columns, which of them hold numbers, and what stands in the way. The
// server reads the whole table by the same rules; here only the choice of columns is made possible at once.

const SEPARATORS = [',', ';', '\t']
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const LONGEST_CELL = 40

/** @typedef {{ name: string, index: number, numeric: boolean, words: string[], bad: { line: number, text: string } | null }} Column */
/** @typedef {{ columns: Column[], rows: number, head: string[][], headed: boolean, problem: { code: 'empty' | 'ragged' | 'quote' | 'narrow', line: number, cells?: number, wanted?: number } | null }} Table */

/**
 * @param {string} text
 * @returns {Table}
 */
export function readTable(text) {
  const { lines, open } = split(text.replace(/^\uFEFF/, ''))
  if (open) return nothing({ code: 'quote', line: open })
  if (lines.length === 0) return nothing({ code: 'empty', line: 1 })
  const headed = !lines[0].cells.some(isNumber)
  const names = lines[0].cells.map((cell, i) => (headed ? cell.trim() : `column ${i + 1}`))
  const body = headed ? lines.slice(1) : lines
  const ragged = body.find(({ cells }) => cells.length !== names.length)
  if (ragged) {
    const { line, cells } = ragged
    return nothing({ code: 'ragged', line, cells: cells.length, wanted: names.length })
  }
  if (body.length === 0) return nothing({ code: 'empty', line: 2 })
  const columns = names.map((name, index) => column(name, index, body))
  const problem = names.length < 2 ? { code: /** @type {const} */ ('narrow'), line: 1 } : null
  return { columns, rows: body.length, head: body.slice(0, 4).map(({ cells }) => cells), headed, problem }
}

/** @param {NonNullable<Table['problem']>} problem @returns {Table} */
const nothing = (problem) => ({ columns: [], rows: 0, head: [], headed: false, problem })

/** @param {string} cell */
const isNumber = (cell) => cell.trim().length <= LONGEST_CELL && NUMBER.test(cell.trim())

/**
 * @param {string} name
 * @param {number} index
 * @param {{ cells: string[], line: number }[]} body
 * @returns {Column}
 */
function column(name, index, body) {
  const bad = body.find(({ cells }) => !isNumber(cells[index]))
  const words = bad ? [...new Set(body.map(({ cells }) => cells[index].trim()))] : []
  return { name, index, numeric: !bad, words, bad: bad ? { line: bad.line, text: bad.cells[index] } : null }
}

/**
 * Lines as cells; `open` is the line in which a quotation mark was opened and never closed, else 0.
 * @param {string} text
 */
function split(text) {
  const first = text.split(/\r?\n/, 1)[0]
  const count = (/** @type {string} */ mark) => first.split(mark).length
  const separator = SEPARATORS.reduce((best, mark) => (count(mark) > count(best) ? mark : best))
  /** @type {{ cells: string[], line: number }[]} */
  const lines = []
  let open = 0
  text.split(/\r\n|\r|\n/).forEach((written, i) => {
    const { cells, closed } = cut(written, separator)
    if (!closed && !open) open = i + 1
    if (cells.some((cell) => cell.trim() !== '')) lines.push({ cells, line: i + 1 })
  })
  return { lines, open }
}

/**
 * @param {string} written
 * @param {string} separator
 */
function cut(written, separator) {
  if (!written.includes('"')) return { cells: written.split(separator), closed: true }
  const cells = ['']
  let quoted = false
  for (let i = 0; i < written.length; i++) {
    const mark = written[i]
    const at = cells.length - 1
    if (mark === '"' && quoted && written[i + 1] === '"') {
      cells[at] += '"'
      i++
    } else if (mark === '"') quoted = !quoted
    else if (mark === separator && !quoted) cells.push('')
    else cells[at] += mark
  }
  return { cells, closed: !quoted }
}

/**
 * The columns to begin with: the last is y, the other numeric ones are x.
 * @param {Column[]} columns
 */
export function firstChoice(columns) {
  const y = columns.length - 1
  return {
    x: columns.filter(({ numeric, index }) => numeric && index !== y).map(({ index }) => index),
    y: [y],
  }
}
