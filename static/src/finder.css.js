// The style of the finder and the minimap.

export const style = `.find{position:absolute;left:0;bottom:0;display:flex;align-items:center;gap:8px;height:42px;padding:0 14px;font-size:13px;font-weight:500;
background:var(--surface);border:1px solid var(--hairline);border-radius:11px;color:var(--secondary)}
.find:hover{background:var(--surface)!important;color:var(--ink)}
.finder{position:absolute;z-index:3;left:0;bottom:50px;width:min(320px,100%);max-height:calc(100% - 58px);overflow:auto;padding:10px;
background:var(--surface);border:1px solid var(--hairline);border-radius:16px;box-shadow:0 8px 28px var(--shadow)}
.finder input{width:100%;height:42px;padding:0 12px;border:1.5px solid var(--wire);border-radius:10px;background:var(--background);color:var(--ink);font:inherit;font-size:16px}
.finder input:focus-visible{outline:2px solid var(--ink);outline-offset:1px}
.finder p{margin:8px 4px 4px;font-size:12px;color:var(--secondary)}
.finder p:empty{display:none}
.finder ul{margin:0;padding:0;list-style:none}
.finder li{display:flex;justify-content:space-between;gap:12px;padding:9px 10px;border-radius:9px;cursor:pointer;min-height:40px}
.finder li b{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.finder li span{color:var(--secondary);font-size:12px;white-space:nowrap}
.finder li:hover,.finder li[aria-selected=true]{background:var(--value-tint)}
.groups{display:flex;flex-wrap:wrap;gap:6px}
.groups p{flex-basis:100%}
.groups button{min-height:40px;padding:0 12px;font-size:13px;border:1px solid var(--hairline)}
.groups button[aria-pressed=true]{background:var(--ink);color:var(--background)}
.minimap{position:absolute;right:0;top:0;padding:6px;background:var(--surface);border:1px solid var(--hairline);border-radius:11px;cursor:move;color:var(--wire);touch-action:none;opacity:.94}
.minimap canvas{display:block}
.minimap div{position:absolute;left:6px;top:6px;border:1.5px solid var(--ink);border-radius:3px;background:var(--shadow)}
.chip{position:absolute;z-index:2;min-height:36px;padding:0 14px;font-size:13px;font-weight:600;background:var(--surface);border:1.5px solid var(--wire);border-radius:11px}
.chip:hover{background:var(--hairline)!important}
.bare :is(.find,.minimap){display:none}
@container (max-width:760px){.find{left:auto;right:0}.find kbd{display:none}}
@media (forced-colors:active){.finder li[aria-selected=true]{outline:2px solid Highlight}}
@media print{.find,.minimap{display:none}}
`
