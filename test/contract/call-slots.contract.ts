import { expect } from 'chai';
import type { CallSlots } from '../../application/ports/call-slots.js';
import type { SlotAnswer, SlotRules } from '../../domain/call-slots.js';
import { leftOf, rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';

export type OpenedSlots = {
  readonly slots: CallSlots;
  readonly reopen: () => Promise<CallSlots>;
  readonly close: () => Promise<void>;
};

const rules: SlotRules = { most: 2, span: 1_100, patience: 60_000, lead: 0, trialTakes: 30_000 };

/** Longer than a test takes to ask a few times, on any machine. */
const AGES = 40_000;

type Given = Extract<SlotAnswer, { readonly _tag: 'Slot' }>;

const given = (answer: SlotAnswer): Given => {
  if (answer._tag !== 'Slot') throw new Error(`no slot, but one at ${answer.at - answer.now} ms`);
  return answer;
};

/** No `span` has more than `most` of these. */
export const expectWithin = (moments: readonly number[], { most, span }: Pick<SlotRules, 'most' | 'span'>): void => {
  const sorted = [...moments].sort((a, b) => a - b);
  for (const [index, moment] of sorted.slice(most).entries())
    expect(moment - (sorted[index] ?? 0), `moments ${index} and ${index + most}`).to.be.at.least(span);
};

/** What every `CallSlots` must do. */
export const itIsCallSlots = (open: () => Promise<OpenedSlots>): void => {
  let opened: OpenedSlots;
  let slots: CallSlots;
  beforeEach(async () => {
    opened = await open();
    slots = opened.slots;
  });
  afterEach(() => opened.close());

  const reserve = (over: Partial<SlotRules> = {}, name = 'key'): Promise<SlotAnswer> =>
    rightOf(slots.reserve(name, { ...rules, ...over }));
  const wait = async (over: Partial<SlotRules> = {}): Promise<number> => {
    const { now, at } = await reserve(over);
    return at - now;
  };

  it('gives an idle key a moment at once', async () => {
    expect(given(await reserve())).to.include({ isTrial: false });
    expect(await wait()).to.equal(0);
  });

  it('gives no more than the rate allows, and the next as soon as it allows it', async () => {
    const moments: number[] = [];
    for (let n = 0; n < 9; n += 1) moments.push(given(await reserve()).at);
    expectWithin(moments, rules);
    expect((moments[8] ?? 0) - (moments[0] ?? 0)).to.be.within(4 * 1_100, 4 * 1_100 + 500);
  });

  it('never exceeds the rate for twenty that ask at once, and gives them what the rate allows', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => reserve({ patience: 3_000 })));
    const moments = answers.flatMap((answer) => (answer._tag === 'Slot' ? [answer.at] : []));
    expectWithin(moments, rules);
    expect(moments.length).to.be.at.least(6);
    for (const { _tag, now, at } of answers)
      expect(at - now).to.satisfy((wait: number) => (_tag === 'Slot' ? wait <= 3_000 : wait > 3_000));
  });

  it('gives nothing that would come too late, and nothing is lost by asking for it', async () => {
    const seldom = { span: AGES };
    await reserve(seldom);
    await reserve(seldom);
    expect(await reserve({ ...seldom, patience: 100 })).to.include({ _tag: 'NoSlot', why: 'rate_limit' });
    const late = await reserve({ ...seldom, patience: 100 });
    expect(given(await reserve(seldom)).at).to.equal(late.at);
  });

  it('gives no moment sooner than the answer can arrive', async () => {
    expect(await wait({ lead: AGES })).to.equal(AGES);
    expect(await wait({ lead: 0 })).to.be.within(1, AGES);
  });

  it('keeps to the lower rate for whoever asks by it', async () => {
    const moments = [given(await reserve({ most: 20 })).at, given(await reserve({ most: 20 })).at];
    expect(given(await reserve({ most: 1 })).at).to.be.at.least((moments[1] ?? 0) + 1_100);
  });

  it('keeps each name’s moments apart', async () => {
    for (const name of oddStrings) {
      for (let n = 0; n < 2; n += 1) {
        const { now, at } = await reserve({ span: AGES }, name);
        expect(at - now, name).to.equal(0);
      }
    }
    const { now, at } = await reserve({ span: AGES }, oddStrings[0]);
    expect(at - now).to.be.greaterThan(0);
  });

  it('holds a pause for all, and no shorter one ends it', async () => {
    await rightOf(slots.pause('key', AGES));
    await rightOf(slots.pause('key', 10));
    expect(await reserve({ patience: 1_000 })).to.include({ _tag: 'NoSlot', why: 'rate_limit' });
    expect(await wait()).to.be.within(1_000, AGES);
    expect(await rightOf(slots.reserve('another', { ...rules, patience: 0 }))).to.include({ _tag: 'Slot' });
  });

  it('gives one trial after a rest, and nothing else until it is known how it went', async () => {
    await rightOf(slots.rest('key', AGES, 4_000));
    expect(await reserve({ patience: 1_000 })).to.include({ _tag: 'NoSlot', why: 'resting' });
    const trial = given(await reserve());
    expect(trial).to.include({ isTrial: true, rest: 4_000 });
    expect(trial.at - trial.now).to.be.within(1_000, AGES);
    expect(await reserve({ patience: 20_000 })).to.include({ _tag: 'NoSlot', why: 'resting' });
    await rightOf(slots.resume('key'));
    expect(given(await reserve()).isTrial).to.equal(false);
  });

  it('gives another trial where nobody says how the first one went, and where it was not made', async () => {
    await rightOf(slots.rest('key', 0, 700));
    const first = given(await reserve({ trialTakes: 2_000 }));
    const second = given(await reserve({ trialTakes: 2_000 }));
    expect([first.isTrial, second.isTrial]).to.deep.equal([true, true]);
    expect(second.at - first.at).to.equal(2_000);
    await rightOf(slots.rest('other', 0, 700));
    await reserve({}, 'other');
    await rightOf(slots.rest('other', 0, 700));
    expect(await reserve({ patience: 5_000 }, 'other')).to.include({ _tag: 'Slot', isTrial: true, rest: 700 });
  });

  it('goes on where it was when it is opened again', async () => {
    const before = [given(await reserve()).at, given(await reserve()).at];
    slots = await opened.reopen();
    expectWithin([...before, given(await reserve()).at], rules);
  });
};

export type OpenedLosingSlots = OpenedSlots & {
  /** The next write happens, and whoever asked for it is told of a failure. */
  readonly loseAnswer: () => void;
  readonly mend: () => void | Promise<void>;
};

/** What every `CallSlots` must do when the answer is lost on the way. */
export const itOutlivesLostSlots = (open: () => Promise<OpenedLosingSlots>): void => {
  it('loses a moment whose answer was lost, and nothing else', async () => {
    const { slots, loseAnswer, mend, close } = await open();
    const first = given(await rightOf(slots.reserve('key', rules)));
    loseAnswer();
    expect((await leftOf(slots.reserve('key', rules)))._tag).to.equal('Unavailable');
    await mend();
    const third = given(await rightOf(slots.reserve('key', rules)));
    expect(third.at - first.at).to.be.at.least(1_100);
    const fourth = given(await rightOf(slots.reserve('key', rules)));
    expect(fourth.at - third.at).to.be.lessThan(AGES);
    await close();
  });
};
