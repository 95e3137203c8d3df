// The link between the lines of the editor and the nodes of the picture: what is under the pointer in one, or under the
// cursor, is marked in the other.

import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView } from '@codemirror/view'
import { linesOf } from './lines.js'

/** @typedef {import('./explorer.js').Picture} Picture */

/** @type {import('@codemirror/state').StateEffectType<number[]>} */
const light = StateEffect.define()
const mark = Decoration.line({ class: 'cm-lit' })

const lit = StateField.define({
  create: () => Decoration.none,
  update(marks, { effects, state, changes }) {
    const effect = effects.find((one) => one.is(light))
    if (!effect) return marks.map(changes)
    const lines = effect.value.filter((line) => line <= state.doc.lines).sort((a, b) => a - b)
    return Decoration.set(lines.map((line) => mark.range(state.doc.line(line).from)))
  },
  provide: (field) => EditorView.decorations.from(field),
})

/**
 * Links an editor with a picture.
 * @param {Picture} picture
 */
export function linking(picture) {
  // Lines of a text that the picture does not show mean nothing.
  let shown = picture.program
  let line = 0
  const show = (/** @type {EditorView} */ view, /** @type {number} */ next) => {
    if (next === line) return
    line = next
    const { scene } = picture
    const program = view.state.doc.toString()
    const nodes = scene && line > 0 && program === shown ? linesOf(program, scene) : []
    const ids = nodes.flatMap((lines, node) => (lines.includes(line) ? [scene?.ids[node]] : []))
    if (ids.length > 0) picture.dataset.lit = ids.join(' ')
    else delete picture.dataset.lit
  }
  const cursor = (/** @type {EditorView} */ view) =>
    view.hasFocus ? view.state.doc.lineAt(view.state.selection.main.head).number : 0
  const listen = EditorView.domEventHandlers({
    mousemove: (event, view) => {
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
      show(view, at === null ? 0 : view.state.doc.lineAt(at).number)
    },
    mouseleave: (_event, view) => show(view, cursor(view)),
    blur: (_event, view) => show(view, 0),
  })
  const follow = EditorView.updateListener.of(({ view, selectionSet, focusChanged }) => {
    if (selectionSet || focusChanged) show(view, cursor(view))
  })
  /** @param {EditorView} view */
  const attach = (view) => {
    picture.addEventListener('chainrule:ready', (event) => {
      shown = /** @type {CustomEvent} */ (event).detail.program
      line = 0
      show(view, cursor(view))
    })
    picture.addEventListener('chainrule:over', (event) => {
      const { scene } = picture
      const node = scene?.index.get(/** @type {CustomEvent} */ (event).detail.node ?? '')
      const program = view.state.doc.toString()
      const known = scene && node !== undefined && program === shown
      view.dispatch({ effects: light.of(known ? linesOf(program, scene)[node] : []) })
    })
  }
  return { extension: [lit, listen, follow], attach }
}
