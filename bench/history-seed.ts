import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { randomBytes } from 'node:crypto';
import type { Archive } from '../application/ports/archive.js';
import type { LedgerEntry } from '../application/ports/house-ledger.js';
import type { StoredLabel } from '../application/ports/labels.js';
import type { Booking } from '../domain/booking.js';
import { instant } from '../domain/time.js';

/** All that a storage keeps for good of one parcel. */
export type Shipment = {
  readonly booking: Booking;
  readonly label: StoredLabel;
  readonly entry: LedgerEntry;
};

/** Awaits a task that must succeed. */
export const done = async <A>(what: string, task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task();
  if (E.isLeft(result)) throw new Error(`${what}: ${JSON.stringify(result.left)}`);
  return result.right;
};

const firstOf = async <A>(what: string, page: TaskEither<unknown, { readonly items: readonly A[] }>): Promise<A> => {
  const [first] = (await done(what, page)).items;
  if (first === undefined) throw new Error(`${what}: nothing is stored`);
  return first;
};

/** The first shipment of a storage: what the program itself has written for a booking. */
export const firstShipment = async ({ bookings, labels, houseLedger }: Archive): Promise<Shipment> => ({
  booking: await firstOf('bookings', bookings.page(undefined, 1)),
  label: await firstOf('labels', labels.page(undefined, 1)),
  entry: await firstOf('ledger', houseLedger.page(undefined, 1)),
});

const hexadecimal = (digits: number): string => randomBytes(digits / 2).toString('hex');

/** Orders whose names fall anywhere among each other, so that no index has its new entries side by side. */
export const scatteredOrder = (): string => hexadecimal(10);

/**
 * The same shipment for another order: with an identity of its own wherever there is one, `age` seconds older, and with an
 * SSCC that no hub gives out, since all of its own begin with the company's prefix. The label has no bytes.
 */
export const another = ({ booking, label, entry }: Shipment, age: number): Shipment => {
  const [leg] = booking.legs;
  const number = String(age).padStart(18, '0');
  const reference = `LS${hexadecimal(20).toUpperCase()}O`;
  const capability = randomBytes(leg.plan.capability.length).toString('base64url').slice(0, leg.plan.capability.length);
  const replaced: readonly (readonly [string, string])[] = [
    [booking.key.order, `${scatteredOrder()}-${age}`],
    [booking.key.fingerprint, `${booking.key.fingerprint.slice(0, -64)}${hexadecimal(64)}`],
    [booking.kin, `${booking.kin.slice(0, -64)}${hexadecimal(64)}`],
    [leg.plan.reference, reference],
    [leg.plan.capability, capability],
    [entry.number, number],
  ];
  const changed = <A extends string | undefined>(text: A): A =>
    replaced.reduce<string | undefined>((all, [from, to]) => all?.replaceAll(from, to), text) as A;
  const [key, at] = [
    {
      ...booking.key,
      order: changed(booking.key.order),
      fingerprint: changed(booking.key.fingerprint),
    },
    instant(booking.createdAt - 1000 * age),
  ];
  const state =
    leg.state._tag === 'Booked'
      ? {
          ...leg.state,
          bought: { ...leg.state.bought, trackingCode: number },
          tracking: { ...leg.state.tracking, since: at },
        }
      : leg.state;
  return {
    booking: {
      ...booking,
      ...{ key, kin: changed(booking.kin), createdAt: at, updatedAt: at, writer: hexadecimal(32) },
      legs: [{ plan: { ...leg.plan, reference, capability }, state }],
      ...(booking.answer === undefined ? {} : { answer: changed(booking.answer) }),
    },
    label: { ...label, booking: key, capability, bytes: new Uint8Array(), storedAt: at },
    entry: { ...entry, reference, number, bookedAt: at },
  };
};
