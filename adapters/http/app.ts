import Koa from 'koa';
import type { Hub } from '../../application/hub.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Log } from '../../application/ports/log.js';
import type { Metrics } from '../../application/ports/metrics.js';
import { apiRoutes } from './api/routes.js';
import { healthRoutes } from './health.js';
import { labelRoutes } from './labels/routes.js';
import { accessLog } from './middleware/access-log.js';
import { faults } from './middleware/faults.js';
import type { BodyLimits } from './middleware/read-json.js';
import { requestId } from './middleware/request-id.js';
import { securityHeaders } from './middleware/security-headers.js';
import { defect, methodNotAllowed, notFound } from './newstore/errors.js';
import { newstoreRoutes } from './newstore/routes.js';
import { openApi } from './openapi.js';
import type { Context, RequestState } from './state.js';

export type HttpDeps = {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly limits: BodyLimits;
  readonly trustProxy: boolean;
  readonly version: string;
  /** Whether the process has been asked to end. */
  readonly isLeaving: () => boolean;
};

const answerDefect = (ctx: Context): void => {
  const { status, body } = defect();
  ctx.status = status;
  ctx.body = body;
};

/** What no route took: an unknown address, or a known one asked in another way. */
const answerUnrouted = (ctx: Context): void => {
  if (ctx.status !== 404 || ctx.body !== undefined) return;
  const { status, body } = isKnown(ctx.path) && ctx.method !== 'POST' ? methodNotAllowed() : notFound();
  ctx.status = status;
  ctx.body = body;
  if (status === 405) ctx.set('Allow', 'POST');
};

const isKnown = (path: string): boolean =>
  /^\/api\/integrations\/newstore\/v1\/(shipping_offers|shipments(\/[^/]+\/_cancel)?)$/.test(path);

/** The whole web application. It owns no socket: `serve` gives it one. */
export const makeApp = (deps: HttpDeps): Koa<RequestState> => {
  const { hub, clock, chance, log, metrics, limits, isLeaving } = deps;
  const app = new Koa<RequestState>();
  app.proxy = deps.trustProxy;
  // Koa prints what it cannot answer; a caller that hung up is no news, all else is in our own log.
  app.silent = true;

  app.use(requestId(chance));
  app.use(accessLog(clock, log, metrics));
  app.use(securityHeaders);
  app.use(faults(log, answerDefect));
  app.use(async (ctx, next) => {
    await next();
    answerUnrouted(ctx);
  });
  for (const router of [
    newstoreRoutes({ hub, clock, metrics, limits }),
    labelRoutes(hub),
    apiRoutes(hub),
    healthRoutes(hub, isLeaving),
    openApi(deps.version),
  ])
    app.use(router.routes());
  return app;
};
