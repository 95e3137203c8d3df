// All words of the share dialog and of the download menu.

export const english = {
  share: 'Share',
  close: 'Close',
  start: (/** @type {number} */ step, /** @type {number} */ steps) =>
    `Start at this step (${step} of ${steps})`,
  controls: 'Controls',
  controlNames: { full: 'Full', compact: 'Compact', none: 'None' },
  theme: 'Colours',
  themeNames: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  link: 'Link',
  linkNote: 'Opens this program on this page. Controls are always full here.',
  element: 'Element for your page',
  elementNote: 'A script and one tag; a page may have as many pictures as it likes.',
  frame: 'Frame for your page',
  frameNote:
    'For course platforms and blogs that take no scripts. Give it more height where it is narrower than 600 pixels.',
  copyLink: 'Copy link',
  copyElement: 'Copy element',
  copyFrame: 'Copy frame',
  copied: 'Copied',
  copiedSaid: (/** @type {string} */ what) => `${what} copied.`,
  byHand: 'The browser does not let the page copy. The text is selected: copy it with your keyboard or menu.',
  frameTitle: (/** @type {string} */ program) => `Chainrule: ${program}`,
  // Download
  download: 'Download',
  pictures: 'Picture at this step',
  graphs: 'Graph as text',
  code: 'Code with the same gradients',
  kinds: {
    svg: ['SVG', 'scales without loss'],
    png: ['PNG', 'pixels, twice the size'],
    tikz: ['TikZ', 'for LaTeX documents'],
    tex: ['LaTeX', 'picture and derivation'],
    dot: ['DOT', 'Graphviz'],
    mmd: ['Mermaid', 'Markdown, wikis'],
    json: ['JSON', 'every number'],
    py: ['NumPy', 'both passes in full'],
    'pytorch.py': ['PyTorch', 'autograd'],
    'jax.py': ['JAX', 'jax.vjp'],
    'micrograd.py': ['micrograd', 'numbers only'],
  },
  working: (/** @type {string} */ what) => `Writing ${what} …`,
  saved: (/** @type {string} */ file) => `${file} downloaded.`,
  smaller: (/** @type {string} */ file, /** @type {string} */ scale) =>
    `${file} downloaded at ${scale} times the size: browsers draw no larger picture.`,
  noPixels: 'This browser cannot turn the picture into a PNG. The SVG has the same picture.',
  failed: (/** @type {string} */ what, /** @type {string} */ why) => `${what} could not be written. ${why}`,
  unreachable: 'The server cannot be reached. Check the connection and try again.',
}

/** @typedef {typeof english} Texts */
/** @typedef {keyof typeof english.kinds} Kind */
