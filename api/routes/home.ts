// The bare address: where everything is.
import { homePage } from '../pages/home-page.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { z } from '../zod.js';

const PLACES = [
  ['/docs', 'Interactive reference: try any call'],
  ['/openapi.json', 'The same as an OpenAPI document'],
  ['/status', 'The state of each component'],
] as const;

const Home = z
  .object({ name: z.string(), docs: z.string(), openapi: z.string(), status: z.string() })
  .openapi('Home', { description: 'Paths on this server' });
const PATHS = { name: 'QuantLeap Partner API', docs: '/docs', openapi: '/openapi.json', status: '/status' };

export const home = defineRoute({
  ...noInput,
  method: 'get',
  path: '/',
  auth: 'public',
  tag: 'Reference',
  summary: 'Where things are',
  description: 'Paths of the reference and the status: JSON, or a page for browsers.',
  responses: { 200: Home },
  errors: [],
  examples: { responses: { 200: PATHS } },
  handler: ({ prefersHtml }) => (prefersHtml ? homePage(PLACES) : json(200, PATHS)),
});
