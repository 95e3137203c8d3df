// The style of the tools, for a constructed sheet: it is loaded with them, after the picture.

export const style = `
.bench .tool{margin-top:10px;padding:20px 24px 22px;border:1px solid var(--hairline);border-radius:var(--round);background:var(--surface);box-shadow:0 6px 20px var(--shadow)}
.bench .quiet{margin:0;color:var(--secondary)}
.bench h3{margin:0 0 12px;font-size:16px;font-weight:600}
.bench h4{margin:0;font-size:13px;font-weight:600}
.bench p{text-wrap:pretty}
.bench .two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.15fr);gap:20px 32px;align-items:start}
.bench .row{display:flex;flex-wrap:wrap;gap:12px 18px;align-items:start}
.bench .field{display:grid;gap:4px;min-width:0}
.bench .row .field{flex:1 1 130px}
.bench .field>label,.bench legend{font-size:13px;font-weight:600;color:var(--secondary)}
.bench select,.bench .field input:not([type=range]){width:100%;min-width:0;height:40px;padding:0 10px;border:1px solid var(--wire);border-radius:10px;
background:var(--background);color:var(--ink);font:600 15px var(--sans);font-variant-numeric:tabular-nums}
.bench input[type=range]{width:100%;height:40px;margin:0;accent-color:var(--value);cursor:pointer}
.bench input[aria-invalid=true]{border-color:var(--error)!important}
.bench .wrong{margin:0;font-size:13px;color:var(--error)}
.bench .wrong:empty{display:none}
.bench .figures{display:flex;flex-wrap:wrap;gap:10px 28px;margin:16px 0 4px}
.bench .figure p{margin:0;color:var(--secondary);font-size:12.5px}
.bench .number{display:block;font-size:26px;font-weight:600;line-height:1.3;letter-spacing:-.01em}
.bench .number.gradient{color:var(--gradient)}.bench .number.value{color:var(--value)}.bench .number.ink{color:var(--ink)}.bench .number.local{color:var(--local)}
.bench .said{margin:12px 0 14px;min-height:3em;font-size:15px}
.bench .hint{margin:6px 0 0;color:var(--secondary);font-size:13px}
.bench .drawing{min-width:0}
.bench .chart{display:block;width:100%;overflow:visible;color:var(--secondary)}
.bench .axis text{fill:var(--secondary);font:500 12px var(--sans);font-variant-numeric:tabular-nums}
.bench .axis path,.bench .axis line{stroke:var(--hairline)}
.bench .line{fill:none;stroke-width:2.5;stroke-linejoin:round}
.bench .line.value{stroke:var(--value)}.bench .line.gradient{stroke:var(--gradient)}
.bench .line.dashed{stroke-width:2;stroke-dasharray:6 4}
.bench .guide{fill:none;stroke:var(--wire);stroke-dasharray:2 4;stroke-width:1.5}
.bench .rise{fill:none;stroke-width:3}
.bench .rise.gradient{stroke:var(--gradient)}
.bench .rise.error{stroke:var(--ink);stroke-width:5;opacity:.35}
.bench .dot{stroke:var(--surface);stroke-width:2}
.bench .dot.ink{fill:var(--ink)}.bench .dot.value{fill:var(--value)}.bench .dot.gradient{fill:var(--gradient)}
.bench .dot.hollow{fill:var(--surface);stroke:var(--gradient);stroke-width:2.5}
.bench .chip{display:inline-block;min-width:34px;padding:0 9px;border-radius:9px;font-size:15px;font-weight:600;line-height:28px;text-align:center;white-space:nowrap;font-variant-numeric:tabular-nums}
.bench .chip.value{background:var(--value-tint);color:var(--value)}
.bench .chip.gradient{background:var(--gradient-tint);color:var(--gradient)}
.bench .chip.local{background:var(--local-tint);color:var(--local)}
.bench .chip.ink{background:var(--background);color:var(--ink)}
.bench fieldset{margin:0 0 12px;padding:0;border:0;min-width:0}
.bench .checks{display:flex;flex-wrap:wrap;gap:0 16px}
.bench .checks legend{padding:0}
.bench .check{display:inline-flex;align-items:center;gap:7px;min-height:40px;cursor:pointer;font-weight:500}
.bench .check input{width:18px;height:18px;margin:0;accent-color:var(--value)}
.bench .rule{display:grid;gap:6px;margin:4px 0 14px;font-size:14px}
.bench .sum{display:flex;flex-wrap:wrap;align-items:center;gap:4px 6px}
.bench .sum i,.bench .way i{font:italic 17px "Chainrule Maths","STIX Two Math","Cambria Math",Georgia,serif}
.bench .buttons{gap:8px}
.bench .wide{overflow-x:auto;margin-top:12px}
.bench table{width:100%;border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
.bench caption{padding:2px 0 6px;font-weight:600;text-align:start}
.bench th,.bench td{padding:5px 10px;border-bottom:1px solid var(--hairline);text-align:end;white-space:nowrap;font-weight:500}
.bench th:first-child,.bench td:first-child{padding-left:0;text-align:start}
.bench thead th{color:var(--secondary);font-weight:600}
.bench .result{color:var(--value);font-weight:600}
.bench .two.narrow{grid-template-columns:minmax(0,1fr) minmax(0,1.9fr)}
.bench .plot{cursor:crosshair;touch-action:pan-y;user-select:none;-webkit-user-select:none}
.bench .plot h4{padding-left:58px}
.bench .is-value{color:var(--value)}.bench .is-gradient{color:var(--gradient)}
.bench .controls>.field{margin-bottom:12px}
.bench .kink{fill:none;stroke:var(--mark);stroke-width:1.5;stroke-dasharray:4 3}
.bench .zero{fill:none;stroke:var(--wire);stroke-width:1}
.bench .handle{fill:var(--surface);stroke:var(--ink);stroke-width:3;cursor:grab;outline:none}
.bench .handle:focus-visible{stroke-width:5}
.bench .read{margin:16px 0 0;font-weight:600;font-variant-numeric:tabular-nums}
.bench .ways{max-height:380px;margin:0;padding:2px;overflow:auto;list-style:none}
.bench .way{display:flex;flex-wrap:wrap;align-items:center;gap:4px 7px;width:100%;min-height:44px;padding:6px 12px;border:1px solid transparent;border-radius:12px;
background:none;color:var(--ink);font:inherit;text-align:start;cursor:pointer}
.bench .way:is(:hover,:focus-visible){border-color:var(--local);background:var(--background)}
.bench .way:focus-visible{outline-offset:-2px}
.bench .ways li+li .way{margin-top:2px}
.bench .way .to,.bench .way .is{color:var(--secondary)}
.bench .way .is{display:flex;align-items:center;gap:7px;margin-left:auto}
.bench .sign{display:inline-grid;place-items:center;min-width:26px;height:26px;padding:0 6px;border:1px solid var(--hairline);border-radius:13px;font-size:13px}
.bench .total{margin:14px 12px 0;padding-top:12px;border-top:1px solid var(--hairline);font-weight:600;line-height:2.1}
.bench .bars{display:grid;gap:4px;margin:8px 0 0}
.bench .bars dt{margin-top:8px;font-size:13.5px;font-weight:600}
.bench .bars dd{display:grid;grid-template-columns:auto minmax(40px,1fr);gap:0 12px;align-items:center;margin:0}
.bench .bars span{grid-column:1/-1;color:var(--secondary);font-size:12.5px}
.bench .bars b{min-width:44px;font-size:18px}
.bench meter{width:100%;height:12px;-webkit-appearance:none;appearance:none;border:0;border-radius:6px;background:var(--background)}
.bench meter::-webkit-meter-bar{height:12px;border:0;border-radius:6px;background:var(--background)}
.bench meter::-webkit-meter-optimum-value{border-radius:6px;background:var(--gradient)}
.bench meter::-moz-meter-bar{border-radius:6px;background:var(--gradient)}
.bench .lead-in{margin:0 0 16px;font-size:15px}
.bench .outcome{margin:0 0 18px;font-size:16px;font-weight:600;line-height:2}
.bench .passes{display:flex;flex-wrap:wrap;align-items:center;gap:8px;margin:8px 0 14px}
.bench .pass{display:inline-flex;align-items:center;gap:8px;min-height:44px;padding:0 12px;border:1px solid var(--hairline);border-radius:12px;background:var(--surface);color:var(--ink);font:inherit;cursor:pointer}
.bench .pass:hover{border-color:var(--wire)}
.bench .pass i{font:italic 17px "Chainrule Maths","STIX Two Math","Cambria Math",Georgia,serif}
.bench .pass[aria-pressed=true]{border-color:var(--gradient);box-shadow:inset 0 0 0 1px var(--gradient)}
@container (max-width:900px){.bench .two,.bench .two.narrow{grid-template-columns:minmax(0,1fr)}}
@container (max-width:480px){.bench .tool{padding:16px 14px 18px}}
@media (forced-colors:active){
.bench .line,.bench .rise{stroke:CanvasText}
}
`
