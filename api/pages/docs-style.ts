// What the reference's style sheet gets besides Swagger UI's own: colours that can be read, in light and dark, and words that break on a phone.

const METHODS = { get: '#1b5fa8', post: '#1b7048', put: '#8a4b00', patch: '#0b6b62', delete: '#a8201a' };

const methods = Object.entries(METHODS)
  .map(
    ([name, colour]) => `.swagger-ui .opblock.opblock-${name} .opblock-summary-method{background:${colour};color:#fff}`,
  )
  .join('\n');

export const DOCS_STYLE = `
${methods}
#swagger-ui{overflow-x:auto}
.swagger-ui .json-schema-2020-12-expand-deep-button{color:#3b4151}
html.dark-mode .swagger-ui .json-schema-2020-12-expand-deep-button,html.dark-mode .swagger-ui td,html.dark-mode .swagger-ui td.header-col{color:#d5d9de}
html.dark-mode .swagger-ui .btn.cancel{background:#1c2022}
.swagger-ui .info .title small pre.version{color:#fff}
.swagger-ui .info .url,.swagger-ui .opblock-tag small,.swagger-ui .opblock .opblock-summary-description{color:#3b4151}
html.dark-mode .swagger-ui .info .url,html.dark-mode .swagger-ui .opblock-tag small,html.dark-mode .swagger-ui .opblock .opblock-summary-description{color:#d5d9de}
.swagger-ui a.link,.swagger-ui .info a,.swagger-ui .markdown a,.swagger-ui .renderedMarkdown a,.swagger-ui .info .base-url{color:#1f5fd0}
.swagger-ui .info .title small{background:#566070}
.swagger-ui .info .title small.version-stamp{background:#3f6b00}
.swagger-ui .parameter__name.required span,.swagger-ui .parameter__name.required:after,.swagger-ui .opblock-section-request-body .required{color:#a8201a}
.swagger-ui .btn.cancel{border-color:#a8201a;color:#a8201a}
.swagger-ui .btn.execute{background:#1f5fd0;border-color:#1f5fd0;color:#fff}
.swagger-ui .btn.authorize{border-color:#1b7048;color:#1b7048}
.swagger-ui .btn.authorize svg{fill:#1b7048}
.swagger-ui .markdown code,.swagger-ui .renderedMarkdown code{color:#6a1fb8;overflow-wrap:anywhere}
.swagger-ui .parameter__in,.swagger-ui .prop-format,.swagger-ui .parameter__deprecated{color:#4d5560}
.swagger-ui table{table-layout:auto}
html.dark-mode .swagger-ui a.link,html.dark-mode .swagger-ui .info a,html.dark-mode .swagger-ui .markdown a,html.dark-mode .swagger-ui .renderedMarkdown a,html.dark-mode .swagger-ui .info .base-url{color:#8ab4ff}
html.dark-mode .swagger-ui .markdown code,html.dark-mode .swagger-ui .renderedMarkdown code{color:#d0b3f5}
html.dark-mode .swagger-ui .parameter__name.required span,html.dark-mode .swagger-ui .parameter__name.required:after,html.dark-mode .swagger-ui .opblock-section-request-body .required{color:#ff9d94}
html.dark-mode .swagger-ui .btn.cancel{border-color:#ff9d94;color:#ff9d94}
html.dark-mode .swagger-ui .btn.authorize{border-color:#7fd8a2;color:#7fd8a2}
html.dark-mode .swagger-ui .btn.authorize svg{fill:#7fd8a2}
html.dark-mode .swagger-ui .parameter__in,html.dark-mode .swagger-ui .prop-format,html.dark-mode .swagger-ui .parameter__deprecated{color:#b7bcbf}
`;
