// What of the API will go, in one table: from it follow the headers, the reference's marks and the paper's list. See docs/versioning.md.
import type { Route } from './route.js';

export type Deprecation = {
  method: Route['method'];
  /** As the route states it: `/partner/subscriptions/{subscription_id}`. */
  path: string;
  /** One field at the top of what is sent or answered; absent: the whole endpoint. */
  field?: { in: 'query' | 'body' | 'response'; name: string };
  /** From when on it should not be used any more: a day, `YYYY-MM-DD`. */
  since: string;
  /** The day on which it goes, at the earliest. */
  sunset: string;
  /** What to use instead, for people. */
  instead: string;
};

/** Least days between the two: six months. */
const LEAST_NOTICE_DAYS = 183;

export const DEPRECATIONS: readonly Deprecation[] = [];

const DAY_MS = 86_400_000;

/** What is wrong with entries of the table: an endpoint that is not there, too short a notice. */
export function deprecationProblems(deprecations: readonly Deprecation[], routes: readonly Route[]): string[] {
  return deprecations.flatMap((entry) => {
    const name = `${entry.method.toUpperCase()} ${entry.path}`;
    const notice = (Date.parse(entry.sunset) - Date.parse(entry.since)) / DAY_MS;
    return [
      ...(routes.some((route) => isOf(entry, route)) ? [] : [`${name}: there is no such endpoint`]),
      ...(notice >= LEAST_NOTICE_DAYS
        ? []
        : [`${name}: less than ${LEAST_NOTICE_DAYS} days from ${entry.since} to ${entry.sunset}`]),
    ];
  });
}

export function isOf(entry: Deprecation, route: Pick<Route, 'method' | 'path'>): boolean {
  return entry.method === route.method && entry.path === route.path;
}
