import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { HOUR, MINUTE, SECOND } from '../../../domain/time.js';
import { leftOf, rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { aPair } from '../../support/pair.js';
import { aScriptedCarrier, isSilent, type Script } from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

const sellsUnheard: Script['book'] = (_order, till, sell) =>
  till.pay(
    'creating',
    pipe(
      sell,
      TE.flatMap(() => isSilent),
    ),
  );

describe('a booking that is left unknown', () => {
  let shop: Shop;
  let clock: ManualClock;
  let process: Process | undefined;
  const order = 'order';
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    if (process !== undefined) await clock.until(process.runner.stop());
    process = undefined;
    await shop.close();
  });

  const away = async (script: Partial<Script> = {}) => {
    const carrier = aScriptedCarrier({ book: sellsUnheard, find: () => isSilent, ...script });
    const stopping = aStopping();
    clock = aClockFor(stopping);
    process = await shop.start('serve:a', { clock, stopping, carriers: [carrier] });
    expect(leftOf(await clock.until(process.book(aRequest(order))))).to.deep.equal({ _tag: 'LabelPending' });
    const finds = (): number => carrier.calls.filter((call) => call.startsWith('find')).length;
    const state = async () => (await shop.ofOrder(order))[0]?.legs[0].state._tag;
    return { carrier, process, finds, state };
  };

  it('is settled by itself once its carrier is back, and the carrier is not asked all the time meanwhile', async () => {
    const { carrier, process: one, finds, state } = await away();
    one.runner.start();
    await clock.advance(MINUTE);
    const inFirstMinute = finds();
    expect(inFirstMinute).to.be.within(3, 8);
    await clock.advance(3 * HOUR);
    expect(finds() - inFirstMinute).to.be.within(5, 20);
    expect(await state()).to.equal('Unknown');
    carrier.script.find = (_order, found) => found;
    await clock.advance(HOUR);
    expect(await state()).to.equal('Booked');
    expect(carrier.sales).to.have.length(1);
  });

  it('says when it is asked for again, and why it was not settled', async () => {
    const { process: one } = await away();
    one.runner.start();
    await clock.advance(10 * SECOND);
    const [booking] = await shop.ofOrder(order);
    expect(booking?.settle).to.deep.include({ why: 'LabelPending' });
    expect(booking?.settle?.attempts).to.be.within(1, 3);
    expect(booking?.owner).to.equal(undefined);
  });

  it('is asked for without hurry where nobody waits, and with it where somebody does', async () => {
    const hurried: boolean[] = [];
    const { process: one } = await away({
      find: ({ isUnhurried }) => {
        hurried.push(isUnhurried !== true);
        return isSilent;
      },
    });
    expect(hurried.splice(0)).to.deep.equal([true]);
    one.runner.start();
    await clock.advance(MINUTE);
    expect([...new Set(hurried.splice(0))]).to.deep.equal([false]);
    expect(leftOf(await clock.until(one.book(aRequest(order))))).to.deep.equal({ _tag: 'LabelPending' });
    expect(hurried[0]).to.equal(true);
  });

  it('is taken over by its next request, whenever it was to be asked for again', async () => {
    const { carrier, process: one } = await away();
    one.runner.start();
    await clock.advance(HOUR);
    carrier.script.find = (_order, found) => found;
    rightOf(await clock.until(one.book(aRequest(order))));
    expect(carrier.sales).to.have.length(1);
  });

  it('is asked for soon again after a request that asked in vain', async () => {
    const { process: one } = await away();
    one.runner.start();
    const attempts = async () => (await shop.ofOrder(order))[0]?.settle?.attempts;
    await clock.advance(HOUR);
    expect(await attempts()).to.be.above(5);
    expect(leftOf(await clock.until(one.book(aRequest(order))))).to.deep.equal({ _tag: 'LabelPending' });
    await clock.advance(10 * SECOND);
    expect(await attempts()).to.be.within(1, 3);
  });

  it('is bought by nobody but a request, when the carrier knows nothing of it', async () => {
    const {
      carrier,
      process: one,
      state,
    } = await away({
      book: (_order, till) => till.pay('creating', isSilent),
    });
    one.runner.start();
    carrier.script.find = (_order, found) => found;
    await clock.advance(HOUR);
    expect([await state(), carrier.sales.length]).to.deep.equal(['Claimed', 0]);
    const calls = carrier.calls.length;
    await clock.advance(HOUR);
    expect(carrier.calls).to.have.length(calls);
  });

  it('and left by a process that is gone is settled by another after a lease, and not before', async () => {
    const carrier = aScriptedCarrier();
    const { a, b, clock: own, stoppingA } = await aPair(shop, () => ({ carriers: [carrier] }));
    clock = own;
    process = b;
    // The claim is written, the carrier sells, and nothing is heard of the process any more.
    carrier.script.book = (_order, till, sell) =>
      till.pay('creating', async () => {
        const sold = await sell();
        stoppingA.stopAt(1, 'dead before');
        return sold;
      });
    void a.book(aRequest(order));
    await clock.advance(SECOND);
    b.runner.start();
    await clock.advance(58 * SECOND);
    expect(carrier.calls.filter((call) => call.startsWith('find'))).to.have.length(0);
    await clock.advance(5 * SECOND);
    const [booking] = await shop.ofOrder(order);
    expect([booking?.legs[0].state._tag, carrier.sales.length]).to.deep.equal(['Booked', 1]);
  });
});
