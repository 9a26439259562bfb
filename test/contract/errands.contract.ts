import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Errand, ErrandFilter, Errands } from '../../application/ports/errands.js';
import { instant, later } from '../../domain/time.js';
import { anAccountId, MORNING } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';
import { aJob, anErrand, anErrandKey } from '../support/work.js';

export type OpenedErrands = {
  readonly errands: Errands;
  /** The same storage as a process sees it that starts later. */
  readonly reopen: () => Promise<Errands>;
  readonly close: () => Promise<void>;
};

const FAR = instant(2 * MORNING);

const next = (errand: Errand, over: Partial<Errand> = {}): Errand => ({
  ...errand,
  version: errand.version + 1,
  writer: `${errand.writer}+`,
  ...over,
});

/** What every `Errands` must do. */
export const itIsErrands = (open: () => Promise<OpenedErrands>): void => {
  let opened: OpenedErrands;
  let errands: Errands;
  beforeEach(async () => {
    opened = await open();
    errands = opened.errands;
  });
  afterEach(() => opened.close());

  const put = async (...all: readonly Errand[]): Promise<void> => {
    for (const errand of all) expect(await rightOf(errands.insert(errand))).to.equal('written');
  };
  const idsOf = (all: readonly Errand[]): readonly string[] => all.map(({ key }) => key.id);
  const found = async ({ key }: Errand): Promise<Errand | undefined> => O.toUndefined(await rightOf(errands.find(key)));

  const listed = async (filter: ErrandFilter): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let from: string | undefined; ;) {
      const page = await rightOf(errands.list(filter, 2, from));
      expect(page.items).to.have.length.at.most(2);
      ids.push(...idsOf(page.items));
      if (page.next === undefined) return ids.sort();
      from = page.next;
    }
  };

  it('finds nothing where nothing was written', async () => {
    expect(await found(anErrand())).to.equal(undefined);
    expect(await rightOf(errands.due(FAR, 10))).to.deep.equal({ items: [] });
    expect(await rightOf(errands.list({}, 10))).to.deep.equal({ items: [] });
    expect(await rightOf(errands.backlog)).to.deep.equal({ parked: 0 });
    expect(await rightOf(errands.replace(anErrand({ version: 2 })))).to.equal('conflict');
    expect(await rightOf(errands.remove(anErrand()))).to.equal('conflict');
  });

  it('gives back every part, whatever its texts', async () => {
    for (const text of oddStrings) {
      const errand = anErrand({
        key: { account: anAccountId(text), topic: text, id: text },
        writer: text,
        data: { [text]: { [text]: [text, 0.5, false, null] } },
        work: [
          aJob({ id: text, data: { [text]: text } }),
          aJob({ id: 'parked', state: { _tag: 'Parked', why: text, since: MORNING }, left: 5 }),
        ],
      });
      await put(errand);
      expect(await found(errand)).to.deep.equal(errand);
    }
    expect(await listed({})).to.have.length(oddStrings.length);
  });

  it('tells errands apart by account, topic and id', async () => {
    const all = [
      anErrand(),
      anErrand({ key: anErrandKey({ id: 'other' }) }),
      anErrand({ key: anErrandKey({ topic: 'other' }) }),
      anErrand({ key: anErrandKey({ account: anAccountId('other') }) }),
    ];
    await put(...all);
    for (const errand of all) expect(await found(errand)).to.deep.equal(errand);
  });

  it('keeps the first of any number of inserts', async () => {
    const all = Array.from({ length: 20 }, (_, n) => anErrand({ writer: `w-${n}`, data: { n } }));
    const outcomes = await Promise.all(all.map((errand) => rightOf(errands.insert(errand))));
    expect(outcomes.filter((outcome) => outcome === 'written')).to.have.length(1);
    expect(await found(anErrand())).to.deep.equal(all[outcomes.indexOf('written')]);
    expect(await rightOf(errands.insert(anErrand({ data: { late: true } })))).to.equal('conflict');
  });

  it('takes one of twenty changes of a version, and none that is late', async () => {
    const first = anErrand();
    await put(first);
    const all = Array.from({ length: 20 }, (_, n) => next(first, { writer: `w-${n}` }));
    const outcomes = await Promise.all(all.map((errand) => rightOf(errands.replace(errand))));
    expect(outcomes.filter((outcome) => outcome === 'written')).to.have.length(1);
    expect(await found(first)).to.deep.equal(all[outcomes.indexOf('written')]);
    expect(await rightOf(errands.replace(next(first, { writer: 'late' })))).to.equal('conflict');
    expect(await rightOf(errands.replace(next(next(next(first)))))).to.equal('conflict');
  });

  it('removes the version that is meant and no other', async () => {
    const first = anErrand();
    await put(first);
    const second = next(first);
    await rightOf(errands.replace(second));
    expect(await rightOf(errands.remove(first))).to.equal('conflict');
    expect(await found(first)).to.deep.equal(second);
    expect(await rightOf(errands.remove(second))).to.equal('written');
    expect([await found(first), (await rightOf(errands.due(FAR, 10))).items]).to.deep.equal([undefined, []]);
    await put(first);
  });

  it('asks for what is due, the longest first, page by page, and not before its moment', async () => {
    const at = (id: string, ahead: number): Errand =>
      anErrand({ key: anErrandKey({ id }), work: [aJob({ due: later(MORNING, ahead) })] });
    await put(at('c', 3), at('a', 1), at('b', 2), at('d', 4), anErrand({ key: anErrandKey({ id: 'idle' }), work: [] }));
    const first = await rightOf(errands.due(later(MORNING, 3), 2));
    expect(idsOf(first.items)).to.deep.equal(['a', 'b']);
    const second = await rightOf(errands.due(later(MORNING, 3), 2, first.next));
    expect(idsOf(second.items)).to.deep.equal(['c']);
    expect(second.next).to.equal(undefined);
    expect(await rightOf(errands.backlog)).to.deep.equal({ parked: 0, oldestDue: later(MORNING, 1) });
  });

  it('lists by account, topic, kind and state', async () => {
    const parked = { _tag: 'Parked', why: 'w', since: MORNING } as const;
    const named = (id: string, over: Partial<Errand> = {}): Errand => anErrand({ key: anErrandKey({ id }), ...over });
    await put(
      named('waits'),
      named('parked', { work: [aJob({ kind: 'poll_shipped', state: parked })] }),
      named('idle', { work: [] }),
      anErrand({ key: anErrandKey({ id: 'topic', topic: 'poll' }) }),
      anErrand({ key: anErrandKey({ id: 'account', account: anAccountId('other') }) }),
    );
    expect(await listed({})).to.deep.equal(['account', 'idle', 'parked', 'topic', 'waits']);
    expect(await listed({ topic: 'notice' })).to.deep.equal(['account', 'idle', 'parked', 'waits']);
    expect(await listed({ account: anAccountId(), topic: 'poll' })).to.deep.equal(['topic']);
    expect(await listed({ state: 'parked' })).to.deep.equal(['parked']);
    expect(await listed({ kind: 'apply_notice', account: anAccountId() })).to.deep.equal(['topic', 'waits']);
    expect(await rightOf(errands.backlog)).to.deep.include({ parked: 1 });
  });

  it('is the same for a process that starts later', async () => {
    await put(anErrand());
    const later = await opened.reopen();
    expect(await rightOf(later.find(anErrandKey()))).to.deep.equal(O.some(anErrand()));
    expect((await rightOf(later.due(FAR, 10))).items).to.deep.equal([anErrand()]);
  });
};
