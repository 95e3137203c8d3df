// The style of what hands need: the number field, the tooltip, the zoom buttons, focus; and other ways to see.

export const style = `.entry{position:absolute;z-index:2;width:96px;padding:3px 8px;border:2px solid var(--value);border-radius:8px;
background:var(--surface);color:var(--value);font-family:inherit;font-size:16px;font-weight:600;text-align:end}
.tip-box{position:absolute;z-index:3;max-width:300px;padding:6px 10px;border-radius:8px;background:var(--ink);color:var(--background);
font-size:13px;line-height:1.4;pointer-events:none;overflow-wrap:anywhere;white-space:pre-line}
.zoom{position:absolute;right:0;bottom:0;display:flex;gap:2px;opacity:0;transition:opacity .15s;
background:var(--surface);border:1px solid var(--hairline);border-radius:11px}
.stage:hover .zoom,.zoom:focus-within,.stage.zoomed .zoom{opacity:1}
.zoom button{width:40px;height:40px;font-size:18px;color:var(--secondary)}
.zoom svg{width:20px;height:20px;fill:currentColor}
.stage.zoomed{touch-action:none;cursor:grab}
.stage.dragging{cursor:grabbing}
.card[data-lit] .body{stroke:var(--value);stroke-width:3}
.card:focus-visible .body{stroke:var(--ink);stroke-width:3}
.slider:hover .thumb{stroke-width:3.5}
.slider:focus-visible .thumb{stroke:var(--ink);stroke-width:4}
@container (max-width:760px){.zoom{right:auto;left:0}}
@media (forced-colors:active){
.body,.slot,.glass,.thumb,.disc{stroke:CanvasText}
svg text{fill:CanvasText!important}
.cell{stroke:CanvasText;stroke-width:.5}
.lane.known,.track,.slider .fill{stroke:CanvasText!important}
:is(.card.active,.card[data-lit]) .body{stroke:Highlight!important}
.card:focus-visible .body{stroke:Highlight;stroke-width:4}
}
@media print{.bar,.zoom,.notice button{display:none}}
`
