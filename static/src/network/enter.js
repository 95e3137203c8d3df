// Going into what one clicks: before the picture itself makes something of a click on a node, or of Enter.

/** A pointer that moves further than this drags the picture. */
const STILL = 6

/**
 * Calls with the id of a node that is clicked or entered; where that is answered with true, the picture hears nothing.
 * @param {HTMLElement} picture
 * @param {(id: string) => boolean} enter
 */
export function onEnter(picture, enter) {
  let from = { x: 0, y: 0 }
  const ask = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.composedPath()[0])
    const id = target.closest?.('[data-node]')?.getAttribute('data-node')
    if (!id || !enter(id)) return
    event.stopPropagation()
    event.preventDefault()
  }
  picture.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
    from = { x, y }
  })
  const click = (/** @type {MouseEvent} */ event) => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < STILL) ask(event)
  }
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter') ask(event)
  }
  picture.addEventListener('click', click, { capture: true })
  picture.addEventListener('keydown', key, { capture: true })
}
