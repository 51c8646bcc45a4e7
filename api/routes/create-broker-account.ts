// Phase 1 of the guide: links a user's broker account, after asking the broker whether the credentials can work.
import { isBrokerName } from '../../domain/broker-wires.js';
import type { AccountConflict, BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { brokerUnavailable } from '../broker-availability.js';
import { credentialsText } from '../credentials.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, refuseFields, ServiceUnavailableError, type Refusal } from '../errors.js';
import type { Once } from '../once.js';
import { presentCreated } from '../presenters/broker-accounts.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { BrokerAccountCreated, CreateBrokerAccount } from '../schemas/broker-accounts.js';
import type { ApiServices } from '../services.js';
import type { z } from '../zod.js';

type Request = z.output<typeof CreateBrokerAccount>;

/** How long the broker may take to answer the probe. */
const ONBOARDING_BUDGET_MS = 10_000;

export const createBrokerAccount = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/broker-accounts',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'Create broker account',
  description:
    "Stores a user's broker credentials (encrypted) after the broker has accepted them. Once per user. A client_id that is linked already, to this user or to another of yours, gives 409, whose message says which; after a refusal it can be tried again.",
  body: CreateBrokerAccount,
  responses: { 201: BrokerAccountCreated },
  errors: ['invalid_broker_credentials', 'broker_not_available', 'broker_account_exists', 'broker_unreachable'],
  examples: {
    body: {
      user_email: 'user@example.com',
      broker_name: 'zebu',
      client_id: 'ZEBU123',
      api_key: 'user_zebu_api_key',
      api_secret: 'user_zebu_api_secret',
    },
    responses: {
      201: {
        success: true,
        message: 'Broker account created successfully',
        broker_account: {
          user_id: 'partner-user-user-at-example-com',
          client_id: 'ZEBU123',
          broker_name: 'zebu',
          account_status: 'enabled',
          has_credentials: true,
          has_oauth_token: false,
        },
      },
    },
  },
  handler: async ({ body, caller, services, once }) => {
    const problem = brokerProblem(body.broker_name, caller);
    if (problem) return problem;
    const account = await findOrCreate(services, caller, body, once);
    if ('conflict' in account) return alreadyLinked(body.client_id, account);
    if (account.accountStatus === 'enabled') return json(201, presentCreated(account));
    const result = await onboard(services, account);
    switch (result?.outcome) {
      case 'enabled':
        return json(201, presentCreated(account));
      case 'rejected':
        return refuse('invalid_broker_credentials', { extra: { details: { broker_response: result.brokerResponse } } });
      case 'unreachable':
      case undefined:
        return refuse('broker_unreachable', { headers: { 'Retry-After': '10' } });
    }
  },
});

/** Says which of the two cases it is: what to do differs. The words know of this partner's own users only. */
function alreadyLinked(clientId: string, { linkedTo }: AccountConflict): Refusal {
  if (linkedTo === undefined) return refuse('broker_account_exists');
  const message =
    linkedTo === 'this_user'
      ? `${clientId} is already linked to this user: go on with its daily login`
      : `${clientId} is linked to another of your users, so this user cannot log in with it: send the client_id of this user's own account, or unlink it from the other user first (GET /partner/broker-accounts/${clientId} says who it is)`;
  return refuse('broker_account_exists', { message });
}

function brokerProblem(brokerName: string, caller: PartnerCaller): Refusal | undefined {
  // A broker nobody knows is called so, whoever's key it is.
  if (!isBrokerName(brokerName)) return brokerUnavailable(brokerName, caller.mode, null);
  if (brokerName !== caller.brokerName)
    return refuseFields([{ field: 'broker_name', message: `must be ${caller.brokerName}, the broker of your key` }]);
  return brokerUnavailable(brokerName, caller.mode, caller.brokerWire);
}

/** Goes on with what an earlier try of this very request has begun; what it has given up is spent. */
async function findOrCreate(services: ApiServices, caller: PartnerCaller, body: Request, once: Once) {
  for (let attempt = 0; ; attempt += 1) {
    const id = once.id('acc', attempt);
    const begun = await services.accounts.findById(id);
    if (!begun) return createPending(services, caller, body, id);
    if (begun.accountStatus === 'pending' || begun.accountStatus === 'enabled') return begun;
  }
}

function createPending({ db, accounts, vault }: ApiServices, caller: PartnerCaller, body: Request, id: string) {
  const { partnerId, mode } = caller;
  return db.transaction(async (sql) => {
    const account = await accounts.createPending(sql, {
      id,
      partnerId,
      mode,
      userEmail: body.user_email,
      clientId: body.client_id,
      brokerName: body.broker_name,
    });
    if ('conflict' in account) return account;
    const plaintext = credentialsText(body);
    const secretId = await vault.seal({ partnerId, ownerId: account.id, purpose: 'credentials', plaintext }, sql);
    await accounts.setCredentials(sql, account.id, secretId);
    return account;
  });
}

/** Asks the broker; whatever does not end with its yes leaves nothing behind, so that the same request can be made again. */
async function onboard(services: ApiServices, account: BrokerAccount) {
  try {
    const result = await services.gateway.onboard(account, ONBOARDING_BUDGET_MS);
    if (result) return result;
  } catch (error) {
    if (!(error instanceof ServiceUnavailableError)) throw error;
    await abandon(services, account);
    throw error;
  }
  // Late, but it may have ended in this very moment.
  return (await abandon(services, account)) ? undefined : settled(services, account);
}

/** @returns false when the onboarding had ended already */
async function abandon({ db, accounts, vault }: ApiServices, account: BrokerAccount): Promise<boolean> {
  return db.transaction(async (sql) => {
    const abandoned = await accounts.markRejected(account.id, 'the broker did not answer in time', sql);
    if (abandoned) await vault.eraseOwner(account.id, sql);
    return abandoned;
  });
}

async function settled({ accounts }: ApiServices, account: BrokerAccount) {
  const now = await accounts.findById(account.id);
  return now?.accountStatus === 'enabled' ? ({ outcome: 'enabled' } as const) : undefined;
}
