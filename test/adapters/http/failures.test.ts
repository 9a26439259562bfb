import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unavailable } from '../../../application/ports/unavailable.js';
import type { BookingError } from '../../../application/shipping/book-shipment.js';
import type { CancelError } from '../../../application/shipping/cancel-shipment.js';
import type { Refusal } from '../../../domain/booking.js';
import { NEWSTORE, refusalOf } from '../../support/asking.js';
import { anAccountId, anOrder } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { eventually } from '../../support/eventually.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody, anOffersBody } from '../../support/newstore-bodies.js';

const away = unavailable('Bookings')(new Error('the disk said no'));

const refused = (reason: Refusal['reason']) =>
  ({ _tag: 'Refused', refusal: { reason, detail: 'canary of the carrier' } }) as const;

describe('what NewStore is told', () => {
  let served: ServedHub;
  let booking: BookingError | Error;
  let cancelling: CancelError;
  before(async () => {
    served = await serveHub(() => ({
      bookShipment: () => () => (booking instanceof Error ? Promise.reject(booking) : TE.left(booking)()),
      cancelShipment: () => () =>
        TE.left({ failure: cancelling, leg: { order: anOrder('order-1'), reference: 'LS1-O' } })(),
    }));
  });
  after(() => served.close());

  const bookings: readonly (readonly [BookingError, number, string])[] = [
    [{ _tag: 'RateNotEnabled' }, 400, 'carrier_account_configuration_error'],
    [{ _tag: 'CarrierCodeUnknown' }, 400, 'carrier_account_configuration_error'],
    [{ _tag: 'WindowImpossible' }, 400, 'invalid_delivery_window'],
    [{ _tag: 'RouteNotServed' }, 400, 'shipping_address_not_serviced'],
    [{ _tag: 'SenderNotServed' }, 400, 'sender_address_not_serviced'],
    [{ _tag: 'CarriersFailed' }, 400, 'carrier_unavailable'],
    [{ _tag: 'CarriersLate' }, 400, 'timeout'],
    [{ _tag: 'OfferForged' }, 400, 'delivery_validation_error'],
    [{ _tag: 'OfferExpired' }, 400, 'delivery_validation_error'],
    [{ _tag: 'LabelPending' }, 400, 'label_creation_pending'],
    [{ _tag: 'AwaitsOperator', reference: 'LS1-O' }, 400, 'unexpected_error'],
    [refused('not_served'), 400, 'shipping_address_not_serviced'],
    [refused('sender_not_served'), 400, 'sender_address_not_serviced'],
    [refused('address'), 400, 'shipping_address_error'],
    [refused('customs'), 400, 'customs_error'],
    [refused('configuration'), 400, 'carrier_account_configuration_error'],
    [refused('too_late'), 400, 'delivery_validation_error'],
    [refused('not_supported'), 400, 'unexpected_error'],
    [refused('other'), 400, 'unexpected_error'],
    [away, 503, 'unexpected_error'],
  ];
  for (const [failure, status, type] of bookings) {
    const name = failure._tag === 'Refused' ? `Refused, ${failure.refusal.reason}` : failure._tag;
    it(`of a booking that came to ${name} is ${status} ${type}`, async () => {
      booking = failure;
      const answer = await served.ask(`${NEWSTORE}/shipments`, { body: aBookingBody() });
      expect([answer.status, refusalOf(answer).type]).to.deep.equal([status, type]);
      expect(answer.text).to.not.match(/canary|disk/);
    });
  }

  const cancels: readonly (readonly [CancelError, number, string])[] = [
    [{ _tag: 'CodeUnknown' }, 404, 'delivery_validation_error'],
    [{ _tag: 'TooLate', status: 'in_transit' }, 400, 'delivery_validation_error'],
    [{ _tag: 'CancelRefused', refusal: { reason: 'too_late', detail: 'canary' } }, 400, 'delivery_validation_error'],
    [{ _tag: 'CancelRefused', refusal: { reason: 'not_supported', detail: 'canary' } }, 400, 'unexpected_error'],
    [{ _tag: 'CancelUnknown' }, 400, 'timeout'],
    [away, 503, 'unexpected_error'],
  ];
  for (const [failure, status, type] of cancels) {
    const name = failure._tag === 'CancelRefused' ? `CancelRefused, ${failure.refusal.reason}` : failure._tag;
    it(`of a cancel that came to ${name} is ${status} ${type}`, async () => {
      cancelling = failure;
      const answer = await served.ask(`${NEWSTORE}/shipments/1/_cancel`);
      expect([answer.status, refusalOf(answer).type]).to.deep.equal([status, type]);
      expect(answer.text).to.not.match(/canary|disk/);
    });
  }

  it('of a cancel that is refused is in the journal with the order', async () => {
    cancelling = { _tag: 'TooLate', status: 'in_transit' };
    await served.ask(`${NEWSTORE}/shipments/1/_cancel`, { headers: { 'X-Request-ID': 'too-late-1' } });
    const { journal } = served.opened.storage;
    await journal.flush();
    const entries = await rightOf(journal.of(anAccountId(), 'order-1'));
    const entry = entries.find(({ requestId }) => requestId === 'too-late-1');
    expect(entry).to.include({ did: 'TooLate', status: '400', order: 'order-1', reference: 'LS1-O' });
  });

  it('of a defect of ours is 500 and nothing more; the log has it under the request id', async () => {
    booking = new TypeError('undefined is no function');
    const headers = { 'X-Request-ID': 'defective-1' };
    const answer = await served.ask(`${NEWSTORE}/shipments`, { body: aBookingBody(), headers });
    expect([answer.status, refusalOf(answer).type]).to.deep.equal([500, 'unexpected_error']);
    expect(answer.text).to.not.match(/undefined|TypeError|at .*:\d+/);
    // The line of the request is written once the answer is out, which may be after it was read here.
    await eventually(async () => {
      await served.opened.log.flush();
      const lines = readFileSync(join(served.folder, 'log.json'), 'utf8').trim().split('\n');
      const events = lines
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter(({ request_id: id }) => id === 'defective-1');
      expect(events.map(({ event, level, status }) => [event, level, status])).to.deep.equal([
        ['defect', 'error', undefined],
        ['request', 'info', 500],
      ]);
    });
  });
});

