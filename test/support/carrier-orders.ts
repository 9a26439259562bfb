import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeZones } from '../../adapters/system/zones.js';
import type { CarrierOrder, Till } from '../../application/ports/carrier.js';
import { overtaken } from '../../application/ports/overtaken.js';
import type { ServiceRef } from '../../domain/account.js';
import type { LegPlan } from '../../domain/booking.js';
import type { QuoteRequest } from '../../domain/quote.js';
import { anAddress, aParcel, aPlan, MORNING } from './bookings.js';

/** A reference of ours, as `referenceOf` makes them. */
export const aReference = (n: number, leg: 'O' | 'R' = 'O'): string =>
  `LS${n.toString(16).toUpperCase().padStart(20, '0')}${leg}`;

/** The house in Brisbane and a shopper in Sydney. */
export const house = anAddress({ state: 'QLD', city: 'Brisbane', postcode: '4000', line1: '12 Queen St' });
export const shopper = anAddress({ state: 'NSW', city: 'Sydney', postcode: '2000', line1: '1 Pitt St', phone: '0400' });

type Over = Partial<Omit<CarrierOrder, 'plan'>> & { readonly plan?: Partial<LegPlan> };

export const aCarrierOrder = ({ plan, ...over }: Over = {}): CarrierOrder => ({
  plan: aPlan({ reference: aReference(1), from: house, to: shopper, ...plan }),
  parcel: aParcel(),
  goods: [],
  externalOrder: 'WEB-1',
  parcelNumber: 1,
  requestId: 'request-1',
  ...over,
});

/** A till that lets every call through, and remembers its steps. */
export const anOpenTill = (): Till & { readonly steps: string[] } => {
  const steps: string[] = [];
  return {
    steps,
    pay: (step, call) => {
      steps.push(step);
      return call;
    },
  };
};

/** A till of a booking that is somebody else's by now. */
export const aClosedTill: Till = { pay: () => TE.left(overtaken) };

const zone = makeZones()('Australia/Brisbane');

export const aQuoteRequest = (over: Partial<QuoteRequest> = {}): QuoteRequest => ({
  from: house,
  to: shopper,
  leg: 'outbound',
  parcel: aParcel(),
  readyAt: MORNING,
  zone: O.isSome(zone) ? zone.value : (undefined as never),
  requestId: 'request-1',
  ...over,
});

export const aServiceOf =
  (carrier: string) =>
  (service: string): ServiceRef => ({ carrier, service });
