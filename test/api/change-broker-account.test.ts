// Replacing a user's credentials and unlinking an account, as partners see them.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { accountBody, linkUser, logIn, subscribeBody, subscribeUser, type LinkedUser } from './support/journeys.js';

describe('changing a broker account', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  const pathOf = ({ clientId }: LinkedUser) => `/partner/broker-accounts/${clientId}`;
  const bodyOf = ({ email }: LinkedUser, more: object = {}) => ({
    user_email: email,
    api_key: 'other_api_key',
    api_secret: 'other_api_secret',
    ...more,
  });
  const secretsOf = (clientId: string) =>
    rig.db.query<{ purpose: string; temporary: boolean }>(
      `SELECT s.purpose, s.expires_at IS NOT NULL AS temporary FROM sealed_secret s JOIN broker_account a ON a.id = s.owner_id
       WHERE a.client_id = $1 ORDER BY s.purpose`,
      [clientId],
    );

  /** A position, under a token that a logout would take. */
  async function holder() {
    const user = await subscribeUser(client);
    const runId = await recordRun(rig.db, [user.subscriptionId], []);
    await rig.db.query(
      `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status)
       SELECT id, run_id, subscription_id, account_id, partner_id, mode, 'open' FROM execution WHERE run_id = $1`,
      [runId],
    );
    const [account] = await rig.db.query<{ id: string }>('SELECT id FROM broker_account WHERE client_id = $1', [
      user.clientId,
    ]);
    const ownerId = account?.id ?? '';
    const plaintext = 'a token';
    const tokenId = await rig.vault.seal({ partnerId: 'zebu', ownerId, purpose: 'access_token', plaintext });
    await rig.db.query('UPDATE broker_account SET token_secret_id = $2 WHERE id = $1', [ownerId, tokenId]);
    return { ...user, runId };
  }

  describe('PUT …/credentials', () => {
    it('replaces them, ends the login, and keeps one sealed pair', async () => {
      const user = await linkUser(client);
      await logIn(client, user);
      const replaced = await client.put(`${pathOf(user)}/credentials`, bodyOf(user));
      expect(replaced.status, replaced.text).to.equal(200);
      expect(replaced.body).to.deep.equal({
        success: true,
        message: 'Credentials replaced: the user must log in again',
        client_id: user.clientId,
        changed: true,
      });
      const listed = await client.get(`/partner/broker-accounts?user_email=${user.email}`);
      const [account] = listed.body['broker_accounts'] as Record<string, unknown>[];
      expect(account).to.include({ has_credentials: true, ready_for_trading: false });
      const kept = (await secretsOf(user.clientId)).filter(({ purpose }) => purpose !== 'request_token');
      expect(kept).to.deep.equal([{ purpose: 'credentials', temporary: false }]);
      expect(rig.logged()).not.to.include('other_api_');
      const [change] = await rig.db.query<{ by: string }>(
        `SELECT c.changed_by AS by FROM account_change c JOIN broker_account a ON a.id = c.account_id WHERE a.client_id = $1`,
        [user.clientId],
      );
      expect(change?.by).to.equal(`partner zebu (${String(replaced.headers.get('x-request-id'))})`);
    });

    it('says what stays when the broker refuses them, does not answer, or has them already', async () => {
      const user = await linkUser(client);
      const put = () => client.put(`${pathOf(user)}/credentials`, bodyOf(user));
      rig.fake.next.rotate = { outcome: 'refused', brokerResponse: 'Invalid api_key' };
      const refused = await put();
      expect([refused.status, refused.body['code']]).to.deep.equal([400, 'invalid_broker_credentials']);
      expect(refused.body['message']).to.include('stay as they were');
      expect(refused.body['details']).to.deep.equal({ broker_response: 'Invalid api_key' });
      rig.fake.next.rotate = { outcome: 'unreachable' };
      const silent = await put();
      expect([silent.status, silent.body['code']]).to.deep.equal([503, 'broker_unreachable']);
      rig.fake.next.rotate = { outcome: 'unchanged' };
      expect((await put()).body).to.deep.include({ changed: false });
      rig.fake.next.rotate = { outcome: 'not_linked' };
      expect((await put()).status).to.equal(404);
      rig.fake.next = { away: true };
      expect((await put()).body['code']).to.equal('service_unavailable');
    });

    it('leaves a candidate that nobody took to die within a minute', async () => {
      const user = await linkUser(client);
      rig.fake.next = { away: true };
      await client.put(`${pathOf(user)}/credentials`, bodyOf(user));
      const [late] = await rig.db.query<{ seconds: number }>(
        `SELECT extract(epoch FROM s.expires_at - now())::float8 AS seconds FROM sealed_secret s
         JOIN broker_account a ON a.id = s.owner_id WHERE a.client_id = $1 AND s.expires_at IS NOT NULL`,
        [user.clientId],
      );
      expect(late?.seconds).to.be.within(1, 60);
    });

    it('is refused while a position is open, by name, unless it is forced', async () => {
      const user = await holder();
      const refused = await client.put(`${pathOf(user)}/credentials`, bodyOf(user));
      expect([refused.status, refused.body['code']], refused.text).to.deep.equal([409, 'position_open']);
      expect((refused.body['open_positions'] as Record<string, unknown>[])[0]).to.include({
        subscription_id: user.subscriptionId,
      });
      const forced = await client.put(`${pathOf(user)}/credentials`, bodyOf(user, { force: true }));
      expect(forced.status, forced.text).to.equal(200);
    });

    it('names what is wrong with a request', async () => {
      const user = await linkUser(client);
      const bad = await client.put(`${pathOf(user)}/credentials`, {
        user_email: user.email,
        api_key: '',
        client_id: 'X',
      });
      expect(bad.status).to.equal(400);
      const fields = (bad.body['details'] as { field: string }[]).map(({ field }) => field);
      expect(fields).to.include.members(['api_key', 'api_secret', 'client_id']);
    });
  });

  describe('DELETE', () => {
    const remove = (user: LinkedUser, as = client) => as.delete(`${pathOf(user)}?user_email=${user.email}`);

    it('erases the secrets, can be repeated, and frees the client_id for another user', async () => {
      const user = await linkUser(client);
      await logIn(client, user);
      const removed = await remove(user);
      expect(removed.status, removed.text).to.equal(200);
      expect(await secretsOf(user.clientId)).to.deep.equal([]);
      const [salts] = await rig.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM key_salt k JOIN broker_account a ON a.id = k.owner_id WHERE a.client_id = $1`,
        [user.clientId],
      );
      expect(salts?.n).to.equal(0);
      const again = await remove(user);
      expect([again.status, again.body['message']]).to.deep.equal([200, 'The broker account was unlinked already']);
      const listed = await client.get(`/partner/broker-accounts?user_email=${user.email}`);
      expect(listed.body['broker_accounts']).to.deep.equal([]);
      expect((await client.post(`${pathOf(user)}/oauth/initiate`, { user_email: user.email })).status).to.equal(404);
      const other = { email: 'heir@example.com', clientId: user.clientId };
      expect((await client.post('/partner/broker-accounts', accountBody(other))).status).to.equal(201);
      // The former user's repeat must not touch the heir's link.
      expect((await remove(user)).status).to.equal(200);
      const kept = await client.get('/partner/broker-accounts?user_email=heir@example.com');
      expect(kept.body['broker_accounts']).to.have.length(1);
    });

    it('is refused while a subscription lives, and names it; executions stay readable after the end', async () => {
      const user = await subscribeUser(client);
      await recordRun(rig.db, [user.subscriptionId], []);
      await client.put(`/partner/subscriptions/${user.subscriptionId}/pause`);
      const refused = await remove(user);
      expect([refused.status, refused.body['code']], refused.text).to.deep.equal([409, 'account_in_use']);
      expect(refused.body['subscriptions']).to.deep.equal([
        {
          subscription_id: user.subscriptionId,
          template_id: subscribeBody(user).template_id,
          status: 'PAUSED',
        },
      ]);
      expect((await client.delete(`/partner/subscriptions/${user.subscriptionId}`)).status).to.equal(200);
      expect((await remove(user)).status).to.equal(200);
      const executions = await client.get(`/partner/executions?user_email=${user.email}`);
      expect(executions.body['executions']).to.have.length(1);
    });

    it('is refused while a position is open or an order is looked for', async () => {
      const user = await holder();
      await client.delete(`/partner/subscriptions/${user.subscriptionId}`);
      const open = await remove(user);
      expect([open.status, open.body['code']], open.text).to.deep.equal([409, 'position_open']);
      expect(open.body['message']).not.to.include('force');
      await rig.db.query(
        `UPDATE position SET status = 'closed', realised_pnl_paise = 0, closed_at = now() WHERE run_id = $1`,
        [user.runId],
      );
      await rig.db.query('INSERT INTO late_watch (execution_id) SELECT id FROM execution WHERE run_id = $1', [
        user.runId,
      ]);
      const watched = await remove(user);
      expect([watched.status, watched.body['code']]).to.deep.equal([409, 'order_unknown']);
      expect(watched.headers.get('retry-after')).to.equal('60');
    });

    it('wants the user named, and hides what is not theirs', async () => {
      const user = await linkUser(client);
      expect((await client.delete(pathOf(user))).status).to.equal(400);
      for (const stranger of [rig.partner(zebuLive), rig.partner(angelTest)]) {
        expect((await remove(user, stranger)).status).to.equal(404);
        expect((await stranger.put(`${pathOf(user)}/credentials`, bodyOf(user))).status).to.equal(404);
      }
      const crossed = await client.delete(`${pathOf(user)}?user_email=other@example.com`);
      expect(crossed.status).to.equal(404);
    });
  });
});
