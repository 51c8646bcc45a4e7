// Who takes part in the demo day: twenty-four users of the Zebu partner, one short of funds, three who log out again.

export type DemoUser = Readonly<{
  email: string;
  clientId: string;
  lotMultiplier: number;
  part: 'trades' | 'short_of_funds' | 'logs_out';
}>;

const USERS = 24;
const LOGS_OUT = [8, 16, 24];
const SHORT_OF_FUNDS = 12;

/** Multipliers 1, 2, 3 in turn. */
export const DEMO_CAST: readonly DemoUser[] = Array.from({ length: USERS }, (_, index) => {
  const number = index + 1;
  const part = LOGS_OUT.includes(number) ? 'logs_out' : number === SHORT_OF_FUNDS ? 'short_of_funds' : 'trades';
  return {
    email: `demo${String(number).padStart(2, '0')}@zebu.example`,
    clientId: `ZEBU${100 + number}`,
    lotMultiplier: (index % 3) + 1,
    part,
  };
});
