// What is lit up in the picture: nodes and weights by their names. The element's inside carries the marks.

/** The labels of more weights than this would lie one over the other, where neurons stand too closely for all of them. */
const MOST_LABELS = 4

const STYLE = `
:host([data-crowd]) .picture:not(.labelled) .edge[data-lit]:not([data-near]){visibility:hidden}
.card[data-lit]:not(.active,:focus-visible) .body{stroke:var(--secondary);stroke-width:1.75}
:host([data-near]) .card:not([data-lit]){opacity:.45}
@media (forced-colors:active){.card[data-lit] .body{stroke:Highlight}}
`

/**
 * Lights up everything that goes by these names, or is an entry of one of them; all else goes dark.
 * @param {HTMLElement} picture
 * @param {string[]} names  such as `w2` or `z3_1`
 */
export function light(picture, names) {
  const root = picture.shadowRoot
  if (!root) return
  dress(root)
  const wanted = new Set(names)
  let edges = 0
  for (const element of root.querySelectorAll('[data-node], [data-name]')) {
    const name = element.getAttribute('data-name') ?? element.getAttribute('data-node') ?? ''
    const lit = wanted.has(name) || wanted.has(name.replace(/_.*/, ''))
    element.toggleAttribute('data-lit', lit)
    if (lit && element.matches('.edge')) edges++
  }
  picture.toggleAttribute('data-crowd', edges > MOST_LABELS)
}

/** @param {ShadowRoot} root */
function dress(root) {
  if (root.adoptedStyleSheets.some((sheet) => /** @type {any} */ (sheet).lights)) return
  const sheet = Object.assign(new CSSStyleSheet(), { lights: true })
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
