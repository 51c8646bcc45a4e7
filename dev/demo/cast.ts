// Who takes part in the demo day: users of three partners. At each of them most trade, one is short of funds, and some log out again.

/** Partners of the development stack; each one's broker bears its name. */
export const DEMO_BROKERS = ['zebu', 'angel', 'upstox'] as const;
export type DemoBroker = (typeof DEMO_BROKERS)[number];

export type DemoUser = Readonly<{
  broker: DemoBroker;
  email: string;
  clientId: string;
  lotMultiplier: number;
  part: 'trades' | 'short_of_funds' | 'logs_out';
}>;

type Company = { users: number; logsOut: readonly number[]; shortOfFunds: number };

/** Users are numbered from 1. */
const COMPANIES: Readonly<Record<DemoBroker, Company>> = {
  zebu: { users: 24, logsOut: [8, 16, 24], shortOfFunds: 12 },
  angel: { users: 6, logsOut: [6], shortOfFunds: 4 },
  upstox: { users: 6, logsOut: [6], shortOfFunds: 4 },
};

/** Multipliers 1, 2, 3 in turn. */
export const DEMO_CAST: readonly DemoUser[] = DEMO_BROKERS.flatMap((broker) => {
  const { users, logsOut, shortOfFunds } = COMPANIES[broker];
  return Array.from({ length: users }, (_, index): DemoUser => {
    const number = index + 1;
    return {
      broker,
      email: `demo${String(number).padStart(2, '0')}@${broker}.example`,
      clientId: `${broker.toUpperCase()}${100 + number}`,
      lotMultiplier: (index % 3) + 1,
      part: logsOut.includes(number) ? 'logs_out' : number === shortOfFunds ? 'short_of_funds' : 'trades',
    };
  });
});
