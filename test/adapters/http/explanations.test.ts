import { expect } from 'chai';
import { NEWSTORE } from '../../support/asking.js';
import { anAccountId } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { anOffersBody } from '../../support/newstore-bodies.js';

type Explained = {
  readonly explanations: readonly { readonly account: string; readonly at: string; readonly answer: string }[];
};

describe('explanations for an operator', () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const explain = (id: string, key: string | undefined = served.keys.operator) =>
    served.ask(`/api/v1/explanations/${encodeURIComponent(id)}`, { method: 'GET', key });
  const offers = (id: string, over = {}, key = served.keys.newstore) =>
    served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody(over), headers: { 'X-Request-ID': id }, key });

  it('are all those of a request id, oldest first, in UTC', async () => {
    await offers('a/b 1');
    await offers('a/b 1', { provider_rate: 'NOBODYS' });
    await served.opened.storage.explanations.flush();
    const { status, json } = await explain('a/b 1');
    expect(status).to.equal(200);
    const { explanations } = json as Explained;
    expect(explanations.map(({ answer }) => answer)).to.deep.equal(['offers', 'RateNotEnabled']);
    for (const { account, at } of explanations) {
      expect(account).to.equal('demo');
      expect(at).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  });

  it('are those of the key’s own account alone', async () => {
    await offers('shared');
    await offers('theirs', {}, served.keys.other);
    await offers('shared', {}, served.keys.other);
    await served.opened.storage.explanations.flush();
    expect((await explain('theirs')).status).to.equal(404);
    expect(((await explain('shared')).json as Explained).explanations).to.have.length(1);
    const key = await rightOf(served.opened.hub.keys.create(anAccountId('other'), 'operator'));
    const { explanations } = (await explain('shared', `Bearer ${key.secret}`)).json as Explained;
    expect(explanations.map(({ account }) => account)).to.deep.equal(['other']);
  });

  it('are refused without an operator’s key, and 404 where there are none', async () => {
    for (const [id, key, status, type] of [
      ['x', undefined, 401, 'not-authorized'],
      ['x', 'nonsense', 401, 'not-authorized'],
      ['x', served.keys.newstore, 403, 'wrong-role'],
      ['x', served.keys.operator, 404, 'not-found'],
      ['y'.repeat(4_000), served.keys.operator, 404, 'not-found'],
    ] as const) {
      const answer = await served.ask(`/api/v1/explanations/${id}`, { method: 'GET', key });
      expect(answer.status).to.equal(status);
      expect(answer.json).to.have.all.keys('type', 'title', 'status', 'request_id').and.include({ type, status });
    }
  });
});
