// What went wrong, as it is shown to a person: the API's own sentence, with the code and the id that support asks for.
import { QuantLeapError } from './quantleap.js';

export type Problem = Readonly<{
  status: number;
  title: string;
  message: string;
  /** Each field that is wrong, or the broker's own words. */
  details: readonly string[];
  code: string | undefined;
  requestId: string | undefined;
}>;

/** Something that the portal itself refuses. */
export class PortalError extends Error {
  override name = 'PortalError';

  constructor(
    readonly status: 400 | 403 | 404 | 413,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (what: string): PortalError => new PortalError(404, `There is no such ${what}.`);

/** @returns undefined for a mistake of ours: nothing of it is shown */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof PortalError) return ours(error.status, error.message);
  if (!(error instanceof QuantLeapError)) return undefined;
  const { code, requestId } = error;
  const unanswered = error.status === 0 || error.status >= 500;
  const doubt = error.mayHaveHappened ? ' It may have been done all the same: look before you send it again.' : '';
  return {
    status: unanswered ? 502 : error.status,
    title: error.body?.error ?? 'QuantLeap gave no answer',
    message: `${error.body?.message ?? 'Algo trading cannot be reached at the moment.'}${doubt}`,
    details: detailsOf(error),
    code,
    requestId,
  };
}

/** Whether the API has said no: the form can be mended and sent again. */
export function isRefusal(error: unknown): error is QuantLeapError | PortalError {
  if (error instanceof PortalError) return error.status === 400;
  return error instanceof QuantLeapError && error.status >= 400 && error.status < 500;
}

export function ours(status: number, message: string): Problem {
  const title = status === 404 ? 'Not found' : 'That did not work';
  return { status, title, message, details: [], code: undefined, requestId: undefined };
}

function detailsOf({ body }: QuantLeapError): string[] {
  if (!body?.details) return [];
  return Array.isArray(body.details)
    ? body.details.map(({ field, message }) => `${field} ${message}`)
    : [body.details.broker_response];
}
