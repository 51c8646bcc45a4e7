// One trading session through Angel One's JavaScript SDK. Takes a plan as JSON, prints every answer as JSON on its last line.
import smartapi from 'smartapi-javascript';

const plan = JSON.parse(process.argv[2]);
const { root, apiKey, clientCode, order, repriced, crossing, tokens } = plan;

// The SDK asks the Internet for this machine's address, and does not mind when nobody answers; Node would.
process.on('unhandledRejection', () => undefined);
const sdk = new smartapi.SmartAPI({ api_key: apiKey, root });
/** Some calls are allowed once a second. */
const second = () => new Promise((resolve) => setTimeout(resolve, 1_100));
const changed = (orderid, price) => ({ ...order, orderid, price });

const said = {};
said.login = await sdk.generateSession(clientCode, 'password', '000000');
said.profile = await sdk.getProfile();
said.funds = await sdk.getRMS();
said.emptyBook = await sdk.getOrderBook();
said.quotes = await sdk.marketData({ mode: 'FULL', exchangeTokens: tokens });
said.placed = await sdk.placeOrder(order);
await second();
said.tooOften = await Promise.all([sdk.getOrderBook(), sdk.getOrderBook()]);
said.book = said.tooOften.find((answer) => answer.data);
said.modified = await sdk.modifyOrder(changed(said.placed.data.orderid, repriced));
said.details = await sdk.indOrderDetails(said.placed.data.uniqueorderid);
said.cancelled = await sdk.cancelOrder({ variety: 'NORMAL', orderid: said.placed.data.orderid });
said.refused = await sdk.placeOrder({ ...order, producttype: 'BO' });
said.crossed = await sdk.placeOrder(crossing);
await second();
said.lastBook = await sdk.getOrderBook();
said.positions = await sdk.getPosition();
said.renewed = await sdk.generateToken(said.login.data.refreshToken);
said.loggedOut = await sdk.logout(clientCode);
said.afterwards = await sdk.getProfile();

process.stdout.write(`\n${JSON.stringify(said)}\n`, () => process.exit(0));
