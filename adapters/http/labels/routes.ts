import { createHash } from 'node:crypto';
import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Hub } from '../../../application/hub.js';
import type { Context, RequestState } from '../state.js';

const FILE = /^([A-Za-z0-9_-]{22})\.pdf$/;

const plain = (ctx: Context, status: number, words: string): void => {
  ctx.status = status;
  ctx.type = 'text/plain';
  ctx.body = `${words}\n`;
};

/**
 * Labels, for whoever knows their address: NewStore fetches them with no header of its own. GET and HEAD answer alike; the
 * bytes of one address never change, so that its ETag is theirs.
 */
export const labelRoutes = (hub: Hub): Router<RequestState> => {
  const serve = async (ctx: Context, file: string): Promise<void> => {
    const capability = FILE.exec(file)?.[1];
    if (capability === undefined) {
      plain(ctx, 404, 'There is no such label.');
      return;
    }
    const found = await hub.findLabel(capability, 'pdf')();
    if (E.isLeft(found)) {
      plain(ctx, 503, 'The storage does not answer at the moment; ask again.');
      return;
    }
    if (O.isNone(found.right)) {
      plain(ctx, 404, 'There is no such label.');
      return;
    }
    const { bytes } = found.right.value;
    ctx.set('Content-Disposition', 'inline; filename="label.pdf"');
    // A cancelled label must stop being served: a cache may keep it, and must ask each time.
    ctx.set('Cache-Control', 'private, no-cache');
    ctx.etag = createHash('sha256').update(bytes).digest('base64url');
    ctx.type = 'application/pdf';
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

  const router = new Router<RequestState>({ prefix: '/labels' });
  router.get('/:file', (ctx) => {
    ctx.state.route = '/labels/{capability}.pdf';
    return serve(ctx, ctx.params['file'] ?? '');
  });
  return router;
};
