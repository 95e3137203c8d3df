// Stands in the document and runs before anything is drawn. Without a link the first picture is in the document already (web/first.py): the code
// that moves it waits until it is painted. With a link that picture is another one, and is not shown.

{
  const CODE = '/static/app.js'
  /** After so many ms the code comes, whatever is missing: a page in the background paints nothing. */
  const LONGEST = 400

  const linked = location.hash.length > 1
  document.documentElement.toggleAttribute('data-linked', linked)

  const start = () => import(CODE)

  addEventListener('DOMContentLoaded', () => {
    if (linked || document.hidden) return void start()
    const painted = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    // In another font the formula has another height.
    const written = document.fonts.load('1em "Chainrule Maths"')
    Promise.all([painted, written]).then(() => setTimeout(start), start)
    setTimeout(start, LONGEST)
  })
}
