import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { phaseOf } from '../../../domain/booking.js';
import type { BookingMethod } from '../../../domain/booking-request.js';
import { rightOf } from '../../support/either.js';
import { capabilityOf, expectNothingBeside, parsed } from '../../support/one-label.js';
import { aClockFor, aloneWith, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping, ends, manners, type Manner } from '../../support/stopping.js';

/** What is done after the stop. */
const recoveries = [
  'cancel again',
  'restart and cancel again',
  'restart, settle and cancel again',
  'restart and book again',
] as const;
type Recovery = (typeof recoveries)[number];

type Case = { readonly method: BookingMethod; readonly manner: Manner; readonly recovery: Recovery };

describe('a cancel that is stopped at any call of any port', () => {
  let shop: Shop;
  const orders: string[] = [];
  const stoppedPorts = new Set<string>();

  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  /** The first generation is over: each of its parcels is cancelled with the courier, and no label of it is served. */
  const expectCancelled = async ({ hub }: Process, order: string, answer: string): Promise<void> => {
    const [booking] = await shop.ofOrder(order);
    if (booking === undefined) throw new Error('no booking');
    expect(booking.legs.map(({ state }) => state._tag)).to.deep.equal(booking.legs.map(() => 'Cancelled'));
    expect(booking.owner).to.equal(undefined);
    for (const { plan } of booking.legs) {
      const entries = shop.rows('SELECT cancelled_at FROM house_ledger WHERE reference = ?', plan.reference);
      expect(entries.map((entry) => typeof entry['cancelled_at'])).to.deep.equal(['number']);
    }
    const { label_url: label, return_label_url: back = label } = parsed(answer);
    for (const url of [label, back])
      expect(O.isNone(await rightOf(hub.findLabel(capabilityOf(url), 'pdf')))).to.equal(true);
  };

  const expectBookedAgain = async (process: Process, order: string, first: string, second: string): Promise<void> => {
    const [, next, another] = await shop.ofOrder(order);
    expect(another).to.equal(undefined);
    if (next === undefined) throw new Error('no second generation');
    expect([next.key.generation, next.parcelNumber, phaseOf(next)]).to.deep.equal([2, 2, 'Booked']);
    expect(parsed(second).tracking_code).not.to.equal(parsed(first).tracking_code);
    expect(capabilityOf(parsed(second).label_url)).not.to.equal(capabilityOf(parsed(first).label_url));
    await expectCancelled(process, order, first);
  };

  /** Answers how many calls were made up to the stop, and whether there was one. */
  const cancel = async (nth: number, { method, manner, recovery }: Case) => {
    const order = `${method} ${manner} ${nth} ${recovery}`;
    orders.push(order);
    const bookings = aloneWith(shop, order);
    const differences = { bookings, account: { cancelWithReturn: true } };
    const stopping = aStopping();
    const clock = aClockFor(stopping);
    const first = await shop.start(`serve:${order} 1`, { ...differences, stopping, clock });
    const request = aRequest(order, method);
    const booked = rightOf(await clock.until(first.book(request)));
    const code = parsed(booked).tracking_code;
    stopping.stopAt(nth, manner);
    const told: boolean[] = [];
    const asked = first.cancel(code).then((outcome) => {
      told.push(E.isRight(outcome));
    });
    await (ends(manner) ? Promise.race([clock.rest(), asked]) : clock.until(asked));
    const [calls, stopped] = [stopping.calls(), stopping.stopped()];
    stopping.goOn();

    const isNew = recovery !== 'cancel again';
    const watched = isNew ? aStopping() : stopping;
    const later = isNew ? aClockFor(watched) : clock;
    const second = isNew
      ? await shop.start(`serve:${order} 2`, { ...differences, stopping: watched, clock: later })
      : first;
    if (recovery === 'restart, settle and cancel again') await later.until(second.settle());
    if (recovery === 'restart and book again') {
      const again = rightOf(await later.until(second.book(request)));
      await later.until(second.settle());
      if (again !== booked) await expectBookedAgain(second, order, booked, again);
      if (told.includes(true)) expect(again).not.to.equal(booked);
    } else {
      rightOf(await later.until(second.cancel(code)));
      await expectCancelled(second, order, booked);
    }
    const [port] = stopped?.split('.') ?? [];
    if (port !== undefined) stoppedPorts.add(port);
    return { calls, isStopped: stopped !== undefined };
  };

  for (const method of ['only_shipping', 'shipping_and_return'] as const)
    for (const manner of manners)
      it(`ends the booking once: ${method}, ${manner}`, async () => {
        for (const recovery of recoveries) {
          if (recovery === 'cancel again' && ends(manner)) continue;
          const { calls, isStopped } = await cancel(Infinity, { method, manner, recovery });
          expect(isStopped).to.equal(false);
          expect(calls).to.be.greaterThan(5);
          const nths = Array.from({ length: calls }, (_, at) => at + 1);
          const outcomes = await Promise.all(nths.map((nth) => cancel(nth, { method, manner, recovery })));
          expect(outcomes.every((outcome) => outcome.isStopped)).to.equal(true);
        }
      });

  it('was stopped at every port that a cancel uses, and bought nothing beside', async () => {
    expect([...stoppedPorts].sort()).to.deep.equal(['bookings', 'carrier', 'ledger']);
    await expectNothingBeside(shop, orders);
  });
});
