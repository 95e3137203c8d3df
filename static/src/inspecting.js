// The way to the inspector: which node or edge somebody means, and the inspector itself once it is wanted.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./inspector/pane.js').Inspector} Inspector */
/** @typedef {import('./inspector/pane.js').Target} Target */

/**
 * The node or edge that an element of the picture stands for; `typing`: it is the value of an input, a number to type.
 * @param {Element} element
 * @param {Scene | null} scene
 * @returns {{ at: Target, typing: boolean } | null}
 */
export function targetOf(element, scene) {
  const card = element.closest?.('.card')
  const node = scene?.index.get(card?.getAttribute('data-node') ?? '')
  if (scene && node !== undefined) {
    const number = scene.ops[node] === 'input' && typeof scene.values[node] === 'number'
    return { at: { node }, typing: number && element.closest('.row.value') !== null }
  }
  const lens = element.closest?.('.edge')
  const edge = scene && lens ? edgeOf(scene, lens) : -1
  return edge < 0 ? null : { at: { edge }, typing: false }
}

/**
 * The edge of a lens; who looks forward has edges turned round.
 * @param {Scene} scene
 * @param {Element} lens
 */
function edgeOf({ ids, from, to, slot }, lens) {
  const [name, own] = [lens.getAttribute('data-edge'), lens.getAttribute('data-slot')]
  return from.findIndex((source, edge) => {
    const [operand, consumer] = [ids[source], ids[to[edge]]]
    const named = name === `${operand}->${consumer}` || name === `${consumer}->${operand}`
    return named && (own === null || own === String(slot[edge]))
  })
}

/** Opens the inspector, which is loaded when it is first wanted. */
export class Inspecting {
  #host
  #failed
  /** @type {Promise<Inspector> | null} */ #loading = null
  /** @type {Inspector | null} */ #inspector = null

  /**
   * @param {import('./inspector/pane.js').Host} host
   * @param {(card: Element) => void} failed  says that it could not be loaded
   */
  constructor(host, failed) {
    this.#host = host
    this.#failed = failed
  }

  /**
   * Shows a node or an edge.
   * @param {Target} target
   * @param {'stay' | 'enter' | 'type'} focus
   */
  async show(target, focus) {
    try {
      this.#loading ??= import('./inspector/pane.js').then(({ Inspector }) => new Inspector(this.#host))
      this.#inspector = await this.#loading
    } catch (error) {
      this.#loading = null
      const { panel, scene } = this.#host
      const card = panel.picture.card('node' in target ? target.node : (scene()?.to[target.edge] ?? 0))
      if (card) this.#failed(card)
      else console.error(error)
      return
    }
    this.#inspector.show(target, focus)
  }

  /** Closes it; false if it was not open. */
  close() {
    const open = this.#inspector?.open ?? false
    if (open) this.#inspector?.close()
    return open
  }
}
