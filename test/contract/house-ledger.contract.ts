import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { HouseLedger, LedgerEntry } from '../../application/ports/house-ledger.js';
import { later } from '../../domain/time.js';
import { anAccountId, MORNING } from '../support/bookings.js';
import { leftOf, rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';

export type OpenedHouseLedger = {
  readonly ledger: HouseLedger;
  readonly reopen: () => Promise<HouseLedger>;
  readonly close: () => Promise<void>;
};

const anEntry = (over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  account: anAccountId(),
  reference: 'ls-0001-o',
  number: '393123450000000012',
  service: 'standard',
  bookedAt: MORNING,
  ...over,
});

/** What every `HouseLedger` must do. */
export const itIsAHouseLedger = (open: () => Promise<OpenedHouseLedger>): void => {
  let opened: OpenedHouseLedger;
  let ledger: HouseLedger;
  beforeEach(async () => {
    opened = await open();
    ledger = opened.ledger;
  });
  afterEach(() => opened.close());

  it('gives back what was entered, with and without a routing code', async () => {
    for (const entry of [anEntry(), anEntry({ reference: 'r-2', number: 's-2', routingCode: 'MEL 3' })]) {
      expect(await rightOf(ledger.enter(entry))).to.deep.equal(entry);
      expect(await rightOf(ledger.find(entry.account, entry.reference))).to.deep.equal(O.some(entry));
    }
  });

  it('finds nothing under a reference that it never had', async () => {
    await rightOf(ledger.enter(anEntry()));
    expect(await rightOf(ledger.find(anAccountId(), 'LS-0001-O'))).to.deep.equal(O.none);
    expect(await rightOf(ledger.find(anAccountId('other'), 'ls-0001-o'))).to.deep.equal(O.none);
  });

  it('answers a repeated entry with the number that stands', async () => {
    await rightOf(ledger.enter(anEntry()));
    const again = anEntry({ number: 'another', service: 'express', bookedAt: later(MORNING, 1) });
    expect(await rightOf(ledger.enter(again))).to.deep.equal(anEntry());
    expect(await rightOf(ledger.enter(anEntry()))).to.deep.equal(anEntry());
  });

  it('answers 64 entries of one reference with one number', async () => {
    const entries = await Promise.all(
      Array.from({ length: 64 }, (_, n) => rightOf(ledger.enter(anEntry({ number: `s-${n}` })))),
    );
    expect(new Set(entries.map(({ number }) => number)).size).to.equal(1);
    const standing = O.toUndefined(await rightOf(ledger.find(anAccountId(), 'ls-0001-o')));
    expect(standing?.number).to.equal(entries[0]?.number);
  });

  it('never enters one number for two parcels', async () => {
    await rightOf(ledger.enter(anEntry()));
    const second = anEntry({ reference: 'r-2' });
    expect((await leftOf(ledger.enter(second)))._tag).to.equal('Unavailable');
    expect(await rightOf(ledger.find(second.account, second.reference))).to.deep.equal(O.none);
  });

  it('has one reference in two accounts', async () => {
    await rightOf(ledger.enter(anEntry()));
    const other = anEntry({ account: anAccountId('other'), number: 's-2' });
    expect(await rightOf(ledger.enter(other))).to.deep.equal(other);
  });

  it("keeps the first cancel's time, and answers with it", async () => {
    await rightOf(ledger.enter(anEntry()));
    await rightOf(ledger.cancel(anAccountId(), 'ls-0001-o', MORNING));
    await rightOf(ledger.cancel(anAccountId(), 'ls-0001-o', later(MORNING, 1)));
    const cancelled = anEntry({ cancelledAt: MORNING });
    expect(await rightOf(ledger.find(anAccountId(), 'ls-0001-o'))).to.deep.equal(O.some(cancelled));
    expect(await rightOf(ledger.enter(anEntry()))).to.deep.equal(cancelled);
  });

  it('cancels nothing where nothing is entered', async () => {
    await rightOf(ledger.enter(anEntry()));
    await rightOf(ledger.cancel(anAccountId('other'), 'ls-0001-o', MORNING));
    await rightOf(ledger.cancel(anAccountId(), 'nothing', MORNING));
    expect(await rightOf(ledger.find(anAccountId(), 'ls-0001-o'))).to.deep.equal(O.some(anEntry()));
    expect(await rightOf(ledger.find(anAccountId(), 'nothing'))).to.deep.equal(O.none);
  });

  it('keeps odd strings whole and apart', async () => {
    const odd = oddStrings.map((text) =>
      anEntry({ account: anAccountId(text), reference: text, number: text, service: text, routingCode: text }),
    );
    for (const entry of odd) await rightOf(ledger.enter(entry));
    for (const entry of odd) {
      expect(await rightOf(ledger.find(entry.account, entry.reference))).to.deep.equal(O.some(entry));
    }
  });

  it('has every entry and every cancel when it is opened again', async () => {
    await rightOf(ledger.enter(anEntry()));
    await rightOf(ledger.cancel(anAccountId(), 'ls-0001-o', MORNING));
    const again = await opened.reopen();
    const cancelled = anEntry({ cancelledAt: MORNING });
    expect(await rightOf(again.find(anAccountId(), 'ls-0001-o'))).to.deep.equal(O.some(cancelled));
  });
};
