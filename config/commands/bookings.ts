import * as E from 'fp-ts/lib/Either.js';
import type { JournalEntry } from '../../application/ports/journal.js';
import type { VerdictError } from '../../application/shipping/settle-parked.js';
import {
  awaitsRequest,
  boughtOf,
  isCourierUntold,
  phaseOf,
  type Booking,
  type Leg,
  type LegState,
} from '../../domain/booking.js';
import { priceText } from '../../domain/money.js';
import { rfc3339 } from '../../domain/time.js';
import { ExitCode } from './exit-codes.js';
import { bold, complain, dim, print, printJson, printTable, red } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

type JsonOption = { readonly json?: boolean };

const codesOf = (booking: Booking): string =>
  booking.legs.flatMap(({ state }) => boughtOf(state)?.trackingCode ?? []).join(' ');

/** A booking without people: no name, street, phone, e-mail and no label capability. */
const shown = (booking: Booking) => ({
  order: booking.key.order,
  parcel: booking.parcelNumber,
  generation: booking.key.generation,
  phase: phaseOf(booking),
  version: booking.version,
  owner: booking.owner ?? null,
  created_at: rfc3339(booking.createdAt),
  updated_at: rfc3339(booking.updatedAt),
  grams: booking.parcel.grams,
  size_mm: [booking.parcel.lengthMm, booking.parcel.widthMm, booking.parcel.heightMm],
  answered: booking.answered,
  notes: booking.notes,
  suspected_duplicate_of: booking.suspectedDuplicateOf ?? null,
  courier_untold: isCourierUntold(booking),
  awaits_request: awaitsRequest(booking),
  legs: booking.legs.map(({ plan, state }) => ({
    leg: plan.kind,
    reference: plan.reference,
    carrier: plan.service.carrier,
    service: plan.service.service,
    price: priceText(plan.price),
    currency: plan.price.currency,
    from: { country: plan.from.country, state: plan.from.state, postcode: plan.from.postcode },
    to: { country: plan.to.country, state: plan.to.state, postcode: plan.to.postcode },
    state,
  })),
});

const UNTOLD = 'TELL THE COURIER';
const AWAITED = 'AWAITS ITS REQUEST';

const phaseWords = (booking: Booking): string =>
  [phaseOf(booking), ...(isCourierUntold(booking) ? [UNTOLD] : []), ...(awaitsRequest(booking) ? [AWAITED] : [])].join(
    ', ',
  );

/** What a person does about a booking that NewStore may have given up. */
const awaitedWords = (booking: Booking): string => {
  const bought = codesOf(booking);
  return bought === ''
    ? `${AWAITED}: nothing is bought. The next identical request buys it; if none comes, delete the order that the carrier may have, unprinted`
    : `${AWAITED}: ${bought} is bought and was never answered. The next identical request goes on; if none comes, cancel ${bought}`;
};

const whyOf = (state: LegState): string => {
  switch (state._tag) {
    case 'Parked':
      return red(state.why);
    case 'Refused':
      return red(state.refusal.detail);
    case 'Cancelled':
      return state.courierUntold === true
        ? red(`${UNTOLD}: it knows nothing of the cancel, and may bill the parcel`)
        : '';
    default:
      return '';
  }
};

const legLine = ({ plan, state }: Leg): string => {
  const code = boughtOf(state)?.trackingCode ?? '';
  const tracking = state._tag === 'Booked' ? state.tracking : undefined;
  const beside = tracking?.note === undefined ? '' : red(tracking.note.state);
  const further = (boughtOf(state)?.furtherTrackingCodes ?? [])
    .map((one) => `${one} ${tracking?.further?.find((seen) => seen.code === one)?.status ?? ''}`.trim())
    .join(', ');
  const why = whyOf(state);
  const price = `${priceText(plan.price)} ${plan.price.currency}`;
  return `  ${plan.kind.padEnd(8)} ${bold(state._tag)} ${[plan.reference, `${plan.service.carrier}/${plan.service.service}`, price, code, tracking?.status ?? '', beside, further === '' ? '' : `(also ${further})`, why].filter((part) => part !== '').join('  ')}`;
};

const journalLine = ({ at, direction, system, method, endpoint, status, did, took, requestId }: JournalEntry): string =>
  dim(
    `  ${rfc3339(at)} ${direction === 'in' ? '<-' : '->'} ${system} ${method} ${endpoint} ${status}: ${did} (${took} ms${requestId === undefined ? '' : `, request ${requestId}`})`,
  );

