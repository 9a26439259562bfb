import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Carrier, CarrierOrder, CarrierRefused, CarrierSilent, Till } from '../../application/ports/carrier.js';
import type { Bought, Refusal } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import { dollars } from './bookings.js';

/** One parcel that the carrier sold: it is asked for as often as the carrier is, and no reference is looked at. */
export type Sale = { readonly reference: string; readonly trackingCode: string; cancelled: boolean };

type Booked = TE.TaskEither<CarrierRefused | CarrierSilent, Bought>;
type Found = ReturnType<Carrier['find']>;
type Ended = ReturnType<Carrier['cancel']>;

/** What the carrier does when it is asked; by default what it is asked for, at once. */
export type Script = {
  book: (order: CarrierOrder, till: Till, sell: Booked) => ReturnType<Carrier['book']>;
  /** `step` is the last one whose mark was written. */
  find: (order: CarrierOrder, found: Found, step: string) => Found;
  cancel: (order: CarrierOrder, end: Ended) => Ended;
};

export type ScriptedCarrier = Carrier & {
  readonly script: Script;
  readonly sales: Sale[];
  /** Every call, as `book LS...`, in order. */
  readonly calls: string[];
};

export const hangs =
  <E, A>(): TE.TaskEither<E, A> =>
  () =>
    new Promise(() => undefined);

export const saysNo = (reason: Refusal['reason'] = 'other'): TE.TaskEither<CarrierRefused, never> =>
  TE.left({ _tag: 'CarrierRefused', refusal: { reason, detail: 'no' } });

export const isSilent: TE.TaskEither<CarrierSilent, never> = TE.left({ _tag: 'CarrierSilent', detail: 'no answer' });

export const inOneStep: Script['book'] = (_order, till, sell) => till.pay('creating', sell);

/** A carrier that sells whenever it is asked to: whoever asks it twice has bought twice. */
export const aScriptedCarrier = (over: Partial<Script> = {}, settleDelay = 0): ScriptedCarrier => {
  const sales: Sale[] = [];
  const calls: string[] = [];
  const script: Script = {
    book: inOneStep,
    find: (_order, found) => found,
    cancel: (_order, end) => end,
    ...over,
  };
  const note = (call: string, { plan }: CarrierOrder): void => void calls.push(`${call} ${plan.reference}`);

  const sell =
    ({ plan }: CarrierOrder): Booked =>
    () => {
      const trackingCode = `T${sales.length + 1}-${plan.reference}`;
      sales.push({ reference: plan.reference, trackingCode, cancelled: false });
      return TE.right({ trackingCode })();
    };
  const foundOf =
    ({ plan }: CarrierOrder): Found =>
    () =>
      TE.right(sales.filter(({ reference, cancelled }) => reference === plan.reference && !cancelled))();
  const endOf =
    ({ trackingCode }: Bought): Ended =>
    () => {
      for (const sale of sales) if (sale.trackingCode === trackingCode) sale.cancelled = true;
      return TE.right({ courierUntold: false })();
    };

  const ref = { carrier: 'scripted', service: 'EXPRESS' };
  return {
    ...{ script, sales, calls },
    id: 'scripted',
    services: [{ ref, name: 'Express' }],
    quoteTimeout: undefined,
    settleDelay,
    firstStep: 'creating',
    isNumber: (text) => text !== '',
    quote: ({ readyAt }, services) =>
      TE.right(
        services.map((service) => ({
          _tag: 'Quoted',
          service,
          serviceName: 'Express',
          price: dollars(1_000),
          lines: [],
          window: { startsAt: later(readyAt, 1), endsAt: later(readyAt, 2) },
        })),
      ),
    book: (order, till) => {
      note('book', order);
      return script.book(order, till, sell(order));
    },
    find: (order, step) => {
      note('find', order);
      return script.find(
        order,
        pipe(
          foundOf(order),
          TE.map((found) => found.map(({ trackingCode }) => ({ trackingCode }))),
        ),
        step,
      );
    },
    label: () => TE.right({ _tag: 'Printed', pdf: new Uint8Array([1]) }),
    cancel: (order, bought) => {
      note('cancel', order);
      return script.cancel(order, endOf(bought));
    },
  };
};
