// `quantleap market …`: shows, checks, loads and removes the exchange's dated facts, and sizes an entry of any day.
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { marketKeySchema } from '../db/market-file/row-schema.js';
import { parseMarketFile, type MarketFileFormat } from '../db/market-file/parse-market-file.js';
import { MarketChangeRepository, type MarketChangeResult } from '../db/repositories/market-changes.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { entrySize } from '../domain/market-facts.js';
import { yearGaps } from '../domain/market-gaps.js';
import { CADENCES } from '../domain/market-row.js';
import type { Underlying } from '../domain/option-contract.js';
import { tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import { changeText, dayText, sizeText } from './market-text.js';
import { day, underlyingOption, wholeNumber } from './options.js';
import { shellUser, withDatabase } from './with-database.js';

export function addMarketCommands(program: Command): void {
  const market = program.command('market').description("the exchange's dated facts");

  market
    .command('show')
    .description('what holds on a day: session, lots, freeze quantities, expiry weekdays')
    .option('--day <YYYY-MM-DD>', 'default: today in India', day)
    .action(async ({ day: of = tradingDayOf(Date.now()) }: { day?: TradingDay }) => {
      const facts = await withDatabase((db) => new ReferenceDataRepository(db).loadFacts());
      say(dayText(facts, of));
    });

  market
    .command('size')
    .description('the orders of one leg on a day, past or coming')
    .addOption(underlyingOption().makeOptionMandatory())
    .requiredOption('--day <YYYY-MM-DD>', 'the trading day', day)
    .option('--lots <number>', 'whole lots, multiplier included', wholeNumber(1, 100_000), 1)
    .action(async ({ underlying, day: of, lots }: { underlying: Underlying; day: TradingDay; lots: number }) => {
      const facts = await withDatabase((db) => new ReferenceDataRepository(db).loadFacts());
      const size = entrySize(facts, underlying, of, lots);
      if ('problem' in size) return refuse([size.problem]);
      say(sizeText(size, underlying, of, lots));
    });

  market
    .command('check')
    .description('what is missing before a year can be traded; exit code 1 when something is')
    .requiredOption('--year <YYYY>', 'the year', wholeNumber(2000, 2099))
    .action(async ({ year }: { year: number }) => {
      const facts = await withDatabase((db) => new ReferenceDataRepository(db).loadFacts());
      const gaps = yearGaps(facts, year);
      if (gaps.length > 0) return refuse(gaps);
      say(`${year}: everything is loaded.`);
    });

  market
    .command('load')
    .description('loads a file of facts (.csv or .json), all of it or nothing: see docs/market-data.md')
    .argument('<file>')
    .option('--replace', 'rows may take the place of loaded ones that say otherwise', false)
    .option('--dry-run', 'say what would happen and change nothing', false)
    .option('--reason <text>', 'why, for the audit')
    .action(async (file: string, options: { replace: boolean; dryRun: boolean; reason?: string }) => {
      const parsed = parseMarketFile(readFileSync(file, 'utf8'), formatOf(file));
      if ('problems' in parsed) return refuse(parsed.problems.map((p) => `${file}:${p.line}: ${p.message}`));
      const put = parsed.rows.map(({ row }) => row);
      const result = await withDatabase((db) =>
        new MarketChangeRepository(db).apply({ put, remove: [], by: shellUser(), ...options }),
      );
      report(result, options.dryRun, (index) => `${file}:${parsed.rows[index]?.line}`);
    });

  market
    .command('remove')
    .description('removes one fact, named by its kind and keys, such as: remove holiday --day 2026-12-08')
    .argument('<kind>', 'year, holiday, special_session, session_hours, lot, freeze or expiry_weekday')
    .option('--year <YYYY>', 'of a year', wholeNumber(2000, 2099))
    .option('--day <YYYY-MM-DD>', 'of a holiday or special session', day)
    .option('--from <YYYY-MM-DD>', 'of hours, a lot, a freeze quantity, an expiry weekday', day)
    .addOption(underlyingOption())
    .addOption(new Option('--cadence <name>', 'of an expiry weekday').choices([...CADENCES]))
    .option('--reason <text>', 'why, for the audit')
    .action(async (kind: string, { reason, ...keys }: { reason?: string } & Record<string, unknown>) => {
      const key = marketKeySchema.safeParse({ kind, ...keys });
      if (!key.success)
        return refuse(key.error.issues.map((issue) => `${issue.path.join('.') || kind}: ${issue.message}`));
      const change = { put: [], remove: [key.data], replace: false, by: shellUser(), reason };
      report(await withDatabase((db) => new MarketChangeRepository(db).apply(change)), false, () => kind);
    });

  market
    .command('changes')
    .description('the audit: who changed what, newest first')
    .option('--limit <number>', 'most changes', wholeNumber(1, 10_000), 50)
    .action(async ({ limit }: { limit: number }) => {
      const changes = await withDatabase((db) => new MarketChangeRepository(db).list({ limit }));
      say(changes.map(changeText).join('\n') || 'Nothing has been changed.');
    });
}

function formatOf(file: string): MarketFileFormat {
  if (file.endsWith('.csv')) return 'csv';
  if (file.endsWith('.json')) return 'json';
  throw new Error(`${file}: must end in .csv or .json`);
}

function report(result: MarketChangeResult, dryRun: boolean, placeOf: (index: number) => string): void {
  if (result.outcome === 'refused') {
    refuse(result.problems.map(({ index, message }) => `${placeOf(index)}: ${message}`));
    return;
  }
  const { added, replaced, unchanged, removed } = result;
  const counts = `${added} added, ${replaced} replaced, ${removed} removed, ${unchanged} as they were`;
  say(dryRun ? `Nothing was changed. It would be: ${counts}.` : `${counts}.`);
}

function refuse(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
