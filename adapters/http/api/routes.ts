import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Access } from '../../../application/access/authenticate.js';
import type { Hub } from '../../../application/hub.js';
import { rfc3339 } from '../../../domain/time.js';
import { apiKeyOf } from '../middleware/api-key.js';
import { problem, storageAway } from '../middleware/problem.js';
import type { BodyLimits } from '../middleware/read-json.js';
import type { Context, RequestState } from '../state.js';
import { trackParcel } from './tracking.js';

/** What an operator and the operator's tools ask. Each key sees its own account alone. */
export const apiRoutes = (hub: Hub, limits: BodyLimits): Router<RequestState> => {
  const authorized = async (ctx: Context, serve: (access: Access) => Promise<void>): Promise<void> => {
    const key = apiKeyOf(ctx.get('authorization'));
    if (O.isNone(key)) return problem(ctx, 401, 'not-authorized', 'An API key is needed');
    const access = await hub.authenticate(key.value)();
    if (E.isLeft(access))
      return access.left._tag === 'Unavailable'
        ? storageAway(ctx)
        : problem(ctx, 401, 'not-authorized', 'The API key is not valid');
    ctx.state.access = access.right;
    if (access.right.role !== 'operator') return problem(ctx, 403, 'wrong-role', "An operator's key is needed");
    return serve(access.right);
  };

  const explanations = async (ctx: Context, access: Access, requestId: string): Promise<void> => {
    const found = await hub.explainOffers(access.desk.account.id, requestId)();
    if (E.isLeft(found)) {
      storageAway(ctx);
      return;
    }
    if (found.right.length === 0) {
      problem(ctx, 404, 'not-found', 'No request of this id left an explanation');
      return;
    }
    ctx.status = 200;
    ctx.body = { explanations: found.right.map((one) => ({ ...one, at: rfc3339(one.at) })) };
  };

  const router = new Router<RequestState>({ prefix: '/api/v1' });
  router.get('/explanations/:requestId', (ctx) => {
    ctx.state.route = '/api/v1/explanations/{request_id}';
    return authorized(ctx, (access) => explanations(ctx, access, ctx.params['requestId'] ?? ''));
  });
  router.post('/parcels/:trackingCode/tracking', (ctx) => {
    ctx.state.route = '/api/v1/parcels/{tracking_code}/tracking';
    return authorized(ctx, (access) => trackParcel(hub, limits, ctx, access, ctx.params['trackingCode'] ?? ''));
  });
  return router;
};
