// The maths font: loaded into the document, since a shadow root knows no @font-face.

const FAMILY = 'Chainrule Maths'

/**
 * Loads the maths font once for a document; resolves to whether it is there.
 * @param {string} url
 */
export async function loadMaths(url) {
  if (typeof FontFace === 'undefined') return false
  const known = [...document.fonts].find(({ family }) => family.replaceAll('"', '') === FAMILY)
  const face = known ?? new FontFace(FAMILY, `url(${JSON.stringify(url)})`)
  if (!known) document.fonts.add(face)
  return face.load().then(
    () => true,
    () => false,
  )
}
