import type { ParameterizedContext } from 'koa';
import type { Access } from '../../application/access/authenticate.js';

/** What a request gathers on its way through the middleware. */
export type RequestState = {
  requestId: string;
  /** The declared route, for metrics; its path has no capability and no code in it. */
  route?: string;
  access?: Access;
  /** Facts for the one line that the log has of each request. */
  facts: { outcome?: string; reason?: string; count?: number; order?: string; reference?: string };
};

export type Context = ParameterizedContext<RequestState>;
