// Answers tell a caller that uses what will go: Deprecation (RFC 9745), Sunset (RFC 8594) and a link to what to do.
import { isOf, type Deprecation } from '../deprecations.js';
import type { Route } from '../route.js';

/** What was sent, before it was validated: an unknown field is no use of anything. */
type Sent = { query: Record<string, unknown>; body: unknown };

/**
 * @param sent - absent before it was read: then only whole endpoints count. A field of the answer cannot be told to be used, so it never counts
 * @returns none when nothing deprecated is used; the earliest days when several things are
 */
export function deprecationHeaders(
  deprecations: readonly Deprecation[],
  route: Pick<Route, 'method' | 'path'>,
  publicBaseUrl: string,
  sent?: Sent,
): Record<string, string> {
  const used = deprecations.filter((entry) => isOf(entry, route) && isUsed(entry, sent));
  const [since] = used.map((entry) => entry.since).toSorted();
  const [sunset] = used.map((entry) => entry.sunset).toSorted();
  if (since === undefined || sunset === undefined) return {};
  const paper = `${publicBaseUrl.replace(/\/$/, '')}/docs/versioning#deprecated-now`;
  return {
    Deprecation: `@${Date.parse(since) / 1000}`,
    Sunset: new Date(sunset).toUTCString(),
    Link: `<${paper}>; rel="deprecation"; type="text/html", <${paper}>; rel="sunset"; type="text/html"`,
  };
}

function isUsed({ field }: Deprecation, sent: Sent | undefined): boolean {
  if (!field) return true;
  if (!sent || field.in === 'response') return false;
  const from = field.in === 'query' ? sent.query : sent.body;
  return typeof from === 'object' && from !== null && Object.hasOwn(from, field.name);
}
