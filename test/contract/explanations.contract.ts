import { expect } from 'chai';
import type { Explanations } from '../../application/ports/explanations.js';
import type { Explanation } from '../../domain/explanation.js';
import { later } from '../../domain/time.js';
import { anAccountId, MORNING } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';
import { without } from '../support/without.js';

export type OpenedExplanations = {
  readonly explanations: Explanations;
  readonly reopen: () => Promise<Explanations>;
  readonly close: () => Promise<void>;
};

/** A request that got one offer, and the reasons why it got no other. */
export const anExplanation = (over: Partial<Explanation> = {}): Explanation => ({
  account: anAccountId(),
  requestId: 'request-1',
  at: MORNING,
  took: 3.25,
  providerRate: 'STANDARD',
  serviceLevel: 'SAME_DAY',
  from: { country: 'AU', state: 'VIC', postcode: '3000' },
  to: { country: 'NZ' },
  parcel: {
    grams: 1_250,
    lengthMm: 300,
    widthMm: 200,
    heightMm: 100,
    notes: [{ fact: 'item_weight_zero', items: [1] }, { fact: 'size_from_items' }],
  },
  selected: ['house/standard'],
  selection: 'chosen',
  carriers: [
    {
      carrier: 'house',
      took: 1.5,
      outcome: 'answered',
      services: [
        {
          service: 'standard',
          outcome: 'offered',
          price: '12.40',
          currency: 'AUD',
          lines: [
            { label: 'Fuel', amount: '1.40' },
            { label: 'GST', amount: '0.13', included: true },
          ],
          startsAt: '2026-11-21T00:00:00Z',
          endsAt: '2026-11-23T00:00:00Z',
        },
        { service: 'a', outcome: 'declined', reason: { _tag: 'NotServed' } },
        { service: 'a2', outcome: 'declined', reason: { _tag: 'SenderNotServed' } },
        { service: 'b', outcome: 'declined', reason: { _tag: 'PartMissing', side: 'receiver', part: 'postcode' } },
        { service: 'c', outcome: 'declined', reason: { _tag: 'TooHeavy', limit: 22_000 } },
        { service: 'd', outcome: 'declined', reason: { _tag: 'TooBig', limit: 1_050 } },
        { service: 'e', outcome: 'declined', reason: { _tag: 'Declined', detail: 'no pick-up today' } },
      ],
    },
    { carrier: 'starshipit', took: 4_000, outcome: 'late', detail: 'no answer yet', services: [] },
  ],
  answer: 'offers',
  faults: [{ field: 'shipping_address.zip_code', rule: 'postcode_does_not_fit' }],
  offered: 1,
  ...over,
});

/** What every `Explanations` must do. */
export const itIsExplanations = (open: () => Promise<OpenedExplanations>): void => {
  let opened: OpenedExplanations;
  let explanations: Explanations;
  beforeEach(async () => {
    opened = await open();
    explanations = opened.explanations;
  });
  afterEach(() => opened.close());

  const find = (requestId = 'request-1'): Promise<readonly Explanation[]> =>
    rightOf(explanations.find(anAccountId(), requestId));

  it('gives back every part of an explanation', async () => {
    explanations.keep(anExplanation());
    expect(await find()).to.deep.equal([anExplanation()]);
  });

  it('gives back an explanation without any part that may be absent', async () => {
    const whole = anExplanation({ from: {}, to: {}, carriers: [], faults: [] });
    const bare = without(whole, 'serviceLevel', 'parcel');
    explanations.keep(bare);
    expect(await find()).to.deep.equal([bare]);
  });

  it('finds nothing of another request or another account', async () => {
    explanations.keep(anExplanation({ requestId: 'request-2' }));
    explanations.keep(anExplanation({ account: anAccountId('other') }));
    expect(await find()).to.deep.equal([]);
  });

  it('gives all that one request id left, oldest first', async () => {
    for (const offered of [1, 2, 3]) explanations.keep(anExplanation({ offered, at: later(MORNING, offered) }));
    expect((await find()).map(({ offered }) => offered)).to.deep.equal([1, 2, 3]);
  });

  it('finds each of a thousand, kept at once', async () => {
    for (let n = 0; n < 1_000; n += 1) explanations.keep(anExplanation({ requestId: `r-${n}`, offered: n }));
    for (const n of [0, 1, 499, 999]) {
      expect((await find(`r-${n}`)).map(({ offered }) => offered)).to.deep.equal([n]);
    }
  });

  it('keeps odd strings whole and apart', async () => {
    const odd = oddStrings.map((text) => anExplanation({ requestId: text, providerRate: text }));
    for (const explanation of odd) explanations.keep(explanation);
    for (const explanation of odd) expect(await find(explanation.requestId)).to.deep.equal([explanation]);
  });

  it('has what it was given time to store when it is opened again', async () => {
    explanations.keep(anExplanation());
    await explanations.flush();
    const again = await opened.reopen();
    expect(await rightOf(again.find(anAccountId(), 'request-1'))).to.deep.equal([anExplanation()]);
  });
};
