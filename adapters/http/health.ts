import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import type { Hub } from '../../application/hub.js';
import type { RequestState } from './state.js';

/** `live`: the process answers. `ready`: so does its storage, and it is not on its way out. */
export const healthRoutes = (hub: Hub, isLeaving: () => boolean): Router<RequestState> => {
  const router = new Router<RequestState>({ prefix: '/health' });
  router.get('/live', (ctx) => {
    ctx.state.route = '/health/live';
    ctx.body = { status: 'ok' };
  });
  router.get('/ready', async (ctx) => {
    ctx.state.route = '/health/ready';
    const storage = await hub.isReady();
    const isReady = E.isRight(storage) && !isLeaving();
    ctx.status = isReady ? 200 : 503;
    ctx.body = {
      status: isReady ? 'ok' : 'not_ready',
      storage: E.isRight(storage) ? 'ok' : 'unavailable',
      ...(isLeaving() && { shutdown: true }),
    };
  });
  return router;
};
