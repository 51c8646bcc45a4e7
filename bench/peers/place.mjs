// What a job of a peer does: one subscriber's BUY orders side by side, then his SELL orders, over keep-alive connections without limit.
import { Agent, request } from 'undici';

/** @param {{ origin: string, path: string, headers: Record<string, string>, body?: string }[][]} placements - by client and leg, BUY legs first */
export function placer(placements) {
  const dispatcher = new Agent({ connections: null, pipelining: 1, keepAliveTimeout: 60_000 });
  const place = async (client, leg) => {
    const { origin, path, headers, body } = placements[client][leg];
    const answer = await request(`${origin}${path}`, { method: 'POST', dispatcher, headers, body });
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
