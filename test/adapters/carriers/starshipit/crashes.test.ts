import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { makeClock } from '../../../../adapters/system/clock.js';
import { phaseOf } from '../../../../domain/booking.js';
import type { BookingMethod } from '../../../../domain/booking-request.js';
import { later } from '../../../../domain/time.js';
import { rightOf } from '../../../support/either.js';
import { capabilityOf, parsed } from '../../../support/one-label.js';
import { aRequest, openShop, type Process, type Shop } from '../../../support/shop.js';
import { openStarshipit, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import {
  startStarshipit,
  type SimulatedFault,
  type StarshipitSimulator,
} from '../../../support/starshipit/simulator.js';
import { aStopping, type Manner, type Stopping } from '../../../support/stopping.js';

const clock = makeClock();

/** The next process starts when every call that the one before it has marked was sent, or never will be. */
const SENT_BY_THEN = 10_000;
const pause = (milliseconds: number): Promise<void> => clock.sleep(milliseconds)();

describe('a Starshipit booking that is stopped', () => {
  let shop: Shop;
  let simulator: StarshipitSimulator;
  let starshipit: OpenedStarshipit;
  let count = 0;

  before(async () => {
    shop = await openShop();
    simulator = await startStarshipit();
    starshipit = openStarshipit(simulator.url, { settleDelay: 40, labelWait: 400 });
  });
  after(async () => {
    await starshipit.close();
    await simulator.close();
    await shop.close();
  });

  const start = (stopping?: Stopping): Promise<Process> => {
    count += 1;
    const passed = count * SENT_BY_THEN;
    return shop.start(`serve:${count}`, {
      clock: { ...clock, now: () => later(clock.now(), passed) },
      carriers: [starshipit.carrier],
      ...(stopping && { stopping }),
    });
  };

  /** The same request again and again, as NewStore sends it, until it is answered. */
  const untilBooked = async ({ book }: Process, request: ReturnType<typeof aRequest>): Promise<string> => {
    for (let left = 100; left > 0; left -= 1) {
      const answer = await book(request);
      if (E.isRight(answer)) return answer.right;
      expect(answer.left._tag).to.be.oneOf(['LabelPending', 'Unavailable']);
      await pause(20);
    }
    return expect.fail('never booked');
  };

  const expectOnePurchasePerLeg = async (process: Process, order: string, answer: string, legs: number) => {
    const sold = simulator.books.orders.filter(({ order_number: number }) => number.startsWith(order));
    expect(sold.map(({ purchases }) => purchases)).to.deep.equal(Array.from({ length: legs }, () => 1));
    const [booking, another] = await shop.ofOrder(order);
    expect(another).to.equal(undefined);
    expect(booking && phaseOf(booking)).to.equal('Booked');
    const fields = parsed(answer);
    const codes = [fields.tracking_code, fields.return_tracking_code].slice(0, legs);
    expect(sold.map(({ numbers }) => numbers[0])).to.deep.equal(codes);
    for (const url of [fields.label_url, fields.return_label_url].slice(0, legs))
      expect(O.isSome(await rightOf(process.hub.findLabel(capabilityOf(url ?? ''), 'pdf')))).to.equal(true);
  };

  /** Ends the first process at its nth call of any port; the next one goes on. Answers what was stopped; none: too far. */
  const stopAt = async (nth: number, manner: Manner, method: BookingMethod): Promise<string | undefined> => {
    const order = `STOP-${manner.replace(' ', '-')}-${method}-${nth}`;
    const request = aRequest(order, method);
    const stopping = aStopping();
    const first = await start(stopping);
    stopping.stopAt(nth, manner);
    const isOver = first.book(request);
    const end = new AbortController();
    const isDead = async (): Promise<void> => {
      while (!stopping.isDead() && !end.signal.aborted) await pause(2);
    };
    await Promise.race([isOver, isDead()]);
    end.abort();
    const second = await start();
    const answer = await untilBooked(second, request);
    await expectOnePurchasePerLeg(second, order, answer, method === 'shipping_and_return' ? 2 : 1);
    return stopping.stopped();
  };

  for (const manner of ['dead before', 'dead after', 'unacknowledged'] as const) {
    it(`at any call of any port buys one label per leg: ${manner}`, async () => {
      const stopped: string[] = [];
      for (let nth = 1; ; nth += 1) {
        const what = await stopAt(nth, manner, 'only_shipping');
        if (what === undefined) break;
        stopped.push(what);
      }
      expect(stopped).to.include.members(['bookings.insert', 'carrier.book', 'bookings.replace', 'labels.keep']);
      // The mark before the print, and the booking's end.
      expect(stopped.filter((what) => what === 'bookings.replace').length).to.be.at.least(2);
    });
  }

  it('between the two legs of a shipment with its return buys one label per leg', async () => {
    for (let nth = 4; nth <= 9; nth += 1) await stopAt(nth, 'dead after', 'shipping_and_return');
  });

  const PAID = ['POST /api/orders', 'POST /api/orders/shipment'];
  const FAULTS: readonly SimulatedFault[] = [
    'drop',
    'processed_then_drop',
    'processed_then_hang',
    'status_500',
    'status_503_after_processing',
    'html',
    'no_success',
    'gateway_429',
  ];

  for (const route of PAID)
    for (const fault of FAULTS)
      it(`by ${fault} at ${route} buys one label`, async () => {
        const order = `FAULT-${PAID.indexOf(route)}-${fault}`;
        const process = await start();
        simulator.fail(route, fault);
        const answer = await untilBooked(process, aRequest(order));
        await expectOnePurchasePerLeg(process, order, answer, 1);
      });

  it('as it waits for a hanging print is taken over by another process, which buys nothing more', async () => {
    const request = aRequest('HANG-1');
    const stopping = aStopping();
    const first = await start(stopping);
    simulator.fail('POST /api/orders/shipment', 'processed_then_hang');
    void first.book(request);
    while (simulator.callsOf('POST /api/orders/shipment').at(-1)?.status !== 'processed_then_hang') await pause(5);
    const second = await start();
    const answer = await untilBooked(second, request);
    await expectOnePurchasePerLeg(second, 'HANG-1', answer, 1);
  });
});
