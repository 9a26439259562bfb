import { createHash } from 'node:crypto';
import Router from '@koa/router';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Hub } from '../../../application/hub.js';
import type { LabelWish, PdfOnly } from '../../../application/shipping/find-label.js';
import type { Context, RequestState } from '../state.js';

const FILE = /^([A-Za-z0-9_-]{22})\.(pdf|zpl|png)$/;

const media = { pdf: 'application/pdf', zpl: 'application/zpl', png: 'image/png' } as const;
type Ending = keyof typeof media;

const isEnding = (text: string | undefined): text is Ending => text !== undefined && text in media;

const plain = (ctx: Context, status: number, words: string): void => {
  ctx.status = status;
  ctx.type = 'text/plain';
  ctx.body = `${words}\n`;
};

/** What is asked for; undefined for dots that no printer of ours has. */
const wishOf = (ending: Ending, dpi: string | readonly string[] | undefined): LabelWish | undefined => {
  if (ending === 'pdf' || dpi === undefined) return ending;
  return dpi === '203' || dpi === '300' ? `${ending}-${dpi}` : undefined;
};

const pdfOnlyWords = ({ what }: PdfOnly): string => {
  switch (what) {
    case 'carriers_label':
      return 'This label is the carrier\u2019s own and is a PDF only: ask for it as .pdf.';
    case 'invoice':
      return 'This is a commercial invoice, and a PDF only: ask for it as .pdf.';
  }
};

/**
 * Labels and invoices, for whoever knows their address: NewStore fetches them with no header of its own. GET and HEAD answer
 * alike; the bytes of one address never change, so that its ETag is theirs.
 */
export const labelRoutes = (hub: Hub): Router<RequestState> => {
  const serve = async (ctx: Context, capability: string, ending: Ending): Promise<void> => {
    const wish = wishOf(ending, ctx.query['dpi']);
    if (wish === undefined) {
      plain(ctx, 404, 'There is no such label: dpi is 203 or 300.');
      return;
    }
    const found = await hub.findLabel(capability, wish)();
    if (E.isLeft(found)) {
      if (found.left._tag === 'PdfOnly') plain(ctx, 404, pdfOnlyWords(found.left));
      else plain(ctx, 503, 'The storage or the drawing of labels does not answer at the moment; ask again.');
      return;
    }
    if (O.isNone(found.right)) {
      plain(ctx, 404, 'There is no such label.');
      return;
    }
    const { bytes, paper } = found.right.value;
    ctx.set('Content-Disposition', `inline; filename="${paper}.${ending}"`);
    // A cancelled label must stop being served: a cache may keep it, and must ask each time.
    ctx.set('Cache-Control', 'private, no-cache');
    ctx.etag = createHash('sha256').update(bytes).digest('base64url');
    ctx.type = media[ending];
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

  const router = new Router<RequestState>({ prefix: '/labels' });
  router.get('/:file', async (ctx) => {
    const [, capability, ending] = FILE.exec(ctx.params['file'] ?? '') ?? [];
    const isLabel = capability !== undefined && isEnding(ending);
    ctx.state.route = `/labels/{capability}.${isLabel ? ending : 'pdf'}`;
    if (isLabel) await serve(ctx, capability, ending);
    else plain(ctx, 404, 'There is no such label.');
  });
  return router;
};
