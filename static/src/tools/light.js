// Light on a path: in the picture everything else steps back.

const style = `
.picture[data-lit] :is(.card,.wire,.edge,.slider):not([data-lit]){opacity:.22}
.picture[data-lit] .wire[data-lit] .lane.known{stroke-width:4}
.picture[data-lit] .edge[data-lit] .glass{stroke-width:3}
.picture[data-lit] .card[data-lit] .body{stroke:var(--local);stroke-width:2.5}
@media (prefers-reduced-motion:no-preference){.picture :is(.card,.wire,.edge,.slider){transition:opacity .12s}}
`

/** Lights nodes and edges of one picture. */
export class Light {
  #dressed = false
  /** @type {Element[]} */ #lit = []

  /** @param {HTMLElement} picture  the element */
  constructor(picture) {
    this.picture = picture
  }

  /**
   * @param {Iterable<number>} nodes
   * @param {Iterable<number>} edges
   */
  on(nodes, edges) {
    this.off()
    const root = /** @type {ShadowRoot} */ (this.picture.shadowRoot)
    const sheets = root.querySelector('.picture')
    if (!sheets) return
    if (!this.#dressed) this.#dress(root)
    const [cards, wires, lenses] = ['.card', '.wire', '.edge'].map((kind) => [
      ...sheets.querySelectorAll(kind),
    ])
    const found = [...nodes].map((node) => cards[node])
    for (const edge of edges) found.push(wires[edge], lenses[edge])
    this.#lit = [sheets, ...found.filter(Boolean)]
    for (const element of this.#lit) element.toggleAttribute('data-lit', true)
  }

  /** Everything as before. */
  off() {
    for (const element of this.#lit) element.removeAttribute('data-lit')
    this.#lit = []
  }

  /** @param {ShadowRoot} root */
  #dress(root) {
    this.#dressed = true
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }
}
