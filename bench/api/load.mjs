// Loads one address with autocannon. Takes the plan as JSON in its argument, prints what came out as JSON.
import autocannon from 'autocannon';

/** `paths` are asked in turn by one connection; each connection has its own list of them. */
const { url, headers, seconds, perSecond, clients } = JSON.parse(process.argv[2]);
let next = 0;
const result = await autocannon({
  url,
  connections: clients.length,
  duration: seconds,
  ...(perSecond && { overallRate: perSecond }),
  setupClient: (client) => {
    const requests = clients[next++ % clients.length];
    client.setHeadersAndBody(headers, undefined);
    client.setRequests(requests.map(({ method, path }) => ({ method, path, headers })));
  },
});
process.stdout.write(
  JSON.stringify({
    perSecond: result.requests.total / result.duration,
    p99Ms: result.latency.p99,
    answered: result['2xx'],
    refused: result.non2xx,
    errors: result.errors,
  }),
);
