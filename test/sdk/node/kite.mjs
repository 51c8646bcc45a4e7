// Zerodha's official Node client at work: reads what to do from stdin, prints what came back. Run by ../kite.sdk.ts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { KiteConnect } = createRequire(join(process.env['SDK_PACKAGES'], 'package.json'))('kiteconnect');
const task = JSON.parse(readFileSync(0, 'utf8'));
const kite = new KiteConnect({ api_key: task.apiKey, root: task.baseUrl });
/** The broker allows ten reads of the book a second. */
const BETWEEN_READS_MS = 150;

const failure = (call) =>
  call.then(
    () => 'none',
    (error) => error.error_type,
  );
const order = (transaction_type, price, tag, quantity = task.quantity) => ({
  exchange: 'NFO',
  tradingsymbol: task.tradingsymbol,
  transaction_type,
  quantity,
  price,
  product: 'MIS',
  order_type: 'LIMIT',
  validity: 'DAY',
  tag,
});
const place = (body) => kite.placeOrder('regular', body).then(({ order_id }) => order_id);
const rowOf = (o) => ({
  orderId: o.order_id,
  tag: o.tag,
  status: o.status,
  side: o.transaction_type,
  price: o.price,
  quantity: o.quantity,
  filled: o.filled_quantity,
  tradingsymbol: o.tradingsymbol,
  dated: o.order_timestamp instanceof Date,
});
const bookRow = async (orderId) => rowOf((await kite.getOrders()).find((o) => o.order_id === orderId));

async function main() {
  const session = await kite.generateSession(task.requestToken, task.apiSecret);
  const again = await failure(kite.generateSession(task.requestToken, task.apiSecret));

  const resting = await place(order('BUY', task.restingPrice, task.tags[0]));
  const modified = (await kite.modifyOrder('regular', resting, { price: task.restingPrice * 2 })).order_id;
  const repriced = await bookRow(resting);
  const cancelled = (await kite.cancelOrder('regular', resting)).order_id;
  const cancelledTwice = await failure(kite.cancelOrder('regular', resting));

  const crossing = await place(order('BUY', task.crossingPrice, task.tags[1]));
  let filled = await bookRow(crossing);
  for (let i = 0; i < 40 && filled.status !== 'COMPLETE'; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_READS_MS));
    filled = await bookRow(crossing);
  }
  const stages = (await kite.getOrderHistory(crossing)).map((stage) => [stage.order_id, stage.status]);
  const { net } = await kite.getPositions();
  const quotes = await kite.getQuote([`NFO:${task.tradingsymbol}`, task.indexKey]);
  const quotedTwice = await failure(kite.getQuote([task.indexKey]));
  const listed = (await kite.getInstruments('NFO')).filter((i) => i.tradingsymbol === task.tradingsymbol);
  const { equity } = await kite.getMargins();
  const refused = await failure(place(order('BUY', 1, 'ZERO', 0)));
  kite.setAccessToken('dead');
  const dead = await failure(kite.getOrders());

  const quote = quotes[`NFO:${task.tradingsymbol}`];
  return {
    userId: session.user_id,
    loginDated: session.login_time instanceof Date,
    ...{ resting, modified, repriced, cancelled, crossing, filled, stages },
    positions: net.map((p) => [p.tradingsymbol, p.quantity]),
    quote: { bid: quote.depth.buy[0].price, ask: quote.depth.sell[0].price, upper: quote.upper_circuit_limit },
    level: quotes[task.indexKey].last_price,
    listed: listed.map((i) => [i.name, i.strike, i.lot_size, i.instrument_type, i.expiry.toISOString().slice(0, 10)]),
    margin: equity.net,
    refusals: { again, cancelledTwice, quotedTwice, refused, dead },
  };
}

main().then(
  (report) => process.stdout.write(JSON.stringify(report)),
  (error) => {
    process.stderr.write(`${error.stack ?? JSON.stringify(error)}\n`);
    process.exitCode = 1;
  },
);
