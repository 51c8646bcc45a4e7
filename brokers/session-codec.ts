// A broker session as the vault keeps it: one sealed text, so that arming opens one secret.
import type { BrokerSession } from './port.js';

export function encodeSession(session: BrokerSession): string {
  return JSON.stringify([session.clientId, session.apiKey, session.accessToken]);
}

/** @throws Error when the text is not a session; the message never quotes it */
export function decodeSession(text: string): BrokerSession {
  const fields: unknown = parsed(text);
  if (!Array.isArray(fields) || fields.length !== 3 || !fields.every((f) => typeof f === 'string'))
    throw new Error('not a sealed broker session');
  const [clientId = '', apiKey = '', accessToken = ''] = fields;
  return { clientId, apiKey, accessToken };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError would quote the text.
    return undefined;
  }
}
