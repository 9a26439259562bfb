import type { Instant } from '../../domain/time.js';

const SECONDS = /^\d{1,6}$/;
const DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * Milliseconds that `Retry-After` (RFC 9110, 10.2.3) asks for: it is seconds, or a date. None where it says neither; a date
 * that has passed asks for nothing more.
 */
export const retryAfterOf = (header: string | string[] | undefined, now: Instant): number | undefined => {
  if (typeof header !== 'string') return undefined;
  if (SECONDS.test(header)) return Number(header) * 1_000;
  const at = DATE.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};
