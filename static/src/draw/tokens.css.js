// The style of numbers on their way.

export const style = `.token text{font-size:15px;font-weight:600;text-anchor:middle}
.token.value .halo{fill:var(--value);fill-opacity:.24}.token.gradient .halo{fill:var(--gradient);fill-opacity:.24}
.token.value .pill{fill:var(--value)}.token.gradient .pill{fill:var(--gradient)}
.token.value text{fill:var(--on-value)}.token.gradient text{fill:var(--on-gradient)}
.token.dead .halo{fill:none}
.token.dead .pill{fill:var(--surface);stroke:var(--gradient);stroke-width:1.5;stroke-dasharray:3 3}
.token.dead text{fill:var(--gradient)}
`
