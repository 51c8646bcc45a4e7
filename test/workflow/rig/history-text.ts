// Everything a history says, payloads decoded, as one text: for proofs that something is not in it.
import type { WorkflowClient } from '@temporalio/client';

export async function historyText(client: WorkflowClient, workflowId: string): Promise<string> {
  return textOf(await client.getHandle(workflowId).fetchHistory());
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${textOf(inner)}`)
      .join('\n');
  }
  return String(value);
}
