// Stands in the document and runs before anything is drawn. Without a link the first picture is in the document already (web/first.py): the code
// that moves it is fetched once it is painted, so that nothing keeps it waiting. With a link that picture is another one, and is not shown.

{
  const CODE = '/static/app.js'
  /** After so many ms the code comes, whatever is missing: some browsers do not say when they have painted. */
  const LONGEST = 1000

  const linked = location.hash.length > 1
  document.documentElement.toggleAttribute('data-linked', linked)

  const start = () => import(CODE)
  // In another font the formula has another height.
  const written = () => document.fonts.load('1em "Chainrule Maths"').then(start, start)

  if (linked || document.hidden) addEventListener('DOMContentLoaded', start)
  else {
    new PerformanceObserver(written).observe({ type: 'paint', buffered: true })
    setTimeout(start, LONGEST)
  }
}
