// The typed search attributes that make workflows findable in the Temporal UI. Ids only; never an e-mail.
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';

export const searchAttributes = {
  partner: defineSearchAttributeKey('Partner', SearchAttributeType.KEYWORD),
  template: defineSearchAttributeKey('Template', SearchAttributeType.KEYWORD),
  broker: defineSearchAttributeKey('Broker', SearchAttributeType.KEYWORD),
  account: defineSearchAttributeKey('Account', SearchAttributeType.KEYWORD),
  tradingDay: defineSearchAttributeKey('TradingDay', SearchAttributeType.KEYWORD),
  mode: defineSearchAttributeKey('Mode', SearchAttributeType.KEYWORD),
  outcome: defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD),
} as const;

/** Set by the server on workflows that a Schedule starts: the nominal time of the firing. */
export const scheduledStartTime = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

const OF_THE_ENTRY = [
  searchAttributes.partner.name,
  searchAttributes.account.name,
  searchAttributes.broker.name,
  searchAttributes.template.name,
  searchAttributes.mode.name,
  searchAttributes.tradingDay.name,
];

/** What an entry's workflow hands on to those that go on after it: everything but its outcome. */
export function entryAttributes(attributes: readonly SearchAttributePair[]): SearchAttributePair[] {
  return attributes.filter(({ key }) => OF_THE_ENTRY.includes(key.name));
}
