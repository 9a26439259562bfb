import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { phaseOf } from '../../../domain/booking.js';
import { rightOf } from '../../support/either.js';
import { expectOneLabelPerLeg, parsed } from '../../support/one-label.js';
import { aPair } from '../../support/pair.js';
import { aScriptedCarrier } from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

const CROWD = 64;

const times = <A>(count: number, make: (nth: number) => A): readonly A[] =>
  Array.from({ length: count }, (_, at) => make(at));

describe('a crowd of requests', () => {
  let shop: Shop;

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('gets one label and one answer when 64 ask one process at once', async () => {
    const stopping = aStopping();
    const clock = aClockFor(stopping);
    const process = await shop.start('serve:a', { stopping, clock });
    const request = aRequest('64', 'shipping_and_return');
    const answers = await clock.until(Promise.all(times(CROWD, () => process.book(request))));
    const [answer = ''] = answers.map((answer) => rightOf(answer));
    expect(new Set(answers.map((answer) => rightOf(answer))).size).to.equal(1);
    await expectOneLabelPerLeg(shop, process, '64', answer, 2);
  });

  it('gets one label and one answer when 64 ask two processes at once', async () => {
    const { clock, a, b } = await aPair(shop);
    const both = [a, b] as const;
    const request = aRequest('64', 'shipping_and_return');
    const answers = await clock.until(Promise.all(times(CROWD, (at) => both[at % 2 === 0 ? 0 : 1].book(request))));
    const [answer = ''] = answers.map((answer) => rightOf(answer));
    expect(new Set(answers.map((answer) => rightOf(answer))).size).to.equal(1);
    await expectOneLabelPerLeg(shop, both[0], '64', answer, 2);
  });

  it('is bought once of a carrier that is slow and would sell twice', async () => {
    const stopping = aStopping();
    const slow = aClockFor(stopping);
    const carrier = aScriptedCarrier({
      book: (_order, till, sell) => till.pay('creating', async () => (await slow.sleep(3_000)(), sell())),
    });
    const process = await shop.start('serve:a', { stopping, clock: slow, carriers: [carrier] });
    const answers = await slow.until(Promise.all(times(CROWD, () => process.book(aRequest('slow')))));
    expect(new Set(answers.map((answer) => rightOf(answer))).size).to.equal(1);
    expect(carrier.sales).to.have.length(1);
  });

  it('gives every parcel of one order its own number and label', async () => {
    const { clock, a, b } = await aPair(shop);
    const both = [a, b] as const;
    const parcels = times(12, (at) => ({ ...aRequest('parcels'), rate: 'EXPRESS', nodeId: `node-${at}` }));
    const answers = await clock.until(Promise.all(parcels.map((one, at) => both[at % 2 === 0 ? 0 : 1].book(one))));
    expect(new Set(answers.map((answer) => parsed(rightOf(answer)).tracking_code)).size).to.equal(parcels.length);
    const numbers = (await shop.ofOrder('parcels')).map(({ parcelNumber }) => parcelNumber);
    expect(numbers.sort((a, b) => a - b)).to.deep.equal(times(12, (at) => at + 1));
  });

  for (const cancelsFirst of [true, false])
    it(`of 64 cancels among 16 repeated bookings on two processes ends one generation and starts one at most, ${cancelsFirst ? 'cancels' : 'bookings'} first`, async () => {
      const carrier = aScriptedCarrier();
      const { clock, a, b } = await aPair(shop, () => ({ carriers: [carrier] }));
      const both = [a, b] as const;
      const request = aRequest('race');
      const first = rightOf(await clock.until(both[0].book(request)));
      const cancel = () =>
        Promise.all(times(CROWD, (at) => both[at % 2 === 0 ? 0 : 1].cancel(parsed(first).tracking_code)));
      const book = () => Promise.all(times(16, (at) => both[at % 2 === 0 ? 0 : 1].book(request)));
      const race = cancelsFirst ? [cancel(), book()] : [book(), cancel()];
      const outcomes: readonly E.Either<unknown, unknown>[] = (await clock.until(Promise.all(race))).flat();
      expect(outcomes.filter(E.isLeft)).to.deep.equal([]);

      const [ended, next, another] = await shop.ofOrder('race');
      expect(another).to.equal(undefined);
      expect(ended && phaseOf(ended)).to.equal('Cancelled');
      const answers = new Set(
        outcomes.map((outcome) => rightOf(outcome)).filter((answer) => typeof answer === 'string'),
      );
      answers.delete(first);
      expect([...answers]).to.deep.equal(next === undefined ? [] : [next.answer]);
      expect(carrier.sales.map(({ cancelled }) => cancelled)).to.deep.equal(
        next === undefined ? [true] : [true, false],
      );
    });
});
