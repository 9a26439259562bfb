import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { once } from 'node:events';
import { request } from 'node:http';
import { unavailable } from '../../../application/ports/unavailable.js';
import type { IncomingNotice, NoticeError, NoticeTaken } from '../../../application/tracking/take-notice.js';
import { anAccountId } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { serveHub, type ServedHub } from '../../support/hub.js';

const PATH = '/api/integrations/starshipit/v1/tracking';
const notice = { order_number: 100_482, tracking_number: 'QQQ1', tracking_status: 'Dispatched' };

const taken = (what: NoticeTaken['taken'], isGenuine: boolean, orderNumber = '100482'): NoticeTaken => ({
  notice: { orderNumber, trackingCode: 'QQQ1', word: 'Dispatched' },
  ...{ taken: what, isGenuine },
});

describe('Starshipit’s webhook', () => {
  let served: ServedHub;
  let incoming: IncomingNotice[];
  let answer: TE.TaskEither<NoticeError, NoticeTaken>;

  before(async () => {
    served = await serveHub(() => ({
      takeNotice: (_desk, given) => () => {
        incoming.push(given);
        return answer();
      },
    }));
  });
  beforeEach(() => {
    incoming = [];
    answer = TE.right(taken('kept', true));
  });
  after(() => served.close());

  const post = (body: string, headers: Record<string, string> = {}, account = 'demo'): Promise<Response> =>
    fetch(`http://127.0.0.1:${served.port}${PATH}/${account}`, {
      ...{ method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } },
    });

  it('is handed over as the very bytes that came, with its signature', async () => {
    const text = `{ "order_number": 100482,\n  "tracking_status": "Dispatched" }`;
    const response = await post(text, { 'X-Starshipit-Signature': 'abc=' });
    expect([response.status, await response.json()]).to.deep.equal([200, { taken: 'kept' }]);
    expect(incoming.map(({ raw, ...rest }) => [Buffer.from(raw).toString(), rest])).to.deep.equal([
      [text, { carrier: 'starshipit', body: JSON.parse(text) as unknown, signature: 'abc=' }],
    ]);
  });

  it('is let on where it waits for leave to send its body', async () => {
    const text = JSON.stringify(notice);
    const asking = request(`http://127.0.0.1:${served.port}${PATH}/demo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': text.length, Expect: '100-continue' },
    });
    asking.flushHeaders();
    await once(asking, 'continue');
    asking.end(text);
    const [response] = (await once(asking, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).to.equal(200);
  });

  it('is in the journal', async () => {
    await post(JSON.stringify(notice));
    const { storage } = served.opened;
    await storage.journal.flush();
    const entries = await rightOf(storage.journal.of(anAccountId('demo'), '100482'));
    expect(entries.at(-1)).to.deep.include({ system: 'starshipit', direction: 'in', did: 'kept', status: '200' });
  });

  it('is in the journal where it changes nothing too, if Starshipit sent it', async () => {
    answer = TE.right(taken('ignored', true, 'genuine'));
    await post(JSON.stringify(notice));
    answer = TE.right(taken('ignored', false, 'anybodys'));
    await post(JSON.stringify(notice));
    const { journal } = served.opened.storage;
    await journal.flush();
    const [genuine] = await rightOf(journal.of(anAccountId('demo'), 'genuine'));
    expect(genuine).to.include({ did: 'ignored', direction: 'in' });
    expect(genuine?.body).to.include({ tracking_status: 'Dispatched' });
    expect(await rightOf(journal.of(anAccountId('demo'), 'anybodys'))).to.deep.equal([]);
  });

  const errors: readonly (readonly [NoticeError, number])[] = [
    [{ _tag: 'Forged' }, 401],
    [{ _tag: 'NotANotice' }, 400],
    [{ _tag: 'NoSuchCarrier' }, 404],
    [unavailable('Errands')(undefined), 503],
  ];
  for (const [error, status] of errors)
    it(`is answered with ${status} where it is ${error._tag}`, async () => {
      answer = TE.left(error);
      expect((await post(JSON.stringify(notice))).status).to.equal(status);
    });

  it('is refused before anything else where it cannot be read', async () => {
    expect((await post('{')).status).to.equal(400);
    expect((await post('{}', { 'Content-Type': 'text/plain' })).status).to.equal(415);
    expect((await post(`"${'x'.repeat(300_000)}"`)).status).to.equal(413);
    expect(incoming).to.deep.equal([]);
  });

  it('does not show whether there is such an account, or only no Starshipit', async () => {
    answer = TE.left({ _tag: 'NoSuchCarrier' });
    const seen: object[] = [];
    for (const account of ['nobody', 'demo'])
      for (const body of [JSON.stringify(notice), '{', `"${'x'.repeat(300_000)}"`]) {
        const response = await post(body, {}, account);
        const { detail, title } = (await response.json()) as { readonly detail?: string; readonly title?: string };
        seen.push({ status: response.status, detail, title });
      }
    expect(seen.slice(3)).to.deep.equal(seen.slice(0, 3));
    expect(seen[0]).to.have.property('status', 404);
  });
});

describe('a report of a parcel', () => {
  let served: ServedHub;
  before(async () => {
    served = await serveHub();
  });
  after(() => served.close());

  const report = (body: unknown, key: string | undefined = served.keys.operator) =>
    served.ask('/api/v1/parcels/CODE-1/tracking', { body, key });

  it('needs an operator’s key, a status that there is, and a parcel', async () => {
    expect((await report({ status: 'delivered' }, 'nobodys')).status).to.equal(401);
    expect((await report({ status: 'delivered' }, served.keys.newstore)).status).to.equal(403);
    const { status, json } = await report({ status: 'lost', happened_at: 'yesterday' });
    expect([status, (json as { faults: unknown }).faults]).to.deep.equal([
      422,
      [
        {
          field: 'status',
          error:
            'is not one of the values (booked, in_transit, out_for_delivery, delivered, returned, exception, attempted_delivery, awaiting_collection, cancelled)',
        },
        { field: 'happened_at', error: 'is not an RFC 3339 date and time (2026-06-01T04:00:00Z)' },
      ],
    ]);
    expect((await report({ status: 'delivered' })).status).to.equal(404);
  });
});
