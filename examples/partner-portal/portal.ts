// The sample partner's portal: a server that renders pages and asks QuantLeap by the SDK. Nothing of it runs in the browser.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { EventInbox } from './core/event-inbox.js';
import type { PortalOptions } from './core/options.js';
import { createClient } from './core/quantleap.js';
import type { PortalState, Services } from './core/request.js';
import { Sessions } from './core/sessions.js';
import { oneAddress, problemsAsPages, provenForm, safeHeaders, sessionOf, signedIn } from './core/web.js';
import { accountRoutes } from './routes/accounts.js';
import { assetRoutes } from './routes/assets.js';
import { brokerLoginRoutes } from './routes/broker-login.js';
import { executionRoutes } from './routes/executions.js';
import { overviewRoutes } from './routes/overview.js';
import { signInRoutes } from './routes/sign-in.js';
import { strategyRoutes } from './routes/strategies.js';
import { subscriptionRoutes } from './routes/subscriptions.js';
import { WEBHOOK_PATH, webhookRoutes } from './routes/webhook.js';

export type RunningPortal = Readonly<{ url: string; close: () => Promise<void> }>;

/**
 * Listens, registers the webhook endpoint and catches up with what happened before.
 * @throws QuantLeapError when the API does not answer or does not take the key; the system's error when the port is taken
 */
export async function startPortal(options: PortalOptions): Promise<RunningPortal> {
  const quantleap = createClient(options);
  const inbox = new EventInbox(quantleap, `${options.url}${WEBHOOK_PATH}`);
  const server = application({ options, quantleap, inbox }).listen(options.port, options.host);
  await once(server, 'listening');
  try {
    await inbox.open();
  } catch (error) {
    await close(server);
    throw error;
  }
  return { url: options.url, close: () => close(server) };
}

function application(services: Services): Koa {
  const { options } = services;
  const app = new Koa();
  app.on('error', (error: Error) => options.log(error.stack ?? error.message));
  const open = new Router();
  webhookRoutes(open, services.inbox);
  assetRoutes(open);
  app.use(oneAddress(options)).use(safeHeaders(options)).use(open.routes());

  const sessions = new Sessions();
  const pages = new Router<PortalState>();
  signInRoutes(pages, services, sessions);
  overviewRoutes(pages, services);
  accountRoutes(pages, services);
  brokerLoginRoutes(pages, services);
  strategyRoutes(pages, services);
  subscriptionRoutes(pages, services);
  executionRoutes(pages, services);
  app.use(sessionOf(options, sessions));
  app.use(problemsAsPages(options));
  app.use(bodyParser({ enableTypes: ['form'], formLimit: '64kb' }));
  app.use(provenForm).use(signedIn).use(pages.routes());
  return app;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
