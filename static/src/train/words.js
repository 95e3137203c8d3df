// Numbers with their nouns.

/**
 * `1 row`, `2 rows`.
 * @param {number} count
 * @param {string} noun
 * @param {string} [plural]
 */
export const many = (count, noun, plural = `${noun}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
