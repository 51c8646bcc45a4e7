// Where QuantLeap posts events. The signature is over the bytes that came, so nothing parses them before.
import type Router from '@koa/router';
import { WebhookVerificationError } from '../../../packages/sdk/src/index.js';
import type { EventInbox } from '../core/event-inbox.js';

const LARGEST_BYTES = 256 * 1024;
export const WEBHOOK_PATH = '/webhooks/quantleap';

export function webhookRoutes(router: Router, inbox: EventInbox): void {
  router.post(WEBHOOK_PATH, async (context) => {
    const body = await bytesOf(context.req);
    if (!body) {
      context.status = 413;
      return;
    }
    try {
      inbox.receive(body, context.headers);
      context.status = 204;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError || error instanceof TypeError)) throw error;
      context.status = 400;
      context.body = { error: 'not signed by QuantLeap, or older than five minutes' };
    }
  });
}

/** @returns undefined when it is too large to be an event */
async function bytesOf(request: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
