// Whatever is sent, the answer is never a 5xx and always the error shape of the contract.
import { expect } from 'chai';
import fc from 'fast-check';
import { ROUTES } from '../../api/routes/index.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { operatorClient, zebuTest, type HttpClient } from './support/http.js';

const FIELDS = [
  'user_email',
  'broker_name',
  'client_id',
  'api_key',
  'api_secret',
  'request_token',
  'state',
  'template_id',
  'broker_client_id',
  'lot_multiplier',
  'auto_link_broker',
  'url',
  'event_types',
  'exit_after_s',
  'entry_at',
  'exit_at',
  'mode',
  'scope',
  'id',
  'reason',
  'action',
  '__proto__',
  'constructor',
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'a@example.com',
    'zebu',
    'CLIENT',
    'basket_admin_test_strategy',
    'now+15s',
    'all',
    '\u0000',
    'live',
    1,
    1.5,
    -0,
    Number.MAX_VALUE,
    true,
  ),
);
const body = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc
    .uniqueArray(fc.constantFrom(...FIELDS))
    .chain((keys) =>
      fc.tuple(...keys.map(() => value)).map((values) => Object.fromEntries(keys.map((key, i) => [key, values[i]]))),
    ),
);
const segment = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom('sub_1', 'CLIENT', '..', '%', '\u0000'),
);

describe('fuzz', function () {
  this.timeout(60_000);
  let rig: ApiRig;
  let clients: Record<'partner' | 'operator' | 'public', HttpClient>;

  before(async () => {
    rig = await apiRig();
    clients = { partner: rig.partner(zebuTest), operator: operatorClient(rig.baseUrl), public: rig.anonymous };
  });
  after(() => rig.close());

  for (const route of ROUTES)
    it(`${route.method.toUpperCase()} ${route.path} never answers 5xx`, async () => {
      await fc.assert(
        fc.asyncProperty(
          body,
          segment,
          fc.dictionary(
            fc.constantFrom('user_email', 'limit', 'cursor', 'after', 'state', 'x'),
            fc.string({ unit: 'binary' }),
          ),
          async (sent, part, query) => {
            const path = route.path.replaceAll(/\{\w+\}/g, wellFormed(part));
            const search = new URLSearchParams(query).toString();
            const answer = await clients[route.auth].request(
              route.method.toUpperCase(),
              `${path}?${search}`,
              route.takesBody ? { body: sent } : {},
            );
            expect(answer.status, `${path}?${search} ${JSON.stringify(sent)}\n${answer.text}`).to.be.lessThan(500);
            if (answer.status >= 400 && answer.headers.get('content-type')?.includes('json'))
              expect(answer.body).to.include.all.keys(
                'statusCode',
                'error',
                'message',
                'code',
                'request_id',
                'docs_url',
              );
          },
        ),
        { numRuns: 25 },
      );
    });
});

function wellFormed(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, 'x')) || 'x';
}
