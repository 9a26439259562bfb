import type { Next } from 'koa';
import type { Log } from '../../../application/ports/log.js';
import type { Context } from '../state.js';

/** Answers a defect of ours without a detail; the log has it all, under the request id. */
export const faults =
  (log: Log, answerDefect: (ctx: Context) => void) =>
  async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (cause) {
      log.error('defect', {
        requestId: ctx.state.requestId,
        ...(ctx.state.route !== undefined && { route: ctx.state.route }),
        error: cause,
      });
      answerDefect(ctx);
    }
  };
