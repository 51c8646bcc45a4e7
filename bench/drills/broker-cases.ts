// What the broker drill has the broker do: each kind of fault, late acceptances (the last after the order was given up), and all kinds mixed.
import { FAULT_KINDS } from '../../brokers/simulator/faults.js';

export type DrillFault = { kind: (typeof FAULT_KINDS)[number]; after_s?: number };
export type BrokerCase = {
  name: string;
  /** The fault of the n-th struck subscriber. */
  faultOf: (index: number) => DrillFault;
  /** Seconds after the entry at which the case's clients log in once more. */
  logInAgainAfterS?: number;
  /** Every struck order appears after it was given up: the watch on late orders has to find them. */
  appearsLate?: true;
};

/** Both inside the 120 s for which the engine reads after an ambiguous answer. */
const LATE_AFTER_S = [8, 90] as const;
/** After them. */
const GIVEN_UP_AFTER_S = 150;
const TOKEN_BACK_AFTER_S = 20;

const single = (fault: DrillFault, name: string = fault.kind): BrokerCase => ({
  name,
  faultOf: () => fault,
  ...(fault.kind === 'token_revoked' && { logInAgainAfterS: TOKEN_BACK_AFTER_S }),
});

const MIXED: readonly DrillFault[] = FAULT_KINDS.flatMap((kind): DrillFault[] => {
  if (kind === 'token_revoked') return [];
  return kind === 'late_accept' ? LATE_AFTER_S.map((after_s) => ({ kind, after_s })) : [{ kind }];
});

export const BROKER_CASES: readonly BrokerCase[] = [
  ...FAULT_KINDS.filter((kind) => kind !== 'late_accept').map((kind) => single({ kind })),
  ...LATE_AFTER_S.map((after_s) => single({ kind: 'late_accept', after_s }, `late_accept ${after_s} s`)),
  {
    name: `late_accept ${GIVEN_UP_AFTER_S} s`,
    faultOf: () => ({ kind: 'late_accept', after_s: GIVEN_UP_AFTER_S }),
    appearsLate: true,
  },
  { name: 'mixed', faultOf: (index) => MIXED[index % MIXED.length] ?? { kind: 'slow' } },
];
