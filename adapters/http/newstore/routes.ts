import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Access } from '../../../application/access/authenticate.js';
import type { Hub } from '../../../application/hub.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { BookingOutcome, CancelOutcome, Metrics, Work } from '../../../application/ports/metrics.js';
import type { BookingError } from '../../../application/shipping/book-shipment.js';
import type { CancelError } from '../../../application/shipping/cancel-shipment.js';
import { faultsOf } from '../../codec/faults.js';
import type { Wire } from '../../codec/wire.js';
import { apiKeyOf } from '../middleware/api-key.js';
import { readJson, type BodyLimits, type NotReadable } from '../middleware/read-json.js';
import type { Context, RequestState } from '../state.js';
import { BookingBody, OffersBody } from './codecs.js';
import {
  bookingErrorAnswer,
  cancelErrorAnswer,
  noOffersAnswer,
  notAuthorized,
  notReadable,
  storageAway,
  unfitAnswer,
  type ErrorAnswer,
  type ErrorBody,
} from './errors.js';
import { bookingExchange, cancelExchange } from './exchanges.js';
import { fromOffers, toBookingRequest, toOffersRequest } from './mapping.js';

export const NEWSTORE_BASE = '/api/integrations/newstore/v1';

type Deps = { readonly hub: Hub; readonly clock: Clock; readonly metrics: Metrics; readonly limits: BodyLimits };

/** The first faults for the log, which has room for no more. They name fields and rules, and never what was sent. */
const reasonOf = (data: NonNullable<ErrorBody['data']>): string =>
  'reason' in data
    ? data.reason
    : data
        .slice(0, 4)
        .map(({ field, error }) => `${field} ${error}`)
        .join('; ');

const refuse = (ctx: Context, { status, body }: ErrorAnswer): void => {
  ctx.status = status;
  ctx.body = body;
  ctx.state.facts.outcome = body.type;
  if (body.data !== null) ctx.state.facts.reason = reasonOf(body.data);
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer');
};

const unreadable = (failure: NotReadable): ErrorAnswer => {
  switch (failure._tag) {
    case 'NotJson':
      return notReadable(415, 'The body must be JSON in UTF-8, with Content-Type: application/json.');
    case 'BadJson':
      return notReadable(400, 'The body is not JSON.');
    case 'CutOff':
      return notReadable(400, 'The body ended too early.');
    case 'TooLarge':
      return notReadable(413, `The body is larger than ${failure.limit} bytes.`);
    case 'TooDeep':
      return notReadable(400, `The body has more than ${failure.limit} levels.`);
  }
};

const bookingOutcome: { readonly [Tag in BookingError['_tag']]: BookingOutcome } = {
  Unfit: 'invalid',
  RateNotEnabled: 'invalid',
  WindowImpossible: 'invalid',
  RouteNotServed: 'refused',
  SenderNotServed: 'refused',
  CarriersFailed: 'unavailable',
  CarriersLate: 'unavailable',
  ItnMissing: 'invalid',
  CarrierCodeUnknown: 'invalid',
  OfferForged: 'invalid',
  OfferExpired: 'invalid',
  Refused: 'refused',
  LabelPending: 'pending',
  AwaitsOperator: 'parked',
  Unavailable: 'unavailable',
};

const cancelOutcome: { readonly [Tag in CancelError['_tag']]: CancelOutcome } = {
  CodeUnknown: 'not_found',
  TooLate: 'refused',
  CancelRefused: 'refused',
  CancelUnknown: 'pending',
  Unavailable: 'unavailable',
};

