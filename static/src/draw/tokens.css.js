// The style of numbers on their way, of the terms of a step, and of marks and notices: what is not there at first.

export const style = `.token .halo{fill:var(--own);fill-opacity:.24}
.token .pill{fill:var(--own)}
.token text{font-size:15px;font-weight:600;text-anchor:middle;fill:var(--on)}
.token.dead .halo{fill:none}
.token.dead .pill{fill:var(--surface);stroke:var(--own);stroke-width:1.5;stroke-dasharray:3 3}
.token.dead text{fill:var(--own)}
.middle:has(.dim:not(.late))+.strip{filter:grayscale(1);background:none;border-style:dashed;box-shadow:none}
.flag .disc{fill:var(--mark-tint);stroke:var(--mark);stroke-width:1.5}
.flag text{font-size:13px;font-weight:700;fill:var(--mark);text-anchor:middle}
.notice{margin-top:8px;display:flex;flex-wrap:wrap;align-items:center;gap:8px 14px;padding:10px 16px;border-radius:12px;background:var(--mark-tint);color:var(--ink);
border:1px solid var(--mark)}
.notice p{margin:0;flex:1 1 220px;overflow-wrap:anywhere}
.notice button{padding:0 14px;height:40px;font-weight:600;border:1px solid currentColor}
.terms{display:flex;flex-wrap:wrap;align-items:flex-start;gap:8px 12px}
.term{display:flex;flex-direction:column;align-items:center;gap:3px}
.term b{background:var(--tint);color:var(--own);min-width:50px;padding:0 12px;border-radius:10px;font-size:19px;font-weight:600;line-height:32px;text-align:center;white-space:nowrap}
.term i{font-style:normal;font-size:12px;font-weight:500;color:var(--secondary);min-height:18px;max-width:120px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.term b:has(.matrix){display:flex;align-items:center;gap:8px}
.matrix{display:grid;grid-template-columns:repeat(var(--columns),auto);gap:0 9px;padding:4px 0;font-size:13.5px;line-height:16px;text-align:end;font-variant-numeric:tabular-nums}
.brief:has(+.matrix){position:absolute;opacity:0;pointer-events:none}
.terms.many .matrix{display:none}.terms.many .brief:has(+.matrix){position:static;opacity:1}
.terms .is{display:flex;gap:inherit}
.terms .sign{line-height:32px;color:var(--secondary);font-size:18px}
.terms math{font-size:19px;margin-top:-7px;min-height:46px}
@container (max-width:560px){.strip .matrix{display:none}.strip .brief:has(+.matrix){position:static;opacity:1}}
@container (max-width:760px){.terms{gap:6px 8px}.terms math{margin-top:0;min-height:0}}
.compact .terms math{margin-top:0;min-height:0}
`
