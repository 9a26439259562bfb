import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import type { Hub } from '../../application/hub.js';
import type { FileStanding, ReloadedFile } from '../../application/ports/file-standing.js';
import { rfc3339 } from '../../domain/time.js';
import type { RequestState } from './state.js';

/** A file that was refused is no reason not to serve, for the one before it is in force. Whose it is stands in the log. */
const rejectedOf = (files: readonly FileStanding[], kind: ReloadedFile): readonly string[] =>
  files.flatMap(({ what, rejected }) => {
    if (what !== kind || rejected === undefined) return [];
    const { at, faults, first } = rejected;
    return [`rejected since ${rfc3339(at)}: ${faults} ${faults === 1 ? 'fault' : 'faults'}, first ${first}`];
  });

/** `live`: the process answers. `ready`: so does its storage, and it is not on its way out. */
export const healthRoutes = (
  hub: Hub,
  isLeaving: () => boolean,
  files: () => readonly FileStanding[],
): Router<RequestState> => {
  const router = new Router<RequestState>({ prefix: '/health' });
  router.get('/live', (ctx) => {
    ctx.state.route = '/health/live';
    ctx.body = { status: 'ok' };
  });
  router.get('/ready', async (ctx) => {
    ctx.state.route = '/health/ready';
    const storage = await hub.isReady();
    const standings = files();
    const [cards, products] = [rejectedOf(standings, 'card'), rejectedOf(standings, 'products')];
    const isReady = E.isRight(storage) && !isLeaving();
    ctx.status = isReady ? 200 : 503;
    ctx.body = {
      status: isReady ? 'ok' : 'not_ready',
      storage: E.isRight(storage) ? 'ok' : 'unavailable',
      ...(isLeaving() && { shutdown: true }),
      ...(cards.length > 0 && { cards }),
      ...(products.length > 0 && { products }),
    };
  });
  return router;
};
