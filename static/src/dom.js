// Making HTML and icons without markup strings: Trusted Types and a strict CSP stay satisfied.

const SVG = 'http://www.w3.org/2000/svg'

/** @typedef {Record<string, string | number | boolean | null | ((event: any) => void)>} Props */

/**
 * An HTML element. Functions become listeners (`onclick`), `true` an empty attribute; null and false are left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value !== null && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children)
  return element
}

/**
 * An SVG element.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag))
  for (const name in attributes) element.setAttribute(name, String(attributes[name]))
  element.append(...children)
  return element
}

/**
 * An icon of 24 by 24.
 * @param {string} d
 */
export const icon = (d) => svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d }))
