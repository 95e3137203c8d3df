// The style of the inspector: docked at the right where there is room, a sheet at the bottom elsewhere.

export const style = `
.card,.lens{cursor:pointer}
.lens .halo{stroke:transparent;stroke-width:max(0px,calc(40px/var(--scale,1) - 38px));pointer-events:all}
.card[aria-current] .body{stroke:var(--ink);stroke-width:2.25}
.edge[aria-current] .glass{stroke-width:3.25}
.dock{z-index:3;position:sticky;bottom:var(--bar,0)}
.inspector{position:relative;background:var(--surface);border:1.25px solid var(--hairline);border-radius:18px;
box-shadow:0 -6px 24px var(--shadow);padding:0 18px 18px;max-height:min(46vh,520px);overflow:auto;overscroll-behavior:contain;scrollbar-width:thin;outline:none}
.inspector:focus-visible{border-color:var(--ink)}
.inspector header{position:sticky;top:0;z-index:1;display:flex;align-items:center;gap:4px;margin:0 -18px;padding:10px 10px 8px 18px;background:var(--surface);
border-bottom:1.25px solid var(--hairline)}
.inspector h2{flex:1;min-width:0;margin:0;font-size:21px;font-weight:400;line-height:1.25;overflow-x:auto;overflow-y:hidden;scrollbar-width:thin}
.inspector h2 .equation{display:inline;padding:0;font-size:inherit}
.inspector h3{margin:0;font-size:13px;font-weight:600;color:var(--secondary)}
.inspector p{margin:0}
.inspector section{margin-top:16px;padding-top:14px;border-top:1.25px solid var(--hairline)}
.inspector header+section{border-top:0;margin-top:0}
.inspector section>*+*{margin-top:8px}
.inspector .op{margin-top:10px;color:var(--secondary);line-height:1.45}
.inspector .op b{display:inline-block;font-weight:600;color:var(--ink)}
.inspector .op b::first-letter{text-transform:uppercase}
.inspector .lead{color:var(--secondary);font-size:13.5px;line-height:1.45;text-wrap:pretty}
.inspector :is(.button,.close,.small){min-height:40px;min-width:40px;font-weight:500}
.inspector .button{border:1.25px solid var(--hairline);padding:0 14px;font-size:13.5px;white-space:nowrap}
.inspector .close{font-size:24px;line-height:1;color:var(--secondary)}
.inspector .small svg{width:18px;height:18px;fill:currentColor}
.inspector .small{color:var(--secondary);font-size:16px;margin:-10px -10px -10px 0}
.inspector button:focus-visible,.inspector .field:focus-visible,.inspector .by-hand:focus-visible{outline:2px solid var(--ink);outline-offset:1px}
.inspector [aria-disabled=true]{opacity:.6;cursor:progress}
.inspector .equation{display:block;overflow-x:auto;overflow-y:hidden;padding:2px 0;font-size:17px;line-height:1.3;scrollbar-width:thin}
.inspector .numbers{display:grid;grid-template-columns:1fr 1fr;gap:10px;margin-top:12px}
.inspector .tile{border-radius:12px;padding:10px 14px 12px;min-width:0;display:grid;gap:6px;align-content:start}
.inspector .tile.value{background:var(--value-tint)}.inspector .tile.gradient{background:var(--gradient-tint)}
.inspector .tile .head{display:flex;justify-content:space-between;align-items:center;min-height:20px}
.inspector .tile.value :is(h3,.full,.field){color:var(--value)}.inspector .tile.gradient :is(h3,.full){color:var(--gradient)}
.inspector .full{font-size:19px;font-weight:600;overflow-wrap:anywhere;line-height:1.3}
.inspector .full.long{font-size:15px}
.inspector p.full{color:var(--gradient)}
.inspector .tile.pending{background:none;border:1.4px dashed var(--wire)}
.inspector .tile .slot{width:64px;height:24px;border:1.4px dashed var(--wire);border-radius:8px}
.inspector .tile .none{color:var(--secondary)}
.inspector .field{width:100%;min-height:40px;font-family:inherit;font-size:19px;font-weight:600;background:var(--surface);border:1.25px solid var(--value);border-radius:8px;padding:0 10px}
.inspector .field[aria-invalid]{border-color:var(--mark);border-width:2px}
.inspector .complaint{color:var(--mark);font-size:13.5px}
.inspector .complaint:not(:empty){margin-top:8px}
.inspector .array{display:grid;grid-template-columns:minmax(0,1fr);gap:8px;min-width:0}
.inspector .blocks{font-size:11.5px;line-height:1.4;color:var(--secondary)}
.inspector .cells{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:1px;max-width:calc(var(--columns)*26px)}
.inspector .cells.spelt{gap:3px;max-width:none}
.inspector .cells i,.scale i{--mine:var(--value);aspect-ratio:1;min-width:0;font-style:normal;border-radius:18%;background:color-mix(in srgb,var(--mine) var(--strength),var(--surface))}
.gradient:is(.cells,.scale) i{--mine:var(--gradient)}.local:is(.cells,.scale) i{--mine:var(--local)}
:is(.cells,.scale) i.minus{--mine:var(--ink);border-radius:50%}
.inspector .cells i.odd{background:none;border:1.5px solid var(--mark)}
.inspector .cells.spelt i{aspect-ratio:auto;border-radius:6px;padding:4px 2px;font-size:13px;font-weight:600;text-align:center;background:var(--surface);
box-shadow:inset 0 0 0 1.25px color-mix(in srgb,var(--mine) var(--strength),var(--hairline))}
.inspector .cells.tight i{font-size:11px;padding:4px 0}
.inspector .cells.spelt i.minus{border-radius:14px}
.inspector .scale{display:flex;justify-content:space-between;gap:4px;white-space:nowrap;font-size:11.5px;color:var(--secondary)}
.inspector .scale i{display:inline-block;width:10px;height:10px}
.inspector .cells i:focus-visible{outline:2px solid var(--ink);outline-offset:1px}
.inspector .readout{grid-column:1/-1;font-size:13px;color:var(--secondary);min-height:1.5em}
.inspector .products{display:grid;grid-template-columns:minmax(0,1fr);gap:6px}
.inspector .product>.equation{max-width:100%}
.inspector .product{display:flex;justify-content:flex-start;align-items:flex-start;flex-wrap:wrap;width:100%;min-height:44px;padding:6px 10px;border:1.25px solid var(--hairline);border-radius:12px;text-align:start}
.inspector .product:hover{background:var(--background)}
.inspector .terms{gap:4px 6px}
.inspector .term b{font-size:15px;line-height:28px;min-width:40px;padding:0 7px}
.inspector .term i{max-width:96px}
.inspector .terms .sign{line-height:28px;font-size:16px}
.inspector .term.pending b{background:none!important;border:1.4px dashed var(--wire);min-height:28px}
.inspector .sum{padding:4px 10px}
.inspector .flags{margin:0;padding:0;list-style:none;display:grid;gap:8px}
.inspector .flags li{padding:10px 14px;border-radius:12px;background:var(--mark-tint);font-size:13.5px;line-height:1.45}
.inspector .flags b{color:var(--mark)}.inspector .flags b::after{content:" · "}
.inspector .answers{border-collapse:collapse;width:100%;font-size:13.5px}
.inspector .answers caption{text-align:start;padding:6px 0;color:var(--secondary)}
.inspector .answers caption b{color:var(--ink);font-weight:600}
.inspector .answers :is(td,th){padding:6px 8px 6px 0;border-top:1.25px solid var(--hairline);text-align:start;font-weight:400;overflow-wrap:anywhere}
.inspector .answers th[scope=col]{overflow-wrap:normal}
.inspector .answers th[scope=row]{color:var(--secondary);white-space:nowrap}
.inspector .answers td{font-weight:600}.inspector .answers .quiet{font-weight:400;color:var(--secondary)}
.inspector .answers .here td{color:var(--local)}
.inspector .answers .equation{font-size:14px;padding:0}
.inspector .badge{display:inline-block;padding:5px 12px;border-radius:999px;font-size:13.5px;font-weight:600;background:var(--value-tint);color:var(--value)}
.inspector .badge.agree::before{content:'✓ '}
.inspector .badge:is(.apart,.odd){background:var(--mark-tint);color:var(--mark)}
.inspector .badge:is(.apart,.odd)::before{content:'! '}
.inspector .proof{display:grid;gap:8px;justify-items:start}
.inspector .ends{display:flex;flex-wrap:wrap;gap:8px}
.inspector .status{font-size:13px;color:var(--secondary)}
.inspector .status:not(:empty){margin-top:10px}
.inspector .by-hand{width:100%;margin-top:8px;font:13px/1.4 ui-monospace,monospace;color:inherit;background:var(--background);border:1.25px solid var(--hairline);border-radius:8px;padding:8px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;padding:0;border:0}
@container (min-width:900px){
.root.inspecting{--pane:clamp(300px,33cqi,384px);padding-right:calc(var(--pane) + 40px);min-height:min(760px,100vh - 96px)}
.dock{position:absolute;top:20px;bottom:16px;right:24px;width:var(--pane)}
.inspector{position:sticky;top:12px;max-height:min(100%,100vh - 24px);box-shadow:0 3px 12px var(--shadow)}
}
@container (max-width:430px){.numbers{gap:8px}.inspector{padding:0 14px 14px;max-height:40vh}.inspector header{margin:0 -14px;padding-left:14px}}
@media (forced-colors:active){.inspector .cells:not(.spelt) i,.inspector .scale i{forced-color-adjust:none}.inspector,.tile,.badge,.flags li{border:1.25px solid CanvasText}.card[aria-current] .body{stroke:Highlight!important}}
@media print{.dock{display:none}}
`
