// What a job of a peer does: one subscriber's BUY orders side by side, then his SELL orders, over keep-alive connections without limit.
import { Agent, request } from 'undici';

/**
 * @param {{ ordersUrl: string, sessions: { accessToken: string }[], legs: { tradingsymbol: string, side: string, quantity: number, price: number }[] }} settings
 * @param {string} tagPrefix
 */
export function placer({ ordersUrl, sessions, legs }, tagPrefix) {
  const dispatcher = new Agent({ connections: null, pipelining: 1, keepAliveTimeout: 60_000 });
  const place = async (client, leg) => {
    const { tradingsymbol, side, quantity, price } = legs[leg];
    const answer = await request(ordersUrl, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${sessions[client].accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        tradingsymbol,
        exchange: 'NFO',
        transaction_type: side,
        quantity,
        product: 'MIS',
        order_type: 'LIMIT',
        price,
        tag: `${tagPrefix}${client}L${leg}`,
      }),
    });
    await answer.body.dump();
  };
  return {
    async entry(client) {
      await Promise.all([place(client, 0), place(client, 1)]);
      await Promise.all([place(client, 2), place(client, 3)]);
    },
    close: () => dispatcher.close(),
  };
}

/** The last line a competitor prints. */
export function reportUse() {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1_000 })}\n`);
}
