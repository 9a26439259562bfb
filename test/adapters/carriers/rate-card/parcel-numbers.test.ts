import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeS10Numbers } from '../../../../adapters/carriers/rate-card/parcel-numbers.js';
import type { Serials } from '../../../../application/ports/serials.js';
import { isS10, type S10Range } from '../../../../domain/s10.js';
import { rightOf } from '../../../support/either.js';
import { openSqlite } from '../../../support/sqlite.js';

const range: S10Range = { indicator: 'RR', country: 'AU', first: 1000, last: 1119 };

describe('the S10 numbers of a range', () => {
  let serials: Serials;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await openSqlite((storage) => storage.serials);
    ({ serials } = opened.storage);
    close = opened.close;
  });
  afterEach(() => close());

  it('are each given once to all accounts and processes, until they are used up', async () => {
    const processes = [makeS10Numbers(serials, range), makeS10Numbers(serials, range)];
    const taken = await Promise.all(Array.from({ length: 100 }, (_, turn) => rightOf(processes[turn % 2]!)));
    expect(taken.every(isS10)).to.equal(true);
    expect(new Set(taken).size).to.equal(100);
    const [more] = [await Promise.all(Array.from({ length: 120 }, () => processes[0]!()))];
    const given = more.flatMap((one) => (E.isRight(one) ? [one.right] : []));
    expect(new Set([...taken, ...given]).size).to.equal(100 + given.length);
    expect(more.at(-1)).to.deep.equal(E.left({ _tag: 'SerialExhausted', capacity: 120n }));
  });

  it('go on when the range grows, and start at the first of another', async () => {
    const first = await rightOf(makeS10Numbers(serials, range));
    const grown = await rightOf(makeS10Numbers(serials, { ...range, last: 5000 }));
    const other = await rightOf(makeS10Numbers(serials, { ...range, first: 6000, last: 6999 }));
    expect([first, grown, other].map((number) => number.slice(2, 10))).to.deep.equal([
      '00001000',
      '00001050',
      '00006000',
    ]);
  });

  it('wait for storage that is away, and give nothing', async () => {
    const away: Serials = { reserve: () => TE.left({ _tag: 'Unavailable', what: 'Serials', cause: 'away' }) };
    expect(E.isLeft(await makeS10Numbers(away, range)())).to.equal(true);
  });
});
