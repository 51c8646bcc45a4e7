// What a refusal looks like on the wire. Error bodies are made only here.
import { ERRORS, type ErrorCode, type ErrorExtra, type ErrorSpec, type Refusal } from './errors.js';

export type ErrorBody = {
  statusCode: number;
  error: string;
  message: string;
  code: ErrorCode;
  request_id: string;
  docs_url: string;
} & ErrorExtra;

/**
 * The guide's error body: `{statusCode, error, message, …}` plus `code`, `request_id` and `docs_url`.
 * @param facts.publicBaseUrl - address under which people reach this API, without a slash at its end
 */
export function errorBody(refusal: Refusal, facts: { requestId: string; publicBaseUrl: string }): ErrorBody {
  const spec: ErrorSpec = ERRORS[refusal.code];
  return {
    statusCode: spec.status,
    error: spec.error,
    message: refusal.message ?? spec.message,
    ...refusal.extra,
    code: refusal.code,
    request_id: facts.requestId,
    docs_url: `${facts.publicBaseUrl}/docs/errors#${refusal.code}`,
  };
}
