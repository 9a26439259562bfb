import type { Next } from 'koa';
import type { Chance } from '../../../application/ports/chance.js';
import type { Context } from '../state.js';

/** Characters of a caller's id that are kept; the rest of a longer one is dropped. */
const KEPT = 128;

const INVISIBLE = /[^\x20-\x7e]/g;

/** Takes the caller's `X-Request-ID` for what it is, an opaque word, or makes one; every answer carries it. */
export const requestId =
  (chance: Chance) =>
  (ctx: Context, next: Next): Promise<void> => {
    const given = ctx.get('x-request-id').replace(INVISIBLE, '').trim().slice(0, KEPT).trimEnd();
    const id = given === '' ? chance.id() : given;
    ctx.state.requestId = id;
    ctx.state.facts = {};
    ctx.set('X-Request-ID', id);
    return next() as Promise<void>;
  };
