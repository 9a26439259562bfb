import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { phaseOf } from '../../../domain/booking.js';
import { leftOf, rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { parsed } from '../../support/one-label.js';
import { aScriptedCarrier, inOneStep, isSilent, saysNo, type Script } from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

const pending = { _tag: 'LabelPending' };

/** The carrier sells, and its answer is lost. */
const sellsUnheard: Script['book'] = (_order, till, sell) =>
  till.pay(
    'creating',
    pipe(
      sell,
      TE.flatMap(() => isSilent),
    ),
  );

const losesTheCall: Script['book'] = (_order, till) => till.pay('creating', isSilent);

describe('a booking of which nobody knows what became', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';
  const request = aRequest(order);

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const processWith = async (script: Partial<Script>, settleDelay = 0) => {
    const carrier = aScriptedCarrier(script, settleDelay);
    const stopping = aStopping();
    time = aClockFor(stopping);
    const process = await shop.start('serve:a', { clock: time, stopping, carriers: [carrier] });
    const count = (call: string): number => carrier.calls.filter((one) => one.startsWith(call)).length;
    return { process, carrier, count };
  };

  const ask = async (process: Process) => clock().until(process.book(request));

  it('is asked for at once, and booked as what is found', async () => {
    const { process, carrier, count } = await processWith({ book: sellsUnheard }, 120_000);
    const answer = rightOf(await ask(process));
    expect(parsed(answer).tracking_code).to.equal(carrier.sales[0]?.trackingCode);
    expect([count('book'), count('find')]).to.deep.equal([1, 1]);
  });

  it('is bought again only when the settle delay has passed since the call was last sent', async () => {
    const { process, carrier, count } = await processWith({ book: losesTheCall }, 120_000);
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    for (let looks = 0; looks < 11; looks += 1) {
      await clock().advance(10_000);
      expect(leftOf(await ask(process))).to.deep.equal(pending);
    }
    await clock().advance(9_999);
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    expect([count('book'), count('find')]).to.deep.equal([1, 13]);

    // Sent again, and lost again: the delay counts from here.
    await clock().advance(1);
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    expect(count('book')).to.equal(2);
    carrier.script.book = inOneStep;
    await clock().advance(119_999);
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    expect(count('book')).to.equal(2);
    await clock().advance(1);
    rightOf(await ask(process));
    expect(carrier.sales).to.have.length(1);
  });

  it('is not bought again by the request that met the silence, whatever the delay', async () => {
    const { process, count } = await processWith({ book: losesTheCall });
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    expect([count('book'), count('find')]).to.deep.equal([1, 1]);
  });

  it('stays unknown when the look-up is silent too', async () => {
    const { process, carrier, count } = await processWith({ book: sellsUnheard, find: () => isSilent });
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    expect(leftOf(await ask(process))).to.deep.equal(pending);
    carrier.script.find = (_order, found) => found;
    rightOf(await ask(process));
    expect(count('book')).to.equal(1);
  });

  const parked = async () => {
    const sellsTwice: Script['book'] = (_order, till, sell) =>
      till.pay(
        'creating',
        pipe(
          sell,
          TE.flatMap(() => sell),
          TE.flatMap(() => isSilent),
        ),
      );
    const made = await processWith({ book: sellsTwice });
    const failure = leftOf(await ask(made.process));
    const [booking] = await shop.ofOrder(order);
    const reference = booking?.legs[0].plan.reference ?? '';
    expect(failure).to.deep.equal({ _tag: 'AwaitsOperator', reference });
    return { ...made, reference };
  };

  it('is parked when more than one is found, and no carrier is called until an operator decides', async () => {
    const { process, carrier, reference } = await parked();
    const calls = carrier.calls.length;
    await clock().advance(1_000_000);
    expect(leftOf(await ask(process))).to.deep.equal({ _tag: 'AwaitsOperator', reference });
    await clock().until(process.settle());
    expect(carrier.calls).to.have.length(calls);
  });

  it('is booked under the number that the operator found', async () => {
    const { process, carrier, reference } = await parked();
    const verdict = { _tag: 'Bought', carriersNumber: carrier.sales[1]?.trackingCode ?? '' } as const;
    const settled = await clock().until(process.hub.settleParked(process.desk, reference, verdict, 'request-2')());
    expect(phaseOf(rightOf(settled))).to.equal('Booked');
    const answer = rightOf(await ask(process));
    expect(parsed(answer).tracking_code).to.equal(verdict.carriersNumber);
    expect(carrier.sales).to.have.length(2);
  });

  it('stays parked where what the operator found is no number of the carrier', async () => {
    const { process, reference } = await parked();
    const verdict = { _tag: 'Bought', carriersNumber: '' } as const;
    const settled = await clock().until(process.hub.settleParked(process.desk, reference, verdict, 'request-2')());
    expect(leftOf(settled)).to.deep.equal({ _tag: 'NumberUnfit' });
    expect((await shop.ofOrder(order))[0]?.legs[0].state._tag).to.equal('Parked');
  });

  it('is bought by the next request when the operator found nothing, under the same reference', async () => {
    const { process, carrier, reference, count } = await parked();
    carrier.script.book = inOneStep;
    const settled = await clock().until(
      process.hub.settleParked(process.desk, reference, { _tag: 'NotBought' }, 'request-2')(),
    );
    expect(rightOf(settled).legs[0].state._tag).to.equal('Claimed');
    expect(count('book')).to.equal(1);
    rightOf(await ask(process));
    const [booking, another] = await shop.ofOrder(order);
    expect([another, booking?.legs[0].plan.reference]).to.deep.equal([undefined, reference]);
  });

  it('is decided by one operator alone', async () => {
    const { process, reference } = await parked();
    const decide = process.hub.settleParked(process.desk, reference, { _tag: 'NotBought' }, 'request-2');
    const verdicts = await clock().until(Promise.all([decide(), decide()]));
    expect(verdicts.filter(E.isRight)).to.have.length(1);
    expect(leftOf(await process.hub.settleParked(process.desk, 'no such', { _tag: 'NotBought' }, 'r')())).to.deep.equal(
      { _tag: 'ReferenceUnknown' },
    );
  });

  it('keeps its outbound when the return is refused, and goes on at the return', async () => {
    const both = aRequest(order, 'shipping_and_return');
    const { process, carrier } = await processWith({
      book: (one, till, sell) => till.pay('creating', one.plan.kind === 'return' ? saysNo() : sell),
    });
    const refused = leftOf(await clock().until(process.book(both)));
    expect(refused).to.deep.equal({ _tag: 'Refused', refusal: { reason: 'other', detail: 'no' } });
    const [half] = await shop.ofOrder(order);
    expect(half && phaseOf(half)).to.equal('HalfRefused');
    expect(leftOf(await clock().until(process.book(both)))).to.deep.equal(refused);
    carrier.script.book = inOneStep;
    const answer = parsed(rightOf(await clock().until(process.book(both))));
    expect([answer.tracking_code, answer.return_tracking_code]).to.deep.equal(
      carrier.sales.map(({ trackingCode }) => trackingCode),
    );
    const legs = carrier.calls.filter((call) => call.startsWith('book')).map((call) => call.at(-1));
    expect(legs).to.deep.equal(['O', 'R', 'R', 'R']);
  });
});
