// The look of the neuron view, added to the element's own.

/** @type {string} */
const style = `
.neurons .card{cursor:pointer}
.neurons .name{font-size:18px;text-anchor:middle;fill:var(--ink)}
.script{font-style:normal;font-weight:400;font-family:"Chainrule Maths","STIX Two Math","Cambria Math",Georgia,serif}
.neurons .row .number{text-anchor:end}
.delta{fill:var(--gradient)}
.row.pending .delta{fill:var(--secondary)}
.neurons .roundel{fill:var(--surface);stroke:var(--wire)}
.neurons .symbol{font-weight:500;fill:var(--ink);text-anchor:middle}
.bias text{font-size:13px;fill:var(--secondary);font-weight:600}
.bias .after{fill:var(--local)}
.bias-gradient{fill:var(--gradient)!important}
.bias-new,.edge .new{fill:var(--ink)!important;font-weight:600}
.reach{stroke:transparent;stroke-width:16;fill:none;pointer-events:stroke}
.weight{fill:none;stroke:var(--local);opacity:.35;transition:opacity .15s}
.weight.minus{stroke:var(--mark);stroke-dasharray:7 4}
.weight.plain{stroke:var(--wire);opacity:.6}
.road.known .weight{opacity:.8}
.road:is(.hot,[data-near],[data-lit]) .weight{opacity:1}
.back{fill:none;stroke:var(--gradient);stroke-width:1.75;visibility:hidden}
.returned .back{visibility:visible}
.looked .road:not([data-near]) :is(.weight,.back){opacity:.12}
.labels .edge{visibility:hidden}
:is(.labelled .labels .edge,.labels .edge:is([data-near],[data-lit])){visibility:visible}
.labelled.looked .edge:not([data-near]){opacity:.25}
.edge .plate{fill:var(--background);stroke:var(--hairline)}
.edge:is([data-near],[data-lit],.hot) .plate{stroke:var(--local);stroke-width:1.5;fill:var(--surface)}
.labels .edge .lens text{text-anchor:middle;font-size:15px;font-weight:600;fill:var(--ink)}
.labels .edge .own .after{fill:var(--local)}
.labels .edge .lens .slope{font-size:14px;fill:var(--gradient)}
.labels .edge .lens .new{font-size:14px}
:host(:not([data-update])) :is(.new,.bias-new),:host([data-update]) :is(.slope,.bias-gradient){display:none}
.titles .column{paint-order:stroke;stroke:var(--background);stroke-width:5px;font-size:var(--caption,13px);fill:var(--secondary);font-weight:500}
.titles .column.value{fill:var(--value);font-weight:600}.titles .column.gradient{fill:var(--gradient);font-weight:600}
.cells .weight{opacity:.12}.cells .road.known .weight{opacity:.3}.cells .road:is([data-near],[data-lit]) .weight{opacity:1}
.cells .road:not(.hot,[data-near],[data-lit]) .back,.upright .bias{display:none}
.cell.plus{fill:var(--value)}.cell.minus{fill:var(--ink)}
.neurons .card:focus-visible .body{stroke:var(--ink);stroke-width:3}
.tokens .token .number{font-size:14px}
.summary .column{font-size:13px;fill:var(--secondary);font-weight:500}
.summary .body{fill:var(--surface)}
.map.value .plus{fill:var(--value)}.map.local .plus{fill:var(--local)}.map.gradient .plus{fill:var(--gradient)}
.map .minus{fill:var(--ink)}.map.local .minus{fill:var(--mark)}
.strongest .road .weight{opacity:.55}
`

/**
 * Gives the element around some sheets the style of this view, once.
 * @param {HTMLElement} root
 */
export function dress(root) {
  const shadow = /** @type {ShadowRoot} */ (root.getRootNode())
  const sheets = shadow.adoptedStyleSheets ?? []
  if (!shadow.host || sheets.some((sheet) => /** @type {any} */ (sheet).neurons)) return
  const sheet = Object.assign(new CSSStyleSheet(), { neurons: true })
  sheet.replaceSync(style)
  shadow.adoptedStyleSheets = [...sheets, sheet]
}
