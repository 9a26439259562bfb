import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { BookingMethod } from '../../../domain/booking-request.js';
import { leftOf, rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { capabilityOf, parsed } from '../../support/one-label.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, hangs, isSilent, saysNo, type Script } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Differences, type Shop } from '../../support/shop.js';
import { anAccountId } from '../../support/bookings.js';

const refused = (reason: 'other' | 'too_late') => ({ _tag: 'CancelRefused', refusal: { reason, detail: 'no' } });
const unknown = { _tag: 'CancelUnknown' };

describe('a cancel', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const states = async (): Promise<readonly string[]> =>
    (await shop.ofOrder(order)).flatMap(({ legs }) => legs.map(({ state }) => state._tag));

  /** A booking that is booked, and the two processes of it. */
  const booked = async (method: BookingMethod, script: Partial<Script> = {}, over: Differences = {}) => {
    const carrier = aScriptedCarrier(script);
    const pair = await aPair(shop, () => ({ carriers: [carrier], ...over }));
    time = pair.clock;
    const request = aRequest(order, method);
    const answer = rightOf(await clock().until(pair.a.book(request)));
    const { tracking_code: code, return_tracking_code: back = '' } = parsed(answer);
    const cancel = (of: string) => clock().until(pair.a.cancel(of));
    const labels = () =>
      Promise.all(
        [parsed(answer).label_url, parsed(answer).return_label_url ?? '']
          .filter((url) => url !== '')
          .map(async (url) => O.isSome(await rightOf(pair.a.hub.findLabel(capabilityOf(url), 'pdf')))),
      );
    return { ...pair, carrier, request, answer, code, back, cancel, labels };
  };

  const withReturn: Differences = { account: { cancelWithReturn: true } };

  it('of the outbound leaves the return as it is', async () => {
    const { cancel, code, labels } = await booked('shipping_and_return');
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Booked']);
    expect(await labels()).to.deep.equal([false, true]);
  });

  it('says of a leg for good that its courier must be told by a person, and of no other', async () => {
    const untold: Partial<Script> = {
      cancel: ({ plan }, end) => TE.map(() => ({ courierUntold: plan.kind === 'return' }))(end),
    };
    const { cancel, code } = await booked('shipping_and_return', untold, withReturn);
    rightOf(await cancel(code));
    const [found] = await shop.ofOrder(order);
    const said = found?.legs.map(({ state }) => state._tag === 'Cancelled' && state.courierUntold === true);
    expect(said).to.deep.equal([false, true]);
  });

  it('of the outbound ends the return too where the account says so', async () => {
    const { cancel, code, labels, carrier } = await booked('shipping_and_return', {}, withReturn);
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Cancelled']);
    expect(await labels()).to.deep.equal([false, false]);
    expect(carrier.sales.every(({ cancelled }) => cancelled)).to.equal(true);
  });

  it('of the return ends the return alone, and the booking is still answered', async () => {
    const { a, cancel, back, request, answer, labels } = await booked('shipping_and_return', {}, withReturn);
    rightOf(await cancel(back));
    expect(await states()).to.deep.equal(['Booked', 'Cancelled']);
    expect(await labels()).to.deep.equal([true, false]);
    expect(await clock().until(a.book(request))).to.deep.equal(E.right(answer));
  });

  it('is done once, however often it is asked for', async () => {
    const { cancel, code, carrier } = await booked('only_shipping');
    rightOf(await cancel(code));
    rightOf(await cancel(code));
    expect(carrier.calls.filter((call) => call.startsWith('cancel'))).to.have.length(1);
  });

  it('comes too late once the parcel moves, and never reaches the carrier', async () => {
    const { a, b, cancel, code, carrier } = await booked('only_shipping');
    rightOf(await clock().until(b.hub.trackParcel(b.desk, code, 'in_transit')()));
    expect(leftOf(await cancel(code))).to.deep.equal({ _tag: 'TooLate', status: 'in_transit' });
    expect(carrier.calls.filter((call) => call.startsWith('cancel'))).to.have.length(0);
    expect(await states()).to.deep.equal(['Booked']);
    rightOf(await clock().until(a.book(aRequest(order))));
  });

  it('that the carrier refuses leaves the booking booked, its answer and its labels as they were', async () => {
    const { a, cancel, code, request, answer, labels, carrier } = await booked(
      'shipping_and_return',
      { cancel: () => saysNo('too_late') },
      withReturn,
    );
    expect(leftOf(await cancel(code))).to.deep.equal(refused('too_late'));
    expect(await states()).to.deep.equal(['Booked', 'Booked']);
    const [booking] = await shop.ofOrder(order);
    expect(leftOf(await clock().until(a.hub.cancelShipment(a.desk, code, 'r')()))).to.deep.equal({
      failure: refused('too_late'),
      leg: { order, reference: booking?.legs[0].plan.reference },
    });
    expect(carrier.calls.filter((call) => call.startsWith('cancel'))).to.have.length(2);
    expect(await labels()).to.deep.equal([true, true]);
    expect(await clock().until(a.book(request))).to.deep.equal(E.right(answer));
  });

  it('of which the carrier says nothing is unknown, and the next one settles it', async () => {
    const { cancel, code, carrier } = await booked('shipping_and_return', { cancel: () => isSilent }, withReturn);
    expect(leftOf(await cancel(code))).to.deep.equal(unknown);
    expect(await states()).to.deep.equal(['Cancelling', 'Cancelling']);
    carrier.script.cancel = (_order, end) => end;
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Cancelled']);
  });

  it('leaves a return that moves already on its way', async () => {
    const { b, cancel, code, back } = await booked('shipping_and_return', {}, withReturn);
    rightOf(await clock().until(b.hub.trackParcel(b.desk, back, 'in_transit')()));
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Booked']);
  });

  it('is not refused because the return was, whose cancel it settles first', async () => {
    const { cancel, code, back, carrier } = await booked('shipping_and_return', { cancel: () => isSilent });
    expect(leftOf(await cancel(back))).to.deep.equal(unknown);
    carrier.script.cancel = ({ plan }, end) => (plan.kind === 'return' ? saysNo('too_late') : end);
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Booked']);
  });

  it('is unknown at the budget, and goes on', async () => {
    const { a, code } = await booked('only_shipping', {
      cancel: (_order, end) => async () => (await clock().sleep(20_000)(), end()),
    });
    const start = clock().monotonic();
    const asked = watched(a.cancel(code));
    await clock().advance(13_999);
    expect(asked.outcome()).to.equal(undefined);
    await clock().advance(1);
    expect(asked.outcome()).to.deep.equal(E.left(unknown));
    expect(rightOf(await clock().until(a.cancel(code)))).to.deep.include({ order });
    expect(clock().monotonic() - start).to.equal(20_000);
  });

  it('is settled by the booking that comes upon it', async () => {
    const { a, carrier, cancel, code, request, answer } = await booked('only_shipping', { cancel: () => isSilent });
    expect(leftOf(await cancel(code))).to.deep.equal(unknown);
    expect(leftOf(await clock().until(a.book(request)))).to.deep.equal({ _tag: 'LabelPending' });
    carrier.script.cancel = () => saysNo();
    expect(await clock().until(a.book(request))).to.deep.equal(E.right(answer));
  });

  it('sends no call for a booking that another process has taken over and given back', async () => {
    let isSlow = false;
    let isDone: string | undefined;
    const { a, b, carrier, code } = await booked(
      'only_shipping',
      { cancel: () => saysNo() },
      {
        booking: { lease: 1_000 },
        bookings: {
          replace: (booking) => async () => {
            const outcome = await shop.storage.bookings.replace(booking)();
            const waits = isSlow;
            isSlow = false;
            if (waits) await clock().sleep(5_000)();
            return outcome;
          },
        },
      },
    );
    isSlow = true;
    const slow = watched(a.cancel(code));
    await clock().advance(10);
    const other = b.cancel(code).then((outcome) => (isDone = outcome._tag));
    await clock().advance(4_000);
    await other;
    expect([isDone, await states()]).to.deep.equal(['Left', ['Booked']]);
    carrier.script.cancel = (_order, end) => end;
    const sent = carrier.calls.length;
    await clock().advance(1_000);
    // The late one begins anew, with a mark of its own.
    await clock().advance(1_000);
    expect(slow.outcome()?._tag).to.equal('Right');
    expect([carrier.calls.length - sent, await states()]).to.deep.equal([1, ['Cancelled']]);
  });

  it('ends an outbound whose return was refused, and the next booking is a new generation', async () => {
    const carrier = aScriptedCarrier({
      book: (one, till, sell) => till.pay('creating', one.plan.kind === 'return' ? saysNo() : sell),
    });
    const { a, clock: own } = await aPair(shop, () => ({ carriers: [carrier] }));
    const request = aRequest(order, 'shipping_and_return');
    expect(leftOf(await own.until(a.book(request)))).to.deep.include({ _tag: 'Refused' });
    rightOf(await own.until(a.cancel(carrier.sales[0]?.trackingCode ?? '')));
    expect(await states()).to.deep.equal(['Cancelled', 'Refused']);
    carrier.script.book = (_order, till, sell) => till.pay('creating', sell);
    rightOf(await own.until(a.book(request)));
    expect((await shop.ofOrder(order)).map(({ key }) => key.generation)).to.deep.equal([1, 2]);
  });

  it('ends an outbound that waits for its request alone, and none of which something is unknown', async () => {
    const carrier = aScriptedCarrier({
      book: (one, till, sell) =>
        one.plan.kind === 'return' ? till.pay('creating', isSilent) : till.pay('creating', sell),
      find: () => isSilent,
    });
    const { a, clock: own } = await aPair(shop, () => ({ carriers: [carrier] }));
    const request = aRequest(order, 'shipping_and_return');
    expect(leftOf(await own.until(a.book(request)))).to.deep.equal({ _tag: 'LabelPending' });
    const [code, cancel] = [carrier.sales[0]?.trackingCode ?? '', (of: string) => own.until(a.cancel(of))];
    expect(leftOf(await cancel(code))).to.deep.equal(unknown);
    expect(await states()).to.deep.equal(['Bought', 'Unknown']);
    carrier.script.find = () => TE.left({ _tag: 'NothingBought', why: 'not printed' });
    carrier.script.book = () => TE.left({ _tag: 'NothingBought', why: 'out of budget' });
    expect(leftOf(await own.until(a.book(request)))).to.deep.equal({ _tag: 'LabelPending' });
    expect(await states()).to.deep.equal(['Bought', 'Claimed']);
    rightOf(await cancel(code));
    expect(await states()).to.deep.equal(['Cancelled', 'Claimed']);
    carrier.script.book = (_order, till, sell) => till.pay('creating', sell);
    rightOf(await own.until(a.book(request)));
    expect((await shop.ofOrder(order)).map(({ key }) => key.generation)).to.deep.equal([1, 2]);
  });

  it('knows no code that the account never had, another account’s among them', async () => {
    const { a, cancel, code } = await booked('only_shipping');
    expect(leftOf(await cancel('no such code'))).to.deep.equal({ _tag: 'CodeUnknown' });
    const stranger = { ...a.desk, account: { ...a.desk.account, id: anAccountId('stranger') } };
    expect(leftOf(await clock().until(a.hub.cancelShipment(stranger, code, 'r')()))).to.deep.equal({
      failure: { _tag: 'CodeUnknown' },
    });
    expect(await states()).to.deep.equal(['Booked']);
  });

  it('ends with its deadline when the carrier hangs', async () => {
    const { a, code } = await booked('only_shipping', { cancel: () => hangs() });
    void a.cancel(code);
    await clock().advance(41_000);
    const [booking] = await shop.ofOrder(order);
    expect([booking?.legs[0].state._tag, booking?.owner]).to.deep.equal(['Cancelling', undefined]);
  });
});
