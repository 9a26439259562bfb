import type { Context } from '../state.js';
import type { NotReadable } from './read-json.js';

/** A member of a body that cannot be used, as a caller is told of it. */
type Fault = { readonly field: string; readonly error: string };

/** RFC 9457. `type` is a stable word; the title is for people. */
export const problem = (ctx: Context, status: number, type: string, title: string, faults?: readonly Fault[]): void => {
  ctx.status = status;
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify({ type, title, status, request_id: ctx.state.requestId, ...(faults && { faults }) });
  ctx.state.facts.outcome = type;
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer');
};

export const storageAway = (ctx: Context): void =>
  problem(ctx, 503, 'unavailable', 'The storage does not answer at the moment');

export const notReadable = (ctx: Context, failure: NotReadable): void => {
  switch (failure._tag) {
    case 'NotJson':
      return problem(ctx, 415, 'not-json', 'The body must be JSON in UTF-8, with Content-Type: application/json');
    case 'BadJson':
      return problem(ctx, 400, 'bad-json', 'The body is not JSON');
    case 'CutOff':
      return problem(ctx, 400, 'cut-off', 'The body ended too early');
    case 'TooDeep':
      return problem(ctx, 400, 'too-deep', `The body has more than ${failure.limit} levels`);
    case 'TooLarge':
      // What is left of it is not read.
      ctx.set('Connection', 'close');
      return problem(ctx, 413, 'too-large', `The body is larger than ${failure.limit} bytes`);
  }
};
