import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { bookingMethods, type BookingMethod } from '../../../domain/booking-request.js';
import { anAccountId } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { expectNothingBeside, expectOneLabelPerLeg } from '../../support/one-label.js';
import { aScriptedCarrier, type ScriptedCarrier } from '../../support/scripted-carrier.js';
import { aClockFor, aloneWith, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping, ends, manners, type Manner } from '../../support/stopping.js';

/** What is done after the stop. */
const recoveries = ['retry', 'restart and retry', 'restart, settle and retry'] as const;
type Recovery = (typeof recoveries)[number];

type Case = {
  readonly method: BookingMethod;
  readonly manner: Manner;
  readonly recovery: Recovery;
  /** Absent: the rate card, which knows every reference that it was given. */
  readonly forgetful?: ScriptedCarrier;
};

describe('a booking that is stopped at any call of any port', () => {
  let shop: Shop;
  let key: string;
  const orders: string[] = [];
  const stoppedPorts = new Set<string>();

  before(async () => {
    shop = await openShop();
    const { hub } = await shop.start('serve:first');
    key = (await rightOf(hub.keys.create(anAccountId(), 'newstore'))).secret;
  });
  after(() => shop.close());

  /** As the edge does it: the key first, then the booking. */
  const ask = async (process: Process, order: string, method: BookingMethod): Promise<E.Either<unknown, string>> => {
    const access = await process.hub.authenticate(key)();
    return E.isLeft(access) ? access : process.book(aRequest(order, method));
  };

  const expectSoldOnce = ({ forgetful, method }: Case, answer: string): void => {
    const { sales = [] } = forgetful ?? {};
    expect(sales).to.have.length(method === 'shipping_and_return' ? 2 : 1);
    for (const { trackingCode } of sales) expect(answer).to.include(trackingCode);
  };

  /** Answers how many calls were made up to the stop, and whether there was one. */
  const book = async (nth: number, one: Case) => {
    const { method, manner, recovery, forgetful } = one;
    const order = `${method} ${manner} ${nth} ${recovery} ${forgetful === undefined ? '' : 'forgetful'}`;
    orders.push(order);
    const bookings = aloneWith(shop, order);
    const differences = { bookings, ...(forgetful && { carriers: [forgetful] }) };
    const stopping = aStopping();
    const clock = aClockFor(stopping);
    const first = await shop.start(`serve:${order} 1`, { ...differences, stopping, clock });
    stopping.stopAt(nth, manner);
    const given: string[] = [];
    const asked = ask(first, order, method).then((answer) => {
      if (E.isRight(answer)) given.push(answer.right);
    });
    await (ends(manner) ? Promise.race([clock.rest(), asked]) : clock.until(asked));
    if (ends(manner)) expect(stopping.isDead()).to.equal(stopping.stopped() !== undefined);
    // Its own write, read back, is done: nothing is in doubt.
    if (manner === 'unacknowledged' && (stopping.stopped() ?? '').startsWith('bookings.')) {
      const wasWrite = /insert|replace/.test(stopping.stopped() ?? '');
      expect(given).to.have.length(wasWrite ? 1 : 0);
      expect(forgetful?.calls.filter((call) => call.startsWith('find')) ?? []).to.deep.equal([]);
    }
    const [calls, stopped] = [stopping.calls(), stopping.stopped()];
    stopping.goOn();

    const isNew = recovery !== 'retry';
    const watched = isNew ? aStopping() : stopping;
    const later = isNew ? aClockFor(watched) : clock;
    const second = isNew
      ? await shop.start(`serve:${order} 2`, { ...differences, stopping: watched, clock: later })
      : first;
    if (recovery === 'restart, settle and retry') await later.until(second.settle());
    const answer = rightOf(await later.until(ask(second, order, method)));

    expect(given.filter((earlier) => earlier !== answer)).to.deep.equal([]);
    if (forgetful === undefined)
      await expectOneLabelPerLeg(shop, second, order, answer, method === 'shipping_and_return' ? 2 : 1);
    else expectSoldOnce(one, answer);
    const [port] = stopped?.split('.') ?? [];
    if (port !== undefined) stoppedPorts.add(port);
    return { calls, isStopped: stopped !== undefined };
  };

  const stopEverywhere = async (one: () => Case): Promise<void> => {
    const { calls, isStopped } = await book(Infinity, one());
    expect(isStopped).to.equal(false);
    expect(calls).to.be.greaterThan(9);
    const nths = Array.from({ length: calls }, (_, at) => at + 1);
    const outcomes = await Promise.all(nths.map((nth) => book(nth, one())));
    expect(outcomes.every((outcome) => outcome.isStopped)).to.equal(true);
  };

  for (const method of bookingMethods)
    for (const manner of manners)
      it(`has one label per leg and one answer: ${method}, ${manner}`, async () => {
        // A return alone goes the way of an outbound alone.
        const some = method === 'only_return' ? recoveries.slice(1, 2) : recoveries;
        for (const recovery of some)
          if (recovery !== 'retry' || !ends(manner)) await stopEverywhere(() => ({ method, manner, recovery }));
      });

  for (const manner of manners)
    it(`is bought once per leg of a carrier that would sell it twice: ${manner}`, async () => {
      for (const recovery of recoveries)
        if (recovery !== 'retry' || !ends(manner))
          await stopEverywhere(() => ({
            ...{ method: 'shipping_and_return', manner, recovery },
            forgetful: aScriptedCarrier(),
          }));
    });

  it('was stopped at every port, and bought nothing beside', async () => {
    const ports = ['apiKeys', 'bookings', 'carrier', 'labels', 'ledger', 'press', 'serials'];
    expect([...stoppedPorts].sort()).to.deep.equal(ports);
    await expectNothingBeside(shop, orders);
  });
});
