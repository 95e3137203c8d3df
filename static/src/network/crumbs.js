// Where the picture is: the whole network, a layer, a neuron; each a way back.

import { h } from '../dom.js'
import { symbolText } from '../notation.js'
import { english as texts } from './texts.js'

/** @typedef {import('./link.js').View} View */
/** @typedef {import('./zoom.js').Place} Place */

/** The ways back. */
export class Crumbs {
  #nav
  #go

  /**
   * @param {HTMLElement} nav
   * @param {(view: View, place: Place | null) => void} go
   */
  constructor(nav, go) {
    this.#nav = nav
    this.#go = go
  }

  /**
   * @param {View} view
   * @param {Place | null} place
   */
  show(view, place) {
    if (!place) {
      this.#nav.replaceChildren(h('span', { class: 'hint' }, texts.zoomHints[view]))
      return
    }
    const { layer, index } = place
    const layerPlace = { layer, index: [] }
    const neuron = `${layer === '1' ? 'x' : `z${layer}`}${index.map((each) => `_${each}`).join('')}`
    /** @type {[string, View, Place | null][]} */
    const ways = [
      [texts.whole, 'layer', null],
      [texts.layerCrumb(Number(layer)), 'neuron', layerPlace],
      ...(index.length > 0
        ? [/** @type {[string, View, Place]} */ ([texts.neuronCrumb(symbolText(neuron)), 'scalar', place])]
        : []),
    ]
    const items = ways.map(([name, to, at], i) => {
      const here = i === ways.length - 1
      const button = h('button', { type: 'button', class: 'plain', onclick: () => this.#go(to, at) }, name)
      if (here) button.setAttribute('aria-current', 'location')
      return h('li', {}, button)
    })
    this.#nav.replaceChildren(h('ol', {}, ...items))
  }
}
