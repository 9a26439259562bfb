import type { Next } from 'koa';
import type { Context } from '../state.js';

/** Nothing here is meant for a browser's page, to be framed, sniffed or kept by a cache, unless its route says so. */
export const securityHeaders = (ctx: Context, next: Next): Promise<void> => {
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cache-Control', 'no-store');
  return next() as Promise<void>;
};
