import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Schema } from '../../../adapters/codec/wire.js';
import { BookingBody, OffersBody } from '../../../adapters/http/newstore/codecs.js';
import { misfits } from '../../support/schema.js';
import { NEWSTORE, refusalOf } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { mutatedTexts } from '../../support/mutations.js';
import { aBookingBody, anOffersBody } from '../../support/newstore-bodies.js';

const ORDER = 'an order of its own';

describe('a body that is wrong in any way', () => {
  let served: ServedHub;
  let orders = 0;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const neverOurFault = (path: string, body: unknown, schema: Schema, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(mutatedTexts(body), async (mutated) => {
        // An order that is booked already would be answered as it was, whatever else is asked now.
        const text = mutated.replace(ORDER, `order-${(orders += 1)}`);
        const answer = await served.ask(`${NEWSTORE}/${path}`, { body: text });
        expect(answer.status, text).to.be.within(200, 499);
        if (answer.status === 201) expect(misfits(schema, JSON.parse(text)), text).to.deep.equal([]);
        else refusalOf(answer);
      }),
      { seed: 20261121, numRuns },
    );

  it('gets offers or a reason, never a defect, and offers only as the document says', async () => {
    await neverOurFault('shipping_offers', anOffersBody(), OffersBody.schema, 1_300);
  });

  it('gets a label or a reason, never a defect, and a label only as the document says', async () => {
    await neverOurFault(
      'shipments',
      aBookingBody({ external_order_id: ORDER, customs_info: { customs_signer: 'Jo' } }),
      BookingBody.schema,
      700,
    );
  });
});
