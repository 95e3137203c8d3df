// Stands in the document and runs before anything is drawn. Without a link the first picture is in the document already (web/first.py): what
// stands around it is laid out, and the code that moves it fetched, once it is painted. With a link that picture is another one, and is not shown.

{
  const CODE = '/static/app.js'
  /** After so many ms the code comes, whatever is missing: some browsers do not say when they have painted. */
  const LONGEST = 1000

  const { dataset } = document.documentElement
  const start = () => {
    dataset.written = ''
    return import(CODE)
  }

  /** The rest of the page, its font and its code; the code runs last, since in another font the formula has another height. */
  const rest = () => {
    if ('painted' in dataset) return
    dataset.painted = ''
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: CODE }))
    document.fonts.load('1em "Chainrule Maths"').then(start, start)
  }

  if (location.hash.length > 1) dataset.linked = ''
  if ('linked' in dataset || document.hidden) {
    dataset.painted = ''
    addEventListener('DOMContentLoaded', start)
  } else {
    new PerformanceObserver(rest).observe({ type: 'paint', buffered: true })
    setTimeout(rest, LONGEST)
  }
}
