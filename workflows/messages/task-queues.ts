// Which worker does what: trading carries entries and nothing else, platform what can wait a second, delivery the posts to
// partners' webhooks: an endpoint that hangs must not hold up anyone's pause, login or onboarding.

export const TRADING_QUEUE = 'trading';
export const PLATFORM_QUEUE = 'platform';
export const DELIVERY_QUEUE = 'delivery';
