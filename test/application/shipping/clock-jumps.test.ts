import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { CarrierSilent } from '../../../application/ports/carrier.js';
import { makeElapsed } from '../../../application/shipping/elapsed.js';
import { DAY, instant, later, SECOND } from '../../../domain/time.js';
import { MORNING } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, inOneStep, type Script } from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

const silence: TE.TaskEither<CarrierSilent, never> = TE.left({ _tag: 'CarrierSilent', detail: 'no answer' });

/** The same clock with hands that can be set. */
const settable = (clock: Clock): Clock & { readonly set: (by: number) => void } => {
  let off = 0;
  return { ...clock, now: () => later(clock.now(), off), set: (by) => (off = by) };
};

describe("a wall's clock that jumps by a day", () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const order = 'order';
  const request = aRequest(order);

  const processOn = async (script: Partial<Script>) => {
    const stopping = aStopping();
    const time = aClockFor(stopping);
    const clock = settable(time);
    const carrier = aScriptedCarrier(script, 120 * SECOND);
    return { time, clock, carrier, process: await shop.start('serve:a', { clock, stopping, carriers: [carrier] }) };
  };

  for (const [way, jump] of [
    ['forward', DAY],
    ['back', -DAY],
  ] as const) {
    it(`${way} neither shortens nor lengthens how long "not found" is doubted`, async () => {
      const { time, clock, carrier, process } = await processOn({
        book: (_order, till) => till.pay('creating', silence),
        find: () => TE.right([]),
      });
      expect(await time.until(process.book(request))).to.have.nested.property('left._tag', 'LabelPending');
      clock.set(jump);
      carrier.script.book = inOneStep;
      await time.advance(60 * SECOND);
      expect(await time.until(process.book(request))).to.have.nested.property('left._tag', 'LabelPending');
      expect(carrier.sales).to.deep.equal([]);
      await time.advance(61 * SECOND);
      rightOf(await time.until(process.book(request)));
      expect(carrier.sales).to.have.length(1);
    });

    it(`${way} takes no lease from a process that still buys`, async () => {
      const started: { time?: ManualClock } = {};
      const carrier = aScriptedCarrier({
        book: (_order, till, sell) =>
          till.pay('creating', async () => {
            await started.time!.sleep(10 * SECOND)();
            return sell();
          }),
      });
      const pair = await aPair(shop, () => ({ carriers: [carrier] }));
      const time = (started.time = pair.clock);
      const hands = settable(pair.clock.startedAt(9_000_000));
      const other = await shop.start('serve:c', {
        clock: hands,
        carriers: [carrier],
        bookings: { isGone: () => false },
      });
      const first = pair.a.book(request);
      await time.advance(SECOND);
      hands.set(jump);
      const second = watched(other.book(request));
      await time.advance(5 * SECOND);
      expect(second.outcome()).to.equal(undefined);
      await time.until(first);
      await time.advance(10 * SECOND);
      rightOf(second.outcome()!);
      expect(carrier.sales).to.have.length(1);
    });

    it(`${way} loses no booking and no label, and books on`, async () => {
      const { time, clock, process } = await processOn({});
      const answer = rightOf(await time.until(process.book(request)));
      clock.set(jump);
      expect(rightOf(await time.until(process.book(request)))).to.equal(answer);
      const [booking] = await shop.ofOrder(order);
      const { capability } = booking!.legs[0].plan;
      expect(await rightOf(process.hub.findLabel(capability, 'pdf'))).to.have.property('_tag', 'Some');
      rightOf(await time.until(process.book(aRequest('another order'))));
      const options = { dryRun: false, isStopped: () => false };
      const purged = time.until(process.hub.purgeBookings({ bookings: 400 * DAY, labels: 400 * DAY }, options)());
      expect(rightOf(await purged)).to.include({ retired: 0 });
    });
  }
});

describe('the time since a moment that was written down', () => {
  const clockAt = (start: number) => {
    let [passed, off] = [0, 0];
    const clock = { now: () => instant(start + passed + off), monotonic: () => passed } as Clock;
    const pass = (more: number) => (passed += more);
    return { clock, pass, set: (by: number) => (off = by) };
  };

  it('is right for moments before and after a jump, either way', () => {
    for (const jump of [DAY, -DAY]) {
      const { clock, pass, set } = clockAt(MORNING);
      const elapsed = makeElapsed(clock);
      const before = clock.now();
      pass(10);
      set(jump);
      const after = clock.now();
      pass(5);
      expect([elapsed(before), elapsed(after)]).to.deep.equal([15, 5]);
    }
  });

  it('is none for a moment that is still to come', () => {
    const { clock } = clockAt(MORNING);
    expect(makeElapsed(clock)(later(MORNING, 1))).to.equal(0);
  });
});
