// The expression language for CodeMirror: colours, completion and explanations of functions.

import { HighlightStyle, StreamLanguage, syntaxTree } from '@codemirror/language'
import { hoverTooltip } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { english as texts } from './texts.js'

/** @typedef {import('./editor.js').OpDoc} OpDoc */
/** @typedef {import('@codemirror/autocomplete').Completion} Completion */

const CONSTANTS = ['pi', 'e', 'tau']
const NAME = /^(?:[A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9_]*)/
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/

/** What has which colour. */
export const programLanguage = StreamLanguage.define({
  name: 'chainrule',
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^#.*/)) return 'comment'
    if (stream.match(NUMBER)) return 'number'
    const name = stream.match(NAME)
    if (name)
      return nameKind(/** @type {RegExpMatchArray} */ (name)[0], stream.match(/^\s*\(/, false) !== null)
    if (stream.match(/^[-+*/^@=<>!−·×÷²³]+/)) return 'operator'
    stream.next()
    return null
  },
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '['] } },
})

/**
 * @param {string} name
 * @param {boolean} called
 */
function nameKind(name, called) {
  if (called) return 'variableName.function'
  return CONSTANTS.includes(name) ? 'variableName.constant' : 'variableName'
}

/** Quiet colours: numbers are values, so they have the colour of values; the rest differs by weight. */
export const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--secondary)', fontStyle: 'italic' },
  { tag: tags.number, color: 'var(--value)', fontWeight: '500' },
  { tag: tags.function(tags.variableName), color: 'var(--ink)', fontWeight: '700' },
  { tag: tags.constant(tags.variableName), color: 'var(--value)', fontStyle: 'italic' },
  { tag: tags.operator, color: 'var(--secondary)' },
])

/**
 * Completion of functions, each with its sentence, of constants and of the program's own names.
 * @param {OpDoc[]} docs
 * @returns {import('@codemirror/autocomplete').CompletionSource}
 */
export function completions(docs) {
  const functions = docs.filter(({ name }) => NAME.exec(name)?.[0] === name).map(functionCompletion)
  const constants = CONSTANTS.map((label) => ({ label, detail: texts.constant, boost: -2 }))
  const known = new Set([...docs.map(({ name }) => name), ...CONSTANTS])
  return (context) => {
    const word = context.matchBefore(/[A-Za-z][A-Za-z0-9_]*/)
    if (!word || (word.from === word.to && !context.explicit)) return null
    if (syntaxTree(context.state).resolveInner(context.pos, -1).name === 'comment') return null
    const names = ownNames(context.state.doc.toString(), word.from).filter((name) => !known.has(name))
    const variables = names.map((label) => ({ label, detail: texts.variable, boost: 1 }))
    return { from: word.from, options: [...variables, ...functions, ...constants], validFor: /^\w*$/ }
  }
}

/**
 * @param {OpDoc} doc
 * @returns {Completion}
 */
const functionCompletion = ({ name, signature, sentence }) => ({
  label: name,
  detail: signature?.startsWith(name) ? signature.slice(name.length) : '',
  info: sentence,
  apply: (view, _completion, from, to) => {
    const called = /^\s*\(/.test(view.state.sliceDoc(to, to + 4))
    const insert = called ? name : `${name}()`
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + name.length + (called ? 0 : 1) },
    })
  },
})

/**
 * All names in the text but the one that is being typed.
 * @param {string} text
 * @param {number} typing  where that one starts
 */
function ownNames(text, typing) {
  const all = text
    .replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length))
    .matchAll(/[A-Za-z][A-Za-z0-9_]*/g)
  return [...new Set([...all].filter(({ index }) => index !== typing).map(([name]) => name))]
}

/**
 * The sentence of a function under the pointer.
 * @param {OpDoc[]} docs
 */
export function explanations(docs) {
  const byName = new Map(docs.map((doc) => [doc.name, doc]))
  return hoverTooltip((view, at) => {
    const word = view.state.wordAt(at)
    const doc = word && byName.get(view.state.sliceDoc(word.from, word.to))
    if (!doc || !/^\s*\(/.test(view.state.sliceDoc(word.to, word.to + 4))) return null
    return { pos: word.from, end: word.to, above: true, create: () => ({ dom: explanation(doc) }) }
  })
}

/** @param {OpDoc} doc */
function explanation({ signature, sentence }) {
  const box = document.createElement('div')
  box.className = 'cm-explanation'
  const code = document.createElement('code')
  code.textContent = signature
  box.append(code, sentence)
  return box
}
