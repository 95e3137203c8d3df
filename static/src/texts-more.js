// All words of what is loaded later: the zoom buttons, the details of a node, the table.

/** The words of one language. */
export const english = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit the picture',
  details: (/** @type {string} */ op, /** @type {string} */ shape) => (shape ? `${op}, shape ${shape}` : op),
  // The table
  table: 'Table',
  tableHead: [
    'node',
    'operation',
    'value',
    'gradient',
    'from its inputs',
    'local gradient',
    'propagated gradient',
  ],
  tableCaption: (/** @type {number} */ k, /** @type {number} */ all) =>
    `What is known after ${k} of ${all} steps`,
}

/** @typedef {typeof english} MoreTexts */

/**
 * The words for a locale.
 * @param {string | null} _locale
 * @returns {MoreTexts}
 */
export const textsFor = (_locale) => english
