import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { makeMoveArchive, type Moved } from '../../application/upkeep/move-archive.js';
import { sha256 } from '../../adapters/system/sha256.js';
import type { Archive } from '../../application/ports/archive.js';
import type { OpenStorage } from '../../config/storage.js';
import { later } from '../../domain/time.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  anOrder,
  aPurchase,
  everyState,
  MORNING,
  nth,
} from '../support/bookings.js';
import { leftOf, rightOf } from '../support/either.js';
import { anErrand, anErrandKey } from '../support/work.js';
import { oddStrings } from '../support/odd-strings.js';
import { anExplanation } from './explanations.contract.js';
import { anExchange } from './journal.contract.js';

export type OpenedPair = {
  readonly source: OpenStorage;
  readonly target: OpenStorage;
  readonly close: () => Promise<void>;
};

const BIG = Number.MAX_SAFE_INTEGER;

/** Something of everything, odd strings and more than a page among them. */
const fill = async (storage: OpenStorage) => {
  const { bookings, errands, labels, apiKeys, serials, houseLedger, retirement, journal, explanations } = storage;
  for (let n = 1; n <= 150; n += 1) {
    const state = everyState[n % everyState.length] ?? { _tag: 'Claimed' };
    await rightOf(bookings.insert(nth(n, { legs: [aLeg(state, { reference: `r-${n}` })] })));
    journal.record(anExchange({ at: later(MORNING, n), body: { n } }));
    explanations.keep(anExplanation({ requestId: `r-${n}` }));
  }
  journal.record(anExchange({ body: { text: '\u0001'.repeat(5_000) } }));
  for (const [n, text] of oddStrings.entries()) {
    const key = aKey({ order: anOrder(text), fingerprint: text });
    const booking = aBooking({ key, notes: [text], legs: [aLeg({ _tag: 'Bought', bought: aPurchase() })] });
    await rightOf(bookings.insert(booking));
    await rightOf(errands.insert(anErrand({ key: anErrandKey({ id: text }), data: { [text]: text } })));
    const gone = { ...booking, key: { ...key, fingerprint: 'gone' }, parcelNumber: 2 };
    await rightOf(bookings.insert(gone));
    await rightOf(retirement.retire(gone));
    const label = { capability: text, format: 'pdf', bytes: Uint8Array.of(n, 0, 255), leg: 'return' } as const;
    await rightOf(labels.keep({ ...label, booking: key, storedAt: MORNING }));
    const api = { id: text, account: anAccountId(text), role: 'operator', hash: text, createdAt: MORNING } as const;
    await rightOf(apiKeys.add(api));
    await rightOf(apiKeys.revoke(anAccountId(text), n % 2 === 0 ? text : 'none', later(MORNING, n)));
    await rightOf(serials.reserve(text, BIG));
    await rightOf(serials.reserve(text, BIG));
    const entry = { account: anAccountId(), reference: text, number: text, service: text, bookedAt: MORNING };
    await rightOf(houseLedger.enter(n % 2 === 0 ? entry : { ...entry, routingCode: text, cancelledAt: MORNING }));
  }
  await Promise.all([journal.flush(), explanations.flush()]);
};

const everything: Moved = {
  bookings: 150 + oddStrings.length,
  errands: oddStrings.length,
  labels: oddStrings.length,
  apiKeys: oddStrings.length,
  serials: oddStrings.length,
  houseLedger: oddStrings.length,
  retiredOrders: oddStrings.length,
  journal: 151,
  explanations: 150,
};

const moveArchive = makeMoveArchive({ sha256 });
const move = (source: Archive, target: Archive, resume = false) =>
  moveArchive(source, target, { resume, progress: () => undefined });

