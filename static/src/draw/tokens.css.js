// The style of numbers on their way, and of marks and notices, which are not there at first.

export const style = `.token text{font-size:15px;font-weight:600;text-anchor:middle}
.token.value .halo{fill:var(--value);fill-opacity:.24}.token.gradient .halo{fill:var(--gradient);fill-opacity:.24}
.token.value .pill{fill:var(--value)}.token.gradient .pill{fill:var(--gradient)}
.token.value text{fill:var(--on-value)}.token.gradient text{fill:var(--on-gradient)}
.token.dead .halo{fill:none}
.token.dead .pill{fill:var(--surface);stroke:var(--gradient);stroke-width:1.5;stroke-dasharray:3 3}
.token.dead text{fill:var(--gradient)}
.middle:has(.dim:not(.late))+.strip{filter:grayscale(1);background:none;border-style:dashed;box-shadow:none}
.flag .disc{fill:var(--mark-tint);stroke:var(--mark);stroke-width:1.5}
.flag text{font-size:13px;font-weight:700;fill:var(--mark);text-anchor:middle}
.notice{margin-top:8px;display:flex;flex-wrap:wrap;align-items:center;gap:8px 14px;padding:10px 16px;border-radius:12px;background:var(--mark-tint);color:var(--ink);
border:1px solid var(--mark)}
.notice p{margin:0;flex:1 1 220px;overflow-wrap:anywhere}
.notice button{padding:0 14px;height:40px;font-weight:600;border:1px solid currentColor}
`
