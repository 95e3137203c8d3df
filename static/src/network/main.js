// The page about networks: starts everything.

import '../define.js'
import { part, skipLinks } from '../page/parts.js'
import { NetworkPage } from './page.js'

skipLinks()
const picture = /** @type {import('./page.js').Picture} */ (document.querySelector('chain-rule'))
const page = new NetworkPage(picture, part)
page.start()

// Training is loaded when somebody comes near it.
const training = part('training')
training.hidden = false
new IntersectionObserver(
  async ([{ isIntersecting }], observer) => {
    if (!isIntersecting) return
    observer.disconnect()
    const { mountTraining } = await import('../train/main.js')
    await mountTraining(training, page)
  },
  { rootMargin: '400px' },
).observe(training)

// Large networks have a painter of their own: it is there before somebody asks for one.
picture.addEventListener('chainrule:ready', () => void import('../draw/summary.js'), { once: true })
