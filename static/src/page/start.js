// Stands in the document and runs before anything is drawn. Without a link the first picture is in the document already (web/first.py): what
// stands around it is read and laid out, and the code that moves it fetched, once it is painted. With a link that picture is another one, and is not shown.

{
  const CODE = '/static/app.js'
  /** After so many ms the code comes, whatever is missing: some browsers do not say when they have painted. */
  const LONGEST = 1000

  const { dataset } = document.documentElement
  /** As in layout.css: the header may take more than one row, and the picture may run down. */
  const narrow = matchMedia('(max-width: 1179px)').matches
  const parsed = new Promise((done) => addEventListener('DOMContentLoaded', done))
  /** Of the document all is there. That is told in a task of its own, which may come after the first paint: a narrow screen cannot wait for it. */
  const there = narrow
    ? new Promise((/** @type {(_?: any) => void} */ done) => {
        const watch = new MutationObserver(() => {
          if (!document.getElementById('announcer')) return
          watch.disconnect()
          done()
        })
        watch.observe(document, { childList: true, subtree: true })
      })
    : parsed

  /** The policy of this page lets one be made of this name: nobody gets hold of it, and nobody can make another (web/headers.py). */
  const trust = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('chainrule-rest', {
    createHTML: (/** @type {string} */ text) => text,
  })
  /** Reads what waits as text: where scripts run, a parser leaves it unread. On narrow screens the picture that runs down is in it, and the header's height. */
  const read = () => {
    for (const later of document.querySelectorAll('noscript[data-later]')) {
      const text = later.textContent ?? ''
      later.outerHTML = trust ? trust.createHTML(text) : text
    }
  }
  const start = () => {
    dataset.written = ''
    return import(CODE)
  }

  /** The rest of the page, its font and its code; the code runs last, since in another font the formula has another height. */
  const rest = () => {
    if ('painted' in dataset) return
    dataset.painted = ''
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: CODE }))
    parsed.then(read)
    const late = () => new Promise((done) => setTimeout(done, LONGEST))
    parsed.then(() => Promise.race([document.fonts.load('1em "Chainrule Maths"'), late()])).then(start, start)
  }

  if (location.hash.length > 1) dataset.linked = ''
  const now = 'linked' in dataset || document.hidden
  if (narrow) there.then(read)
  // The font comes before the code here too: names set in another one would move when it is there.
  if (now) rest()
  else {
    new PerformanceObserver(rest).observe({ type: 'paint', buffered: true })
    setTimeout(rest, LONGEST)
  }
}
