import type { CarrierOutcome, Decline, DeclineReason, Quote } from '../../domain/quote.js';
import { HOUR, later } from '../../domain/time.js';
import { dollars, MORNING } from './bookings.js';
import { aService } from './requests.js';

/** A quote of a service, as `carrier/service`, for so many cents. */
export const aQuote = (service: string, cents = 1_240, over: Partial<Quote> = {}): Quote => ({
  _tag: 'Quoted',
  service: aService(service),
  serviceName: service,
  price: dollars(cents),
  lines: [],
  window: { startsAt: later(MORNING, 24 * HOUR), endsAt: later(MORNING, 33 * HOUR) },
  ...over,
});

export const aDecline = (service: string, reason: DeclineReason): Decline => ({
  _tag: 'Declined',
  service: aService(service),
  reason,
});

export const answered = (carrier: string, ...services: readonly (Quote | Decline)[]): CarrierOutcome => ({
  carrier,
  took: 12,
  result: { _tag: 'Answered', services },
});

export const failed = (carrier: string): CarrierOutcome => ({
  carrier,
  took: 12,
  result: { _tag: 'Failed', detail: 'connection refused' },
});

export const late = (carrier: string): CarrierOutcome => ({ carrier, took: 4_000, result: { _tag: 'Late' } });