/** What every two storages must do when everything is moved from the first into the second. */
export const itMovesWhole = (open: () => Promise<OpenedPair>): void => {
  let source: OpenStorage;
  let target: OpenStorage;
  let opened: OpenedPair;
  beforeEach(async () => {
    opened = await open();
    ({ source, target } = opened);
    await fill(source);
  });
  afterEach(() => opened.close());

  it('has everything on the other side, and works on from there', async () => {
    expect(await rightOf(move(source.archive, target.archive))).to.deep.equal(everything);
    for (const text of oddStrings) {
      expect(await rightOf(target.labels.find(text, 'pdf'))).to.deep.equal(
        await rightOf(source.labels.find(text, 'pdf')),
      );
      expect(await rightOf(target.apiKeys.byHash(text))).to.deep.equal(await rightOf(source.apiKeys.byHash(text)));
      expect(await rightOf(target.retirement.pastNumbers(anAccountId(), anOrder(text)))).to.include({
        parcelNumber: 2,
      });
      expect(await rightOf(target.serials.reserve(text, 1))).to.equal(2n * BigInt(BIG));
    }
    const recent = await rightOf(target.bookings.recent(anAccountId(), 1_000));
    expect(recent).to.have.deep.members(await rightOf(source.bookings.recent(anAccountId(), 1_000)));
    const due = await rightOf(source.bookings.due(MORNING, 1_000));
    expect(due.items).to.have.length.above(50);
    expect((await rightOf(target.bookings.due(MORNING, 1_000))).items).to.have.deep.members(due.items);
    const errands = await rightOf(target.errands.due(MORNING, 1_000));
    expect(errands.items).to.have.deep.members((await rightOf(source.errands.due(MORNING, 1_000))).items);
    expect(errands.items).to.have.length(oddStrings.length);
    expect(await rightOf(target.bookings.byHandle(anAccountId(), 'r-7'))).to.have.length(1);
    expect(await rightOf(target.journal.of(anAccountId(), 'order-1'))).to.deep.equal(
      await rightOf(source.journal.of(anAccountId(), 'order-1')),
    );
    expect(await rightOf(target.bookings.insert(nth(150)))).to.equal('conflict');
  });

  it('leaves a target alone that holds something', async () => {
    await rightOf(
      target.houseLedger.enter({
        account: anAccountId(),
        reference: 'r',
        number: 's',
        service: 'x',
        bookedAt: MORNING,
      }),
    );
    const fault = await leftOf(move(source.archive, target.archive));
    expect(fault).to.deep.equal({ _tag: 'TargetNotEmpty', shelf: 'houseLedger', count: 1 });
    expect(await rightOf(target.archive.bookings.count)).to.equal(0);
  });

  it('goes on after it was interrupted, anywhere', async () => {
    for (const stopAfter of [0, 1, 2, 5]) {
      let puts = 0;
      const failing = Object.fromEntries(
        Object.entries(target.archive).map(([name, shelf]) => [
          name,
          {
            ...shelf,
            put: (items: readonly never[]) => {
              puts += 1;
              if (puts <= stopAfter) return shelf.put(items);
              // A few are stored, and then nobody answers.
              return async () => {
                await shelf.put(items.slice(0, 3))();
                return { _tag: 'Left', left: { _tag: 'Unavailable', what: 'Archive', cause: 'away' } } as const;
              };
            },
          },
        ]),
      ) as unknown as Archive;
      expect((await leftOf(move(source.archive, failing, true)))._tag).to.equal('Unavailable');
    }
    expect(await rightOf(move(source.archive, target.archive, true))).to.deep.equal(everything);
    expect(await rightOf(move(source.archive, target.archive, true))).to.deep.equal(everything);
  });

  it('finds a target that is as long, and says something else', async () => {
    await rightOf(move(source.archive, target.archive));
    const [first] = (await rightOf(target.archive.bookings.page(undefined, 1))).items;
    await rightOf(target.bookings.replace({ ...first!, version: first!.version + 1 }));
    const fault = await leftOf(move(source.archive, target.archive, true));
    expect(fault).to.deep.equal({
      _tag: 'NotTheSame',
      shelf: 'bookings',
      source: everything.bookings,
      target: everything.bookings,
    });
    expect(O.isSome(await rightOf(target.bookings.find(first!.key)))).to.equal(true);
  });
};
