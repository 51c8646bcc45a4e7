// A strategy with what it trades, where the partner's contract discloses it.
import type { z } from '../zod.js';
import { toRupees } from '../../domain/money.js';
import { strikeRuleOf, type LegSpec } from '../../domain/option-contract.js';
import { assertNever } from '../../domain/assert-never.js';
import type { TemplateDetails } from '../../db/repositories/templates.js';
import type * as schemas from '../schemas/template-details.js';
import { presentTemplate } from './subscriptions.js';

/** @param discloses - the partner's contract of the day */
export function presentTemplateDetails(
  template: TemplateDetails,
  showPerformance: boolean,
  discloses: boolean,
): z.input<typeof schemas.TemplateDetails> {
  return {
    ...presentTemplate(template, showPerformance),
    exit_time: template.exitTime,
    legs: discloses ? template.legs.map((leg, i) => presentLeg(leg, template.exitRules?.legs?.[i] ?? undefined)) : null,
    combined_exits: discloses ? presentCombined(template.exitRules?.combined) : null,
  };
}

type LegRules = { stopLossBps?: number; targetBps?: number };

function presentLeg(leg: LegSpec, rules: LegRules | undefined): z.input<typeof schemas.TemplateLeg> {
  return {
    transaction_type: leg.side,
    option_type: leg.optionType,
    lots: leg.lots,
    expiry: leg.expiry,
    strike: presentStrike(leg),
    stop_loss_percent: percentOrNull(rules?.stopLossBps),
    target_percent: percentOrNull(rules?.targetBps),
  };
}

function presentStrike(leg: LegSpec): z.input<typeof schemas.TemplateLeg>['strike'] {
  const rule = strikeRuleOf(leg);
  switch (rule.by) {
    case 'atm_offset':
      return { by: rule.by, steps: rule.steps };
    case 'distance':
      return { by: rule.by, points: rule.points };
    case 'premium':
      return { by: rule.by, premium: toRupees(rule.paise) };
    default:
      return assertNever(rule, 'strike rule');
  }
}

function presentCombined(rules: { stopLossPaise?: number; targetPaise?: number } | undefined) {
  const rupeesOrNull = (paise: number | undefined) => (paise === undefined ? null : toRupees(paise));
  return { stop_loss: rupeesOrNull(rules?.stopLossPaise), target: rupeesOrNull(rules?.targetPaise) };
}

const percentOrNull = (bps: number | undefined): number | null => (bps === undefined ? null : bps / 100);
