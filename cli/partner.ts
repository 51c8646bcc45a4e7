// `quantleap partner …`: whether a partner is ready for real orders.
import type { Command } from 'commander';
import { GoLiveRepository } from '../db/repositories/go-live.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { goLiveChecklist, type GoLiveChecklist } from '../domain/go-live.js';
import type { GoLiveCheck } from '../domain/go-live-check.js';
import { istClockText, tradingDayOf } from '../domain/trading-time.js';
import { loadConfig } from '../platform/config.js';
import { withDatabase } from './with-database.js';

const MARKS: Record<GoLiveCheck['result'], string> = { pass: '✓', fail: '✗', not_applicable: '–' };

export function addPartnerCommands(program: Command): void {
  program
    .command('partner')
    .description('partners')
    .command('checklist')
    .description('the go-live checklist; exit code 1 when a required check fails: see docs/go-live.md')
    .argument('<partner>', 'its id, such as zebu')
    .option('--json', 'for programs', false)
    .action(async (partnerId: string, { json }: { json: boolean }) => {
      const nowMs = Date.now();
      const checklist = await withDatabase(async (db) => {
        const facts = await new GoLiveRepository(db).facts(partnerId, tradingDayOf(nowMs));
        if (!facts) throw new Error(`There is no partner ${partnerId}`);
        const market = await new ReferenceDataRepository(db).loadFacts();
        return goLiveChecklist(facts, market, loadConfig().wires, nowMs);
      });
      const text = json
        ? JSON.stringify({ partner_id: partnerId, time: new Date(nowMs).toISOString(), ...checklist }, null, 2)
        : checklistText(partnerId, checklist, nowMs);
      process.stdout.write(`${text}\n`);
      if (!checklist.ready) process.exitCode = 1;
    });
}

function checklistText(partnerId: string, { ready, checks }: GoLiveChecklist, nowMs: number): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ check, result, required, finding, todo }) => [
    `${MARKS[result]} ${check.padEnd(width)}  ${required ? '' : '(advice) '}${finding}`,
    ...(todo === null ? [] : [`  ${' '.repeat(width)}  → ${todo}`]),
  ]);
  const failed = checks.filter(({ result, required }) => required && result === 'fail').length;
  const verdict = ready ? 'Ready: no required check fails.' : `Not ready: ${failed} required checks fail.`;
  return [
    `Go-live checklist of ${partnerId}, ${tradingDayOf(nowMs)}, ${istClockText(nowMs)}`,
    '',
    ...lines,
    '',
    verdict,
  ].join('\n');
}
