// Registers the element <chain-rule>. This is the script that other people's pages load.

import { ChainRule } from './element.js'

ChainRule.later = { telling: () => import('./telling.js'), hands: () => import('./hands.js') }
if (!customElements.get('chain-rule')) customElements.define('chain-rule', ChainRule)

export { ChainRule }