describe('while storage is away', () => {
  let served: ServedHub;
  before(async () => {
    served = await serveHub();
    const body = anOffersBody();
    expect((await served.ask(`${NEWSTORE}/shipping_offers`, { body })).status).to.equal(201);
    await served.opened.storage.close();
    // Longer than a key is believed without asking.
    await new Promise((resolve) => setTimeout(resolve, 600));
  });
  after(() => served.close());

  it('offers go on for a key that is known already', async () => {
    expect((await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody() })).status).to.equal(201);
  });

  it('any other key is neither taken nor refused', async () => {
    for (const key of [served.keys.other, 'nonsense']) {
      const answer = await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody(), key });
      expect([answer.status, refusalOf(answer).type]).to.deep.equal([503, 'unexpected_error']);
    }
    expect((await served.ask(`${NEWSTORE}/shipping_offers`, { key: undefined })).status).to.equal(401);
  });

  it('bookings, cancels and explanations are 503', async () => {
    const answers = [
      await served.ask(`${NEWSTORE}/shipments`, { body: aBookingBody() }),
      await served.ask(`${NEWSTORE}/shipments/1/_cancel`),
    ];
    for (const answer of answers)
      expect([answer.status, refusalOf(answer).type]).to.deep.equal([503, 'unexpected_error']);
    const explained = await served.ask('/api/v1/explanations/1', { method: 'GET', key: served.keys.operator });
    expect(explained.status).to.equal(503);
  });
});
