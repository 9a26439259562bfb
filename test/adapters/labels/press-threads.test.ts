import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makePressThreads, type PressThreads } from '../../../adapters/labels/press-threads.js';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import type { LabelPress } from '../../../application/ports/label-press.js';
import { rightOf } from '../../support/either.js';
import { labelContent } from './label-content.js';

const odd = new URL('../../support/odd-press-worker.js', import.meta.url);

describe('the threads that labels are drawn on', () => {
  let threads: PressThreads;
  afterEach(() => threads.close());

  const open = (over: Partial<Parameters<typeof makePressThreads>[0]> = {}): LabelPress => {
    threads = makePressThreads({ threads: 1, program: odd, ...over });
    return threads.press;
  };
  /** What came of it: the bytes as text, or why there are none. */
  const outcome = async (press: LabelPress, word: string, format: 'pdf' | 'png-203' = 'pdf'): Promise<string> => {
    const drawn = await press.draw(labelContent({ orderReference: word }), format)();
    if (E.isRight(drawn)) return Buffer.from(drawn.right).toString();
    return drawn.left.cause instanceof Error ? drawn.left.cause.message : 'unknown';
  };

  it('give the bytes that are drawn without them, in every format', async () => {
    threads = makePressThreads({ threads: 2 });
    const plain = makeLabelPress({});
    const content = labelContent({ receiver: ['Ελένη', '北京', 'GREECE'] });
    for (const format of ['pdf', 'zpl-203', 'zpl-300', 'png-203', 'png-300'] as const) {
      const [here, there] = await Promise.all([
        rightOf(plain.draw(content, format)),
        rightOf(threads.press.draw(content, format)),
      ]);
      expect(Buffer.compare(here, there), format).to.equal(0);
    }
  });

  it('leave the thread that asks free meanwhile', async () => {
    threads = makePressThreads({ threads: 1 });
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await rightOf(threads.press.draw(labelContent(), 'png-300'));
    clearInterval(counting);
    expect(turns).to.be.greaterThan(20);
  });

  it('are replaced when they die, and so is a thread that hangs', async () => {
    const press = open({ patience: 2_000 });
    expect(await outcome(press, 'die')).to.equal('the thread that drew it ended');
    expect(await outcome(press, 'throw')).to.equal('the thread that drew it ended');
    expect(await outcome(press, 'hang')).to.equal('the thread that drew it ended');
    expect(await outcome(press, 'well')).to.equal('well');
  });

  it('lose no drawing that waits behind one that ends its thread', async () => {
    const press = open();
    const all = await Promise.all(['die', 'one', 'two', 'die', 'three'].map((word) => outcome(press, word)));
    expect(all).to.deep.equal([
      'the thread that drew it ended',
      'one',
      'two',
      'the thread that drew it ended',
      'three',
    ]);
  });

  it('say what a drawing failed with', async () => {
    expect(await outcome(open(), 'fault')).to.equal('no such font');
  });

  it('are of no use where their program is not there, and say so', async () => {
    const press = open({ program: new URL('./no-such-program.js', import.meta.url) });
    expect(await outcome(press, 'well')).to.equal('the thread that drew it ended');
  });

  it('let only so many drawings wait', async () => {
    const press = open({ queue: 2 });
    const all = await Promise.all(['one', 'two', 'three', 'four'].map((word) => outcome(press, word)));
    expect(all).to.deep.equal(['one', 'two', 'three', 'too many drawings wait']);
  });

  it('draw what a booking waits for before what is fetched', async () => {
    const press = open();
    const order: string[] = [];
    const note = async (word: string, format: 'pdf' | 'png-203'): Promise<void> => {
      order.push(await outcome(press, word, format));
    };
    await Promise.all([
      note('first', 'png-203'),
      note('fetched', 'png-203'),
      note('booked', 'pdf'),
      note('booked too', 'pdf'),
    ]);
    expect(order).to.deep.equal(['first', 'booked', 'booked too', 'fetched']);
  });

  it('end at once when they are closed, with all that waits', async () => {
    const press = open();
    const all = Promise.all(['hang', 'one'].map((word) => outcome(press, word)));
    await threads.close();
    expect(await all).to.deep.equal(['the thread that drew it ended', 'the threads are closed']);
    expect(await outcome(press, 'later')).to.equal('the threads are closed');
  });
});
