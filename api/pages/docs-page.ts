// The page around Swagger UI. Its script is a file of ours, so that no inline script has to be allowed.
import type { RawReply } from '../answer.js';
import { docsNavigation, NAVIGATION_STYLE } from './reading-page.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

export function docsPage(): RawReply {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>QuantLeap Partner API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${NAVIGATION_STYLE}</style>
<link rel="icon" href="/docs/assets/favicon-32x32.png"><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body>${docsNavigation('reference')}<main id="swagger-ui"></main><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script></body></html>`;
  return {
    kind: 'raw',
    status: 200,
    type: 'text/html; charset=utf-8',
    body,
    headers: { 'Content-Security-Policy': POLICY },
  };
}

/** @param sandboxKeys - fill in the guide's sandbox keys (they exist outside production only) */
export function docsInitialiser(sandboxKeys: boolean): string {
  const keys = sandboxKeys
    ? `ui.preauthorizeApiKey('PartnerKey', 'pk_zebu_test_XXXXXXXX'); ui.preauthorizeApiKey('PartnerSecret', 'sk_zebu_test_YYYYYYYY');`
    : '';
  return `const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', prefersDark.matches);
prefersDark.addEventListener('change', follow);
follow();
// A link inside a button is none to a screen reader; the address still follows what is unfolded.
const plainNames = () => ({
  wrapComponents: { DeepLink: (_link, { React }) => ({ text }) => React.createElement('span', null, text) },
});
const LABELS = [['#servers', 'Server'], ['.body-param__text', 'Request body'], ['select', 'Choice'], ['input, textarea', 'Value']];
const label = () => {
  for (const [selector, name] of LABELS)
    for (const field of document.querySelectorAll('#swagger-ui :is(' + selector + ')'))
      if (![...(field.labels ?? [])].some((label) => label.textContent.replace(field.textContent, '').trim()) && !field.hasAttribute('aria-label')) field.setAttribute('aria-label', field.placeholder || name);
};
new MutationObserver(label).observe(document.getElementById('swagger-ui'), { childList: true, subtree: true });
const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  plugins: [plainNames],
  // Its colours cannot be told from their ground in places.
  syntaxHighlight: { activated: false },
  persistAuthorization: false,
  validatorUrl: null,
  tryItOutEnabled: true,
  onComplete: () => { ${keys} },
});
`;
}