/** NewStore's shipping provider webhooks. */
export const newstoreRoutes = ({ hub, clock, metrics, limits }: Deps): Router<RequestState> => {
  const authorize = async (ctx: Context): Promise<Access | undefined> => {
    const key = apiKeyOf(ctx.get('authorization'));
    const access = O.isSome(key) ? await hub.authenticate(key.value)() : undefined;
    if (access !== undefined && E.isRight(access) && access.right.role === 'newstore') {
      ctx.state.access = access.right;
      return access.right;
    }
    const isAway = access !== undefined && E.isLeft(access) && access.left._tag === 'Unavailable';
    refuse(ctx, isAway ? storageAway() : notAuthorized());
    return undefined;
  };

  const decode = async <A>(ctx: Context, codec: Wire<A>): Promise<A | undefined> => {
    const json = await readJson(ctx.req, limits);
    if (E.isLeft(json)) {
      refuse(ctx, unreadable(json.left));
      if (json.left._tag === 'TooLarge') ctx.set('Connection', 'close');
      return undefined;
    }
    const body = codec.decode(json.right);
    if (E.isRight(body)) return body.right;
    refuse(ctx, unfitAnswer(faultsOf(body.left)));
    return undefined;
  };

  const offers = async (ctx: Context): Promise<void> => {
    const access = await authorize(ctx);
    if (access === undefined) return;
    const body = await decode(ctx, OffersBody);
    if (body === undefined) return;
    const { result } = await hub.offerShipping(access.desk, toOffersRequest(body), ctx.state.requestId)();
    if (E.isLeft(result)) {
      refuse(ctx, noOffersAnswer(result.left));
      return;
    }
    ctx.state.facts.count = result.right.length;
    ctx.status = 201;
    ctx.body = fromOffers(result.right, body.service_level);
  };

  const counted = async <A>(work: Work, task: Task<A>): Promise<A> => {
    const done = metrics.begin(work);
    try {
      return await task();
    } finally {
      done();
    }
  };

  const book = async (ctx: Context): Promise<void> => {
    const access = await authorize(ctx);
    if (access === undefined) return;
    const body = await decode(ctx, BookingBody);
    if (body === undefined) {
      metrics.bookingAnswered('invalid');
      return;
    }
    const startedAt = clock.monotonic();
    const outcome = await counted(
      'booking',
      hub.bookShipment(access.desk, toBookingRequest(body), ctx.state.requestId),
    );
    ctx.state.facts.order = body.external_order_id;
    if (E.isLeft(outcome)) refuse(ctx, bookingErrorAnswer(outcome.left));
    else {
      ctx.status = 201;
      ctx.type = 'application/json';
      ctx.body = outcome.right;
    }
    metrics.bookingAnswered(E.isRight(outcome) ? 'booked' : bookingOutcome[outcome.left._tag]);
    hub.recordExchange(bookingExchange(ctx, access, body, outcome, clock.monotonic() - startedAt, clock.now()));
  };

  const cancel = async (ctx: Context, code: string): Promise<void> => {
    const access = await authorize(ctx);
    if (access === undefined) return;
    const startedAt = clock.monotonic();
    const outcome = await counted('cancel', hub.cancelShipment(access.desk, code, ctx.state.requestId));
    const leg = E.isRight(outcome) ? outcome.right : outcome.left.leg;
    if (leg !== undefined) [ctx.state.facts.order, ctx.state.facts.reference] = [leg.order, leg.reference];
    if (E.isLeft(outcome)) refuse(ctx, cancelErrorAnswer(outcome.left.failure));
    else {
      ctx.status = 200;
      ctx.body = '';
    }
    metrics.cancelAnswered(E.isRight(outcome) ? 'cancelled' : cancelOutcome[outcome.left.failure._tag]);
    hub.recordExchange(cancelExchange(ctx, access, code, outcome, clock.monotonic() - startedAt, clock.now()));
  };

  const router = new Router<RequestState>({ prefix: NEWSTORE_BASE });
  router.post('/shipping_offers', (ctx) => {
    ctx.state.route = `${NEWSTORE_BASE}/shipping_offers`;
    return offers(ctx);
  });
  router.post('/shipments', (ctx) => {
    ctx.state.route = `${NEWSTORE_BASE}/shipments`;
    return book(ctx);
  });
  router.post('/shipments/:trackingCode/_cancel', (ctx) => {
    ctx.state.route = `${NEWSTORE_BASE}/shipments/{tracking_code}/_cancel`;
    return cancel(ctx, ctx.params['trackingCode'] ?? '');
  });
  return router;
};
