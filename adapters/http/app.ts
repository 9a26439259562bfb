import type Router from '@koa/router';
import Koa, { type Next } from 'koa';
import type { Hub } from '../../application/hub.js';
import type { FileStanding } from '../../application/ports/file-standing.js';
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
import { starshipitRoutes } from './starshipit/routes.js';
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
  /** How the files stand that are read again while it serves. */
  readonly files: () => readonly FileStanding[];
};

const answerDefect = (ctx: Context): void => {
  const { status, body } = defect();
  ctx.status = status;
  ctx.body = body;
};

const answerNotFound = (ctx: Context): void => {
  const { status, body } = notFound();
  ctx.status = status;
  ctx.body = body;
  ctx.state.facts.outcome = body.type;
};

/** A proxy may send a whole address. Where that is none, as `https://[::1`, Koa throws for its path, or has none. */
const hasPath = (ctx: Context): boolean => {
  try {
    return typeof ctx.path === 'string';
  } catch {
    return false;
  }
};

const readableTarget = (ctx: Context, next: Next): Promise<void> => {
  if (hasPath(ctx)) return next() as Promise<void>;
  answerNotFound(ctx);
  return Promise.resolve();
};

/** What no route took: an unknown address, or a known one asked in another way. */
const answerUnrouted = (ctx: Context, routers: readonly Router<RequestState>[]): void => {
  if (ctx.status !== 404 || ctx.body !== undefined) return;
  const layers = routers.flatMap((router) => router.match(ctx.path, ctx.method).path);
  const allowed = [...new Set(layers.flatMap(({ methods }) => methods))].sort().join(', ');
  if (allowed === '') {
    answerNotFound(ctx);
    return;
  }
  const { status, body } = methodNotAllowed(allowed);
  ctx.status = status;
  ctx.body = body;
  ctx.state.facts.outcome = body.type;
  ctx.set('Allow', allowed);
};

/** A base address with one slash too many is what a person's hand writes; no address here has two. */
const singleSlashes = (ctx: Context, next: Next): Promise<void> => {
  if (ctx.path.includes('//')) ctx.path = ctx.path.replaceAll(/\/{2,}/g, '/');
  return next() as Promise<void>;
};

/** The whole web application. It owns no socket: `serve` gives it one. */
export const makeApp = (deps: HttpDeps): Koa<RequestState> => {
  const { hub, clock, chance, log, metrics, limits, isLeaving } = deps;
  const routers = [
    newstoreRoutes({ hub, clock, metrics, limits }),
    labelRoutes(hub),
    apiRoutes(hub, limits),
    starshipitRoutes({ hub, clock, limits }),
    healthRoutes(hub, isLeaving, deps.files),
    openApi(deps.version),
  ];
  const app = new Koa<RequestState>();
  app.proxy = deps.trustProxy;
  // Koa prints what it cannot answer; a caller that hung up is no news, all else is in our own log.
  app.silent = true;

  app.use(requestId(chance));
  app.use(accessLog(clock, log, metrics));
  app.use(securityHeaders);
  app.use(faults(log, answerDefect));
  app.use(readableTarget);
  app.use(singleSlashes);
  app.use(async (ctx, next) => {
    await next();
    answerUnrouted(ctx, routers);
  });
  for (const router of routers) app.use(router.routes());
  return app;
};
