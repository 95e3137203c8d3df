// Registers the element <chain-rule> with all that its first picture is used with, since the explorer needs it anyway:
// one file is lighter than many, and comes sooner.

import { ChainRule } from '../element.js'
import * as hands from '../hands.js'
import * as telling from '../telling.js'

ChainRule.later = { telling: async () => telling, hands: async () => hands }
customElements.define('chain-rule', ChainRule)
