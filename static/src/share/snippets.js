// What people paste elsewhere: a link, the element, a frame. Pure text; every value is escaped for the place where it stands.

import { toWire } from '../format.js'
import { writeLink } from '../page/link.js'

/** @typedef {import('../page/link.js').Link} Link */
/** @typedef {'full' | 'compact' | 'none'} Controls */
/** @typedef {{ origin: string, link: Link, controls: Controls, title: string }} Shared */

const SCRIPT = 'script'
const HEIGHTS = { full: 640, compact: 520, none: 440 }

/** @type {Record<string, string>} */
const ENTITIES = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '',
}

/**
 * Text for an attribute's value in double quotes.
 * @param {string} text
 */
export const quoted = (text) => text.replace(/[&<>"\n\r]/g, (sign) => ENTITIES[sign])

/**
 * Text for an attribute's value in single quotes, in which JSON stays readable.
 * @param {string} text
 */
export const singly = (text) => text.replace(/[&<>'\n\r]/g, (sign) => ENTITIES[sign])

/**
 * The address on the page itself.
 * @param {Shared} shared
 */
export const linkText = ({ origin, link }) => `${origin}/#${writeLink(link)}`

/**
 * The element with its script.
 * @param {Shared} shared
 */
export function elementText({ origin, link, controls }) {
  const { program, inputs, output, view, step, theme } = link
  const values = JSON.stringify(Object.fromEntries([...inputs].map(([name, value]) => [name, toWire(value)])))
  const attributes = [
    `program="${quoted(program ?? '')}"`,
    inputs.size > 0 ? `inputs='${singly(values)}'` : '',
    output ? `output="${quoted(output)}"` : '',
    view ? `view="${quoted(view)}"` : '',
    step ? `step="${step}"` : '',
    theme ? `theme="${theme}"` : '',
    controls === 'full' ? '' : `controls="${controls}"`,
  ]
  const script = `<${SCRIPT} type="module" src="${quoted(origin)}/static/embed.js"></${SCRIPT}>`
  return `${script}\n<chain-rule ${attributes.filter(Boolean).join(' ')}></chain-rule>`
}

/**
 * The address for a frame.
 * @param {Shared} shared
 */
export const frameAddress = ({ origin, link, controls }) =>
  `${origin}/embed#${writeLink(link)}${link.program === null ? '' : '&'}controls=${controls}`

/**
 * A frame with the picture.
 * @param {Shared} shared
 */
export function frameText(shared) {
  const { controls, title } = shared
  const facts = `title="${quoted(title)}" width="100%" height="${HEIGHTS[controls]}"`
  return `<iframe src="${quoted(frameAddress(shared))}" ${facts} sandbox="allow-scripts" loading="lazy"></iframe>`
}
