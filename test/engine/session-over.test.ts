// The broker ends the session in the middle of an entry: the partner is told while something is open, and the next login closes it.
import { expect } from 'chai';
import { encodeSession } from '../../brokers/session-codec.js';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { waitFor } from '../support/wait.js';
import { PlainVault } from '../workflow/rig/plain-vault.js';
import { netPosition, startRig, type Rig } from './rig.js';

describe('a session that ends in the middle of an entry', function () {
  this.timeout(60_000);
  let rig: Rig;
  let engine: RunningEngine;
  let clients = 0;

  before(async () => {
    rig = await startRig();
    engine = await rig.engine({ ambiguousWindowMs: 15_000 });
  });
  after(() => rig.close());

  /** An entry whose session dies at a placement. @param skip - placements that pass before */
  async function struck(skip: number) {
    const clientId = `OVER${++clients}`;
    const subscription = await rig.subscriber(clientId);
    await rig.sim.arm({ client_id: clientId, kind: 'token_revoked', skip });
    const { executions } = await rig.run('basket_admin_iron_condor', 2_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    const outcome = engine.entries.execute(executionId);
    return { clientId, executionId, outcome };
  }

  const typesTold = async (clientId: string) =>
    (await rig.events())
      .filter(({ body }) => body['user_email'] === `${clientId}@example.com`.toLowerCase())
      .map(({ type }) => type);

  async function account(clientId: string) {
    const rows = await rig.db.query<{ id: string; tokenSecretId: string | null; until: Date }>(
      'SELECT id, token_secret_id AS "tokenSecretId", token_expires_at AS until FROM broker_account WHERE client_id = $1',
      [clientId],
    );
    const [row] = rows;
    if (!row) throw new Error(`no account ${clientId}`);
    return row;
  }

  /** @param until - a broker's sessions all end at the same minute of the day, whenever they began */
  async function logInAgain(clientId: string, until: Date): Promise<string> {
    const { id } = await account(clientId);
    const plaintext = encodeSession(await rig.sim.login(clientId));
    const vault = new PlainVault(rig.db);
    const tokenSecretId = await vault.seal({ partnerId: 'zebu', ownerId: id, purpose: 'access_token', plaintext });
    await rig.db.transaction((tx) =>
      new BrokerAccountRepository(rig.db).setToken(tx, id, {
        tokenSecretId,
        lastLogin: new Date(),
        tokenExpiresAt: until,
        entryValidUntil: until,
      }),
    );
    return tokenSecretId;
  }

  for (const [skip, what] of [
    [1, 'one hedge filled'],
    [2, 'both hedges filled'],
    [3, 'one short filled'],
  ] as const)
    it(`with ${what}: asks for the login at once, and the next login closes what is open`, async () => {
      const { clientId, executionId, outcome } = await struck(skip);
      const { until } = await account(clientId);
      await waitFor(async () => (await typesTold(clientId)).includes('oauth_login_required'), {
        description: 'the request to log in',
      });
      expect((await rig.outcome(executionId)).outcome).to.equal(null);
      const token = await logInAgain(clientId, until);
      expect(await outcome).to.equal('unwound');
      expect([...netPosition(await rig.record(clientId)).values()].filter((units) => units !== 0)).to.deep.equal([]);
      expect((await account(clientId)).tokenSecretId, 'the later login is kept').to.equal(token);
      expect((await typesTold(clientId)).filter((type) => type === 'oauth_login_required')).to.have.length(1);
    });

  it('says that it is unknown, rather than that a sibling was refused, when nobody logs in', async () => {
    const quick = await rig.engine({ ambiguousWindowMs: 3_000 });
    const clientId = `OVER${++clients}`;
    const subscription = await rig.subscriber(clientId);
    await rig.sim.arm({ client_id: clientId, kind: 'token_revoked', skip: 1 });
    const { executions } = await rig.run('basket_admin_iron_condor', 2_500, subscription);
    expect(await quick.entries.execute(executions.get(subscription) ?? '')).to.equal('unknown');
    const failed = (await rig.events()).find(
      ({ type, body }) => type === 'execution_failed' && body['user_email'] === `${clientId}@example.com`.toLowerCase(),
    );
    expect(failed?.body['error']).to.equal('Order state unknown');
  });
});
