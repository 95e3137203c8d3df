// Any node as the output, from the picture: a double click on its card, or the key o while it has the focus.

/** @typedef {import('./scene.js').Scene} Scene */

const KEY = 'o'

/**
 * @param {HTMLElement} stage
 * @param {() => Scene | null} scene
 * @param {(id: string) => void} aim  makes a node the output
 */
export function aiming(stage, scene, aim) {
  const chosen = (/** @type {Event} */ event) => {
    const card = /** @type {Element} */ (event.composedPath()[0]).closest?.('.card')
    const id = card?.getAttribute('data-node') ?? ''
    const now = scene()
    const node = now?.index.get(id)
    // Gradients of an input are no computation: it would stand alone.
    if (!now || node === undefined || now.operands[node].length === 0) return
    event.preventDefault()
    event.stopPropagation()
    aim(id)
  }
  stage.addEventListener('dblclick', chosen)
  stage.addEventListener('keydown', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    if (event.key === KEY && plain) chosen(event)
  })
}
