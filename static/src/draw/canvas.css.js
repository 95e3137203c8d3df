// The style of a canvas's layers and of what stands over them for hands and screen readers.

export const style = `.picture>canvas{position:absolute;left:0;top:0;transform-origin:0 0;pointer-events:auto;will-change:transform}
.picture>canvas:not(.still){pointer-events:none}
.behind:not([hidden])+.still{background:var(--background)}
.over{position:absolute;left:0;top:0}
.over>div{position:absolute;left:0;top:0;border-radius:12px;pointer-events:auto;cursor:pointer}
.over>.edge{border-radius:99px}
.over>.card:hover{box-shadow:0 0 0 2px var(--wire)}
.over>.card[data-lit]{box-shadow:0 0 0 3px var(--value)}
.over>.card:focus-visible{box-shadow:0 0 0 3px var(--ink);outline:2px solid transparent}
.over span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (forced-colors:active){.over>.card[data-lit]{outline:3px solid Highlight}.over>.card:focus-visible{outline:3px solid Highlight}}
`
