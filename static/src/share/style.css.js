// The style sheet of the share dialog and of the download menu; loaded with them.

export const style = `
.sharing{width:min(640px,calc(100vw - 24px));max-height:calc(100dvh - 24px);padding:0;border:1px solid var(--hairline);border-radius:var(--round);background:var(--surface);color:var(--ink);overflow:auto;overscroll-behavior:contain}
.sharing::backdrop{background:rgb(0 0 0/45%)}
.sharing>header{position:sticky;top:0;z-index:1;display:flex;align-items:center;justify-content:space-between;padding:12px 12px 8px 24px;background:var(--surface)}
.sharing h2{margin:0;font-size:19px;font-weight:600}
.sharing .icon svg{width:20px;height:20px;fill:none;stroke:currentcolor;stroke-width:1.8;stroke-linecap:round}
.sharing .choices{display:flex;flex-wrap:wrap;align-items:center;gap:6px 20px;padding:4px 24px 12px}
.sharing label.tick{display:flex;align-items:center;gap:10px;min-height:40px;flex:1 1 100%;font-weight:600;cursor:pointer}
.sharing .tick input{width:20px;height:20px;margin:0;accent-color:var(--value)}
.sharing .pick{display:flex;align-items:center;gap:8px;color:var(--secondary);font-size:14px}
.sharing select{min-height:40px;padding:0 8px;border:1px solid var(--wire);border-radius:10px;background:var(--background);color:var(--ink);font:inherit;font-weight:600}
.sharing .piece{padding:14px 24px 16px;border-top:1px solid var(--hairline)}
.sharing .piece>div{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:2px 16px}
.sharing .piece label{font-weight:600}
.sharing .piece p{margin:0 0 8px;color:var(--secondary);font-size:14px}
.sharing .piece .button{min-height:40px;min-width:132px}
.sharing .piece textarea{display:block;width:100%;padding:10px 12px;border:1px solid var(--wire);border-radius:10px;background:var(--background);color:var(--ink);font:13px/1.5 var(--mono);resize:vertical;overflow-wrap:anywhere}
.sharing .told{position:sticky;bottom:0;margin:0;padding:10px 24px;background:var(--mark-tint);color:var(--ink)}
.sharing .told:empty{display:none}
.downloads{position:fixed;inset:auto;margin:0;width:min(320px,calc(100vw - 16px));max-height:calc(100dvh - 16px);padding:8px;border:1px solid var(--hairline);border-radius:var(--round);background:var(--surface);color:var(--ink);box-shadow:0 12px 40px rgb(0 0 0/18%);overflow:auto}
.downloads [role=group]+[role=group]{margin-top:6px;padding-top:6px;border-top:1px solid var(--hairline)}
.downloads .title{padding:4px 12px 2px;color:var(--secondary);font-size:12.5px;font-weight:600}
.downloads [role=menuitem]{display:flex;align-items:baseline;gap:10px;width:100%;min-height:40px;padding:8px 12px;border:0;border-radius:10px;background:none;color:inherit;font:inherit;text-align:start;cursor:pointer}
.downloads [role=menuitem]:is(:hover,:focus){background:var(--background)}
.downloads [role=menuitem] b{min-width:84px;font-weight:600}
.downloads [role=menuitem] span{color:var(--secondary);font-size:14px}
@media (forced-colors:active){.downloads [role=menuitem]:focus{outline:2px solid Highlight}}
`

/**
 * Puts a style sheet on a document, once.
 * @param {Document} document
 */
export function dress(document) {
  if (document.querySelector('.sharing,.downloads')) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
