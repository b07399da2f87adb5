// Swagger UI in place of the plain list of operations; it stands in the page as a script of its own.

const { SwaggerUIBundle } = /** @type {any} */ (window);
const place = /** @type {HTMLElement | null} */ (document.querySelector("#swagger-ui"));
if (SwaggerUIBundle && place?.dataset.url) {
  SwaggerUIBundle({
    url: place.dataset.url,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    onComplete() {
      document.querySelector("#plain-docs")?.remove();
    },
  });
}
