// Requests and answers about the wires' lists of contracts.
import { UNDERLYINGS } from '../../domain/option-contract.js';
import { WIRES } from '../../domain/broker-wires.js';
import { z } from '../zod.js';
import { instant, tradingDay } from './fields.js';

export const ReadInstruments = z
  .strictObject({
    wire: z.enum(WIRES, `must be one of ${WIRES.join(', ')}`).openapi({ example: 'zebu' }),
    accept_shrunk: z.boolean().default(false).openapi({
      description: 'Believe a list that is far smaller than the last: only after looking into why it is',
    }),
  })
  .openapi('ReadInstruments');
export const InstrumentsAsked = z
  .object({
    trading_day: tradingDay,
    wire: z.string(),
    workflow_id: z.string().openapi({ example: 'instruments/zebu/2025-10-10' }),
  })
  .openapi('InstrumentsAsked');

export const InstrumentLists = z
  .object({
    trading_day: tradingDay,
    lists: z
      .array(
        z.object({
          wire: z.string(),
          workflow_id: z.string(),
          status: z.enum(['waiting', 'loaded', 'refused']).openapi({
            description:
              '`loaded`: runs pick their contracts from it; `waiting`: not read yet; `refused`: read and not believed. Without a list runs ask the broker.',
          }),
          reason: z.string().nullable().openapi({ description: 'Why it is not loaded' }),
          counts: z
            .partialRecord(z.enum(UNDERLYINGS), z.number().int())
            .openapi({ description: 'Listed options by underlying' }),
          warnings: z.array(z.string()).openapi({ description: 'Where it disagrees with the dated facts' }),
          requested_by: z.string(),
          requested_at: instant,
          tried_at: instant.nullable(),
          loaded_at: instant.nullable(),
        }),
      )
      .openapi({
        description: 'By wire; only wires over which a live account is linked, and those that were asked for',
      }),
  })
  .openapi('InstrumentLists');
