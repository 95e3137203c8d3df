// The explorer: starts everything.

import { Explorer } from './explorer.js'
import { part, skipLinks } from './parts.js'
import './register.js'
import { Themes } from './theme.js'

skipLinks()
const picture = document.querySelector('chain-rule')
if (picture) new Explorer(/** @type {import('./explorer.js').Picture} */ (picture), part).start()
else new Themes(part('themes'), () => {})
