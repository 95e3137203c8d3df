// The element's style sheet, for a constructed sheet: a strict Content-Security-Policy allows no inline styles.

import { MATHS, SANS, tokens } from './tokens.css.js'

export const style = `${tokens}
:host{display:block;container-type:inline-size;background:var(--background);color:var(--ink);
font:400 14px/1.5 ${SANS};font-variant-numeric:tabular-nums;text-align:start;-webkit-text-size-adjust:100%}
:host([hidden]){display:none}
.value{--own:var(--value);--tint:var(--value-tint);--on:var(--on-value)}
.gradient{--own:var(--gradient);--tint:var(--gradient-tint);--on:var(--on-gradient)}
.local{--own:var(--local);--tint:var(--local-tint)}
*{box-sizing:border-box}
[hidden]{display:none!important}
.root{display:flex;flex-direction:column;gap:12px;padding:20px 24px 16px;position:relative}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:8px 32px;min-height:44px}
.formula{font-size:27px;line-height:1.2;min-height:1.2em;max-width:100%;overflow-x:auto;overflow-y:hidden}
math{font-family:${MATHS}}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0;padding:0;list-style:none;font-size:13px;color:var(--secondary)}
.legend li{display:flex;align-items:center;gap:7px}
.legend b{font-weight:600;color:var(--own)}
.legend svg{width:28px;height:16px;overflow:visible;flex:none}
.legend path{fill:none;stroke:var(--own);stroke-width:2}
.legend .tip{stroke:none;fill:var(--own)}
.legend .local rect{fill:var(--tint);stroke:var(--own);stroke-width:1.5}
.legend .plus{fill:var(--value)}
.legend .cells path{stroke:var(--secondary);stroke-width:1.5}.legend .cells svg{margin:0 9px}

.stage{position:relative;min-height:200px;overflow:hidden;border-radius:12px;touch-action:pan-x pan-y}
.picture{position:relative;transform-origin:0 0;user-select:none;-webkit-user-select:none}
.picture>svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible;pointer-events:none;will-change:transform}
:is(.card,.lens,.handed,.slider){pointer-events:auto}
.stage.dim .picture{opacity:.4;filter:grayscale(.6);transition:opacity .15s}
.stage.dim.late .picture{transition-delay:.25s}
svg text{font-weight:500;fill:var(--ink)}
.title{font-size:var(--caption,13px);fill:var(--secondary);paint-order:stroke;stroke:var(--background);stroke-width:4px;stroke-linejoin:round}
.tight .column:first-child .title[text-anchor=middle]{text-anchor:start;transform:translateX(-88px)}
.column.now .title{font-weight:600;fill:var(--own)}
.guide{stroke:var(--hairline);stroke-width:1.2;stroke-dasharray:3.5 4.5;fill:none}
.lane{fill:none;stroke-width:2}
.lane.pending{stroke:var(--wire);stroke-dasharray:.5 6;stroke-linecap:round}
.lane.known{stroke:var(--own)}
.lane.hot{stroke-width:3}
.head{fill:var(--own)}
.wire.unreached,.card.unreached{opacity:.55}
.halo{fill:var(--background)}
.glass{fill:var(--local-tint);stroke:var(--local);stroke-width:1.5}
.lens text{fill:var(--local);font-size:15px;font-weight:600;text-anchor:middle}
.lens.hot .glass{stroke-width:2.25}
.lens.pulsing .glass{fill:var(--local)}
.lens.pulsing:not(.pending) text{fill:var(--background)}
.lens.pending .glass{fill:var(--background);stroke:var(--wire);stroke-dasharray:3 4}
.handed rect{fill:var(--gradient-tint);stroke:var(--gradient);stroke-width:1}
.handed text{fill:var(--gradient);font-size:12px;font-weight:600;text-anchor:middle}
.handed.quiet{opacity:0;pointer-events:none}
.card{cursor:default;outline:none}
.body{fill:var(--surface);stroke:var(--hairline);stroke-width:1.25}
.shade{fill:var(--shadow);stroke:none;transform:translate(0,3px);filter:blur(5px)}
.many .lane.pending{stroke-dasharray:3 6;stroke-linecap:butt}
.many .shade,.far :is(.column,.card text,.mark,.rule,.slot,.head,.lens text,.handed,.lane.pending){display:none}
.card.active .body{stroke:var(--own);stroke-width:2}
.roundel{fill:var(--background);stroke:var(--hairline);stroke-width:1.25}
.symbol,.name{text-anchor:middle}
.symbol.maths,.slanted,.index,.version{font-family:${MATHS};font-weight:400}
.symbol.caption{fill:var(--secondary)}
.slanted{font-style:italic}
.maths-font .slanted{font-style:normal}
.index{font-size:70%}
.version{font-size:55%;fill:var(--secondary)}
.rule{stroke:var(--hairline);stroke-width:1.25}
.row .number{text-anchor:end;font-weight:600}
.shape{font-size:11px;fill:var(--secondary);text-anchor:middle}
.row :is(.number,.mark,.plus){fill:var(--own)}
.row .mark{stroke:var(--own);stroke-width:1.3;stroke-linejoin:round}
.row.pending .mark{fill:none;stroke:var(--wire)}
.slot{fill:none;stroke:var(--wire);stroke-width:1.4;stroke-dasharray:3 3}
.heat .limit{font-size:10px;fill:var(--secondary);text-anchor:end}
.lens .plus{fill:var(--local)}.cell.minus{fill:var(--ink)}.lens.pulsing .cell{fill:var(--background)}
.aloud{font-size:1px;opacity:0;pointer-events:none}
.cell.odd{fill:none;stroke:var(--mark)}
.plate{fill:var(--gradient-tint)}
.partial text{fill:var(--gradient);text-anchor:end;font-weight:600}
.note{font-size:min(var(--caption,13px),15px);fill:var(--secondary);text-anchor:middle}
.touch{fill:none;stroke:none;pointer-events:all}
.slider .touch{height:calc(40px/var(--scale,1));y:calc(-20px/var(--scale,1))}
.slider{cursor:pointer;outline:none;touch-action:none}
.track,.slider .fill{stroke-width:3;stroke-linecap:round}
.track{stroke:var(--wire)}.slider .fill{stroke:var(--value)}
.thumb{fill:var(--surface);stroke:var(--value);stroke-width:2.5}

:host([data-opening]) :is(.strip,.bar),.blank :is(.strip,.bar){visibility:hidden}
.strip{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:12px 32px;min-height:112px;
padding:18px 27px;background:var(--surface);border:1.25px solid var(--hairline);border-radius:18px;box-shadow:0 3px 12px var(--shadow)}
.said{flex:1 1 320px;max-width:620px}
.said p{margin:0}
.headline{font-size:15px;font-weight:600}
.sentence{color:var(--secondary);text-wrap:pretty}

.bar{display:flex;align-items:center;gap:8px 20px;flex-wrap:wrap}
button{font:inherit;color:inherit;background:none;border:0;border-radius:10px;padding:0;cursor:pointer;display:grid;place-items:center}
button:disabled{opacity:.35;cursor:default}
button:hover:not(:disabled){background:var(--hairline)}
:is(button,select,.scrub,.entry,.tick):focus-visible{outline:2px solid var(--ink);outline-offset:2px}
.transport{display:flex;align-items:center;gap:4px}
.transport button{min-width:42px;height:42px}
.transport svg{width:22px;height:22px;fill:currentColor;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.transport .main svg{stroke-width:3}
.transport .main{width:48px;height:48px;border-radius:50%;background:var(--ink);color:var(--background);margin:0 4px}
.transport .main:hover{background:var(--ink)!important;opacity:.88}
.scrub{flex:1 1 280px;position:relative;height:56px;cursor:pointer;touch-action:none;border-radius:8px;min-width:0;will-change:transform}
.scrub>svg{display:block;width:100%;height:56px;overflow:visible}
.scrub path{stroke-width:4;stroke-linecap:round}
.scrub .rail{stroke:var(--wire)}
.scrub :is(.value,.gradient){stroke:var(--own)}
.scrub .dot{fill:var(--own);stroke:var(--background);stroke-width:2}
.scrub .dot.ahead{fill:var(--background);stroke:var(--wire)}
.scrub text{font-size:12px;text-anchor:middle;fill:var(--secondary)}
.scrub text.next{font-weight:600;fill:var(--ink)}
.scrub .half{font-weight:600;fill:var(--own);stroke:none}
.scrub .knob{fill:var(--surface);stroke-width:3}.knob:not([cx]){display:none}
.keys{display:flex;align-items:center;gap:6px;font-size:13px;color:var(--secondary);white-space:nowrap}
kbd{font-family:inherit;font-size:12px;font-weight:600;line-height:1;color:var(--ink);border:1.25px solid var(--wire);border-radius:6px;padding:4px 7px}
.keys kbd+span{margin-right:8px}
select{font-family:inherit;font-size:14px;font-weight:600;color:var(--ink);background:var(--background);border:0;border-radius:8px;min-height:40px;padding:0 4px;cursor:pointer;field-sizing:content}
.toggle{padding:0 10px;height:40px;font-size:13px;font-weight:500;color:var(--secondary)}
.toggle[aria-pressed=true]{color:var(--ink);background:var(--hairline)}

.wait{position:absolute;inset:0;display:grid;place-items:center;color:var(--secondary);pointer-events:none}
@container (min-width:761px){.strip.tall{min-height:156px}}
@container (max-width:1040px){.formula{font-size:24px}}
@container (max-width:900px){.keys{display:none}}
@container (max-width:760px){
.root{padding:12px 8px 10px;gap:10px}
.strip{padding:14px 16px;min-height:0}
.said{display:contents}.said p{flex-basis:100%}.sentence{order:1}
.terms:empty{display:none}
.scrub{order:-1;flex-basis:100%}
.bar{justify-content:space-between;gap:2px 8px;position:sticky;bottom:0;z-index:2;background:var(--background)}
.legend{gap:2px 14px;font-size:12px}
}
@container (max-width:500px){.legend span{display:none}.formula{font-size:21px;flex-basis:100%}}
@container (max-width:430px){.transport{gap:0}.transport button{min-width:40px}.transport .main{width:46px;margin:0 2px}}
@container (max-width:340px){.bar{gap:2px}.transport button{min-width:31px}.toggle{padding:0 6px}}
.bare :is(.bar,.top,.zoom),.compact .top,.compact .keys,.compact .toggle{display:none}
.compact .strip{min-height:0;padding:12px 18px}
@media (prefers-reduced-motion:no-preference){.handed{transition:opacity .15s}.lens .glass{transition:stroke-width .12s}}
`
