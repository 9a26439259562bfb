import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { boughtOf, type Booking, type Leg, type LegKind } from '../../domain/booking.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Journal } from '../ports/journal.js';
import type { PrinterAddress, PrinterFault, Printers, Taken } from '../ports/printers.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { FindLabel, PdfOnly } from './find-label.js';
import type { ShowBookings } from './show-bookings.js';

export type PrintOrder = {
  /** External order id, tracking code or reference; a reference of ours names its leg by itself. */
  readonly word: string;
  readonly leg: LegKind;
  readonly printer: PrinterAddress;
  /** The account's own where it is left out. */
  readonly dpi?: 203 | 300;
  /** From 1. */
  readonly copies: number;
  readonly requestId: string;
};

export type Printed = { readonly reference: string; readonly bytes: number; readonly taken: Taken };

export type PrintError =
  /** No leg of this account that has a label in force goes by this word. */
  | { readonly _tag: 'NoLabel' }
  /** Several do; nothing is printed. */
  | { readonly _tag: 'Several'; readonly references: readonly string[] }
  | PdfOnly
  | PrinterFault
  | Unavailable;

/** Sends the ZPL of one label to a printer. The outcome stands in the journal, whatever it is. */
export type PrintLabel = (desk: Desk, order: PrintOrder) => TE.TaskEither<PrintError, Printed>;

type Deps = {
  readonly bookings: ShowBookings;
  readonly findLabel: FindLabel;
  readonly printers: Printers;
  readonly journal: Journal;
  readonly clock: Clock;
};

type Chosen = { readonly booking: Booking; readonly leg: Leg };

const hasLabel = ({ leg: { state } }: Chosen): boolean => state._tag === 'Booked' || state._tag === 'Cancelling';

const goesBy = ({ plan, state }: Leg, word: string): boolean => {
  const bought = boughtOf(state);
  const codes = [bought?.trackingCode, ...(bought?.furtherTrackingCodes ?? []), bought?.carrierOrder];
  return plan.reference === word || codes.includes(word);
};

/**
 * The leg that the word names, or of an order the leg that is asked for. A leg that is named and has no label any more stays
 * the one that is meant: no other parcel's label comes out in its place.
 */
const choose = (all: readonly Chosen[], { word, leg: kind }: PrintOrder): readonly Chosen[] => {
  const named = all.filter(({ leg }) => goesBy(leg, word));
  const meant =
    named.length === 1 ? named : (named.length === 0 ? all : named).filter(({ leg }) => leg.plan.kind === kind);
  return meant.filter(hasLabel);
};

const repeated = (bytes: Uint8Array, copies: number): Uint8Array => {
  const all = new Uint8Array(bytes.length * copies);
  for (let copy = 0; copy < copies; copy += 1) all.set(bytes, copy * bytes.length);
  return all;
};

export const makePrintLabel = ({ bookings, findLabel, printers, journal, clock }: Deps): PrintLabel => {
  const legOfOrder = (desk: Desk, order: PrintOrder): TE.TaskEither<PrintError, Chosen> =>
    pipe(
      bookings.about(desk.account.id, order.word),
      TE.flatMap((found): TE.TaskEither<PrintError, Chosen> => {
        const legs = found.flatMap(({ booking }) => booking.legs.map((leg) => ({ booking, leg })));
        const chosen = choose(legs, order);
        const [one, another] = chosen;
        if (one === undefined) return TE.left({ _tag: 'NoLabel' });
        if (another === undefined) return TE.right(one);
        return TE.left({ _tag: 'Several', references: chosen.map(({ leg }) => leg.plan.reference) });
      }),
    );

  const zplOf = ({ leg }: Chosen, { dpi }: PrintOrder): TE.TaskEither<PrintError, Uint8Array> =>
    pipe(
      findLabel(leg.plan.capability, dpi === undefined ? 'zpl' : `zpl-${dpi}`),
      TE.flatMap(
        O.match(
          () => TE.left<PrintError>({ _tag: 'NoLabel' }),
          ({ bytes }) => TE.right(bytes),
        ),
      ),
    );

  const sent = (desk: Desk, { booking, leg }: Chosen, order: PrintOrder, bytes: Uint8Array) => {
    const { printer, copies, requestId } = order;
    const startedAt = clock.monotonic();
    const record = (status: string, did: string): void => {
      journal.record({
        at: clock.now(),
        account: desk.account.id,
        requestId,
        ...{ system: 'printer', direction: 'out', method: 'print', endpoint: `${printer.host}:${printer.port}` },
        ...{ status, did, retries: 0, took: Math.round(clock.monotonic() - startedAt) },
        order: booking.key.order,
        reference: leg.plan.reference,
        body: { leg: leg.plan.kind, copies, bytes: bytes.length },
      });
    };
    return pipe(
      printers.send(printer, repeated(bytes, copies)),
      TE.bimap(
        (fault): PrintError => {
          record(fault.reason, 'not printed');
          return fault;
        },
        (taken): Printed => {
          if (taken === 'ended') record('ok', 'printed');
          else record('unconfirmed', 'sent');
          return { reference: leg.plan.reference, bytes: bytes.length * copies, taken };
        },
      ),
    );
  };

  return (desk, order) =>
    pipe(
      legOfOrder(desk, order),
      TE.flatMap((one) =>
        pipe(
          zplOf(one, order),
          TE.flatMap((bytes) => sent(desk, one, order, bytes)),
        ),
      ),
    );
};
