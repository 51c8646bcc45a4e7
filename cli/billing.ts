// `quantleap billing …`: moves a partner's sandbox billing clock, so that months of billing can be tested in minutes. Test mode only.
import { InvalidArgumentError, type Command } from 'commander';
import { PartnerRepository } from '../db/repositories/partners.js';
import { advanceSandboxClock, MOST_DAYS_AT_ONCE } from '../db/repositories/sandbox-clock.js';
import { rupeesText } from '../domain/money.js';
import { tradingDayOf } from '../domain/trading-time.js';
import { withDatabase } from './with-database.js';

export function addBillingCommands(program: Command): void {
  program
    .command('billing')
    .description("partners' billing in the sandbox")
    .command('advance')
    .description(
      "moves a partner's sandbox clock ahead and tells what live mode would have charged meanwhile; live mode is not touched",
    )
    .requiredOption('--partner <id>', 'the partner')
    .requiredOption('--days <number>', `days to pass, 1 to ${MOST_DAYS_AT_ONCE}`, days)
    .action(async ({ partner, days: ahead }: { partner: string; days: number }) => {
      const advanced = await withDatabase(async (db) => {
        if (!(await new PartnerRepository(db).exists(partner))) throw new Error(`There is no partner ${partner}`);
        return db.transaction((tx) => advanceSandboxClock(tx, partner, ahead, tradingDayOf(Date.now())));
      });
      if ('problem' in advanced) throw new Error(advanced.problem);
      for (const { subscriptionId, period, feePaise, share } of advanced.charges)
        say(
          `${period.start}  ${subscriptionId}  ${rupeesText(feePaise)} = ${rupeesText(share.partnerCommissionPaise)} + ${rupeesText(share.platformFeePaise)}`,
        );
      say(
        `It is ${advanced.today} in the sandbox of ${partner}, ${advanced.daysAhead} days ahead. Nothing was billed.`,
      );
    });
}

/** @throws InvalidArgumentError unless it is a whole number in the range */
function days(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= MOST_DAYS_AT_ONCE))
    throw new InvalidArgumentError(`must be a whole number from 1 to ${MOST_DAYS_AT_ONCE}`);
  return value;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
