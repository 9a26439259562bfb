import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeClock } from '../../../adapters/system/clock.js';
import type { CarrierSilent, CarrierUnclear, NothingBought } from '../../../application/ports/carrier.js';
import { rightOf } from '../../support/either.js';
import { aScriptedCarrier, inOneStep, type Script } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Process, type Shop } from '../../support/shop.js';

const unclear: TE.TaskEither<CarrierUnclear, never> = TE.left({ _tag: 'CarrierUnclear', why: 'it is another’s' });
const nothing: TE.TaskEither<NothingBought, never> = TE.left({ _tag: 'NothingBought', why: 'not printed' });
const silence: TE.TaskEither<CarrierSilent, never> = TE.left({ _tag: 'CarrierSilent', detail: 'no answer' });

describe('a carrier whose books are unclear', () => {
  let shop: Shop;
  let process: Process;
  const order = 'order';
  const request = aRequest(order);
  const open = async (script: Partial<Script>, settleDelay = 120_000) => {
    const carrier = aScriptedCarrier(script, settleDelay);
    process = await shop.start('serve:1', { clock: makeClock(), carriers: [carrier] });
    return carrier;
  };
  const state = async () => (await shop.ofOrder(order))[0]?.legs[0];

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('parks the booking with its reason, before anything is paid', async () => {
    const carrier = await open({ book: () => unclear });
    expect(await process.book(request)).to.have.nested.property('left._tag', 'AwaitsOperator');
    expect((await state())?.state).to.include({ _tag: 'Parked', why: 'it is another’s' });
    expect(await process.book(request)).to.have.nested.property('left._tag', 'AwaitsOperator');
    expect(carrier.calls.filter((call) => call.startsWith('book'))).to.have.length(1);
  });

  it('parks the return that was not marked yet, too', async () => {
    await open({ book: (one, till, sell) => (one.plan.kind === 'return' ? unclear : till.pay('creating', sell)) });
    const both = aRequest(order, 'shipping_and_return');
    expect(await process.book(both)).to.have.nested.property('left._tag', 'AwaitsOperator');
    expect((await shop.ofOrder(order))[0]?.legs.map((leg) => leg.state._tag)).to.deep.equal(['Bought', 'Parked']);
  });

  it('parks what is found unclear as it is settled', async () => {
    await open({ book: (_order, till) => till.pay('creating', silence), find: () => unclear });
    expect(await process.book(request)).to.have.nested.property('left._tag', 'AwaitsOperator');
    expect((await state())?.state).to.include({ _tag: 'Parked', step: 'creating' });
  });

  it('is asked to buy again at once where it knows that nothing was bought', async () => {
    const carrier = await open({ book: (_order, till) => till.pay('creating', silence), find: () => nothing });
    expect(await process.book(request)).to.have.nested.property('left._tag', 'LabelPending');
    expect((await state())?.state._tag).to.equal('Claimed');
    carrier.script.book = inOneStep;
    rightOf(await process.book(request));
    expect(carrier.sales).to.have.length(1);
  });

  it('is believed that its own call bought nothing', async () => {
    const carrier = await open({ book: (_order, till) => till.pay('creating', nothing) });
    expect(await process.book(request)).to.have.nested.property('left._tag', 'LabelPending');
    expect((await state())?.state._tag).to.equal('Claimed');
    carrier.script.book = inOneStep;
    rightOf(await process.book(request));
    expect(carrier.calls.map((call) => call.split(' ')[0])).to.deep.equal(['book', 'book']);
  });

  it('has each step marked by its name, also where the first step is left out', async () => {
    const steps: (string | undefined)[] = [];
    const carrier = await open({
      book: (_order, till) =>
        till.pay('printing', async () => {
          const leg = await state();
          steps.push(leg?.state._tag === 'Buying' ? leg.state.step : undefined);
          return silence();
        }),
      find: (_order, _found, step) => {
        steps.push(step);
        return TE.right([]);
      },
    });
    await process.book(request);
    expect(steps).to.deep.equal(['printing', 'printing']);
    expect(carrier.sales).to.deep.equal([]);
  });

  it('is told the number that it has chosen from then on, and it was durable before the call', async () => {
    const told: (string | undefined)[] = [];
    const carrier = await open(
      {
        book: (_order, till) =>
          till.pay(
            'creating',
            async () => {
              told.push((await state())?.plan.orderNumber);
              return silence();
            },
            'A-2-own',
          ),
        find: (one) => {
          told.push(one.plan.orderNumber);
          return TE.right([]);
        },
      },
      0,
    );
    expect(E.isLeft(await process.book(request))).to.equal(true);
    carrier.script.book = (one, till, sell) => {
      told.push(one.plan.orderNumber);
      return till.pay('creating', sell);
    };
    rightOf(await process.book(request));
    expect(told).to.deep.equal(['A-2-own', 'A-2-own', 'A-2-own']);
  });
});
