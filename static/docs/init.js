// Starts the API reference at /docs. A file of its own, since the page's policy allows no inline script.

const { SwaggerUIBundle } = /** @type {any} */ (globalThis)

SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
})
