// Turns what is shown into what shall be shown, and keeps what is the same: focus, scrolling and typing survive.

/**
 * Makes the children of an element like those of another one, which is used up.
 * @param {Element} shown
 * @param {Element} wanted
 */
export function morph(shown, wanted) {
  const fresh = [...wanted.childNodes]
  fresh.forEach((child, i) => {
    const old = shown.childNodes[i]
    if (!old) shown.append(child)
    else if (!old.isEqualNode(child)) become(old, child)
  })
  while (shown.childNodes.length > fresh.length) shown.lastChild?.remove()
}

/**
 * @param {ChildNode} old
 * @param {ChildNode} fresh
 */
function become(old, fresh) {
  const alike =
    isElement(old) &&
    isElement(fresh) &&
    old.localName === fresh.localName &&
    old.getAttribute('data-key') === fresh.getAttribute('data-key')
  if (!alike) return old.replaceWith(fresh)
  attributes(old, fresh)
  morph(old, fresh)
}

/**
 * @param {ChildNode} node
 * @returns {node is ChildNode & Element}
 */
const isElement = (node) => node.nodeType === 1

/**
 * A style attribute is set by its text, which a strict policy allows; the value of a field that is typed into stays.
 * @param {Element} old
 * @param {Element} fresh
 */
function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value) continue
    if (name === 'style') /** @type {HTMLElement} */ (old).style.cssText = value
    else old.setAttribute(name, value)
  }
  if (old.localName !== 'input') return
  const [field, wanted] = /** @type {HTMLInputElement[]} */ ([old, fresh])
  const root = /** @type {ShadowRoot | Document} */ (field.getRootNode())
  if (root.activeElement !== field) field.value = wanted.value
}
