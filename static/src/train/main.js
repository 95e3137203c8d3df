// The training panel of the page about networks.

import { Panel } from './panel.js'

/**
 * What the panel needs of the page around it.
 * @typedef {object} Host
 * @property {() => any} spec  the network as an object
 * @property {() => string} line  the same as a line
 * @property {(call: (spec: any, line: string) => void) => void} onSpec  calls back with every other network
 * @property {(spec: any) => unknown} setSpec  proposes another network, an object or a line
 */

/**
 * Fills the section and starts.
 * @param {HTMLElement} section
 * @param {Host} host
 */
export function mountTraining(section, host) {
  const panel = new Panel(host)
  section.replaceChildren(panel.element)
  section.hidden = false
  return panel.start()
}
