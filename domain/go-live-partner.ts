// The part of the go-live checklist that the partner answers for: webhooks, what was tried in the sandbox, good habits.
import {
  advised,
  isPublicHttps,
  isRecent,
  LOOKED_AT_DAYS,
  notApplicable,
  required,
  type EndpointFacts,
  type GoLiveCheck,
  type GoLiveFacts,
  type SandboxFacts,
} from './go-live-check.js';
import { DISABLE_REASONS, withoutQuery } from './webhook-event.js';

const SECRET_DAYS = 180;
const WE_SWITCHED_OFF: readonly string[] = Object.values(DISABLE_REASONS);

export function partnerChecks(facts: GoLiveFacts, nowMs: number): GoLiveCheck[] {
  return [...webhookChecks(facts, nowMs), ...sandboxChecks(facts.sandbox), ...adviceChecks(facts, nowMs)];
}

function webhookChecks({ endpoints, eventsWaiting }: GoLiveFacts, nowMs: number): GoLiveCheck[] {
  const enabled = endpoints.filter(({ status }) => status === 'enabled');
  const safe = enabled.filter(({ url }) => isPublicHttps(url));
  const tested = safe.find(({ lastTest, url }) => {
    if (!lastTest || !isRecent(new Date(lastTest.atMs), nowMs, LOOKED_AT_DAYS)) return false;
    return isSuccess(lastTest.statusCode) && (lastTest.url === null || lastTest.url === withoutQuery(url));
  });
  const last = safe.find(({ lastTest }) => lastTest !== null)?.lastTest;
  const failing = enabled.filter(({ failingSince }) => failingSince !== null);
  const switchedOff = endpoints.filter(
    (one) => one.status === 'disabled' && WE_SWITCHED_OFF.includes(one.statusReason ?? ''),
  );
  const ill = [
    ...failing.map(({ id, failingSince }) => `${id} fails since ${failingSince?.toISOString()}`),
    ...switchedOff.map(({ id, statusReason }) => `${id} was switched off: ${statusReason}`),
    ...(eventsWaiting > 0 ? [`${eventsWaiting} events wait to be delivered for more than ten minutes`] : []),
  ];
  return [
    required(
      'webhook_endpoint',
      safe.length > 0 && safe.length === enabled.length,
      `${enabled.length} live endpoints are enabled, ${safe.length} of them under a public https:// address.`,
      'Create one with the live key: POST /partner/webhook-endpoints; change or disable those without https.',
    ),
    required(
      'webhook_test',
      tested !== undefined,
      tested ? `${tested.id} has answered the last test with 2xx.` : lastTestText(last),
      'Send a test with the live key, POST /partner/webhook-endpoints/{webhook_endpoint_id}/test, and answer 2xx once its signature is verified.',
    ),
    required(
      'webhook_health',
      ill.length === 0,
      ill.length === 0 ? 'No endpoint fails, nothing waits.' : `${ill.join('; ')}.`,
      'See GET /partner/webhook-endpoints/{webhook_endpoint_id}/deliveries; enable or delete what was switched off. Waiting events: the operator looks at the platform worker.',
    ),
  ];
}

function lastTestText(last: EndpointFacts['lastTest'] | undefined): string {
  if (!last) return `No test event was sent to an enabled https endpoint in the last ${LOOKED_AT_DAYS} days.`;
  return `The last test, of ${new Date(last.atMs).toISOString()}, was answered ${last.statusCode ?? `not at all (${last.error ?? 'no answer'})`}; it counts for ${LOOKED_AT_DAYS} days, at the address it went to.`;
}

function sandboxChecks(sandbox: SandboxFacts): GoLiveCheck[] {
  const period = `in the last ${LOOKED_AT_DAYS} days`;
  const day = missing({
    'an account linked': sandbox.linked,
    'a login': sandbox.loggedIn,
    'a subscription': sandbox.subscribed,
    'an execution completed': sandbox.completed,
  });
  const changes = missing({
    'a pause': sandbox.paused,
    'a resumption': sandbox.resumed,
    'a cancellation': sandbox.cancelled,
  });
  return [
    required(
      'sandbox_day',
      day.length === 0,
      day.length === 0 ? `A whole day was played with a test key ${period}.` : `Missing ${period}: ${day.join(', ')}.`,
      'With the test key: link, log in, subscribe, and wait for an entry (docs/quick-start.md).',
    ),
    required(
      'sandbox_failure',
      sandbox.failuresDelivered > 0,
      `${sandbox.failuresDelivered} execution_failed events of the sandbox were answered 2xx ${period}.`,
      'Subscribe a client_id that begins with NOFUNDS, with a test-mode endpoint, and handle its execution_failed.',
    ),
    required(
      'sandbox_changes',
      changes.length === 0,
      changes.length === 0 ? `Paused, resumed and cancelled ${period}.` : `Missing ${period}: ${changes.join(', ')}.`,
      'With the test key: pause, resume and cancel a subscription.',
    ),
  ];
}

function adviceChecks(
  { endpoints, idempotencyKeys, made, usersInBothModes }: GoLiveFacts,
  nowMs: number,
): GoLiveCheck[] {
  const enabled = endpoints.filter(({ status }) => status === 'enabled');
  const old = enabled.filter(({ secretSince }) => secretSince !== null && !isRecent(secretSince, nowMs, SECRET_DAYS));
  return [
    enabled.length === 0
      ? notApplicable('webhook_secret', false, 'No live endpoint is enabled.')
      : advised(
          'webhook_secret',
          old.length === 0,
          old.length === 0
            ? `No signing secret is older than ${SECRET_DAYS} days.`
            : `Older than ${SECRET_DAYS} days: the secret of ${old.map(({ id }) => id).join(', ')}.`,
          'Rotate it: POST /partner/webhook-endpoints/{webhook_endpoint_id}/rotate-secret.',
        ),
    idempotencyKeys === 0 && made === 0
      ? notApplicable('idempotency', false, 'Nothing was made in the last 24 hours, so nothing is known.')
      : advised(
          'idempotency',
          idempotencyKeys > 0,
          `In the last 24 hours ${idempotencyKeys} Idempotency-Keys were used; ${made} accounts and subscriptions were made.`,
          'Send an Idempotency-Key with every POST (the SDK does).',
        ),
    advised(
      'modes_apart',
      usersInBothModes === 0,
      `${usersInBothModes} users have accounts in both modes.`,
      'Keep real users out of the sandbox: test with addresses of your own.',
    ),
  ];
}

const isSuccess = (code: number | null): boolean => code !== null && code >= 200 && code <= 299;

const missing = (counts: Record<string, number>): string[] =>
  Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [] : [what]));
