// Deprecation, by made-up entries: the headers of whoever uses what will go, the marks of the reference, the rules of the table.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { deprecationProblems, DEPRECATIONS, type Deprecation } from '../../api/deprecations.js';
import { API_VERSION, buildOpenApiDocument } from '../../api/openapi/document.js';
import { ROUTES } from '../../api/routes/index.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, type Answer } from './support/http.js';

const days = { since: '2027-01-01', sunset: '2027-07-03', instead: 'use something else' };
const ENDPOINT: Deprecation = { method: 'get', path: '/partner/readiness', ...days };
const QUERY: Deprecation = {
  ...{ method: 'get', path: '/partner/subscriptions', field: { in: 'query', name: 'status' }, ...days },
};
const BODY: Deprecation = {
  ...{
    method: 'post',
    path: '/partner/marketplace/subscribe',
    field: { in: 'body', name: 'auto_link_broker' },
    ...days,
  },
};
const EARLIER: Deprecation = {
  ...BODY,
  field: { in: 'body', name: 'lot_multiplier' },
  since: '2026-12-01',
  sunset: '2028-01-01',
};
const ANSWER: Deprecation = {
  ...{ method: 'get', path: '/partner/subscriptions', field: { in: 'response', name: 'next_cursor' }, ...days },
};
const ALL = [ENDPOINT, QUERY, BODY, EARLIER, ANSWER];

describe('deprecation', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig({ deprecations: ALL, env: { PUBLIC_BASE_URL: 'https://api.example/' } });
  });
  after(() => rig.close());

  const told = ({ headers }: Answer) => [headers.get('deprecation'), headers.get('sunset'), headers.get('link')];
  const NOTHING = [null, null, null];
  const paper = '<https://api.example/docs/versioning#deprecated-now>';
  const LINK = `${paper}; rel="deprecation"; type="text/html", ${paper}; rel="sunset"; type="text/html"`;
  const TOLD = [`@${Date.UTC(2027, 0, 1) / 1000}`, 'Sat, 03 Jul 2027 00:00:00 GMT', LINK];

  it('is told in every answer of an endpoint, errors too', async () => {
    const client = rig.partner(zebuTest);
    expect(told(await client.get('/partner/readiness'))).to.deep.equal(TOLD);
    expect(told(await client.get('/partner/readiness?odd=1'))).to.deep.equal(TOLD);
    expect(told(await rig.anonymous.get('/partner/readiness'))).to.deep.equal(TOLD);
    expect(told(await client.get('/partner/executions'))).to.deep.equal(NOTHING);
  });

  it('is told of a field to those who send it, and to nobody else', async () => {
    const client = rig.partner(zebuTest);
    expect(told(await client.get('/partner/subscriptions'))).to.deep.equal(NOTHING);
    expect(told(await client.get('/partner/subscriptions?status=ACTIVE'))).to.deep.equal(TOLD);
    const subscribe = (body: unknown, headers?: Record<string, string>) =>
      client.post('/partner/marketplace/subscribe', body, headers);
    expect(told(await subscribe({ user_email: 'a@b.example' }))).to.deep.equal(NOTHING);
    for (const body of [null, 'text', []]) expect(told(await subscribe(body))).to.deep.equal(NOTHING);
    const used = { auto_link_broker: true };
    expect(told(await subscribe(used))).to.deep.equal(TOLD);
    expect(told(await subscribe(used, { 'idempotency-key': 'deprecated' }))).to.deep.equal(TOLD);
  });

  it('names the earliest days when several things are used', async () => {
    const answer = await rig
      .partner(zebuTest)
      .post('/partner/marketplace/subscribe', { auto_link_broker: true, lot_multiplier: 1 });
    expect(told(answer).slice(0, 2)).to.deep.equal([`@${Date.UTC(2026, 11, 1) / 1000}`, TOLD[1]]);
  });

  it('is marked in the reference, and only there where it is', () => {
    type Node = Record<string, unknown>;
    const document = buildOpenApiDocument(ROUTES, ALL) as { paths: Record<string, Record<string, Node>> };
    const marked = (value: unknown): number => JSON.stringify(value).split('"deprecated":true').length - 1;
    expect(document.paths['/partner/readiness']?.['get']?.['deprecated']).to.equal(true);
    const list = document.paths['/partner/subscriptions']?.['get'] as Node & { parameters: Node[] };
    expect(list.parameters.filter((one) => one['deprecated']).map((one) => one['name'])).to.deep.equal(['status']);
    expect(marked(document)).to.equal(ALL.length);
    expect(JSON.stringify(document)).to.include(
      'Deprecated since 2027-01-01, goes on 2027-07-03 or later: use something else',
    );
    for (const wrong of [
      { ...ENDPOINT, path: '/partner/nothing' },
      { ...QUERY, field: { in: 'query', name: 'nothing' } },
      { ...BODY, field: { in: 'body', name: 'nothing' } },
    ] satisfies Deprecation[])
      expect(() => buildOpenApiDocument(ROUTES, [wrong])).to.throw(/deprecate|not there/);
  });

  it('leaves six months at least, of what there is', () => {
    expect(deprecationProblems(ALL, ROUTES)).to.deep.equal([]);
    const short = { ...ENDPOINT, sunset: '2027-07-02' };
    expect(deprecationProblems([short], ROUTES)[0]).to.include('less than 183 days');
    expect(deprecationProblems([{ ...ENDPOINT, sunset: 'soon' }], ROUTES)).to.have.length(1);
    expect(deprecationProblems([{ ...ENDPOINT, path: '/x' }], ROUTES)).to.have.length(1);
  });
});

describe('the table of deprecations', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'versioning.md'), 'utf8');

  it('keeps its rules', () => {
    expect(deprecationProblems(DEPRECATIONS, ROUTES)).to.deep.equal([]);
  });

  it('is in docs/versioning.md, entry by entry, with the version of the contract', () => {
    const section = /^## Deprecated now\n\n([^]*?)\n## /m.exec(text)?.[1] ?? '';
    for (const { method, path, field, since, sunset } of DEPRECATIONS) {
      const row = section
        .split('\n')
        .find((line) => line.includes(`\`${method.toUpperCase()} ${path}\``) && line.includes(since));
      expect(row, path)
        .to.include(sunset)
        .and.to.include(field?.name ?? '');
    }
    if (DEPRECATIONS.length === 0) expect(section.trim()).to.equal('Nothing.');
    expect(text).to.include(`**${API_VERSION}**`);
  });
});
