// Upstox' official Node client at work: reads what to do from stdin, prints what came back. Run by ../upstox.sdk.ts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const Upstox = createRequire(join(process.env['SDK_PACKAGES'], 'package.json'))('upstox-js-sdk');
const task = JSON.parse(readFileSync(0, 'utf8'));
const client = Upstox.ApiClient.instance;
client.basePath = client.orderBasePath = task.baseUrl;
const oauth = client.authentications.OAUTH2;

/** Runs one call of the client, which takes a callback at a place of its own. */
const ask = (call) => new Promise((resolve, reject) => call((error, data) => (error ? reject(error) : resolve(data))));
const failure = async (call) => {
  try {
    await ask(call);
    return { status: 0, codes: [] };
  } catch (error) {
    const { errors } = JSON.parse(error.response.text);
    return { status: error.status, codes: errors.map((e) => e.errorCode ?? e.error_code) };
  }
};

const orders = new Upstox.OrderApiV3();
const reads = new Upstox.OrderApi();
const order = (side, price, tag, quantity = task.quantity) =>
  Object.assign(
    new Upstox.PlaceOrderV3Request(quantity, 'I', 'DAY', price, task.instrumentKey, 'LIMIT', side, 0, 0, false),
    { tag, slice: false },
  );
const place = (body) => ask((done) => orders.placeOrder(body, {}, done, task.algoName));
const rowOf = (o) => ({
  orderId: o.orderId,
  tag: o.tag,
  status: o.status,
  side: o.transactionType,
  price: o.price,
  quantity: o.quantity,
  filled: o.filledQuantity,
  instrumentKey: o.instrumentToken,
});
const stateOf = async (orderId) => rowOf((await ask((done) => reads.getOrderStatus({ orderId }, done))).data);

async function main() {
  const { code, apiKey: clientId, apiSecret: clientSecret, redirectUri } = task;
  const login = { code, clientId, clientSecret, redirectUri, grantType: 'authorization_code' };
  const token = await ask((done) => new Upstox.LoginApi().token('2.0', login, done));
  const again = await failure((done) => new Upstox.LoginApi().token('2.0', login, done));
  oauth.accessToken = token.accessToken;

  const resting = (await place(order('BUY', task.restingPrice, task.tags[0]))).data.orderIds;
  const change = new Upstox.ModifyOrderRequest('DAY', task.restingPrice * 2, resting[0], 'LIMIT', 0);
  const modified = (await ask((done) => orders.modifyOrder(change, done, task.algoName))).data.orderId;
  const repriced = await stateOf(resting[0]);
  const cancelled = (await ask((done) => orders.cancelOrder(resting[0], done, task.algoName))).data.orderId;
  const cancelledTwice = await failure((done) => orders.cancelOrder(resting[0], done, task.algoName));

  const crossing = (await place(order('BUY', task.crossingPrice, task.tags[1]))).data.orderIds;
  let filled = await stateOf(crossing[0]);
  for (let i = 0; i < 100 && filled.status !== 'complete'; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    filled = await stateOf(crossing[0]);
  }
  const history = (await ask((done) => reads.getOrderDetails('2.0', { tag: task.tags[1] }, done))).data;
  const book = (await ask((done) => reads.getOrderBook('2.0', done))).data.map(rowOf);
  const positions = (await ask((done) => new Upstox.PortfolioApi().getPositions('2.0', done))).data;
  const market = new Upstox.MarketQuoteApi();
  const quotes = Object.values((await ask((done) => market.getFullMarketQuote(task.instrumentKey, '2.0', done))).data);
  const levels = Object.values((await ask((done) => market.ltp(task.indexKey, '2.0', done))).data);
  const funds = (await ask((done) => new Upstox.UserApi().getUserFundMargin('2.0', { segment: 'SEC' }, done))).data;
  const refused = await failure((done) => orders.placeOrder(order('BUY', 1, 'ZERO', 0), {}, done));
  oauth.accessToken = 'dead';
  const dead = await failure((done) => reads.getOrderBook('2.0', done));

  return {
    userId: token.userId,
    resting,
    modified,
    repriced,
    cancelled,
    crossing,
    filled,
    stages: history.map((stage) => [stage.orderId, stage.status]),
    book,
    positions: positions.map((p) => [p.instrumentToken, p.quantity]),
    quotes: quotes.map((q) => ({
      instrumentKey: q.instrumentToken,
      bid: q.depth.buy[0].price,
      ask: q.depth.sell[0].price,
      upper: q.upperCircuitLimit,
    })),
    levels: levels.map((l) => [l.instrumentToken, l.lastPrice]),
    margin: funds.equity.availableMargin,
    refusals: { again, cancelledTwice, refused, dead },
  };
}

main().then(
  (report) => process.stdout.write(JSON.stringify(report)),
  (error) => {
    process.stderr.write(`${error.stack}\n${error.response?.req?.path} answered ${error.response?.text}\n`);
    process.exitCode = 1;
  },
);
