// The part of the go-live checklist that the operator answers for: wire, terms, market data, kill switches, keys.
import { wireOf, type WireName } from './broker-wires.js';
import {
  isPublicHttps,
  isRecent,
  LOOKED_AT_DAYS,
  notApplicable,
  required,
  type GoLiveCheck,
  type GoLiveFacts,
  type SetUp,
} from './go-live-check.js';
import { marketDay } from './market-calendar.js';
import { expiryWeekdayOn, sizingOn, type MarketFacts } from './market-facts.js';
import { CADENCES } from './market-row.js';
import { addDays, tradingDayOf } from './trading-time.js';

/** Holidays never fill more. */
const DAYS_AHEAD = 14;

export function operatorChecks(facts: GoLiveFacts, market: MarketFacts, setUp: SetUp, nowMs: number): GoLiveCheck[] {
  return [
    ...brokerChecks(facts, setUp),
    ...termChecks(facts),
    marketCheck(facts, market, nowMs),
    haltCheck(facts),
    ...keyChecks(facts, nowMs),
  ];
}

function brokerChecks({ brokerName, brokerWire, callbackUrl }: GoLiveFacts, setUp: SetUp): GoLiveCheck[] {
  const wire = wireOf(brokerName, brokerWire);
  return [
    required(
      'broker_wire',
      wire !== undefined,
      wire
        ? `${brokerName} is reached over the wire ${wire}.`
        : `There is no wire ${brokerWire ?? brokerName} of ${brokerName}.`,
      'Operator: correct partner.broker_name and partner.broker_wire.',
    ),
    setUpCheck(wire, setUp),
    required(
      'callback_url',
      isPublicHttps(callbackUrl),
      `Logins come back to ${callbackUrl}.`,
      "Operator: set partner.callback_url to the partner's own https:// address, as it is registered with the broker.",
    ),
  ];
}

function setUpCheck(wire: WireName | undefined, setUp: SetUp): GoLiveCheck {
  const named = (set: boolean, variable: string) =>
    required(
      'broker_set_up',
      set,
      set ? `${variable} is set.` : `${variable} is not set.`,
      `Operator: register with the broker and set ${variable} on every trading worker and here.`,
    );
  switch (wire) {
    case 'zebu-noren':
      return named(setUp[wire].algoId !== undefined, 'ZEBU_NOREN_ALGO_ID');
    case 'upstox':
      return named(setUp[wire].algoId !== undefined, 'UPSTOX_ALGO_NAME');
    case 'angel':
      return named(!setUp[wire].client.publicIp.startsWith('127.'), 'ANGEL_CLIENT_PUBLIC_IP');
    case 'zebu':
    case 'kite':
    case undefined:
      return notApplicable('broker_set_up', true, 'The wire sends no address and no algorithm of ours.');
  }
}

function termChecks({ contractFrom, strategies }: GoLiveFacts): GoLiveCheck[] {
  const priced = strategies.filter(({ monthlyFeePaise }) => monthlyFeePaise > 0);
  return [
    required(
      'contract',
      contractFrom !== null,
      contractFrom === null ? 'No terms are on record.' : `The terms in force hold since ${contractFrom}.`,
      "Operator: load the partner's terms into partner_contract.",
    ),
    required(
      'strategies',
      priced.length > 0 && priced.length === strategies.length,
      `${priced.length} of ${strategies.length} strategies on offer have a price today.`,
      'Operator: activate strategies and load their prices.',
    ),
  ];
}

function marketCheck({ strategies }: GoLiveFacts, market: MarketFacts, nowMs: number): GoLiveCheck {
  const today = tradingDayOf(nowMs);
  const days = Array.from({ length: DAYS_AHEAD }, (_, n) => addDays(today, n + 1));
  const next = days.find((day) => marketDay(market.calendar, day).open);
  const todo = 'Operator: load what is missing with quantleap market load.';
  if (next === undefined)
    return required('market_data', false, `No trading day is known in the ${DAYS_AHEAD} days after ${today}.`, todo);
  const problems = [...new Set(strategies.map(({ underlying }) => underlying))].flatMap((underlying) => {
    const sizing = sizingOn(market, underlying, next);
    const cadence = CADENCES.find((c) => expiryWeekdayOn(market.expiryWeekdays, underlying, c, next) === undefined);
    return [
      ...('problem' in sizing ? [sizing.problem] : []),
      ...(cadence ? [`no ${cadence} expiry weekday of ${underlying} is loaded for ${next}`] : []),
    ];
  });
  const found =
    problems.length > 0 ? `${problems.join('; ')}.` : `Everything is loaded for ${next}, the next trading day.`;
  return required('market_data', problems.length === 0, found, todo);
}

function haltCheck({ halts }: GoLiveFacts): GoLiveCheck {
  return required(
    'not_halted',
    halts.length === 0,
    halts.length === 0 ? 'No kill switch stops the partner.' : `Halted: ${halts.join('; ')}.`,
    'Operator: release the kill switch once its reason is gone.',
  );
}

function keyChecks({ liveKeys }: GoLiveFacts, nowMs: number): GoLiveCheck[] {
  const used = liveKeys.filter(({ lastUsedAt }) => lastUsedAt !== null && isRecent(lastUsedAt, nowMs, LOOKED_AT_DAYS));
  return [
    required(
      'live_key',
      liveKeys.length > 0,
      liveKeys.length > 0 ? `Live keys: ${liveKeys.map((key) => key.publicKey).join(', ')}.` : 'There is no live key.',
      'Operator: make a live key and hand it over safely.',
    ),
    required(
      'live_key_used',
      used.length > 0,
      used.length > 0 ? 'A live key was used lately.' : `No live key was used in the last ${LOOKED_AT_DAYS} days.`,
      'Call GET /partner/marketplace/templates with the live key from the production server.',
    ),
  ];
}