export const listBookings = (options: AccountOption & JsonOption & { readonly limit: string }): Promise<void> => {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    complain('--limit takes a whole number from 1');
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async ({ account }, { hub }) => {
    const found = await hub.bookings.recent(account.id, limit)();
    if (E.isLeft(found)) return storageFailed(found.left);
    if (options.json === true) printJson(found.right.map(shown));
    else if (found.right.length === 0) complain(`account ${account.id} has no bookings yet`);
    else
      printTable(
        ['CREATED', 'ORDER', 'PARCEL', 'PHASE', 'SERVICE', 'CODES', 'REFERENCE'],
        found.right.map((booking) => [
          rfc3339(booking.createdAt),
          booking.key.order,
          String(booking.parcelNumber),
          phaseWords(booking),
          booking.legs[0].plan.service.service,
          codesOf(booking),
          booking.legs[0].plan.reference,
        ]),
      );
    return ExitCode.done;
  });
};

export const showBookings = (word: string, options: AccountOption & JsonOption): Promise<void> =>
  withDesk(options, async ({ account }, { hub }) => {
    const found = await hub.bookings.about(account.id, word)();
    if (E.isLeft(found)) return storageFailed(found.left);
    if (found.right.length === 0) {
      complain(`account ${account.id} has no booking of that order, code or reference`);
      // Refused before anything was bought: of that only the journal knows.
      const exchanges = await hub.bookings.exchanges(account.id, word)();
      if (E.isLeft(exchanges)) return storageFailed(exchanges.left);
      if (options.json === true) printJson({ journal: exchanges.right });
      else exchanges.right.map(journalLine).forEach(print);
      return ExitCode.notDone;
    }
    if (options.json === true) {
      printJson(
        found.right.map(({ booking, journal }) => ({
          ...shown(booking),
          journal: journal.map((entry) => ({ ...entry, at: rfc3339(entry.at) })),
        })),
      );
      return ExitCode.done;
    }
    for (const { booking } of found.right) {
      const facts = shown(booking);
      print(
        `${bold(`Order ${facts.order}, parcel ${facts.parcel}`)}: ${facts.phase}, generation ${facts.generation}, ${facts.grams} g, ${facts.size_mm.join(' x ')} mm`,
      );
      booking.legs.map(legLine).forEach(print);
      if (facts.awaits_request) print(red(`  ${awaitedWords(booking)}`));
      if (facts.notes.length > 0) print(`  notes: ${facts.notes.join(', ')}`);
      if (facts.suspected_duplicate_of !== null) print(red(`  suspected duplicate of ${facts.suspected_duplicate_of}`));
    }
    print(bold('Journal'));
    found.right[0]?.journal.map(journalLine).forEach(print);
    return ExitCode.done;
  });

const verdictWords = ({ _tag }: VerdictError): string => {
  switch (_tag) {
    case 'ReferenceUnknown':
      return 'no leg of this account has this reference';
    case 'NotParked':
      return 'is not parked, there is nothing to decide';
    case 'NumberUnfit':
      return 'the carrier gives no such numbers; look the number up once more';
    case 'Refused':
    case 'LabelPending':
    case 'AwaitsOperator':
    case 'Overtaken':
    case 'Unavailable':
      return `was changed by somebody else meanwhile (${_tag}); look again with bookings show`;
  }
};

export const settleBooking = (
  reference: string,
  options: AccountOption & { readonly bought?: string; readonly notBought?: boolean },
): Promise<void> => {
  const { bought, notBought = false } = options;
  if (bought === undefined && !notBought) {
    complain('say what became of it: --bought <number> or --not-bought');
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async (desk, { hub, chance }) => {
    const verdict =
      bought === undefined ? ({ _tag: 'NotBought' } as const) : ({ _tag: 'Bought', carriersNumber: bought } as const);
    const settled = await hub.settleParked(desk, reference, verdict, chance.id())();
    if (E.isRight(settled)) {
      const phase = phaseOf(settled.right);
      print(`${reference}: ${phase}${phase === 'Open' ? '; the next identical request buys it' : ''}`);
      return ExitCode.done;
    }
    const failure = settled.left;
    if (failure._tag === 'Unavailable') return storageFailed(failure);
    complain(`${reference}: ${verdictWords(failure)}`);
    return ExitCode.notDone;
  });
};
