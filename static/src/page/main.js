// The explorer: starts everything.

import { Client } from '../client.js'
import { Explorer } from './explorer.js'
import { knownFrom } from './known.js'
import { part, skipLinks } from './parts.js'
import './register.js'
import { Themes } from './theme.js'

skipLinks()
Client.known = knownFrom(document.querySelector('[data-known]'))
const picture = document.querySelector('chain-rule')
if (picture) new Explorer(/** @type {import('./explorer.js').Picture} */ (picture), part).start()
else new Themes(part('themes'), () => {})
