// How often a client may ask Angel One for what, in any one second.
import { callLimits } from '../call-limits.js';

export const admits = callLimits({
  '/user/v1/getProfile': 3,
  '/user/v1/getRMS': 2,
  '/order/v1/modifyOrder': 20,
  '/order/v1/cancelOrder': 20,
  '/order/v1/getOrderBook': 1,
  '/order/v1/getPosition': 1,
  '/order/v1/details': 10,
  '/market/v1/quote': 10,
});
