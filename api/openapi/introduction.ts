// The reference's first page: keys, modes, limits, retries, errors, the sandbox's magic values.
import { ERRORS } from '../errors.js';

const ERROR_ROWS = Object.entries(ERRORS)
  .map(
    ([code, { status, error, message }]) =>
      `| \`${code}\` | ${status} | ${error} | ${message.replaceAll('|', '\\|')} |`,
  )
  .join('\n');

export const INTRODUCTION = `Your users subscribe to strategies; QuantLeap places the orders in their broker accounts at the strategy's second.

**Keys.** Every call carries \`Authorization: Bearer pk_…\` and \`X-Partner-Secret: sk_…\`. A \`…_live_…\` key places real orders and bills; a \`…_test_…\` key is the sandbox. Their data never meet.

**Limits.** 60 requests a minute per key. Every answer says what is left (\`RateLimit\`, \`RateLimit-Policy\`, \`X-RateLimit-Limit\`, \`-Remaining\`, \`-Reset\`: seconds); a 429 says how long to wait (\`Retry-After\`). Bodies have at most 64 kB.

**Retries.** Send an \`Idempotency-Key\` with a POST to make it safe to repeat. Final answers (2xx and most 4xx) are kept for 24 hours; what another try can change (401, 429, 5xx, *in progress*) is not.

**Errors** are \`{statusCode, error, message, code, request_id, docs_url, …}\`. Decide by \`code\`. What belongs to someone else looks exactly like what does not exist. Unknown fields are refused by name.

**Times** are RFC 3339 in UTC; \`next_billing_date\` names a date in India.

## Sandbox

No broker is contacted, nothing is billed, orders are filled on paper. The \`oauth_url\` leads to a mock login of ours (add \`auto_approve=1\` to be redirected at once); any \`request_token\` that begins with \`mock_\`, such as \`mock_token_12345\`, completes it. The header \`X-Sandbox-Error: <code>\` makes any call answer an error of its list. Magic values provoke what can go wrong:

| value | where | result |
|---|---|---|
| begins with \`invalid\` | \`api_key\` | 400 \`invalid_broker_credentials\` |
| begins with \`unreachable\` | \`api_key\` | 503 \`broker_unreachable\` |
| does not begin with \`mock_\`, or begins with \`mock_invalid\` | \`request_token\` | 400 \`login_refused\` |
| begins with \`mock_expired\` | \`request_token\` | the session is over at once: subscribe answers 401 \`oauth_token_expired\` |
| begins with \`NOFUNDS\` | \`client_id\` | orders are refused: insufficient funds |
| begins with \`REJECT\` | \`client_id\` | orders are accepted, then rejected |
| begins with \`PARTIAL\` | \`client_id\` | orders are part-filled |
| begins with \`NOFILL\` | \`client_id\` | orders are never filled |
| begins with \`REVOKED\` | \`client_id\` | the broker ends the session at the first order, which it refuses |
| begins with \`LOSTLOGIN\` | \`client_id\` | the broker ends the session after the first orders, until another login |
| begins with \`DOWN\` | \`client_id\` | no connection for orders |
| begins with \`SLOW\` | \`client_id\` | orders are answered after 2 s and filled after 3 s |

## Error codes

<details><summary>Every code, its status and what to do</summary>

| code | status | error | message |
|---|---|---|---|
${ERROR_ROWS}

</details>
`;
