import type { Next } from 'koa';
import type { Clock } from '../../../application/ports/clock.js';
import type { Log } from '../../../application/ports/log.js';
import type { Metrics } from '../../../application/ports/metrics.js';
import type { Context } from '../state.js';

const UNROUTED = 'none';

/** One line per request. The path is the declared one: capabilities and tracking codes stay out of the log. */
export const accessLog =
  (clock: Clock, log: Log, metrics: Metrics) =>
  async (ctx: Context, next: Next): Promise<void> => {
    const startedAt = clock.monotonic();
    const done = metrics.begin('request');
    try {
      await next();
    } finally {
      done();
      const took = clock.monotonic() - startedAt;
      const { route = UNROUTED, requestId, access, facts } = ctx.state;
      metrics.requestAnswered(route, ctx.method, ctx.status, took);
      log.info('request', {
        requestId,
        method: ctx.method,
        route,
        status: ctx.status,
        took: Math.round(took * 1000) / 1000,
        ...(access !== undefined && { account: access.desk.account.id, keyId: access.keyId }),
        ...facts,
      });
    }
  };
