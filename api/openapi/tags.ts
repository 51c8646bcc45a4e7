// The groups of the reference, and what each is for.

const TAGS: Readonly<Record<string, string>> = {
  'Broker accounts': "Your users' broker accounts: linked once.",
  'Daily login': 'The login with the broker that every trading day needs.',
  Marketplace: 'The strategies on offer, and subscribing to one.',
  Subscriptions: 'What a user is subscribed to: look, pause, resume, cancel, change the size.',
  Executions: "What became of each of a subscription's entries, order by order.",
  Events: 'Webhooks, and the same events to read from a cursor.',
  Settlements: 'Closed months: what is due, and why.',
  Reports: 'Counts and sums over some days.',
  Sandbox: 'What only test keys can do.',
  'Operator: runs': 'Extra entries of a strategy, and what runs did.',
  'Operator: reconciliation': "The brokers' order books compared with ours.",
  'Operator: market data': 'Dated facts of the exchange, and its lists of contracts.',
  'Operator: settlements': "Every partner's months, and corrections of the ledger.",
  'Operator: kill switch': 'Stops orders that open exposure.',
  'Operator: partners': 'Whether a partner is ready to go live.',
  'Operator: incidents': 'What the public status page says of incidents.',
  Health: 'Whether this server, and what it needs, work.',
  Reference: 'This reference, and papers to read.',
};

/** @throws Error for a group that says nothing of itself */
export function tagNamed(name: string): { name: string; description: string } {
  const description = TAGS[name];
  if (description === undefined) throw new Error(`the group ${name} has no description`);
  return { name, description };
}
