// Tables that are made only when somebody asks for them.

import { h } from '../dom.js'

/** @typedef {{ head: string[], rows: string[][], note?: string }} Table */

/**
 * @param {Table} table
 */
export function tableOf({ head, rows, note }) {
  const cells = rows.map(([first, ...rest]) =>
    h('tr', {}, h('th', { scope: 'row' }, first), ...rest.map((text) => h('td', {}, text))),
  )
  const top = h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))
  const table = h('table', {}, h('thead', {}, top), h('tbody', {}, ...cells))
  return h(
    'div',
    { class: 'tr-scroll', tabindex: '0', role: 'group', 'aria-label': head.join(', ') },
    table,
    ...(note ? [h('p', { class: 'tr-caption' }, note)] : []),
  )
}

/**
 * A table behind a line that opens it; it is made anew while it is open.
 * @param {string} title
 * @param {() => Table} make
 */
export function more(title, make) {
  const body = h('div')
  const draw = () => {
    if (element.open) body.replaceChildren(tableOf(make()))
  }
  const element = h('details', { class: 'tr-more', ontoggle: draw }, h('summary', {}, title), body)
  return { element, changed: draw }
}
