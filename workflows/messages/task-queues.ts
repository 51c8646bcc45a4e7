// Which worker does what: trading carries entries and nothing else, platform carries everything that can wait.

export const TRADING_QUEUE = 'trading';
export const PLATFORM_QUEUE = 'platform';
