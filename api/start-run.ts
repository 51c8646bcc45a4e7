// Starting an extra run: its row comes first, its workflow is started by the row's id, and a repeat of the request finds both.
import type { Once } from './once.js';
import type { ApiServices } from './services.js';
import type { ExtraRun } from './temporal-runs.js';

export type BegunRun = ExtraRun & { entryAtMs: number; workflowId: string };

const NOT_STARTED = 'the run could not be started';

/** The id for what this request asks, with the run when an earlier try of it has made the row. One that could not be started is spent. */
export async function unspentRun(
  { runs }: Pick<ApiServices, 'runs'>,
  once: Once,
): Promise<{ id: string; run: BegunRun | undefined }> {
  for (let attempt = 0; ; attempt += 1) {
    const id = once.id('run', attempt);
    const row = await runs.findById(id);
    if (row?.reason !== NOT_STARTED) return { id, run: row && { ...row, runId: row.id } };
  }
}

/** A run that could not be started never trades; its row says so. @throws ServiceUnavailableError when Temporal does not answer */
export async function beginRun({ gateway, runs }: Pick<ApiServices, 'gateway' | 'runs'>, run: BegunRun): Promise<void> {
  const { runId, templateId, mode, tradingDay, createdBy } = run;
  try {
    await gateway.startRun({ runId, templateId, mode, tradingDay, createdBy });
  } catch (error) {
    await runs.close(runId, 'missed', NOT_STARTED);
    throw error;
  }
}
