import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Hub } from '../../../application/hub.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Desk } from '../../../application/ports/desks.js';
import type { NoticeError, NoticeTaken } from '../../../application/tracking/take-notice.js';
import type { AccountId } from '../../../domain/account.js';
import { rfc3339 } from '../../../domain/time.js';
import { notReadable, problem, storageAway } from '../middleware/problem.js';
import { readSignedJson, type BodyLimits } from '../middleware/read-json.js';
import type { Context, RequestState } from '../state.js';

export const STARSHIPIT_BASE = '/api/integrations/starshipit/v1';
const ROUTE = `${STARSHIPIT_BASE}/tracking/{account}`;

const CARRIER = 'starshipit';

type Deps = { readonly hub: Hub; readonly clock: Clock; readonly limits: BodyLimits };

const refuse = (ctx: Context, failure: NoticeError): void => {
  switch (failure._tag) {
    case 'NoSuchCarrier':
      return problem(ctx, 404, 'not-found', 'No account of this name takes webhooks here');
    case 'Forged':
      return problem(ctx, 401, 'not-authorized', 'X-Starshipit-Signature is missing or does not fit the body');
    case 'NotANotice':
      return problem(ctx, 400, 'unfit', 'The body names no parcel');
    case 'Unavailable':
      return storageAway(ctx);
  }
};

/** Where Starshipit's tracking webhooks come in. 200 once it is on disk; what is not ours is 200 too, for it is not a fault. */
export const starshipitRoutes = ({ hub, clock, limits }: Deps): Router<RequestState> => {
  const journal = (ctx: Context, { account }: Desk, { notice, taken }: NoticeTaken, took: number): void => {
    const { trackingCode, orderNumber, reference, word, at } = notice;
    hub.recordExchange({
      ...{ at: clock.now(), account: account.id, requestId: ctx.state.requestId, system: CARRIER, direction: 'in' },
      ...{
        method: 'POST',
        endpoint: ROUTE,
        status: String(ctx.status),
        retries: 0,
        took: Math.round(took),
        did: taken,
      },
      ...(reference !== undefined && { reference }),
      ...(orderNumber !== undefined && { order: orderNumber }),
      body: {
        ...{ order_number: orderNumber, order_reference: reference, tracking_number: trackingCode },
        ...{ tracking_status: word, last_updated: at === undefined ? undefined : rfc3339(at) },
      },
    });
  };

  const take = async (ctx: Context, accountId: string): Promise<void> => {
    const startedAt = clock.monotonic();
    // First: which accounts there are shows by nothing but a body that can be read.
    const read = await readSignedJson(ctx.req, limits);
    if (E.isLeft(read)) return notReadable(ctx, read.left);
    const desk = hub.desks.find(accountId as AccountId);
    if (O.isNone(desk)) return refuse(ctx, { _tag: 'NoSuchCarrier' });
    const { raw, json: body } = read.right;
    const header = ctx.get('x-starshipit-signature');
    const signature = header === '' ? undefined : header;
    const outcome = await hub.takeNotice(desk.value, { carrier: CARRIER, raw, body, signature })();
    if (E.isLeft(outcome)) return refuse(ctx, outcome.left);
    ctx.status = 200;
    const { taken, isGenuine } = outcome.right;
    ctx.body = { taken };
    ctx.state.facts.outcome = taken;
    // Anybody may send what proves nothing: only what comes of it is worth room.
    if (isGenuine || taken !== 'ignored') journal(ctx, desk.value, outcome.right, clock.monotonic() - startedAt);
  };

  const router = new Router<RequestState>({ prefix: STARSHIPIT_BASE });
  router.post('/tracking/:account', (ctx) => {
    ctx.state.route = ROUTE;
    return take(ctx, ctx.params['account'] ?? '');
  });
  return router;
};
