// For operators: one execution of any partner, with the evidence behind every step.
import { presentEvidence, presentTimeline } from '../presenters/execution-details.js';
import { presentRunExecution } from '../presenters/executions.js';
import { refuse } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { ExecutionWithEvidence } from '../schemas/execution-details.js';
import { executionId } from '../schemas/fields.js';
import { z } from '../zod.js';
import { EVIDENCE_EXAMPLE, EXECUTION_EXAMPLE, TIMELINE_EXAMPLE } from './execution-examples.js';

export const getAnyExecution = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/executions/{execution_id}',
  auth: 'operator',
  tag: 'Operator: runs',
  summary: 'Get execution with its evidence',
  description:
    'As the partner sees it, without the e-mail, and with what proves it: lease, burst marks, generations, broker order ids, every transition.',
  params: z.strictObject({ execution_id: executionId }),
  responses: { 200: ExecutionWithEvidence },
  errors: ['execution_not_found'],
  examples: {
    params: { execution_id: 'exe_abc123' },
    responses: {
      200: {
        ...EXECUTION_EXAMPLE,
        partner_id: 'partner_zebu',
        mode: 'live',
        timeline: TIMELINE_EXAMPLE,
        evidence: EVIDENCE_EXAMPLE,
      },
    },
  },
  handler: async ({ params, services }) => {
    const execution = await services.executions.findAny(params.execution_id);
    if (!execution) return refuse('execution_not_found');
    const [facts, evidence] = await Promise.all([
      services.executionHistory.facts(execution.id),
      services.executionHistory.evidence(execution.id),
    ]);
    if (!facts || !evidence) return refuse('execution_not_found');
    return json(200, {
      ...presentRunExecution(execution),
      timeline: presentTimeline(facts, execution.entryAt),
      evidence: presentEvidence(evidence),
    });
  },
});
