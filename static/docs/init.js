// Starts the API reference at /docs. A file of its own, since the page's policy allows no inline script.

const { SwaggerUIBundle } = /** @type {any} */ (globalThis)

/**
 * What Swagger UI leaves to be wished: links inside of buttons, which no key reaches, a level of headings left out, and words
 * outside of every landmark.
 * @param {{ React: any }} system
 */
const reachable = ({ React }) => ({
  wrapComponents: {
    DeepLink:
      () =>
      (/** @type {{ text: any }} */ { text }) =>
        React.createElement('span', null, text),
    InfoContainer: (/** @type {any} */ Original) => (/** @type {any} */ given) =>
      React.createElement('section', { 'aria-label': 'About' }, React.createElement(Original, given)),
    TextArea: (/** @type {any} */ Original) => (/** @type {any} */ given) =>
      React.createElement(Original, { 'aria-label': 'Body of the request', ...given }),
    operations: (/** @type {any} */ Original) => (/** @type {any} */ given) =>
      React.createElement(
        React.Fragment,
        null,
        React.createElement('h2', { className: 'requests' }, 'Requests'),
        React.createElement(Original, given),
      ),
  },
})

/** What scrolls can be reached by keys, regions are told apart, and fields have the names of their parameters. */
function nameFields() {
  for (const code of reference.querySelectorAll('pre.microlight:not([tabindex])')) {
    code.setAttribute('tabindex', '0')
  }
  for (const region of reference.querySelectorAll('[role=region]:not([aria-label])')) {
    region.setAttribute('aria-label', region.id.replaceAll('_', ' '))
  }
  for (const row of reference.querySelectorAll('tr[data-param-name]')) {
    for (const field of row.querySelectorAll(':is(input, select, textarea):not([aria-label])')) {
      field.setAttribute('aria-label', row.getAttribute('data-param-name') ?? '')
    }
  }
}

const reference = /** @type {Element} */ (document.querySelector('#reference'))
new MutationObserver(nameFields).observe(reference, { childList: true, subtree: true })

SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  plugins: [reachable],
  syntaxHighlight: { theme: 'tomorrow-night' },
  tryItOutEnabled: true,
  validatorUrl: null,
})
