import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { localMomentOf, momentOf, reportOf } from '../../../../../adapters/carriers/starshipit/tracking/words.js';

/** Starshipit's word to ours, as a golden list: undefined where it means nothing to us. */
const WORDS: readonly (readonly [string, string | undefined])[] = [
  ['Printed', 'booked'],
  ['Manifested', 'booked'],
  ['Dispatched', 'in_transit'],
  ['InTransit', 'in_transit'],
  ['In Transit', 'in_transit'],
  ['in_transit', 'in_transit'],
  ['Pickup In Courier', 'in_transit'],
  ['OutForDelivery', 'out_for_delivery'],
  ['Out For Delivery', 'out_for_delivery'],
  ['Delivered', 'delivered'],
  ['Returned', 'returned'],
  ['Return To Sender', 'returned'],
  ['Returned-To-Sender', 'returned'],
  ['AttemptedDelivery', 'attempted_delivery'],
  ['Attempted Delivery', 'attempted_delivery'],
  ['AwaitingCollection', 'awaiting_collection'],
  ['PickupInStore', 'awaiting_collection'],
  ['Exception', 'exception'],
  ['Cancelled', 'cancelled'],
  ['Canceled', 'cancelled'],
  ['Held At Customs', undefined],
  ['', undefined],
  ['constructor', undefined],
];

describe('Starshipit’s tracking words', () => {
  for (const [word, ours] of WORDS)
    it(`read ${JSON.stringify(word)} as ${ours ?? 'nothing'}`, () => {
      const report = O.toUndefined(reportOf(word));
      expect(report?._tag === 'Station' ? report.status : report?.state).to.equal(ours);
    });

  it('name a moment with seven digits of a second, or with an offset', () => {
    expect(momentOf('2026-11-20T17:40:03.1180021Z')).to.equal(Date.UTC(2026, 10, 20, 17, 40, 3, 118));
    expect(momentOf('2026-11-20T17:40:03+10:00')).to.equal(Date.UTC(2026, 10, 20, 7, 40, 3));
  });

  it('without a zone tell no more than what was before what', () => {
    const [first, second] = ['2026-11-20T17:40:03.1', '2026-11-20T17:40:03.1180021'].map(localMomentOf);
    expect((second ?? 0) - (first ?? 0)).to.equal(18);
    for (const text of ['2026-11-20T17:40:03Z', 'yesterday', undefined])
      expect(localMomentOf(text)).to.equal(undefined);
  });

  it('name none without a zone, nor on a day or at an hour that there is not', () => {
    for (const text of ['2026-11-20T17:40:03', '2026-13-20T17:40:03Z', '2026-11-20', 'yesterday', '', undefined])
      expect(momentOf(text), text).to.equal(undefined);
  });
});
