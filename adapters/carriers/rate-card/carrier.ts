import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Carrier, CarrierOrder, CarrierRefused, CarrierSilent } from '../../../application/ports/carrier.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { HouseLedger, LedgerEntry } from '../../../application/ports/house-ledger.js';
import type { AccountId, ServiceRef } from '../../../domain/account.js';
import type { Bought } from '../../../domain/booking.js';
import { quoteCard, type NotServed } from '../../../domain/card-quote.js';
import type { Decline, DeclineReason, Quote, QuoteRequest, Side } from '../../../domain/quote.js';
import { findService, trackingUrlOf, type RateCard } from '../../../domain/rate-card.js';
import { isS10 } from '../../../domain/s10.js';
import { isSscc } from '../../../domain/sscc.js';
import { findZone } from '../../../domain/zone-map.js';
import type { ParcelNumbers } from './parcel-numbers.js';

export const RATE_CARD = 'rate-card';

type Deps = {
  readonly account: AccountId;
  readonly card: RateCard;
  readonly ledger: HouseLedger;
  readonly numbers: ParcelNumbers;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly settleDelay: number;
  readonly quoteTimeout: number | undefined;
};

const isNumber = (text: string): boolean => isSscc(text) || isS10(text);

const silent = (detail: string) => (): CarrierSilent => ({ _tag: 'CarrierSilent', detail });

const reasonOf = (answer: NotServed, customerSide: Side): DeclineReason => {
  switch (answer.reason) {
    case 'origin':
      return customerSide === 'receiver' ? { _tag: 'SenderNotServed' } : { _tag: 'NotServed' };
    case 'no_zone':
      return customerSide === 'sender' ? { _tag: 'SenderNotServed' } : { _tag: 'NotServed' };
    case 'not_valid':
      return { _tag: 'Declined', detail: `no price for a pickup on ${answer.pickupDay}` };
    case 'address_part_missing':
      return { _tag: 'PartMissing', side: customerSide, part: answer.part };
    case 'too_heavy':
      return answer.limit === undefined
        ? { _tag: 'Declined', detail: 'too_heavy' }
        : { _tag: 'TooHeavy', limit: answer.limit };
    case 'too_big':
      return { _tag: 'TooBig', limit: answer.limit };
  }
};

/** The house's own courier: priced by a card, numbered with SSCCs or S10 identifiers, remembered in the house's ledger. */
export const makeRateCardCarrier = (deps: Deps): Carrier => {
  const { account, card, ledger, numbers, clock, settleDelay, quoteTimeout } = deps;

  const refOf = (service: string): ServiceRef => ({ carrier: RATE_CARD, service });

  const quote = (request: QuoteRequest, services: readonly ServiceRef[]): readonly (Quote | Decline)[] => {
    // A return is priced as the way there: the house's end is where the card starts.
    const isReturn = request.leg === 'return';
    const [from, to] = isReturn ? [request.to, request.from] : [request.from, request.to];
    const { parcel, readyAt, zone } = request;
    const codes = services.map(({ service }) => service);
    return quoteCard(card, { from, to, parcel, readyAt, zone, services: codes, returning: isReturn }).map(
      ({ service, answer }) =>
        E.isLeft(answer)
          ? {
              _tag: 'Declined',
              service: refOf(service.code),
              reason: reasonOf(answer.left, isReturn ? 'sender' : 'receiver'),
            }
          : {
              _tag: 'Quoted',
              service: refOf(service.code),
              serviceName: service.name,
              price: answer.right.price,
              lines: answer.right.lines,
              window: answer.right.window,
            },
    );
  };

  const routingOf = ({ plan }: CarrierOrder): string | undefined => {
    const zone = findZone(card.zones, plan.kind === 'return' ? plan.from : plan.to);
    return E.isRight(zone) ? card.zones.zones[zone.right]?.routing : undefined;
  };

  const boughtOf = ({ number, service, routingCode }: LedgerEntry): Bought => {
    const url = pipe(
      findService(card, service),
      O.flatMap((found) => trackingUrlOf(found, number)),
    );
    return {
      trackingCode: number,
      ...(O.isSome(url) && { trackingUrl: url.value }),
      ...(routingCode !== undefined && { routingCode }),
    };
  };

  /** A reference that was cancelled is never booked again. */
  const entered = (entry: LedgerEntry): E.Either<CarrierRefused, Bought> =>
    entry.cancelledAt === undefined
      ? E.right(boughtOf(entry))
      : E.left({ _tag: 'CarrierRefused', refusal: { reason: 'other', detail: 'this reference was cancelled' } });

  const enter = (order: CarrierOrder): TE.TaskEither<CarrierRefused | CarrierSilent, Bought> =>
    pipe(
      numbers,
      TE.mapLeft((failure): CarrierRefused | CarrierSilent =>
        failure._tag === 'SerialExhausted'
          ? {
              _tag: 'CarrierRefused',
              refusal: {
                reason: 'configuration',
                detail: 'the numbers for parcels are used up: house in the settings needs others',
              },
            }
          : silent('no number could be reserved')(),
      ),
      TE.flatMap((number) => {
        const routingCode = routingOf(order);
        return pipe(
          ledger.enter({
            account,
            reference: order.plan.reference,
            number,
            service: order.plan.service.service,
            ...(routingCode !== undefined && { routingCode }),
            bookedAt: clock.now(),
          }),
          TE.mapLeft(silent('the ledger did not answer')),
        );
      }),
      TE.flatMapEither(entered),
    );

  return {
    id: RATE_CARD,
    nameOnLabels: card.carrier,
    services: card.services.map(({ code, name }) => ({ ref: refOf(code), name })),
    quoteTimeout,
    settleDelay,
    firstStep: 'booking',
    isNumber,
    quote: (request, services) => TE.right(quote(request, services)),
    book: (order, till) => till.pay('booking', enter(order)),
    find: (order) =>
      pipe(
        ledger.find(account, order.plan.reference),
        TE.mapLeft(silent('the ledger did not answer')),
        TE.map((entry) => (O.isSome(entry) && entry.value.cancelledAt === undefined ? [boughtOf(entry.value)] : [])),
      ),
    label: (_order, { trackingCode, routingCode }) =>
      isNumber(trackingCode)
        ? TE.right({
            _tag: 'ToDraw',
            carrierName: card.carrier,
            number: trackingCode,
            ...(routingCode !== undefined && { routingCode }),
          })
        : TE.left(silent('the number is neither SSCC nor S10')()),
    cancel: (order) =>
      pipe(
        ledger.cancel(account, order.plan.reference, clock.now()),
        TE.bimap(silent('the ledger did not answer'), () => ({ courierUntold: false })),
      ),
  };
};
