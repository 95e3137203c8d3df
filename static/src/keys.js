// The keyboard: space plays, arrows step, with Shift by column, Home and End, + and − for the speed. In the graph the
// arrows walk from node to node.

/** @typedef {import('./clock.js').Clock} Clock */
/** @typedef {import('./scene.js').Scene} Scene */

/**
 * What the keys act on.
 * @typedef {object} Keyed
 * @property {Clock} clock
 * @property {() => Scene | null} scene
 * @property {() => void} toggle
 * @property {(node: number) => void} focus
 * @property {(scene: Scene, node: number, key: string) => number} walk  where an arrow key leads from a node
 * @property {(node: number) => void} details
 * @property {(node: number, key: string) => boolean} type  begins a number with this key; false where there is none to type
 * @property {() => void} leave
 */

/** What a number begins with. */
const NUMERAL = /^[0-9.,−-]$/

/** @type {Record<string, (clock: Clock) => void>} */
const STEPS = {
  ArrowRight: (clock) => clock.next(),
  ArrowLeft: (clock) => clock.previous(),
  'Shift ArrowRight': (clock) => clock.nextColumn(),
  'Shift ArrowLeft': (clock) => clock.previousColumn(),
  Home: (clock) => clock.goTo(0),
  End: (clock) => clock.goTo(clock.end),
  '+': (clock) => clock.shift(1),
  '=': (clock) => clock.shift(1),
  '-': (clock) => clock.shift(-1),
  '−': (clock) => clock.shift(-1),
}

/**
 * Handles a key; returns whether it meant something here.
 * @param {KeyboardEvent} event
 * @param {Keyed} keyed
 */
export function press(event, keyed) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false
  const target = /** @type {Element} */ (event.composedPath()[0])
  if (target.matches('input,select,textarea')) return false
  const card = target.closest('.card')
  if (card && inGraph(event, keyed, card)) return true
  if (event.key === ' ') return !target.matches('button') && act(keyed.toggle)
  const step = STEPS[event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key]
  return step ? act(() => step(keyed.clock)) : false
}

/** @param {() => void} action */
function act(action) {
  action()
  return true
}

/**
 * @param {KeyboardEvent} event
 * @param {Keyed} keyed
 * @param {Element} card
 */
function inGraph(event, keyed, card) {
  const scene = keyed.scene()
  const node = scene?.index.get(card.getAttribute('data-node') ?? '')
  if (!scene || node === undefined || event.shiftKey) return false
  if (event.key === 'Enter') return act(() => keyed.details(node))
  if (event.key === 'Escape') return act(keyed.leave)
  if (NUMERAL.test(event.key) && keyed.type(node, event.key)) return true
  if (!event.key.startsWith('Arrow')) return false
  return act(() => keyed.focus(keyed.walk(scene, node, event.key)))
}
