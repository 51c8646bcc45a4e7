// Every error explains itself: its docs_url leads to an anchor that is served, and the sandbox gives it on demand as docs/sandbox.md says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ERROR_CODES, statusOf, type ErrorCode } from '../../api/errors.js';
import { ErrorSchema } from '../../api/openapi/errors.js';
import { PAPERS, sourceOf } from '../../api/pages/papers.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuLive, zebuTest, type Answer } from './support/http.js';

type Row = { code: string; method: string; path: string; with: string };

/** The table "Every error on demand". */
function rows(): Row[] {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'sandbox.md'), 'utf8');
  const section = text.split('## Every error on demand')[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([a-z_]+)` +\| `([A-Z]+) ([^`]+)` +\| (.+?) +\|$/gm)].map(
    ([, code = '', method = '', path = '', how = '']) => ({ code, method, path, with: how }),
  );
}

describe('errors', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig({ env: { PUBLIC_BASE_URL: 'https://api.example/' } });
  });
  after(() => rig.close());

  /** Does what a row of the table says. */
  function follow(row: Row): Promise<Answer> {
    const header = /`([A-Za-z-]+): ([^`]+)`/.exec(row.with);
    const body = /the body `([^`]+)`/.exec(row.with)?.[1];
    const client = row.path.startsWith('/operator') ? rig.operator : rig.partner(zebuTest);
    return client.request(row.method, row.path, {
      ...(header && { headers: { [(header[1] ?? '').toLowerCase()]: header[2] ?? '' } }),
      ...(body !== undefined && { raw: body }),
    });
  }

  it('the table has a row for every code', () => {
    expect(rows().map(({ code }) => code)).to.deep.equal([...ERROR_CODES]);
  });

  for (const row of rows())
    it(`${row.code} comes as docs/sandbox.md says, and explains itself`, async () => {
      const answer = await follow(row);
      expect(answer.body['code'], answer.text).to.equal(row.code);
      expect(answer.status).to.equal(statusOf(row.code as ErrorCode));
      expect(ErrorSchema.strict().safeParse(answer.body).error).to.equal(undefined);
      const url = new URL(String(answer.body['docs_url']));
      expect(url.origin + url.pathname).to.equal('https://api.example/docs/errors');
      const page = await rig.anonymous.get(url.pathname);
      expect(page.text).to.include(`<tr id="${url.hash.slice(1)}">`);
    });

  it('does nothing when an error is asked for', async () => {
    const endpoint = { url: 'https://portal.example/h' };
    const asked = { 'x-sandbox-error': 'too_many_webhook_endpoints', 'idempotency-key': 'asked' };
    const client = rig.partner(zebuTest);
    expect((await client.post('/partner/webhook-endpoints', endpoint, asked)).status).to.equal(409);
    expect((await client.get('/partner/webhook-endpoints')).body['webhook_endpoints']).to.deep.equal([]);
    const { 'idempotency-key': key } = asked;
    const done = await client.post('/partner/webhook-endpoints', endpoint, { 'idempotency-key': key });
    expect(done.status, 'the key was not used up').to.equal(201);
  });

  it('refuses to play with a live key, and what the call cannot answer', async () => {
    const headers = { 'x-sandbox-error': 'rate_limited' };
    const live = await rig.partner(zebuLive).get('/partner/subscriptions', { headers });
    expect(live.status).to.equal(400);
    expect(live.body['message']).to.include('X-Sandbox-Error').and.to.include('test key only');
    const odd = { headers: { 'x-sandbox-error': 'template_not_found' } };
    const refused = await rig.partner(zebuTest).get('/partner/subscriptions', odd);
    expect(refused.body['code']).to.equal('validation_failed');
    expect(refused.body['message']).to.include('rate_limited');
  });

  it('says how long to wait where the real error does', async () => {
    const headers = { 'x-sandbox-error': 'service_unavailable' };
    const answer = await rig.partner(zebuTest).get('/partner/subscriptions', { headers });
    expect(answer.headers.get('retry-after')).to.equal('1');
  });
});

describe('papers at /docs', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
  });
  after(() => rig.close());

  for (const paper of PAPERS)
    it(`/docs/${paper} has no script and no link that leads nowhere`, async () => {
      const page = await rig.anonymous.get(`/docs/${paper}`);
      expect(page.status).to.equal(200);
      expect(page.headers.get('content-security-policy')).to.include("default-src 'none'");
      expect(page.text).not.to.include('<script');
      for (const [, link = ''] of page.text.matchAll(/href="([^"]+)"/g)) {
        if (/^https?:/.test(link)) continue;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : await rig.anonymous.get(path);
        expect(target.status, link).to.equal(200);
        if (anchor) expect(target.text, link).to.include(`id="${anchor}"`);
      }
    });

  it('are one way from the first to the last, each reachable from every one', async () => {
    const walked: string[] = [];
    for (let path: string | undefined = '/docs/quick-start'; path !== undefined;) {
      const { text } = await rig.anonymous.get(path);
      walked.push(path);
      for (const paper of PAPERS) expect(text, path).to.include(`href="/docs/${paper}"`);
      expect(text).to.include(`<a href="${path}" aria-current="page">`);
      path = /<a rel="next" href="([^"]+)"/.exec(text)?.[1];
    }
    expect(walked).to.deep.equal(PAPERS.map((paper) => `/docs/${paper}`));
  });

  it('have every link between them that the Markdown has', async () => {
    for (const paper of PAPERS) {
      const markdown = readFileSync(join(PROJECT_ROOT, sourceOf(paper)), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
      const linked = [...markdown.matchAll(/\]\((?:docs\/|\.\.\/)?([A-Za-z-]+)\.md/g)].map(([, name = '']) =>
        name.toLowerCase(),
      );
      const { text } = await rig.anonymous.get(`/docs/${paper}`);
      const main = text.slice(text.indexOf('<main>'), text.indexOf('</main>'));
      for (const name of linked.filter((one) => PAPERS.some((known) => known === one)))
        expect(main, `${paper} to ${name}`).to.include(`href="/docs/${name}`);
    }
  });

  it('serves no other paper', async () => {
    expect((await rig.anonymous.get('/docs/operations')).status).to.equal(400);
  });
});
