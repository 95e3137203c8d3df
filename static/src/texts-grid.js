// All words of tables of numbers.

/** The words of one language. */
export const english = {
  table: (/** @type {string} */ name) => `Entries of ${name}`,
  entry: (/** @type {string} */ name, /** @type {number[]} */ place) => `${name}[${place.join(', ')}]`,
  sheet: (/** @type {number} */ n) => `[${n}]`,
  wrong: (/** @type {string} */ text) => `“${text}” is no number. Write one like −2, 0.5 or 1e-3.`,
  lost: (/** @type {number} */ n) =>
    n === 1
      ? 'One entry that was pasted is no number or has no place; it was left out.'
      : `${n} entries that were pasted are no numbers or have no place; they were left out.`,
  close: 'Close',
}

/**
 * The words for a locale.
 * @param {string | null} _locale
 */
export const textsFor = (_locale) => english
