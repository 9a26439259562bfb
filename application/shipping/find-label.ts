import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { legOf, type Booking, type Leg } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import type { AddressLines } from '../ports/address-lines.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Desk, Desks } from '../ports/desks.js';
import type { LabelPress } from '../ports/label-press.js';
import type { LabelFormat, Labels, StoredLabel } from '../ports/labels.js';
import type { Unavailable } from '../ports/unavailable.js';
import { storedContent } from './label-content.js';

/** A format; `zpl` and `png` are those of the account's own printers. */
export type LabelWish = LabelFormat | 'zpl' | 'png';

/** There is a document, and it is a PDF only: the carrier's own label, or a commercial invoice. */
export type PdfOnly = { readonly _tag: 'PdfOnly'; readonly what: 'carriers_label' | 'invoice' };

/** What is served, and what it is. */
export type ServedLabel = StoredLabel & { readonly paper: 'label' | 'invoice' };

/**
 * The document behind a capability; none for one that was revoked, has aged out or never was. ZPL and PNG of a label of ours
 * are drawn when they are first asked for, from what is stored, and kept: the same bytes from then on.
 */
export type FindLabel = (
  capability: string,
  wish: LabelWish,
) => TE.TaskEither<Unavailable | PdfOnly, O.Option<ServedLabel>>;

type Deps = {
  readonly labels: Labels;
  readonly bookings: Bookings;
  readonly desks: Desks;
  readonly press: LabelPress;
  readonly lines: AddressLines;
  readonly clock: Clock;
  /** Milliseconds for which a label is served. */
  readonly validity: number;
};

const aLabel = (label: StoredLabel): ServedLabel => ({ ...label, paper: 'label' });

/** A document in force, and what it is of. */
type Found = { readonly label: StoredLabel; readonly booking: Booking; readonly leg: Leg };

const formatOf = (wish: LabelWish, desk: Desk | undefined): LabelFormat =>
  wish === 'zpl' || wish === 'png' ? `${wish}-${desk?.account.labels.dpi ?? 203}` : wish;

export const makeFindLabel = ({ labels, bookings, desks, press, lines, clock, validity }: Deps): FindLabel => {
  /** The booking's state alone says whether its papers may be used. */
  const inForce = (booking: Booking, label: StoredLabel): O.Option<Found> => {
    const leg = legOf(booking, label.leg);
    const state = leg?.state._tag;
    const isTheirs = leg?.plan.capability === label.capability || leg?.plan.invoice === label.capability;
    const isServed = booking.faded === undefined && (state === 'Booked' || state === 'Cancelling');
    return leg !== undefined && isTheirs && isServed && clock.now() < later(label.storedAt, validity)
      ? O.some({ label, booking, leg })
      : O.none;
  };

  const pdfOf = (capability: string): TE.TaskEither<Unavailable, O.Option<Found>> =>
    pipe(
      labels.find(capability, 'pdf'),
      TE.flatMap(
        O.match(
          () => TE.right<Unavailable, O.Option<Found>>(O.none),
          (label) => pipe(bookings.find(label.booking), TE.map(O.flatMap((booking) => inForce(booking, label)))),
        ),
      ),
    );

  const drawn = (
    found: Found,
    desk: Desk | undefined,
    format: LabelFormat,
  ): TE.TaskEither<Unavailable | PdfOnly, void> => {
    const { capability, booking: key, leg: kind } = found.label;
    const content = storedContent(found.booking, found.leg, desk, lines);
    if (content === undefined) return TE.left({ _tag: 'PdfOnly', what: 'carriers_label' });
    return pipe(
      press.draw(content, format),
      TE.flatMap((bytes) => labels.keep({ capability, format, bytes, booking: key, leg: kind, storedAt: clock.now() })),
    );
  };

  /** Who asks while it is being drawn waits for that drawing. */
  const underway = new Map<string, ReturnType<ReturnType<FindLabel>>>();

  const inFormat = (found: Found, wish: LabelWish): ReturnType<FindLabel> => {
    const { capability, booking: key } = found.label;
    if (found.leg.plan.invoice === capability) return TE.left({ _tag: 'PdfOnly', what: 'invoice' });
    const desk = O.toUndefined(desks.find(key.account));
    const format = formatOf(wish, desk);
    const made = pipe(
      drawn(found, desk, format),
      // Another process may have been first.
      TE.flatMap(() => labels.find(capability, format)),
      TE.map(O.map(aLabel)),
    );
    return pipe(
      labels.find(capability, format),
      TE.flatMap((kept): ReturnType<FindLabel> => {
        if (O.isSome(kept)) return TE.right(O.some(aLabel(kept.value)));
        return () => {
          const name = `${capability}.${format}`;
          const running = underway.get(name) ?? made().finally(() => underway.delete(name));
          underway.set(name, running);
          return running;
        };
      }),
    );
  };

  return (capability, wish) =>
    pipe(
      pdfOf(capability),
      TE.flatMap((found): ReturnType<FindLabel> => {
        if (O.isNone(found)) return TE.right(O.none);
        const { label, leg } = found.value;
        const paper = leg.plan.invoice === capability ? ('invoice' as const) : ('label' as const);
        return wish === 'pdf' ? TE.right(O.some({ ...label, paper })) : inFormat(found.value, wish);
      }),
    );
};
