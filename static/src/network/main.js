// The page about networks: starts everything.

import '../define.js'
import { part, skipLinks } from '../page/parts.js'
import { NetworkPage } from './page.js'

skipLinks()
const picture = /** @type {import('./page.js').Picture} */ (document.querySelector('chain-rule'))
new NetworkPage(picture, part).start()
