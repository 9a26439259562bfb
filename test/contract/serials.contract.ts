import { expect } from 'chai';
import type { Serials } from '../../application/ports/serials.js';
import { leftOf, rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';

export type OpenedSerials = {
  readonly serials: Serials;
  readonly reopen: () => Promise<Serials>;
  readonly close: () => Promise<void>;
};

/** What every `Serials` must do. */
export const itIsSerials = (open: () => Promise<OpenedSerials>): void => {
  let opened: OpenedSerials;
  let serials: Serials;
  beforeEach(async () => {
    opened = await open();
    serials = opened.serials;
  });
  afterEach(() => opened.close());

  it('counts from 0 in blocks', async () => {
    expect(await rightOf(serials.reserve('sscc', 100))).to.equal(0n);
    expect(await rightOf(serials.reserve('sscc', 1))).to.equal(100n);
    expect(await rightOf(serials.reserve('sscc', 100))).to.equal(101n);
  });

  it('counts for each name alone', async () => {
    for (const name of oddStrings) {
      expect(await rightOf(serials.reserve(name, 5)), name).to.equal(0n);
    }
    for (const name of oddStrings) {
      expect(await rightOf(serials.reserve(name, 5)), name).to.equal(5n);
    }
  });

  it('never gives one number to two of 64 that ask at once', async () => {
    const blocks = await Promise.all(Array.from({ length: 64 }, () => rightOf(serials.reserve('sscc', 10))));
    const sorted = blocks.toSorted((a, b) => (a < b ? -1 : 1));
    for (const [index, first] of sorted.entries()) {
      if (index > 0) expect(first >= (sorted[index - 1] ?? 0n) + 10n).to.equal(true);
    }
  });

  it('counts exactly where a number would round', async () => {
    const half = Number.MAX_SAFE_INTEGER;
    expect(await rightOf(serials.reserve('big', half))).to.equal(0n);
    expect(await rightOf(serials.reserve('big', half))).to.equal(BigInt(half));
    expect(await rightOf(serials.reserve('big', 1))).to.equal(2n * BigInt(half));
    expect(await rightOf(serials.reserve('big', 1))).to.equal(2n * BigInt(half) + 1n);
  });

  it('gives nothing to who asks for no number, or for part of one', async () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect((await leftOf(serials.reserve('sscc', count)))._tag).to.equal('Unavailable');
    }
    expect(await rightOf(serials.reserve('sscc', 1))).to.equal(0n);
  });

  it('goes on where it was when it is opened again', async () => {
    await rightOf(serials.reserve('sscc', 7));
    const again = await opened.reopen();
    expect((await rightOf(again.reserve('sscc', 1))) >= 7n).to.equal(true);
  });
};
