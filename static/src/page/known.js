// Answers that came with the document, so that the first picture need not be asked for.

/**
 * What is known of a question.
 * @param {Element | null} element  the JSON of a program, its inputs, and its answers by direction
 * @returns {(question: any) => object | null}
 */
export function knownFrom(element) {
  if (!element) return () => null
  const { program, inputs, answers } = JSON.parse(element.textContent ?? '')
  const plain = (/** @type {string} */ direction) =>
    JSON.stringify({ program, inputs, layout: { direction }, format: 'columns' })
  return (question) => {
    const direction = question.layout?.direction
    return JSON.stringify(question) === plain(direction) ? answers[direction] : null
  }
}
