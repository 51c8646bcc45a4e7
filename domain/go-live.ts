// The go-live checklist: what our own records say of whether a partner is ready for real orders. Pure; docs/go-live.md explains each check.
import type { GoLiveCheck, GoLiveFacts, SetUp } from './go-live-check.js';
import { operatorChecks } from './go-live-operator.js';
import { partnerChecks } from './go-live-partner.js';
import type { MarketFacts } from './market-facts.js';

/** @param ready - no required check fails */
export type GoLiveChecklist = { ready: boolean; checks: GoLiveCheck[] };

/**
 * @param setUp - what the brokers are told of us, as this process is configured
 * @param nowMs - epoch ms
 */
export function goLiveChecklist(facts: GoLiveFacts, market: MarketFacts, setUp: SetUp, nowMs: number): GoLiveChecklist {
  const checks = [...operatorChecks(facts, market, setUp, nowMs), ...partnerChecks(facts, nowMs)];
  return { ready: !checks.some(({ required, result }) => required && result === 'fail'), checks };
}
