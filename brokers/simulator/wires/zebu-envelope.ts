// The envelope of Zebu's connect wire and its error codes: HTTP status, error_type and code of every refusal in one table.
import { listedOption } from '../../../domain/simulated-listing.js';
import { json } from '../http.js';
import type { ConnectRefusalReason, ConnectWords } from './connect-answers.js';

type Row = { status: number; error_type: string; code: string };

const input = (code: string): Row => ({ status: 400, error_type: 'InputException', code });

const REFUSALS: Readonly<Record<ConnectRefusalReason, Row>> = {
  api_key: input('AB-1001'),
  proof: { status: 403, error_type: 'TokenException', code: 'AB-1002' },
  funds: { status: 400, error_type: 'MarginException', code: 'AB-1003' },
  token: { status: 403, error_type: 'TokenException', code: 'AB-1004' },
  session: { status: 403, error_type: 'TokenException', code: 'AB-1005' },
  rate: { status: 429, error_type: 'NetworkException', code: 'AB-1006' },
  address: { status: 403, error_type: 'PermissionException', code: 'AB-1007' },
  tag: input('AB-2001'),
  lot: input('AB-2002'),
  freeze: input('AB-2003'),
  tick: input('AB-2004'),
  band: input('AB-2005'),
  order_type: input('AB-2006'),
  symbol: input('AB-2007'),
  exchange: input('AB-2008'),
  product: input('AB-2009'),
  side: input('AB-2010'),
  malformed: input('AB-2011'),
  order_not_found: { status: 404, error_type: 'OrderException', code: 'AB-3001' },
  order_not_open: { status: 400, error_type: 'OrderException', code: 'AB-3002' },
};

export const ZEBU: ConnectWords = {
  naming: { symbolOf: (option) => option.tradingsymbol, optionOf: listedOption },
  refusal({ reason, message }, delayMs) {
    const { status, error_type, code } = REFUSALS[reason];
    return json(status, { status: 'error', message, error_type, code, data: null }, delayMs);
  },
  failure: {
    status: 'error',
    message: 'Something went wrong',
    error_type: 'GeneralException',
    code: 'AB-5000',
    data: null,
  },
};
