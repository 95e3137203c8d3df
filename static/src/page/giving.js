// The two buttons that give away what the page shows: Share and Download. What they open is loaded when it is wanted.

import { toWire } from '../format.js'
import { english as texts } from './texts.js'

/** @typedef {import('./link.js').Link} Link */

/**
 * What the buttons need of the page.
 * @typedef {object} Giver
 * @property {() => Link} link  what is shown
 * @property {() => number} steps
 * @property {(sentence: string, wrong?: boolean) => void} say
 */

/**
 * @param {HTMLElement} share
 * @param {HTMLElement} download
 * @param {Giver} giver
 */
export function give(share, download, { link, steps, say }) {
  share.hidden = false
  download.hidden = false
  const load = (/** @type {Promise<any>} */ module) => module.catch(() => say(texts.notLoaded, true))
  share.addEventListener('click', async () => {
    const shown = { origin: location.origin, link: link(), steps: steps() }
    const dialog = await load(import('../share/dialog.js'))
    dialog?.open(share, shown, say)
  })
  /** @type {import('../share/menu.js').Menu | undefined} */ let menu
  download.addEventListener('click', async () => {
    const loaded = await load(import('../share/menu.js'))
    if (!loaded) return
    menu ??= new loaded.Menu(download, () => question(link()), say)
    menu?.toggle()
  })
}

/** @param {Link} link */
function question({ program, inputs, output, step, theme }) {
  return {
    program: program ?? '',
    inputs: Object.fromEntries([...inputs].map(([name, value]) => [name, toWire(value)])),
    output,
    step: step ?? 0,
    theme: theme ?? 'auto',
  }
}
