// The relay: takes committed events from the outbox, and those asked for again, and starts one delivery workflow per event and endpoint.
// It stands back while an entry is under way: the order path has the machine to itself then.
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client';
import type { OutboxListener } from '../db/outbox-listener.js';
import type { OutboxRepository, WaitingEvent } from '../db/repositories/outbox.js';
import type { WebhookEndpointRepository } from '../db/repositories/webhook-endpoints.js';
import type { WebhookRedeliveryRepository } from '../db/repositories/webhook-redeliveries.js';
import type { Database } from '../db/sql.js';
import type { Logger } from '../platform/logger.js';
import { deliverEventWorkflowId } from '../workflows/messages/deliver-event.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { redeliveryStart } from '../workflows/messages/start-options.js';
import { PLATFORM_QUEUE } from '../workflows/messages/task-queues.js';

export type OutboxRelayDependencies = {
  db: Database;
  outbox: OutboxRepository;
  endpoints: WebhookEndpointRepository;
  redeliveries: WebhookRedeliveryRepository;
  listener: OutboxListener;
  client: Client;
  logger: Logger;
  /** Milliseconds between looks when nothing is announced. @default 1000 */
  pollMs?: number;
};

/** Events taken in one transaction. */
const BATCH = 20;

export class OutboxRelay {
  private stopping = false;
  private running: Promise<void> | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly dependencies: OutboxRelayDependencies) {}

  /** Begins relaying. @throws the driver's error when the listening connection cannot be opened */
  async start(): Promise<void> {
    await this.dependencies.listener.start(() => this.wake());
    this.running = this.run();
  }

  /** Finishes the batch in hand, then ends. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    this.dependencies.listener.stop();
  }

  private async run(): Promise<void> {
    const { logger, pollMs = 1000 } = this.dependencies;
    while (!this.stopping) {
      // Armed before the look: what is announced during it isn't slept through.
      const announced = this.announcement(pollMs);
      try {
        const relayed = await this.relayBatch();
        const again = await this.redeliverBatch();
        if (relayed === BATCH || again === BATCH) continue;
      } catch (error) {
        logger.warn({ err: error }, 'events could not be relayed; trying again');
      }
      await announced;
    }
  }

  /** Relays what waits, up to a batch. @returns how many events were taken */
  private async relayBatch(): Promise<number> {
    const { db, outbox, endpoints } = this.dependencies;
    if (await outbox.entryUnderWay()) return 0;
    return db.transaction(async (tx) => {
      const events = await outbox.takeWaiting(tx, BATCH);
      const deliveries: Promise<void>[] = [];
      for (const event of events)
        for (const endpointId of await endpoints.enabledFor(event, tx))
          deliveries.push(this.startDelivery(event, endpointId));
      await Promise.all(deliveries);
      if (events.length > 0)
        await outbox.markRelayed(
          tx,
          events.map((event) => event.id),
        );
      return events.length;
    });
  }

  /** Starts what partners asked to have again, up to a batch. @returns how many were taken */
  private async redeliverBatch(): Promise<number> {
    const { db, outbox, redeliveries, client } = this.dependencies;
    if (await outbox.entryUnderWay()) return 0;
    return db.transaction(async (tx) => {
      const taken = await redeliveries.takeWaiting(tx, BATCH);
      const wanted = taken.filter((redelivery) => redelivery.wanted);
      await Promise.all(wanted.map((redelivery) => client.workflow.start('deliverEvent', redeliveryStart(redelivery))));
      if (taken.length > 0) await redeliveries.done(tx, taken);
      return taken.length;
    });
  }

  private async startDelivery(event: WaitingEvent, endpointId: string): Promise<void> {
    try {
      await this.dependencies.client.workflow.start('deliverEvent', {
        taskQueue: PLATFORM_QUEUE,
        workflowId: deliverEventWorkflowId(event.id, endpointId),
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        args: [{ eventId: event.id, endpointId }],
        staticSummary: `${event.type} to a webhook of ${event.partnerId} (${event.mode})`,
        typedSearchAttributes: [
          { key: searchAttributes.partner, value: event.partnerId },
          { key: searchAttributes.mode, value: event.mode },
        ],
      });
    } catch (error) {
      // A relay that died between starting and marking: the delivery is on its way.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  private announcement(pollMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
