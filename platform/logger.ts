// Structured logs. Secrets are redacted by path; errors are reduced to name, message and stack (clients hang headers on them).
import { pino, type Logger } from 'pino';

export type { Logger };

const SECRET_FIELDS = [
  'authorization',
  'x-partner-secret',
  'api_key',
  'api_secret',
  'apiKey',
  'apiSecret',
  'accessToken',
  'access_token',
  'request_token',
  'requestToken',
  'email',
  'user_email',
  'secret',
];

/** @param name - the process, such as `api` or `worker-trading`; @param level - pino level */
export function createLogger(name: string, level = 'info'): Logger {
  return pino({
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((f) => [`["${f}"]`, `*["${f}"]`, `*.*["${f}"]`]), censor: '[redacted]' },
    serializers: { err: serialiseError },
  });
}

function serialiseError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause instanceof Error ? { cause: serialiseError(error.cause) } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}
