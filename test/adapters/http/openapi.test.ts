import { expect } from 'chai';
import { openApiDocument } from '../../../adapters/http/openapi.js';
import type { Schema } from '../../../adapters/codec/wire.js';
import { errorTypes } from '../../../adapters/http/newstore/errors.js';
import { NEWSTORE } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody, anOffersBody } from '../../support/newstore-bodies.js';
import { misfits } from '../../support/schema.js';

type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

describe('the OpenAPI document', () => {
  let served: ServedHub;
  let document: Document;
  before(async () => {
    served = await serveHub();
    const { status, json, headers } = await served.ask('/openapi.json', { method: 'GET', key: undefined });
    expect([status, headers.get('content-type')]).to.deep.equal([200, 'application/json; charset=utf-8']);
    document = json as Document;
  });
  after(() => served.close());

  const schema = (name: string): Schema => document.components.schemas[name] ?? {};

  it('is the one that the code makes, of OpenAPI 3.1, and names no account', () => {
    expect(document).to.deep.equal(openApiDocument('0.0.0'));
    expect(document.openapi).to.match(/^3\.1\./);
    expect(JSON.stringify(document)).to.not.include('demo');
  });

  it('describes routes that are there, asked in the way that it says', async () => {
    for (const [path, ways] of Object.entries(document.paths)) {
      const at = path.replaceAll(/\{\w+\}/g, 'x');
      for (const way of Object.keys(ways)) {
        const { status, json } = await served.ask(at, { method: way.toUpperCase(), key: undefined });
        expect([path, status === 405 || JSON.stringify(json ?? '').includes('no such address')]).to.deep.equal([
          path,
          false,
        ]);
      }
    }
  });

  it('fits what is asked, what is offered, what is booked and what is refused', async () => {
    expect(misfits(schema('OffersRequest'), anOffersBody())).to.deep.equal([]);
    const offers = await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody() });
    expect(misfits({ type: 'array', minItems: 1, items: schema('Offer') }, offers.json)).to.deep.equal([]);
    expect(misfits(schema('BookingRequest'), aBookingBody())).to.deep.equal([]);
    const booking = await served.ask(`${NEWSTORE}/shipments`, { body: aBookingBody() });
    expect(misfits(schema('Booking'), booking.json)).to.deep.equal([]);
    for (const body of [{}, aBookingBody({ rate: 'NOBODYS' })]) {
      const refused = await served.ask(`${NEWSTORE}/shipments`, { body });
      expect(misfits(schema('Error'), refused.json)).to.deep.equal([]);
    }
  });

  it('lists every type of error, and lets an offer have no other member', () => {
    expect(schema('Error'))
      .to.have.nested.property('properties.type.enum')
      .that.deep.equals([...errorTypes]);
    expect(schema('Offer')).to.have.property('additionalProperties', false);
  });
});
