import { expect } from 'chai';
import { anAccountId } from '../../support/bookings.js';
import { NEWSTORE, refusalOf, type Answer } from '../../support/asking.js';
import { rightOf } from '../../support/either.js';
import { eventually } from '../../support/eventually.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { anOffersBody } from '../../support/newstore-bodies.js';

describe("NewStore's API key", () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const offersWith = (key: string | undefined): Promise<Answer> =>
    served.ask(`${NEWSTORE}/shipping_offers`, { key, body: anOffersBody() });

  it('is taken bare, and after the word Bearer in any case', async () => {
    const { newstore } = served.keys;
    for (const way of [newstore, `Bearer ${newstore}`, `bearer ${newstore}`, `BEARER   ${newstore}  `])
      expect((await offersWith(way)).status, way.replace(newstore, 'key')).to.equal(201);
  });

  it('is refused with 401 when it is missing, unknown, of another scheme or nearly right', async () => {
    const { newstore } = served.keys;
    const last = newstore.at(-1) === 'A' ? 'B' : 'A';
    for (const way of [
      undefined,
      'Bearer',
      'nothing',
      `Basic ${newstore}`,
      `Bearer ${newstore} more`,
      `${newstore.slice(0, -1)}${last}`,
      newstore.slice(0, -1),
      newstore.toUpperCase(),
    ]) {
      const answer = await offersWith(way);
      expect(answer.status).to.equal(401);
      expect(refusalOf(answer).type).to.equal('carrier_account_configuration_error');
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
    }
  });

  it("is not an operator's key, nor the other way round", async () => {
    expect((await offersWith(served.keys.operator)).status).to.equal(401);
    const { newstore } = served.keys;
    const answer = await served.ask('/api/v1/explanations/x', { method: 'GET', key: newstore });
    expect(answer.status).to.equal(403);
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
  });

  it('is asked for before anything is read of the body, on every route of NewStore', async () => {
    for (const path of ['shipping_offers', 'shipments', 'shipments/1/_cancel'])
      expect((await served.ask(`${NEWSTORE}/${path}`, { key: undefined, body: '{' })).status, path).to.equal(401);
  });

  it('stops soon after it is revoked, and leaves the others alone', async () => {
    const { keys } = served.opened.hub;
    const { key, secret } = await rightOf(keys.create(anAccountId(), 'newstore'));
    expect((await offersWith(secret)).status).to.equal(201);
    expect(await rightOf(keys.revoke(anAccountId(), key.id))).to.equal(true);
    await eventually(async () => expect((await offersWith(secret)).status).to.equal(401));
    expect((await offersWith(served.keys.newstore)).status).to.equal(201);
  });
});
