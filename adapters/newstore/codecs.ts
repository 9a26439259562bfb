import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { StatusUpdate } from '../../application/ports/status-outlet.js';
import type { ToldStatus } from '../../domain/parcel-work.js';
import type { SideState } from '../../domain/tracking.js';
import { rfc3339 } from '../../domain/time.js';

/** The statuses that `delivery_status` takes. */
type DeliveryStatus = 'assigned' | 'canceled' | 'delivered' | 'in_transit' | 'out_for_delivery' | 'returned';

const deliveryStatus: { readonly [status in ToldStatus]: DeliveryStatus } = {
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  delivered: 'delivered',
  returned: 'returned',
  cancelled: 'canceled',
};

const reason: { readonly [state in SideState]: string } = {
  exception: 'after an exception at the courier',
  attempted_delivery: 'after an attempt to deliver',
  awaiting_collection: 'after waiting to be collected',
  cancelled: 'after the courier had said that it was cancelled',
};

const reasonOf = ({ status, after }: StatusUpdate): string | null => {
  if (status === 'cancelled') return 'by the courier';
  return after === undefined ? null : reason[after];
};

export const statusBody = (update: StatusUpdate) => ({
  status: deliveryStatus[update.status],
  reason: reasonOf(update),
  updated_at: rfc3339(update.at),
});

const Token = t.intersection([t.type({ access_token: t.string }), t.partial({ expires_in: t.number })]);

export type Token = { readonly accessToken: string; /** Seconds. */ readonly expiresIn: number };

/** Of a token that does not say how long it is good for. */
const UNSAID = 300;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const tokenIn = (text: string): Token | undefined => {
  const read = Token.decode(parsed(text));
  if (E.isLeft(read) || !/^[\x21-\x7e]{1,16384}$/.test(read.right.access_token)) return undefined;
  return { accessToken: read.right.access_token, expiresIn: read.right.expires_in ?? UNSAID };
};

const Fault = t.partial({ error_code: t.string, error: t.string });

/** NewStore's own short word for a fault. Its sentences may quote what was sent: they stay out. */
export const faultWord = (text: string): string | undefined => {
  const read = Fault.decode(parsed(text));
  const word = E.isRight(read) ? (read.right.error_code ?? read.right.error) : undefined;
  return word !== undefined && /^[\w.-]{1,60}$/.test(word) ? word : undefined;
};
