import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { phaseOf } from '../../domain/booking.js';
import { rightOf } from './either.js';
import type { Process, Shop } from './shop.js';

/** The fields of a 201, as far as a test reads them. */
export type Answer = {
  readonly tracking_code: string;
  readonly label_url: string;
  readonly return_tracking_code?: string;
  readonly return_label_url?: string;
};

export const parsed = (answer: string): Answer => JSON.parse(answer) as Answer;

/** The unguessable part of a label's address. */
export const capabilityOf = (url: string): string => /([^/]+)\.pdf$/.exec(url)?.[1] ?? '';

/**
 * The order has one booking, booked; each of its legs is entered once in the ledger and has one label, which is served; and the answer is
 * the stored one and names them.
 */
export const expectOneLabelPerLeg = async (
  shop: Shop,
  { hub }: Process,
  order: string,
  answer: string,
  legs: number,
): Promise<void> => {
  const [booking, another] = await shop.ofOrder(order);
  expect(another, 'a second booking').to.equal(undefined);
  if (booking === undefined) throw new Error('no booking');
  expect(phaseOf(booking)).to.equal('Booked');
  expect(booking.legs).to.have.length(legs);
  expect(booking.answer).to.equal(answer);
  expect(booking.owner, 'still held').to.equal(undefined);
  const fields = parsed(answer);
  const told = [
    [fields.tracking_code, fields.label_url],
    [fields.return_tracking_code, fields.return_label_url],
  ].slice(0, legs);
  for (const [at, { plan }] of booking.legs.entries()) {
    const entries = shop.rows('SELECT sscc FROM house_ledger WHERE reference = ?', plan.reference);
    expect(entries.map(({ sscc }) => sscc)).to.deep.equal([told[at]?.[0]]);
    const label = await rightOf(hub.findLabel(capabilityOf(told[at]?.[1] ?? ''), 'pdf'));
    expect(O.isSome(label), 'the label is served').to.equal(true);
  }
  const stored = shop.rows('SELECT capability FROM labels WHERE external_order = ?', order);
  expect(stored.map(({ capability }) => capability)).to.have.members(booking.legs.map(({ plan }) => plan.capability));
};

/** All that was ever entered or stored belongs to a leg of a booking: nothing was bought beside. */
export const expectNothingBeside = async (shop: Shop, orders: readonly string[]): Promise<void> => {
  const bookings = await Promise.all(orders.map((order) => shop.ofOrder(order)));
  const references = bookings.flat().flatMap(({ legs }) => legs.map(({ plan }) => plan.reference));
  const entered = shop.rows('SELECT reference FROM house_ledger').map(({ reference }) => String(reference));
  expect(entered.filter((reference) => !references.includes(reference))).to.deep.equal([]);
};
