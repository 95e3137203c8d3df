// The corner of the stage that the zoom buttons stand in: one where they cover no card, if there is one.

import { MANY } from './scene.js'

/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {import('./eye.js').Eye} Eye */

/** How much room the buttons take, in pixels. */
const ROOM = { width: 132, height: 48 }
/** Up to this width of an element its buttons stand at the left by themselves, and what finds nodes at the right. */
const NARROW = 760
const STYLE = `.zoom[data-corner~=high]{bottom:auto;top:0}.zoom[data-corner~=left]{right:auto;left:0}
.zoom[data-corner~=right]{left:auto;right:0}`

/**
 * Keeps the buttons off the cards, whenever the picture has moved. They stay while they are used, and in pictures that
 * have cards everywhere.
 * @param {HTMLElement} buttons
 * @param {Panel} panel
 * @param {Eye} eye
 */
export function keepAside(buttons, panel, eye) {
  const { view, stage } = panel
  panel.dress(STYLE)
  let now = ''
  const place = () => {
    const scene = panel.data?.scene
    if (!scene || buttons.matches(':hover,:focus-within')) return
    const { room, scale } = view
    const low = room.width > NARROW ? ['low right', 'low left'] : ['low left', 'low right']
    const cards =
      scene.ids.length > MANY
        ? []
        : scene.boxes.map(({ x, y, width, height }) => ({
            ...eye.toStage({ x, y }),
            width: width * scale,
            height: height * scale,
          }))
    const free = (/** @type {string} */ corner) => {
      if (corner === low[1] && stage.querySelector('.find')) return false
      const x = corner.endsWith('left') ? 0 : room.width - ROOM.width
      const y = corner.startsWith('low') ? room.height - ROOM.height : 0
      return !cards.some(
        (card) =>
          card.x < x + ROOM.width &&
          card.x + card.width > x &&
          card.y < y + ROOM.height &&
          card.y + card.height > y,
      )
    }
    const corners = [...low, 'high right', 'high left']
    if (!now || !free(now)) now = corners.find(free) ?? corners[0]
    buttons.dataset.corner = now
  }
  const follow = view.moved
  view.moved = (window) => {
    follow(window)
    place()
  }
  place()
}
