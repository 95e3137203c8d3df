// CodeMirror 6, set up for the expression language. Loaded only when the editor is used. It lives in a shadow root:
// there it adopts constructed style sheets, which a strict CSP allows, where a <style> element would be refused.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { completions, explanations, highlighting, programLanguage } from './language.js'
import { linking } from './linking.js'

/** @typedef {import('./problems.js').Mistake} Mistake */
/** @typedef {import('./editor.js').OpDoc} OpDoc */

/**
 * @typedef {object} Rich  the editor as the rest of the page sees it
 * @property {string} text
 * @property {(text: string) => void} setText
 * @property {(from: number, to: number, insert: string) => void} replace
 * @property {(from: number, to: number) => void} select
 * @property {(mistakes: Mistake[]) => void} mark
 * @property {(docs: OpDoc[]) => void} teach
 * @property {() => void} focus
 */

/**
 * Waits while an input method composes a character in a text area: swapping editors would lose it.
 * @param {HTMLTextAreaElement} area
 */
export async function composed(area) {
  let composing = false
  const follow = (/** @type {CompositionEvent} */ event) => {
    composing = event.type === 'compositionstart'
  }
  area.addEventListener('compositionstart', follow)
  await new Promise((done) => setTimeout(done, 0))
  if (composing) await new Promise((done) => area.addEventListener('compositionend', done, { once: true }))
  area.removeEventListener('compositionstart', follow)
}

/**
 * @param {HTMLElement} place
 * @param {{ text: string, selection: [number, number], label: string, describedBy: string, changed: (text: string) => void, picture: import('./explorer.js').Picture }} options
 * @returns {Rich}
 */
export function createRich(place, { text, selection, label, changed, picture }) {
  const root = place.attachShadow({ mode: 'open' })
  const knowledge = new Compartment()
  const link = linking(picture)
  let quiet = false
  const state = EditorState.create({
    doc: text,
    selection: { anchor: selection[0], head: selection[1] },
    extensions: [
      ...basics(label),
      link.extension,
      knowledge.of(autocompletion({ override: [completions([])] })),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !quiet) changed(update.state.doc.toString())
      }),
    ],
  })
  const view = new EditorView({ state, parent: root, root })
  link.attach(view)
  const limit = (/** @type {number} */ at) => Math.min(at, view.state.doc.length)
  return {
    get text() {
      return view.state.doc.toString()
    },
    setText(next) {
      quiet = true
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        selection: { anchor: 0 },
      })
      quiet = false
    },
    replace(from, to, insert) {
      view.dispatch({ changes: { from: limit(from), to: limit(to), insert }, userEvent: 'input.fix' })
      view.focus()
    },
    select(from, to) {
      view.dispatch({ selection: { anchor: limit(from), head: limit(to) }, scrollIntoView: true })
      view.focus()
    },
    mark: (mistakes) => markAll(view, mistakes),
    teach(docs) {
      const source = autocompletion({ override: [completions(docs)], icons: false })
      view.dispatch({ effects: knowledge.reconfigure([source, explanations(docs)]) })
    },
    focus: () => view.focus(),
  }
}

/** @param {string} label */
const basics = (label) => [
  lineNumbers(),
  history(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  indentUnit.of('  '),
  programLanguage,
  syntaxHighlighting(highlighting),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': label, autocapitalize: 'off', spellcheck: 'false' }),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap]),
  look,
]

/**
 * @param {EditorView} view
 * @param {Mistake[]} mistakes
 */
function markAll(view, mistakes) {
  const { doc } = view.state
  const diagnostics = mistakes.flatMap(({ place, detail }) => {
    if (!place) return []
    const [from, to] = visiblePlace(place, doc.length)
    return [{ from, to, message: detail, severity: /** @type {const} */ ('error') }]
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
  view.contentDOM.setAttribute('aria-invalid', String(mistakes.length > 0))
}

/**
 * A place between two characters (something is missing there) marks the character before it.
 * @param {{ from: number, to: number }} place
 * @param {number} length
 */
function visiblePlace({ from, to }, length) {
  const end = Math.min(to, length)
  const start = Math.min(from, end)
  return start < end ? [start, end] : [Math.max(0, start - 1), end]
}

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: '15px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    lineHeight: '24px',
    minHeight: '98px',
    maxHeight: 'min(42vh, 420px)',
    overflow: 'auto',
  },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 14px 0 6px' },
  '.cm-lit': { backgroundColor: 'var(--value-tint)', boxShadow: 'inset 3px 0 0 var(--value)' },
  '@media (forced-colors: active)': { '.cm-lit': { outline: '2px solid Highlight', outlineOffset: '-2px' } },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--secondary)',
    border: 'none',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '34px', padding: '0 8px 0 6px', fontSize: '12px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--local-tint)',
  },
  '.cm-matchingBracket': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--local-tint)', borderRadius: '3px' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--error-tint)', borderRadius: '3px' },
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error) 1.5px',
    textUnderlineOffset: '4px',
    textDecorationSkipInk: 'none',
    backgroundColor: 'var(--error-tint)',
    borderRadius: '3px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--hairline)',
    borderRadius: '10px',
    boxShadow: '0 8px 28px var(--shadow)',
    fontSize: '14px',
    overflow: 'hidden',
    maxWidth: '320px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'visible' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mono)',
    maxHeight: '220px',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '5px 10px',
    borderRadius: '6px',
    lineHeight: '20px',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--value-tint)',
    color: 'var(--ink)',
    boxShadow: 'inset 3px 0 0 var(--value)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--value)' },
  '.cm-completionDetail': { color: 'var(--secondary)', fontStyle: 'normal', fontSize: '12px' },
  '.cm-tooltip.cm-completionInfo': { padding: '10px 12px', lineHeight: '1.45', maxWidth: '260px' },
  '.cm-diagnostic': { padding: '8px 12px', lineHeight: '1.45', borderLeft: '3px solid var(--error)' },
  '.cm-explanation': { padding: '8px 12px', lineHeight: '1.45' },
  '.cm-explanation code': { fontFamily: 'var(--mono)', fontWeight: '600', display: 'block' },
})
